"""A page that came as web pages, read by what their marks say, story by story."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .bound_files import BETWEEN, size_of, unbound
from .document import Furniture, PageDocument, Region, Span, Story
from .doubts import ask_lookalikes
from .epaper_sheets import Sheet, is_sheet_of, show_frames, target
from .headers import read_header
from .lines import Line, Source, split_lines
from .manuscripts import page_seen
from .mastheads import find_clusters
from .outlines import Outline, StoryOutline
from .page_labels import digits_of
from .reader import finish, read_page
from .usual import Usual
from .web_heads import only_leads, read_head
from .web_lists import numbered
from .web_pages import web_page
from .web_stories import lines_in, story_of_outline
from .websites import is_navigation_word


@dataclass(slots=True)
class WebReading:
    """What web pages say, with the path of the page's picture, and those of each story's pictures.

    ``files`` names the file that each story came in.
    """

    document: PageDocument = field(default_factory=PageDocument)
    picture: str = ""
    stories: list[list[str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """One file's sheet, where its text begins in the page's, and what became of it."""

    sheet: Sheet
    start: int
    regions: list[Region] = field(default_factory=list)
    anchored: dict[str, list[Region]] = field(default_factory=dict)
    stories: list[tuple[Story, list[str]]] = field(default_factory=list)


def read_web(html: str, text: str) -> WebReading:
    """Return what a web page says by its marks, or by its words, which are ``text``."""
    sheet = Sheet("", web_page(html))
    parts = [_Part(sheet, 0, anchored=sheet.regions(None))]
    return _read(parts) or _by_words(parts, text) or WebReading(read_page(text))


def read_bound(data: bytes, text: str) -> WebReading | None:
    """Return what a page's files say by their marks, or by their words; ``None`` when these are
    not ``text``.

    It is theirs, as this version sees it or an earlier one without the numbers of lists.
    """
    sources = [(name, page_seen(content, "html")) for name, content in unbound(data)]
    parts = _parts([(name, numbered(html)) for name, html in sources])
    if _text(parts) != text:
        parts = _parts(sources)
    show_frames({part.sheet.name: part.sheet for part in parts})
    parts[0].anchored = regions = parts[0].sheet.regions(size_of(data))
    for part in parts[1:]:
        part.regions = regions.get(part.sheet.name, [])
    first, others = parts[0].sheet, [part.sheet for part in parts[1:]]
    if is_sheet_of(first.name, first.leads_on, {sheet.name for sheet in others if sheet.is_story}):
        first.outline = Outline()
    return _read(parts) or _by_words(parts, text)


def _text(parts: list[_Part]) -> str:
    return BETWEEN.join([part.sheet.page.text for part in parts])


def _navigation(parts: list[_Part]) -> list[Span]:
    """Return where the text of the files leads through the site, in order."""
    return [_further(span, part.start) for part in parts for span in part.sheet.navigation]


def _by_words(parts: list[_Part], text: str) -> WebReading | None:
    """Return what files without marks say by their words, as one text; ``None`` if it is another's.

    What leads through the site names no page.
    """
    if _text(parts) != text:
        return None
    navigation = _navigation(parts)
    document = _read_words(parts, text, navigation)
    if document.page.name:
        usual = Usual(text)
        source = Source(usual.text)
        spans = list(map(usual.here, navigation))
        document.page.name = _page_name(source, split_lines(source), spans)
    return WebReading(document, stories=[_paths(parts, story) for story in document.articles])


def _parts(sources: list[tuple[str, str]]) -> list[_Part]:
    parts, at = [], 0
    for name, html in sources:
        page = web_page(html)
        parts.append(_Part(Sheet(name, page), at))
        at += len(page.text) + len(BETWEEN)
    return parts


def _read(parts: list[_Part]) -> WebReading | None:
    if not any(part.sheet.is_story for part in parts):
        return None
    text = _text(parts)
    usual = Usual(text)
    source = Source(usual.text)
    reading = WebReading()
    document = reading.document
    for part in parts:
        _read_stories(document, source, usual, part)
    document.articles = [story for part in parts for story, _paths in part.stories]
    spans = list(map(usual.here, _navigation(parts)))
    _read_header(document, source, [part.sheet for part in parts], spans)
    usual.restore(document)
    ask_lookalikes(usual, document)
    for part in parts[1:]:
        _read_plain(document, part)
    told = [row for part in parts for row in part.stories]
    document.articles = [story for story, _paths in told]
    reading.stories = [paths for _story, paths in told]
    reading.files = [part.sheet.name for part in parts for _row in part.stories]
    first = parts[0].sheet
    reading.picture = target(first.name, first.picture.src) if first.picture else ""
    finish(document, text)
    return reading


def _read_stories(document: PageDocument, source: Source, usual: Usual, part: _Part) -> None:
    outline = part.sheet.outline
    for row in outline.stories:
        story, furniture = story_of_outline(source, usual, _moved(row, part.start))
        story.regions = part.regions + [
            region for name in row.anchors for region in part.anchored.get(name, [])
        ]
        paths = [target(part.sheet.name, photo.src) if photo.src else "" for photo in row.photos]
        part.stories.append((story, paths))
        document.furniture += furniture
    if not outline.stories and part.start:
        # Read by its words, later.
        return
    sites = outline.site if outline.stories else [(0, len(part.sheet.page.text))]
    for start, end in sites:
        low, high = usual.here((start + part.start, end + part.start))
        document.furniture += [
            Furniture("site", (line.start, line.end), "site-line", 1.0)
            for line in lines_in(source, low, high)
        ]


def _moved(outline: StoryOutline, by: int) -> StoryOutline:
    def moved(spans: Sequence[Span]) -> list[Span]:
        return [_further(span, by) for span in spans]

    return StoryOutline(
        {part: moved(spans) for part, spans in outline.head.items()},
        moved(outline.bylines),
        [(_further(span, by), heading) for span, heading in outline.paragraphs],
        [
            replace(photo, caption=moved(photo.caption), credit=moved(photo.credit))
            for photo in outline.photos
        ],
        outline.anchors,
    )


def _read_header(
    document: PageDocument, source: Source, sheets: list[Sheet], navigation: list[Span]
) -> None:
    """Take masthead, day and page from the lines of no story, and from what the sheets say."""
    owned = sorted(span for story in document.articles for span in story.spans)
    starts = [start for start, _end in owned]

    def is_free(line: Line) -> bool:
        at = bisect_right(starts, line.start) - 1
        return at < 0 or owned[at][1] <= line.start

    lines = [row for row in split_lines(source) if is_free(row)]
    header = read_head(source, find_clusters(lines), navigation)
    if header.page.name:
        header.page.name = _page_name(source, lines, navigation)
    document.masthead, document.issue, document.page = header.masthead, header.issue, header.page
    issue, page = document.issue, document.page
    issue.date = next((sheet.date for sheet in sheets if sheet.date), issue.date)
    listed = max(sheet.pages_listed for sheet in sheets)
    issue.page_count = issue.page_count or (listed if listed > 1 else None)
    labels = [sheet.label for sheet in sheets if sheet.label]
    if labels:
        page.label, page.number = labels[0].text, digits_of(labels[0].text)
        same = [label for label in labels if label.place == labels[0].place]
        page.name = next((label.name for label in same if label.name), page.name)


def _page_name(source: Source, lines: list[Line], navigation: list[Span]) -> str:
    """Return the page's name as the lines print it that do not only lead through the site."""
    printed = [row for row in lines if not only_leads(source, row, navigation)]
    name = read_header(source, find_clusters(printed)).page.name
    return "" if is_navigation_word(name) else name


