"""What the preview shows of one file: its masthead, its stories, its source text, its outcome."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from articles.models import Article
from audit.outcomes import Result
from audit.sentences import retold
from desk.source_view import TINTS, SourceView, explain, marks_of, part_name, view_source
from findings.codes import title_of
from importing.documents import parse
from importing.models import PendingFile
from importing.pieces import is_document
from importing.placement import Ask, Refused
from importing.preparation import text_of_page
from importing.receipt import Received
from importing.report import FileOutcome
from issues.calendar import lunar_date_name, weekday_name
from issues.models import printed_numbers
from reading import READER_VERSION
from reading.decoding import UndecodableSource
from reading.document import PageDocument, Segment, Story
from reading.sources import read_source


@dataclass(frozen=True, slots=True)
class MastheadLine:
    """One field of the masthead: as printed, and what the date gives where it gives something."""

    label: str
    printed: str
    computed: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """Why a part of a story is that part: the rule and how sure it was."""

    part: str
    reason: str
    sure: int


@dataclass(slots=True)
class StoryPreview:
    """One story as it would be imported."""

    key: str
    place: int
    story: Story
    kind: str
    reasons: list[Why] = field(default_factory=list)

    @property
    def tint(self) -> int:
        """The colour that its text has in the source, too."""
        return (self.place - 1) % TINTS


@dataclass(slots=True)
class FilePreview:
    """One file as it would be imported."""

    file: PendingFile
    outcome: FileOutcome
    result: str = ""
    encoding: str = ""
    lines: list[MastheadLine] = field(default_factory=list)
    stories: list[StoryPreview] = field(default_factory=list)
    unassigned: list[str] = field(default_factory=list)
    findings: list[tuple[str, str]] = field(default_factory=list)
    view: SourceView = field(default_factory=SourceView)

    @property
    def asks_for_paper(self) -> bool:
        """Whether it is to be said whose page it is, or has been said."""
        said = self.file.new_paper or self.file.publication_id
        return bool(said) or self.outcome.ask in (Ask.PAPER, Ask.NEW_PAPER, Ask.NAMEPLATE)


def preview_file(file: PendingFile) -> FilePreview:
    """Read the kept bytes once more, for the eye only; a page document is what it says it is."""
    outcome = outcome_of(file.outcome)
    shown = FilePreview(file, outcome, result=result_label(outcome.result, outcome.message))
    shown.findings = [(title_of(row["code"]), row["message"]) for row in outcome.findings]
    data = bytes(file.data)
    if not data:
        return shown
    try:
        if is_document(data):
            brought = parse(Received(file.name, data))
            document, decoded, reader = brought.document, brought.decoded, brought.reader_version
        else:
            decoded = text_of_page(data)
            document, reader = read_source(data, decoded), READER_VERSION
    except (UndecodableSource, Refused):
        # The outcome says so already.
        return shown
    keys = [f"{file.pk}-{place}" for place in range(len(document.articles))]
    shown.encoding = decoded.encoding
    shown.lines = _lines(document, file)
    shown.stories = [
        _story(key, place, story)
        for place, (key, story) in enumerate(zip(keys, document.articles, strict=True), start=1)
    ]
    shown.unassigned = [decoded.text[start:end].strip() for start, end in document.unassigned]
    shown.view = view_source(decoded.text, marks_of(document, keys), {})
    shown.view.reader = reader
    return shown


def outcome_of(row: dict[str, Any]) -> FileOutcome:
    return FileOutcome(**{**retold(row), "result": Result(row["result"])})


def result_label(result: str, message: str = "") -> str:
    """Return what became, or would become, of a file; why, where no ``message`` says it."""
    if result == Result.UNCHANGED and message:
        return _("unchanged")
    return {
        Result.IMPORTED: _("new page"),
        Result.REPLACED: _("replaces the page"),
        Result.UNCHANGED: _("unchanged: these bytes are here already"),
        Result.REFUSED: _("refused"),
        Result.PASSED: _("no page"),
    }[Result(result)]


def _story(key: str, place: int, story: Story) -> StoryPreview:
    kinds = dict(Article.Kind.choices)
    seen: dict[tuple[str, str], Segment] = {}
    for segment in story.segments:
        known = seen.setdefault((segment.part, segment.rule), segment)
        if segment.sure < known.sure:
            seen[segment.part, segment.rule] = segment
    reasons = [
        Why(part_name(row.part), explain(row.rule), round(100 * row.sure)) for row in seen.values()
    ]
    return StoryPreview(key, place, story, str(kinds.get(story.kind, story.kind)), reasons)


def _lines(document: PageDocument, file: PendingFile) -> list[MastheadLine]:
    masthead, issue, page = document.masthead, document.issue, document.page
    date = dt.date.fromisoformat(issue.date) if issue.date else file.date or file.pending.date
    weekday, lunar = (weekday_name(date), lunar_date_name(date)) if date else ("", "")
    differing = {row["code"] for row in file.outcome.get("findings", [])}
    pages = "" if issue.page_count is None else str(issue.page_count)
    lines = [
        MastheadLine(_("channels"), " ".join(masthead.channels)),
        MastheadLine(_("organ line"), masthead.organ),
        MastheadLine(_("sponsor"), masthead.sponsor),
        MastheadLine(_("mottoes"), " / ".join(masthead.mottoes)),
        MastheadLine(_("hotline"), masthead.hotline),
        MastheadLine(_("date"), issue.date, "" if issue.date or not date else f"{date:%Y-%m-%d}"),
        MastheadLine(_("weekday"), issue.weekday, weekday, "weekday" in differing),
        MastheadLine(_("lunar date"), issue.lunar_date, lunar, "lunar-date" in differing),
        MastheadLine(_("edition"), issue.edition),
        MastheadLine(_("running number"), printed_numbers(issue.number, issue.number_to)),
        MastheadLine(pgettext("how many", "pages"), pages),
        MastheadLine(_("page number"), page.label or str(page.number or "")),
        MastheadLine(_("page name"), page.name),
    ]
    return [line for line in lines if line.printed or line.computed]
