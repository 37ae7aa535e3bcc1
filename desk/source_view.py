"""The source text cut into pieces that say what each became: story, furniture or nothing yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reading import rules
from reading.document import PageDocument, Span

# A page has some ten thousand characters; what is longer is no page and is shown in part.
MOST_SHOWN = 200_000
TINTS = 8


@dataclass(frozen=True, slots=True)
class SourceMark:
    """What a run of the source is. ``key`` names the story, ``place`` is its number on the page."""

    span: Span
    kind: str
    key: str = ""
    place: int = 0
    part: str = ""
    rule: str = ""
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """A run of the source that is all of one kind."""

    text: str
    mark: SourceMark | None = None
    finding: str = ""
    first: bool = False

    @property
    def classes(self) -> str:
        if self.mark is None:
            return "found" if self.finding else ""
        tint = f" tint-{self.mark.place % TINTS}" if self.mark.kind == "story" else ""
        return f"{self.mark.kind}{tint}{' found' if self.finding else ''}"

    @property
    def title(self) -> str:
        """What it was read as, by which rule, and how sure the reader was."""
        return describe(self.mark) if self.mark else ""


@dataclass(frozen=True, slots=True)
class JoinedLines:
    """The lines of another page's source that were joined with a story, under their heading."""

    heading: SafeString
    pieces: list[SourcePiece]


@dataclass(slots=True)
class SourceView:
    """The pieces of one source, whether its end was left out, and which reader read it."""

    pieces: list[SourcePiece] = field(default_factory=list)
    left_out: int = 0
    reader: str = ""
    joined: list[JoinedLines] = field(default_factory=list)


def describe(mark: SourceMark) -> str:
    """Return one sentence on what a run was read as and why."""
    if text := in_no_story(mark.kind):
        return text
    what = part_name(mark.part)
    if mark.kind == "story":
        what = _("Story %(place)s, %(part)s") % {"place": mark.place + 1, "part": what}
    if not mark.rule:
        return what
    return _("%(what)s: %(why)s (%(sure)s %% sure)") % {
        "what": what,
        "why": explain(mark.rule),
        "sure": round(100 * (1.0 if mark.sure is None else mark.sure)),
    }


def in_no_story(kind: str) -> str:
    """Return what is said of a run that stands in no story, ``""`` for one that stands in one."""
    told = {
        "unassigned": _("Unassigned: no rule claimed this text."),
        "aside": _("In a story that was taken off the page"),
        "gone": _("In no story any more"),
    }
    return told.get(kind, "")


def explain(rule: str) -> str:
    """Return the sentence for a reading rule, or its name when an older reader had it."""
    known = rules.explain(rule)
    if known is None:
        return rule
    return known.chinese if (get_language() or "").startswith("zh") else known.english


def part_name(part: str) -> str:
    """Return what a part of a story, or a piece of furniture, is called."""
    names = {
        "section": _("section"),
        "kicker": _("kicker"),
        "headline": _("headline"),
        "deck": _("deck"),
        "dateline": _("dateline"),
        "byline": _("byline"),
        "paragraph": _("paragraph"),
        "caption": _("caption"),
        "credit": _("credit"),
        "alt": _("image description"),
        "jump_to": _("continued on page"),
        "jump_from": _("continued from page"),
        "masthead": _("masthead"),
        "folio": _("folio"),
        "imprint": _("imprint"),
        "footer": _("imprint"),
        "": _("text"),
    }
    return names.get(part, part)


def marks_of(document: PageDocument, keys: Sequence[str]) -> list[SourceMark]:
    """Return the marks of a page document; ``keys`` names its stories, ``""`` for one that left."""
    marks = [SourceMark(span, "unassigned") for span in document.unassigned]
    marks += [
        SourceMark(row.span, "furniture", part=row.role, rule=row.rule, sure=row.sure)
        for row in document.furniture
    ]
    for place, (story, key) in enumerate(zip(document.articles, keys, strict=True)):
        marks += [
            SourceMark(row.span, "story", key, place, row.part, row.rule, row.sure)
            for row in story.segments
        ]
        marks += [SourceMark(span, "story", key, place) for span in story.spans]
    return marks


def view_source(text: str, marks: Iterable[SourceMark], findings: dict[str, Span]) -> SourceView:
    """Cut ``text`` at the ends of all marks and findings; a segment hides its story's span."""
    shown = text[:MOST_SHOWN]
    # A stable sort by length: the narrower mark is painted last and wins.
    order = sorted(marks, key=lambda mark: mark.span[0] - mark.span[1])
    edges = {0, len(shown)}
    for start, end in [mark.span for mark in order] + list(findings.values()):
        edges |= {min(start, len(shown)), min(end, len(shown))}
    places = sorted(edges)
    index = {place: number for number, place in enumerate(places)}
    painted: list[SourceMark | None] = [None] * (len(places) - 1)
    found = [""] * (len(places) - 1)
    for mark in order:
        for number in _numbers(mark.span, index, len(shown)):
            painted[number] = mark
    for key, span in findings.items():
        for number in _numbers(span, index, len(shown)):
            found[number] = key
    view = SourceView(left_out=len(text) - len(shown))
    seen: set[str] = {""}
    for number, paint in enumerate(painted):
        key = paint.key if paint else ""
        piece = shown[places[number] : places[number + 1]]
        view.pieces.append(SourcePiece(piece, paint, found[number], first=key not in seen))
        seen.add(key)
    return view


def _numbers(span: Span, index: dict[int, int], limit: int) -> range:
    return range(index[min(span[0], limit)], index[min(span[1], limit)])
