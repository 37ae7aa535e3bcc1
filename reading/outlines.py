"""Outlines: which runs of a web page's text are a story's headline, byline, paragraphs, pictures.

What the page's marks say is taken as it is said; nothing is guessed from the words, but for lines
of the site itself, which are known by their form.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from .document import Span
from .lines import half_width, squeeze
from .mastheads import look_at
from .page_marks import is_page_mark
from .patterns import HAN
from .usual import Usual
from .web_authors import may_name_somebody, names_authors
from .web_blocks import Block, blocks_of, is_picture
from .web_figures import take_captions
from .web_pages import Shown, WebPage
from .web_roles import figure_of, level_of, story_of
from .web_titles import is_foot, is_only_list, take_list_headings

HEAD = ("section", "kicker", "headline", "deck")
_SAID = {
    "introtitle": "kicker",
    "leadtitle": "kicker",
    "title": "headline",
    "subtitle": "deck",
    "author": "byline",
}
_MOST_PICTURES = 200
# A headline has no more lines.
_MOST_LINES = 8
# A heading that names the page or the paper: 第2版民生, 第二版：民生, 今日山溪, 山溪报.
_OF_PAGE = re.compile(rf"今日{HAN}{{2,4}}|{HAN}{{2,5}}报|[A-Z]?\d{{1,3}}版\W?{HAN}{{0,8}}")
_HAN = re.compile(HAN)
_SENTENCE = re.compile("[。！？]")
_NAME = rf"{HAN}[{HAN[1:-1]}·•]{{1,19}}"
_AUTHOR = re.compile(
    rf"作者\s*:\s*{_NAME}(?:[、 ]{_NAME}){{0,5}}"
    r"(?=\s*(?:$|[|/]|来源|稿源|时间|发布|日期|编辑|责任|阅读|浏览|点击|字号|字体|\d))"
)
# What only a page's head has.
_OF_HEAD = frozenset(("masthead", "folio"))
# A line outside of a story's text that is longer, or in which a sentence ends, is asked about.
_LONGEST_SIGN = 40


@dataclass(slots=True)
class PhotoOutline:
    """A picture of a story, and the runs of its caption and credit."""

    src: str
    caption: list[Span] = field(default_factory=list)
    credit: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class StoryOutline:
    """The runs of a story by their part; ``paragraphs`` says whether one is a sub-heading."""

    head: dict[str, list[Span]] = field(default_factory=dict)
    bylines: list[Span] = field(default_factory=list)
    paragraphs: list[tuple[Span, bool]] = field(default_factory=list)
    photos: list[PhotoOutline] = field(default_factory=list)
    # What a part of the page's picture may call it.
    anchors: tuple[str, ...] = ()

    @property
    def is_story(self) -> bool:
        """Whether there is a headline, and something under it."""
        return "headline" in self.head and bool(self.paragraphs or self.photos)


@dataclass(slots=True)
class Outline:
    """All of a web page: its stories, and the runs that are the site's.

    ``photos`` are the pictures whose captions are known on a page without stories.
    """

    stories: list[StoryOutline] = field(default_factory=list)
    site: list[Span] = field(default_factory=list)
    photos: list[PhotoOutline] = field(default_factory=list)


def outline_of(page: WebPage) -> Outline:
    """Return what the marks of a page say; without stories when they say of none."""
    blocks = [part for block in blocks_of(page) for part in _author_apart(block)]
    take_list_headings(blocks)
    _take_heads_of_page(page, blocks)
    _take_what_is_told(page, blocks)
    blocks = take_captions(page, blocks)
    found = Outline()
    pictures = [row for row in page.pictures if is_picture(row)]
    own: dict[int, list[Shown]] = defaultdict(list)
    for row in pictures:
        own[id(story_of(row.element))].append(row)
    groups = _groups(blocks)
    if not groups:
        return found
    ends = [group[0].start for group in groups[1:]] + [len(page.text) + 1]
    for group, end in zip(groups, ends, strict=True):
        shown = _pictures_of(group, own[id(group[0].story)], end)
        outline, left = _story(group, shown)
        if outline.is_story and not is_only_list(
            page.text, outline, group, pictured=bool(outline.photos)
        ):
            found.stories.append(outline)
            near = _below_pictures(outline, group, shown) | _names_above_text(outline, left)
            found.site += [row.span for row in left if row.start not in near and _is_sites(row)]
        else:
            found.site += [block.span for block in group if _is_sites(block)]
    if not found.stories:
        found.photos = _captioned(blocks, pictures)
    return found


def _below_pictures(outline: StoryOutline, blocks: list[Block], pictures: list[Shown]) -> set[int]:
    """Return where blocks begin that stand right below a picture, between headline and text."""
    low = outline.head["headline"][0][0]
    high = outline.paragraphs[0][0][0] if outline.paragraphs else low
    starts = [block.start for block in blocks]
    below = {bisect_left(starts, row.at) for row in pictures if row.at > low}
    return {starts[at] for at in below if at < len(starts) and starts[at] < high}


def _names_above_text(outline: StoryOutline, blocks: list[Block]) -> set[int]:
    """Return where blocks begin that may name somebody, between headline and text."""
    low = outline.head["headline"][0][0]
    high = outline.paragraphs[0][0][0] if outline.paragraphs else low
    between = (row for row in blocks if low < row.start < high and row.role == "")
    return {row.start for row in between if not row.linked and may_name_somebody(row.text)}


def _captioned(blocks: list[Block], pictures: list[Shown]) -> list[PhotoOutline]:
    """Return the pictures with captions of a page whose marks say of no story."""
    apart, figures = StoryOutline(), dict[int, PhotoOutline]()
    for block in blocks:
        if block.role in ("caption", "credit"):
            _caption(block, block.role, figures, apart)
    if apart.photos:
        _add_pictures(pictures[:_MOST_PICTURES], figures, apart)
    return [photo for photo in apart.photos if photo.caption or photo.credit]


def _take_heads_of_page(page: WebPage, blocks: list[Block]) -> None:
    """Give a heading that is the masthead's or a folio, and the masthead under it, to the site.

    A story's heading has text under it; what stands between that of a page and the next heading is
    all furniture.
    """
    headings = [at for at, block in enumerate(blocks) if level_of(block.role)]
    if len(headings) < 2 or any(block.role == "headline" for block in blocks):
        return
    usual = Usual(page.text)
    clusters = look_at(usual.text).clusters
    roles = {start: role for cluster in clusters for start, role in cluster.roles.items()}
    for at, following in pairwise(headings):
        rows = blocks[at:following]
        found = [roles.get(usual.here(block.span)[0], "") for block in rows]
        if all(found) and not _OF_HEAD.isdisjoint(found):
            for block in rows:
                block.role = "site"


def _author_apart(block: Block) -> list[Block]:
    """Return the author in a line of the site's as a block of his own: 来源：… 作者：… 时间：…."""
    found = _AUTHOR.search(half_width(block.text)) if block.role in ("site", "") else None
    if found is None or (block.role == "" and not block.is_site_text):
        return [block]
    places = [(0, found.start(), block.role), (*found.span(), "byline")]
    places.append((found.end(), len(block.text), block.role))
    return [
        replace(
            block,
            start=block.start + low,
            end=block.start + high,
            text=block.text[low:high],
            role=role,
        )
        for low, high, role in places
        if block.text[low:high].strip()
    ]


