"""The images that somebody chooses at the desk: kept with his working copy until he saves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from issues.models import Page
from workbench.copies import Behind, Copy, locked, record
from workbench.models import WorkingImage
from workbench.row_steps import put_image
from workbench.told import StepRefused, Told

MOST_IMAGES = 60
FORM_WAITS = dt.timedelta(days=30)


def choose_image(
    page: Page,
    user: User,
    number: str,
    image: ContentFile[bytes],
    *,
    story: str,
    index: int | None = None,
) -> tuple[Copy, Told]:
    """Give a photo another image, or add a photo with one. Raises ``Behind`` and ``StepRefused``.

    ``image`` was checked and written anew.
    """
    with transaction.atomic():
        copy = locked(page, user)
        if number and number != copy.number:
            raise Behind
        row = _kept(copy, image)
        try:
            desk, told = put_image(
                copy.desk, story=story, index=index, image=row.pk, sha256=row.sha256
            )
        except KeyError:
            text = _("That place is no longer on the page. Look at it again.")
            raise StepRefused(text) from None
        return record(copy, desk, told), told


def keep_image(page: Page, user: User, image: ContentFile[bytes]) -> WorkingImage:
    """Keep an image for a form that is not saved yet. Raises ``StepRefused``."""
    with transaction.atomic():
        copy = locked(page, user)
        # Of a form that nobody came back to.
        old = timezone.now() - FORM_WAITS
        copy.row.images.filter(for_form=True, at__lt=old).delete()
        image.seek(0)
        return _kept(copy, image, for_form=True)


def _kept(copy: Copy, image: ContentFile[bytes], *, for_form: bool = False) -> WorkingImage:
    if copy.row.images.count() >= MOST_IMAGES:
        raise StepRefused(_("So many images are not saved yet. Save first, then go on."))
    data = image.read()
    return WorkingImage.objects.create(
        copy=copy.row,
        name=image.name or "",
        data=data,
        sha256=sha256(data).hexdigest(),
        for_form=for_form,
    )


def forget_images(page: Page, user: User, keys: Iterable[int]) -> None:
    """Forget images that a form has brought where they belong."""
    WorkingImage.objects.filter(copy__page=page, copy__user=user, pk__in=keys).delete()


def image_of(page: Page, user: User, pk: int) -> WorkingImage | None:
    """Return an image that this person has chosen on this page."""
    return WorkingImage.objects.filter(pk=pk, copy__page=page, copy__user=user).first()
