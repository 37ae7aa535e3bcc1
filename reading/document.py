"""The page document: everything read off one newspaper page, and where each part stood.

Pure data, no database. ``to_dict`` gives the JSON object that ``parse_page`` prints and
``from_dict`` takes it back. Offsets are Unicode code points into the decoded source, half open.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
# Left, top, right and bottom as shares of the page's width and height.
Region = tuple[float, float, float, float]
KINDS = ("news", "photo", "teaser", "notice")
Span = tuple[int, int]


@dataclass(slots=True)
class Masthead:
    """报头: what names the paper."""

    channels: list[str] = field(default_factory=list)
    organ: str = ""
    sponsor: str = ""
    mottoes: list[str] = field(default_factory=list)
    hotline: str = ""


@dataclass(slots=True)
class IssueFields:
    """期: what the page says of its day, as printed but for ``date`` (``YYYY-MM-DD`` or ``""``).

    ``number_to`` ends the numbers of a double issue (合刊); ``edition`` is 号外, 特刊, 增刊 …
    """

    date: str = ""
    weekday: str = ""
    lunar_date: str = ""
    number: int | None = None
    number_to: int | None = None
    edition: str = ""
    page_count: int | None = None


@dataclass(slots=True)
class PageFields:
    """版: the page's own number, its label in print, and its name."""

    number: int | None = None
    label: str = ""
    name: str = ""


@dataclass(slots=True)
class BylineText:
    """One name and the role it was printed with (``""`` when it had none)."""

    role: str
    name: str


@dataclass(slots=True)
class PhotoText:
    """图片说明 and 摄影."""

    caption: str = ""
    credit: str = ""


@dataclass(slots=True)
class Segment:
    """A run of the source that became one part of a story, and why.

    ``part`` is one of section, kicker, headline, deck, dateline, byline, paragraph, caption,
    credit, jump_to, jump_from. ``index`` counts within its list (paragraph 0, 1, …) and is 0
    elsewhere. A paragraph cut by column wraps has one segment a block, in reading order.
    ``rule`` names the rule that read it and ``sure`` is between 0 and 1.
    """

    part: str
    index: int
    span: Span
    rule: str
    sure: float


@dataclass(slots=True)
class Story:
    """稿件: one story in page order."""

    kind: str = "news"
    section: str = ""
    kicker: str = ""
    headline: str = ""
    deck: str = ""
    dateline: str = ""
    bylines: list[BylineText] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    photos: list[PhotoText] = field(default_factory=list)
    jump_to: str | None = None
    jump_from: str | None = None
    truncated: bool = False
    spans: list[Span] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Furniture:
    """A run of the source that is known but belongs to no story: masthead, folio, imprint."""

    role: str
    span: Span
    rule: str = ""
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something the reader noticed; ``span`` is where, or None for the page as a whole."""

    code: str
    message: str
    span: Span | None = None


@dataclass(slots=True)
class PageDocument:
    """What one page gave. See ``docs/page-document.md``."""

    masthead: Masthead = field(default_factory=Masthead)
    issue: IssueFields = field(default_factory=IssueFields)
    page: PageFields = field(default_factory=PageFields)
    articles: list[Story] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    unassigned: list[Span] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """Return the JSON object of the format; with ``explain`` also each segment's rule.

        The format itself has no room for rules and certainty, so they are only added on request.
        """
        return {
            "masthead": _plain(self.masthead),
            "issue": _plain(self.issue),
            "page": _plain(self.page),
            "articles": [_plain_story(story, explain=explain) for story in self.articles],
            "furniture": [_plain_furniture(row, explain=explain) for row in self.furniture],
            "unassigned": [list(span) for span in self.unassigned],
            "warnings": [
                {"code": row.code, "message": row.message, "span": row.span and list(row.span)}
                for row in self.warnings
            ],
        }

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> PageDocument:
        """Return the document that ``to_dict`` wrote; absent keys mean absent values.

        Raises ``TypeError`` for a key the format does not know.
        """
        return cls(
            masthead=Masthead(**document.get("masthead", {})),
            issue=IssueFields(**document.get("issue", {})),
            page=PageFields(**document.get("page", {})),
            articles=[_story(story) for story in document.get("articles", [])],
            furniture=[_spanned(Furniture, row) for row in document.get("furniture", [])],
            unassigned=[_span(span) for span in document.get("unassigned", [])],
            warnings=[_spanned(ReadingWarning, row) for row in document.get("warnings", [])],
        )


# ``dataclasses.asdict`` copies deeply and takes as long as reading the page does.
def _plain(row: Masthead | IssueFields | PageFields | BylineText | PhotoText) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _plain_story(story: Story, *, explain: bool) -> dict[str, Any]:
    plain = {name: getattr(story, name) for name in story.__slots__}
    plain["bylines"] = [_plain(row) for row in story.bylines]
    plain["photos"] = [_plain(row) for row in story.photos]
    plain["spans"] = [list(span) for span in story.spans]
    # Most pages come without a picture that says where a story stands on it.
    del plain["regions"]
    if story.regions:
        plain["regions"] = [list(region) for region in story.regions]
    if explain:
        plain["segments"] = [
            {
                "part": row.part,
                "index": row.index,
                "span": list(row.span),
                "rule": row.rule,
                "sure": row.sure,
            }
            for row in story.segments
        ]
    else:
        del plain["segments"]
    return plain


def _plain_furniture(row: Furniture, *, explain: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {"role": row.role, "span": list(row.span)}
    return {**plain, "rule": row.rule, "sure": row.sure} if explain else plain


def _span(span: list[int]) -> Span:
    start, end = span
    return start, end


def _region(region: list[float]) -> Region:
    left, top, right, bottom = region
    return left, top, right, bottom


def _spanned(kind: type[T], row: dict[str, Any]) -> T:
    span = row.get("span")
    return kind(**{**row, "span": span and _span(span)})


def _story(story: dict[str, Any]) -> Story:
    nested = {
        "bylines": [BylineText(**row) for row in story.get("bylines", [])],
        "photos": [PhotoText(**row) for row in story.get("photos", [])],
        "spans": [_span(span) for span in story.get("spans", [])],
        "segments": [_spanned(Segment, row) for row in story.get("segments", [])],
        "regions": [_region(row) for row in story.get("regions", [])],
        # Before labels a jump was a number.
        **{name: jump_label(story.get(name)) for name in ("jump_to", "jump_from")},
    }
    return Story(**{**story, **nested})


def jump_label(jump: int | str | None) -> str | None:
    """Return a jump as a label; before labels it was a number."""
    return None if jump is None or jump == "" else str(jump)


def merged(source: str, spans: list[Span]) -> list[Span]:
    """Return spans in order, those joined that only white space parts."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and (whole[-1][1] >= start or source[whole[-1][1] : start].isspace()):
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
