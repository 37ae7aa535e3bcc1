"""The source of a page beside its stories, each run in the colour of the story that it became."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.models import Article
from articles.pictures import checked_image
from desk.source_view import (
    JoinedLines,
    SourceMark,
    SourcePiece,
    SourceView,
    marks_of,
    view_source,
)
from desk.workbench_screen import joined_heading
from editorial.scans import put_scan
from findings.models import Finding
from issues.models import Page, Source
from reading.document import PageDocument
from workbench.colours import Patch, pieces
from workbench.joined_sources import JoinedSource, with_joined
from workbench.models import Provenance
from workbench.origins import NewestReading, open_page
from workbench.state import DeskPage

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


# The parts of the desk under the names that the reader has for them.
READ_AS = {"paragraphs": "paragraph", "byline_role": "byline", "byline_name": "byline"}


def source_beside(
    page: Page, source: Source | None, stories: Sequence[Article], findings: Sequence[Finding]
) -> SourceView:
    """Cut the source where its parts and open findings begin and end.

    A story is called by the place that it has on the page now, and its colour is on what it has
    now: as it was saved at the desk, else as it was read.
    """
    newest = NewestReading(source)
    reading = newest.row
    document = PageDocument.from_dict(reading.document if reading else {})
    text = source.text if source else ""
    places = {str(story.pk): place for place, story in enumerate(stories)}
    by_index = {story.read_index: str(story.pk) for story in stories}
    read = marks_of(document, [by_index.get(at, "") for at in range(len(document.articles))])
    joined: list[JoinedSource] = []
    desk = DeskPage()
    if Provenance.objects.filter(page=page).exists():
        opened = open_page(page, stories=stories, reading=newest)
        desk, joined = with_joined(opened.desk, len(text))
        rows = [row for row in read if row.rule]
        marks = list(_marks(pieces(desk, text), rows))
    else:
        marks = read
    marks = [
        replace(mark, place=places[mark.key]) if mark.key in places else mark for mark in marks
    ]
    spans = {
        str(row.pk): (row.span_start, row.span_end)
        for row in findings
        if row.span_start is not None and row.span_end is not None and row.state == "open"
    }
    view = view_source(text, marks, spans)
    view.reader = reading.reader_version if reading else ""
    view.joined = [JoinedLines(joined_heading(row), _lines(row, desk, places)) for row in joined]
    return view


def _marks(patches: Iterable[Patch], read: Sequence[SourceMark]) -> Iterator[SourceMark]:
    """Yield what each run of the source became, with the rule by which it was read as that."""
    rules = sorted(read, key=lambda row: row.span)
    starts = [row.span[0] for row in rules]
    for patch in patches:
        if patch.kind == "glue":
            continue
        mark = _mark_of(patch)
        at = bisect_right(starts, patch.start) - 1
        was = rules[at] if at >= 0 else None
        if was and patch.start < was.span[1] and (was.kind, was.part) == (mark.kind, mark.part):
            mark = replace(mark, rule=was.rule, sure=was.sure)
        yield mark


def _lines(row: JoinedSource, desk: DeskPage, places: Mapping[str, int]) -> list[SourcePiece]:
    """Return the lines that were joined, in the colours of the stories that have them now."""
    found = []
    for patch, text in row.pieces(desk):
        mark = _mark_of(patch)
        mark = replace(mark, place=places.get(mark.key, 0))
        found.append(SourcePiece(text, None if patch.kind == "glue" else mark))
    return found


def _mark_of(patch: Patch) -> SourceMark:
    part = READ_AS.get(patch.part, patch.part)
    return SourceMark((patch.start, patch.end), patch.kind, patch.key[1:], part=part)
