"""Files in a store that speaks S3. They have no address: a view sends one to who may see it."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class BucketStorage(S3Storage):  # type: ignore[misc]  # django-storages carries no types
    """The storage of django-storages, which would sign addresses for anybody's use."""

    def url(self, name: str, *_args: object, **_options: object) -> str:
        """Return what files on disk have for an address, where nobody is served."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))