def _take_what_is_told(page: WebPage, blocks: list[Block]) -> None:
    """Give lines that say what a comment tells of the story the role that it tells."""
    if any(block.role == "headline" for block in blocks) and not page.told.get("title"):
        return
    for name, role in _SAID.items():
        wanted = squeeze(page.told.get(name, ""))
        if not wanted or any(row.role == role and squeeze(row.text) == wanted for row in blocks):
            continue
        if any(row.role == role for row in blocks) and role == "byline":
            continue
        for block in _lines_of(wanted, blocks):
            block.role = role


def _lines_of(wanted: str, blocks: list[Block]) -> list[Block]:
    """Return the unlinked lines that say ``wanted`` together, the first such."""
    plain = [block for block in blocks if not block.linked and block.role != "site"]
    for first, block in enumerate(plain):
        if not wanted.startswith(squeeze(block.text)):
            continue
        said, at = "", first
        while at < min(len(plain), first + _MOST_LINES) and len(said) < len(wanted):
            said += squeeze(plain[at].text)
            at += 1
        if said == wanted:
            return plain[first:at]
    return []


def _groups(blocks: list[Block]) -> list[list[Block]]:
    """Return the blocks of each story: of its own element, else from one headline to the next."""
    found: list[list[Block]] = []
    for _key, group in groupby(blocks, lambda block: id(block.story)):
        rows = list(group)
        found += [rows] if rows[0].story is not None else _cut(rows)
    return found


def _cut(blocks: list[Block]) -> list[list[Block]]:
    """Cut blocks without an element of their own before each heading of the highest level."""
    if any(block.role == "headline" for block in blocks):
        return [blocks]
    levels = [level_of(block.role) for block in blocks if _is_heading(block)]
    top = min(levels, default=0)
    starts = [at for at, block in enumerate(blocks) if _is_heading(block, top)]
    # Headings right below each other are one headline.
    starts = [at for at in starts if at == 0 or not _is_heading(blocks[at - 1], top)]
    if len(starts) < 2:
        return [blocks]
    cuts = [0, *(_with_kicker(blocks, at) for at in starts[1:]), len(blocks)]
    return [blocks[low:high] for low, high in pairwise(cuts)]


def _with_kicker(blocks: list[Block], at: int) -> int:
    """Return where a story begins whose headline stands at a place: what leads in stands above."""
    while at and (level_of(blocks[at - 1].role) or blocks[at - 1].role in ("kicker", "section")):
        at -= 1
    return at


def _is_of_page(block: Block) -> bool:
    return bool(_OF_PAGE.fullmatch(squeeze(block.text))) or is_page_mark(block.text)


def _is_heading(block: Block, level: int = 0) -> bool:
    own = level_of(block.role)
    if not own or _is_of_page(block):
        return False
    return not level or own == level