def _read_words(parts: list[_Part], text: str, navigation: list[Span]) -> PageDocument:
    """Read by its words what marks say of no story, but perhaps of captions."""
    photos = [
        [_further(span, part.start) for span in row.caption + row.credit]
        for part in parts
        for row in part.sheet.outline.photos
    ]
    document = read_page(text, photos=photos, navigation=navigation)
    # Where nothing else is a story the captions may be.
    return document if document.articles or not photos else read_page(text, navigation=navigation)


def _paths(parts: list[_Part], story: Story) -> list[str]:
    """Return the paths of the pictures of a story that was read by its words."""
    found = [""] * len(story.photos)
    shown = [(part, photo) for part in parts for photo in part.sheet.outline.photos]
    for part, photo in shown if story.photos else ():
        for span in photo.caption + photo.credit:
            start, end = _further(span, part.start)
            for row in story.segments:
                if row.part in ("caption", "credit") and start <= row.span[0] < end:
                    found[row.index] = target(part.sheet.name, photo.src) if photo.src else ""
    return found


def _read_plain(document: PageDocument, part: _Part) -> None:
    """Read a file by its words that says nothing by its marks."""
    if part.sheet.is_story:
        return
    by, alone = part.start, [replace(part, start=0)]
    read = _read_words(alone, part.sheet.page.text, part.sheet.navigation)
    part.stories = [(_shifted(story, by), _paths(alone, story)) for story in read.articles]
    document.furniture += [replace(row, span=_further(row.span, by)) for row in read.furniture]


def _shifted(story: Story, by: int) -> Story:
    return replace(
        story,
        spans=[_further(span, by) for span in story.spans],
        segments=[replace(row, span=_further(row.span, by)) for row in story.segments],
    )


def _further(span: Span, by: int) -> Span:
    start, end = span
    return start + by, end + by
