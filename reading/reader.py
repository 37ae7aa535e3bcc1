"""The reader: one page's raw text in, its page document out.

The steps, each in a module of its own: lines, furniture, layout, items, features, labels, drafts,
stories. Last,
whatever no step claimed is listed as unassigned, so that every character is accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from .document import Furniture, PageDocument, ReadingWarning, Span, merged
from .doubts import (
    ask_form_feed,
    ask_lookalikes,
    ask_mixed,
    ask_page_mark,
    ask_repeated_front,
    ask_second_page,
)
from .drafts import Draft, Paragraph, group
from .folded import PRIVATE, UNSEEN
from .items import join_lines
from .kinds import kinds_of
from .labels import label_items
from .layouts import find_layout
from .lines import Line, Source
from .mastheads import furniture, look_at
from .patterns import HAN
from .photos import add_photos
from .stories import StoryBuilder
from .usual import Usual
from .web_heads import read_head

READER_VERSION = "14"
_SOLID = re.compile(r"\S+(?:[^\S\n\r\f]+\S+)*")
_HAN = re.compile(HAN)
_EIGHT_HAN = re.compile(f"(?:[^{HAN[1:-1]}]*+{HAN}){{8}}")
_MARKS = re.compile(rf"[\s{UNSEEN}{PRIVATE}]+")
_PROSE = re.compile(r"[，。！？；：]")


def read_page(
    text: str, *, photos: Sequence[Sequence[Span]] = (), navigation: Sequence[Span] = ()
) -> PageDocument:
    """Return the page document of a page's decoded text; never raises, whatever the text is.

    Of a web page is known where its captions stand (``photos``, of each its spans) and where it
    leads through the site (``navigation``, in order).
    """
    usual = Usual(text)
    known = [list(map(usual.here, spans)) for spans in photos]
    links = list(map(usual.here, navigation))
    document = _read(_without(usual.text, known), links)
    add_photos(document, Source(usual.text), known)
    usual.restore(document)
    ask_lookalikes(usual, document)
    ask_form_feed(text, document)
    ask_page_mark(text, document)
    finish(document, text)
    return document


def _without(text: str, photos: list[list[Span]]) -> str:
    """Return a text with white space in place of captions, so that all else keeps its place."""
    if not photos:
        return text
    left = list(text)
    for start, end in chain.from_iterable(photos):
        left[start:end] = " " * (end - start)
    return "".join(left)


def finish(document: PageDocument, text: str) -> None:
    """Account for every character that nothing has claimed, and warn of what stays open."""
    _account_for_rest(document, text)
    _warn(document)


def _read(text: str, navigation: list[Span]) -> PageDocument:
    """Return what the steps read off a page in its usual form."""
    looked = look_at(text)
    source, clusters, body = looked.source, looked.clusters, looked.body
    layout = find_layout(body)
    items = join_lines(body, kinds_of(source, body, layout), layout)
    labelled = label_items(items, layout)
    header = read_head(source, clusters, navigation, looked.texts)
    document = PageDocument(header.masthead, header.issue, header.page)
    document.furniture = furniture(clusters)
    document.warnings += [
        *ask_second_page(clusters, body),
        *ask_repeated_front(clusters, body),
        *ask_mixed(body),
    ]
    for draft in group(items, labelled, layout):
        _add_story(document, source, draft)
    _ask(document, [items[at].lines[0] for at in labelled.doubts()])
    return document


def _add_story(document: PageDocument, source: Source, draft: Draft) -> None:
    if not _is_story(source.text, draft):
        return
    builder = StoryBuilder(source, draft)
    document.articles.append(builder.build())
    document.furniture += builder.furniture


def _is_story(text: str, draft: Draft) -> bool:
    """Say whether a draft is a story: a headline that leads to something, or prose."""
    if draft.head and (draft.paragraphs or draft.marks or draft.head_jump):
        sample = [text[line.start : line.end] for line, _ in draft.head[:3]]
        if any(_HAN.search(part) for part in sample):
            return True
    elif draft.head or not draft.paragraphs:
        return False
    if not draft.paragraphs:
        return False
    if draft.paragraphs[0].anchor:
        return True
    runs = _first_text(text, draft).runs[:6]
    sample_text = "".join(text[start : min(end, start + 400)] for start, end in runs)
    return bool(_EIGHT_HAN.match(sample_text) and _PROSE.search(sample_text))


def _first_text(text: str, draft: Draft) -> Paragraph:
    """Return the first paragraph that is no note in brackets."""
    plain = (row for row in draft.paragraphs if text[row.runs[0][0]] not in "（(")
    return next(plain, draft.paragraphs[0])


def _account_for_rest(document: PageDocument, text: str) -> None:
    """List what nothing claimed: invisible marks as furniture, all else as unassigned."""
    claimed = sorted(
        [span for story in document.articles for span in story.spans]
        + [piece.span for piece in document.furniture]
    )
    at = 0
    for start, end in [*claimed, (len(text), len(text))]:
        if at < start:
            _account_for(document, text, at, start)
        at = max(at, end)
    document.unassigned = merged(text, document.unassigned)
    document.furniture.sort(key=lambda piece: piece.span)


def _account_for(document: PageDocument, text: str, low: int, high: int) -> None:
    for found in _SOLID.finditer(text, low, high):
        if not _MARKS.fullmatch(found[0]):
            document.unassigned.append(found.span())
        else:
            document.furniture.append(Furniture("mark", found.span(), "invisible-mark", 1.0))


def _warn(document: PageDocument) -> None:
    for story in document.articles:
        if story.truncated:
            end = story.spans[-1][1]
            document.warnings.append(
                ReadingWarning(
                    "truncated",
                    f"《{story.headline or story.kicker or '无题'}》的正文在句子中"
                    f"间中断，也没有转版说明，请对照报纸补全。",
                    (end, end),
                )
            )
    for start, end in document.unassigned:
        document.warnings.append(
            ReadingWarning(
                "unassigned",
                "这段文字没有归入任何稿件或版面要素，请编辑判断它的归属。",
                (start, end),
            )
        )


def _ask(document: PageDocument, lines: list[Line]) -> None:
    """Ask where the reader is not sure whether a story begins."""
    told = [span for story in document.articles for span in story.spans]
    for line in lines:
        if not any(start <= line.start < end for start, end in told):
            # What is no story's is asked about as a whole.
            continue
        document.warnings.append(
            ReadingWarning(
                "story-begins",
                f"不能确定“{line.text[:20]}”处是否另起一篇，请对照报纸判断。",
                (line.start, line.end),
            )
        )