def _story(blocks: list[Block], pictures: list[Shown]) -> tuple[StoryOutline, list[Block]]:
    """Return the outline of one story, and the blocks that are no part of it."""
    outline = StoryOutline()
    head_at = _headline(blocks)
    if head_at is None:
        return outline, blocks
    outline.anchors = tuple(f"#{word}" for word in _words(blocks[head_at]))
    bodied = any(block.role == "body" for block in blocks[head_at:])
    figures: dict[int, PhotoOutline] = {}
    left: list[Block] = []
    for at, block in enumerate(blocks):
        part = _part(block, at - head_at, outline, bodied=bodied)
        if part in HEAD:
            outline.head.setdefault(part, []).append(block.span)
        elif part == "byline":
            outline.bylines.append(block.span)
        elif part in ("paragraph", "subheading"):
            outline.paragraphs.append((block.span, part == "subheading"))
        elif part in ("caption", "credit"):
            _caption(block, part, figures, outline)
        else:
            left.append(block)
    _add_pictures(pictures, figures, outline)
    return outline, left


def _words(block: Block) -> tuple[str, ...]:
    """Return the words of the element that the headline is, and of the one that the story is."""
    return block.element.words + (block.story.words if block.story else ())


def _headline(blocks: list[Block]) -> int | None:
    """Return where the headline stands, and make its heading a headline."""
    for at, block in enumerate(blocks):
        if block.role == "headline" and not _is_of_page(block):
            return at
    levels = [level_of(block.role) for block in blocks if _is_heading(block)]
    top = min(levels, default=0)
    first = next((at for at, row in enumerate(blocks) if top and _is_heading(row, top)), None)
    if first is None:
        return None
    for block in blocks[first:]:
        if not _is_heading(block, top):
            break
        block.role = "headline"
    return first


def _part(block: Block, place: int, outline: StoryOutline, *, bodied: bool) -> str:
    """Return the part of the story that a block is; ``place`` counts from its headline."""
    role = block.role
    if role in HEAD:
        late = bool(outline.paragraphs)
        return "site" if late or (role == "headline" and place < 0) else role
    if role in ("byline", "caption", "credit"):
        return role
    if level := level_of(role):
        if _is_of_page(block):
            return "site"
        heads = "kicker" if place < 0 else "deck"
        return "subheading" if outline.paragraphs and level else heads
    if role == "body":
        # A page's whole text may be its body: what stands above the headline is the site's.
        return "paragraph" if place > 0 and not block.is_site_text else "site"
    may_name = place > 0 and not outline.paragraphs and not block.linked
    if may_name and (bodied or role == "site") and names_authors(block.text):
        return "byline"
    if role == "site" or bodied or place < 0:
        return "site"
    return "site" if block.linked or block.is_site_text else "paragraph"


def _is_sites(block: Block) -> bool:
    """Say whether a block outside of the stories is the site's; else an editor is asked."""
    text = squeeze(block.text)
    if block.role == "site" or block.linked or block.is_site_text or not _HAN.search(text):
        return True
    if is_foot(block.text):
        return True
    return len(text) <= _LONGEST_SIGN and not _SENTENCE.search(text)


def _caption(
    block: Block, part: str, figures: dict[int, PhotoOutline], outline: StoryOutline
) -> None:
    key = id(block.figure) if block.figure else -block.start
    photo = figures.get(key)
    if photo is None and part == "credit" and outline.photos:
        photo = outline.photos[-1]
    if photo is None:
        photo = figures[key] = PhotoOutline("")
        outline.photos.append(photo)
    (photo.caption if part == "caption" else photo.credit).append(block.span)


def _pictures_of(blocks: list[Block], pictures: list[Shown], end: int) -> list[Shown]:
    """Return a story's pictures: in its element, else from its first line to the next story."""
    if blocks[0].story is None:
        places = [row.at for row in pictures]
        first = bisect_left(places, blocks[0].start) if blocks[0].start else 0
        pictures = pictures[first : bisect_left(places, end)]
    return pictures[:_MOST_PICTURES]


def _add_pictures(
    pictures: list[Shown],
    figures: dict[int, PhotoOutline],
    outline: StoryOutline,
) -> None:
    """Give the captions their pictures, in order; a picture without a caption stands alone."""
    rest: list[tuple[int, PhotoOutline]] = []
    for row in pictures:
        figure = figure_of(row.element)
        photo = figures.get(id(figure)) if figure else None
        if photo is not None and not photo.src:
            photo.src = row.src
        else:
            rest.append((row.at, PhotoOutline(row.src)))
    free = [photo for photo in outline.photos if not photo.src]
    for at, photo in rest:
        # The caption stands below its picture, and else above it.
        below = [row for row in free if row.caption and row.caption[0][0] >= at]
        above = [row for row in free if not row.caption or row.caption[0][0] < at]
        taken = below[0] if below else above[-1] if above else None
        if taken is None:
            outline.photos.append(photo)
        else:
            taken.src = photo.src
            free.remove(taken)
