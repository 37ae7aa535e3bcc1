"""A photo that somebody uploads: small enough, really an image, and without hidden data."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from articles.photo_files import name_for

SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# Three times what a newspaper camera takes. A file of a few kilobytes can claim far more.
MOST_PIXELS = 120_000_000


def checked_image(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """Return the image written anew, turned upright, without EXIF, named for what it holds.

    Place and camera of a photographer are nobody's business, and a file that was written anew
    holds nothing but the picture. Raises ``ValidationError`` with what is wrong and what to do.
    """
    size = upload.size or 0
    if size > settings.PHOTO_MAX_BYTES:
        raise ValidationError(
            _("%(name)s has %(size)s, more than %(limit)s. Save it smaller and choose it again.")
            % {
                "name": upload.name,
                "size": filesizeformat(size),
                "limit": filesizeformat(settings.PHOTO_MAX_BYTES),
            }
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(upload)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels(upload) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(
            _("%(name)s is no JPEG, PNG or WebP image, or it is damaged. Choose another file.")
            % {"name": upload.name}
        ) from error


def _written_anew(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    upload.seek(0)
    with Image.open(upload, formats=list(SUFFIXES)) as image:
        name = image.format or ""
        # The head of the file says how large it is; nothing has been unpacked yet.
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels(upload)
        options: dict[str, Any] = {"quality": 92} if name != "PNG" else {}
        if profile := image.info.get("icc_profile"):
            options["icc_profile"] = profile
        upright = ImageOps.exif_transpose(image)
        upright.info.pop("exif", None)
        target = BytesIO()
        upright.save(target, format=name, **options)
    data = target.getvalue()
    return ContentFile(data, name=name_for(data, SUFFIXES[name]))


def _too_many_pixels(upload: UploadedFile[Any]) -> ValidationError:
    return ValidationError(
        _("%(name)s has more than %(limit)s million pixels. Save it smaller and choose it again.")
        % {"name": upload.name, "limit": MOST_PIXELS // 1_000_000}
    )
