"""Images that were chosen on a page's form and could not be saved yet: no browser sends them twice.

They lie in the person's working copy, and a hidden field of their row names each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.story_forms import StoryEdit
from desk.workbench_answers import whole
from issues.models import Page
from workbench.chosen_images import forget_images, image_of, keep_image
from workbench.told import StepRefused

CHOSEN = "-chosen"


def sent_with_images(request: HttpRequest, page: Page, user: User) -> tuple[Any, Any]:
    """Return the fields and the files of a form, with the images that were kept for it before."""
    data: Any = request.POST.copy()
    files: Any = request.FILES.copy()
    for name, key in _kept_before(request).items():
        row, photo = image_of(page, user, key), name.removesuffix(CHOSEN)
        if data.get(f"{photo}-clear_image"):
            data[name] = ""
        elif row is None:
            data[name] = ""
            messages.warning(request, _("A chosen image is no longer kept. Choose it again."))
        else:
            image = ContentFile(bytes(row.data), name=row.name)
            files.setdefault(f"{photo}-image", image)
    return data, files


def keep_images(request: HttpRequest, page: Page, user: User, edits: Iterable[StoryEdit]) -> None:
    """Keep the images that came with a form which is shown again."""
    for form in (form for edit in edits for form in edit.photos.forms):
        form.is_valid()
        image, name = form.cleaned_data.get("image"), form.add_prefix("chosen")
        sent: Any = form.data
        if image and form.add_prefix("image") in request.FILES:
            try:
                sent[name] = str(keep_image(page, user, image).pk)
            except StepRefused as refusal:
                messages.error(request, str(refusal))
        if key := sent.get(name):
            form.image_address = reverse("admin:desk_image", args=[page.pk, key])


def forget_saved(request: HttpRequest, page: Page, user: User) -> None:
    """Forget what was kept for a form that is saved."""
    forget_images(page, user, _kept_before(request).values())


def _kept_before(request: HttpRequest) -> dict[str, int]:
    rows = request.POST.items()
    return {name: whole(key) for name, key in rows if name.endswith(CHOSEN) and key}
