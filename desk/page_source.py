"""The source of a page beside its stories, each run in the colour of the story that it became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.models import Article
from articles.pictures import checked_image
from desk.source_view import SourceView, marks_of, view_source
from editorial.scans import put_scan
from findings.models import Finding
from issues.models import Page, Source
from reading.document import PageDocument

CHANGE_SCAN = "issues.change_page"


def scan_beside(page: Page, user: User) -> dict[str, Any]:
    """Return the page's image, and whether this person may add one."""
    return {"scan": page.images.first(), "may_add_scan": user.has_perm(CHANGE_SCAN)}


def take_scan(request: HttpRequest, page: Page, *, by: User) -> None:
    """Take the image of the whole page that came with a form, and say what became of it."""
    upload = request.FILES.get("image")
    if upload is None:
        return
    try:
        put_scan(page, checked_image(upload), by=by)
        messages.success(request, _("The image stands beside the source now."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))


def source_beside(
    source: Source | None, stories: Sequence[Article], findings: Sequence[Finding]
) -> SourceView:
    """Cut the source where its parts and open findings begin and end.

    A story is called by the place that it has on the page now, not by that of its reading.
    """
    if source is None:
        return SourceView()
    reading = source.readings.order_by("-pk").first()
    document = PageDocument.from_dict(reading.document if reading else {})
    by_index = {story.read_index: str(story.pk) for story in stories}
    keys = [by_index.get(index, "") for index in range(len(document.articles))]
    places = {str(story.pk): place for place, story in enumerate(stories)}
    marks = [
        replace(mark, place=places[mark.key]) if mark.key in places else mark
        for mark in marks_of(document, keys)
    ]
    spans = {
        str(row.pk): (row.span_start, row.span_end)
        for row in findings
        if row.span_start is not None and row.span_end is not None and row.state == "open"
    }
    view = view_source(source.text, marks, spans)
    view.reader = reading.reader_version if reading else ""
    return view
