"""What the reader asks of a page: findings about its form that no single story shows.

Each gives one warning at most for one trouble, so that an editor answers once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .bare import EXTRAS, cells_of, edition_of
from .document import PageDocument, ReadingWarning, Span
from .folio_pieces import FolioMark, folio_marks, is_counted
from .headers import folio_label, named_folio, spread_in
from .labelled import between_tokens
from .lines import Line, ends_sentence_or_note
from .mastheads import Cluster
from .numerals import BEFORE_REPUBLIC, integer
from .page_labels import label_of, place_of, places_of
from .page_marks import is_guide, is_page_text
from .patterns import HAN
from .tokens import Token, tokens_of
from .usual import Usual

# Lines of two columns side by side: words, a wide gap, words.
_WIDE_GAP = re.compile(r"[^\S\n]{3,}")
_WIDEST = 160
_HAN = re.compile(HAN)
_FEWEST = 3
_NEAR = 400
_FEWEST_FEEDS = 2
_FORM_FEED = re.compile(r"\f\s*")
# A word and the end of its sentence.
SENTENCE = re.compile(r"[^\r\n]{6,}[。！？”）]")
_DAY = ("year", "month", "day")
_FOLIO = ("folio", "letter", "spread")


def ask_mixed(lines: list[Line]) -> Iterator[ReadingWarning]:
    """Ask about text whose lines run across two columns, so that two stories are mixed."""
    if not any(_is_side_by_side(line) for line in lines):
        return
    run: list[Line] = []
    for line in [*lines, None]:
        if line is not None and _is_side_by_side(line) and not (run and line.gap):
            run.append(line)
            continue
        if len(run) >= _FEWEST and any("。" in each.key or "，" in each.key for each in run):
            yield ReadingWarning(
                "mixed-columns",
                "这几行像是两栏文字横着连在一起，两篇稿件可能混了。请对照报纸，把两栏分开后重新导入。",
                (run[0].start, run[-1].end),
            )
        run = [line] if line is not None and _is_side_by_side(line) else []


def _is_side_by_side(line: Line) -> bool:
    """Say whether a line is words, a wide gap, words."""
    if len(line.text) == len(line.key) or len(line.text) > _WIDEST:
        return False
    sides = _WIDE_GAP.split(line.text)
    return len(sides) == 2 and all(len(side) >= 6 and _HAN.search(side) for side in sides)


def ask_second_page(clusters: list[Cluster], body: list[Line]) -> Iterator[ReadingWarning]:
    """Ask where a masthead of another day, number or edition begins, or another page's folio."""
    if len(clusters) < 2:
        return
    known: dict[str, int | str] = {}
    first_text = body[0].start if body else 0
    for cluster in clusters:
        told = _told(cluster)
        other = [name for name, value in told.items() if known.get(name, value) != value]
        page_only = other == ["page"]
        if other and cluster.lines[0].start > first_text and (not page_only or "month" in told):
            yield ReadingWarning(
                "second-page",
                "这里是另一期或另一版的报头。请把文件拆成一版一个文件后重新导入。",
                _span(cluster),
            )
            known |= told
        for name, value in told.items():
            known.setdefault(name, value)


def ask_repeated_front(clusters: list[Cluster], body: list[Line]) -> Iterator[ReadingWarning]:
    """Ask once where the whole masthead of a front page stands again, with text above and below."""
    if len(clusters) < 2:
        return
    first_text, last_text = (body[0].start, body[-1].start) if body else (0, 0)
    known: dict[str, int | str] = {}
    for cluster in clusters:
        told = _told(cluster)
        if not {"edition", *_DAY} <= told.keys():
            continue
        if known == told and first_text < cluster.lines[0].start < last_text:
            yield ReadingWarning(
                "second-page",
                "同一个报头在这里又印了一遍。如果从这里起是另一版，请把文件拆成一版一个文件后重新导入。",
                _span(cluster),
            )
            return
        known = known or told


def ask_form_feed(text: str, document: PageDocument) -> None:
    """Ask once where a front page's text begins anew behind form feeds that may part its issue.

    One alone, or more than the issue has pages, part the sheets of one page.
    """
    feeds = [found.span() for found in _FORM_FEED.finditer(text)] if "\f" in text else []
    begun = [high for low, high in feeds if _begins_anew(text, low, high)]
    if _FEWEST_FEEDS <= len(begun) < (document.issue.page_count or 0):
        at = begun[0]
        end = at + len(_line_at(text, at))
        document.warnings.append(
            ReadingWarning(
                "second-page",
                "文件在这里换页，却没有印版次。如果从这里起是另一版，请把文件拆成一版一个文件后重新导入。",
                (at, end),
            )
        )


def ask_page_mark(text: str, document: PageDocument) -> None:
    """Ask once where a line names another page, with a page's text above it and below."""
    if any(row.code == "second-page" for row in document.warnings):
        return
    label = document.page.label
    for mark in folio_marks(text):
        above, below = text[: mark.start], text[mark.start :]
        if is_guide(above):
            return
        other = place_of(mark.label) != place_of(label)
        if not (other and is_page_text(above) and is_page_text(below)):
            continue
        if mark.is_sure or _may_follow(mark, label or "1", above):
            document.warnings.append(
                ReadingWarning(
                    "second-page",
                    "这一行写着另一个版次。如果从这里起是另一版，请把文件拆成一版一个文件后重新导入。",
                    (mark.start, mark.end),
                )
            )
            return


def _may_follow(mark: FolioMark, label: str, above: str) -> bool:
    """Say whether a number and a name may be a later page's, or the next one's where they do not
    stand apart, and are no row of a list."""
    own, place = places_of(label)[-1:], place_of(mark.label) or 0
    later = bool(own) and (place > own[0] if mark.is_apart else place == own[0] + 1)
    return later and not is_counted(above, label)


def _line_at(text: str, start: int) -> str:
    return text[start : start + _NEAR].splitlines()[0]


def _begins_anew(text: str, low: int, high: int) -> bool:
    """Say whether text has ended above a form feed, and more of it stands below."""
    above, below = text[max(low - _NEAR, 0) : low].rstrip(), text[high : high + _NEAR]
    return ends_sentence_or_note(above) and bool(SENTENCE.search(below))


def _told(cluster: Cluster) -> dict[str, int | str]:
    """Return what the lines of a cluster say of day, number and page; the first counts.

    A front page's masthead says of its edition, too: ``""`` is the regular one.
    """
    told: dict[str, int | str] = {}
    for line in cluster.lines:
        for token in tokens_of(line):
            for name, value in _values(token):
                told.setdefault(name, value)
        place = place_of(folio_label(line.norm)) if cluster.roles[line.start] == "folio" else None
        if place is not None:
            told.setdefault("page", place)
    kinds = {token.kind for line in cluster.lines for token in tokens_of(line)}
    if kinds & {"organ", "pages"}:
        told.setdefault("page", 1)
        told["edition"] = _edition(cluster)
    elif (edition := _edition(cluster)) and ("month" in told or edition in EXTRAS):
        told["edition"] = edition
    for line in cluster.lines:
        # 2025年6月13日 星期五 2 要闻: the day's line may hold the page's number and name.
        rest = between_tokens(line)
        numbers = cells_of(rest) if cluster.roles[line.start] == "folio" else []
        said = [spread_in(line), named_folio(rest), *(label_of(cell) for cell in numbers)]
        place = next(filter(None, map(place_of, said)), None)
        if place is not None:
            told.setdefault("page", place)
    if "edition" not in told and told.get("page") == 1 and (special := _special(cluster)):
        told["edition"] = special
    return told


def _special(cluster: Cluster) -> str:
    """Return the edition that a folio names beside its number, 特刊 1版."""
    cells = (cell for line in cluster.lines for cell in cells_of(line.text))
    return next(filter(None, map(edition_of, cells)), "")


def _edition(cluster: Cluster) -> str:
    for line in cluster.lines:
        role = cluster.roles[line.start]
        for cell in (line.key, *cells_of(line.text)):
            edition = edition_of(cell)
            if edition and (role == "masthead" or (role == "folio" and edition in EXTRAS)):
                return edition
    return ""


def _values(token: Token) -> Iterator[tuple[str, int]]:
    if token.kind in ("date", "number", "folio"):
        for part, text in token.parts.items():
            if part in _FOLIO:
                place = place_of(label_of(text))
                if place is not None:
                    yield "page", place
                continue
            value = integer("".join(text.split()))
            if value is not None and part == "republic":
                yield "year", BEFORE_REPUBLIC + value
            elif value is not None and part in (*_DAY, "number"):
                yield part, value


def _span(cluster: Cluster) -> Span:
    return min(line.start for line in cluster.lines), max(line.end for line in cluster.lines)


def ask_lookalikes(usual: Usual, document: PageDocument) -> None:
    """Ask once about radicals and compatibility ideographs in the place of usual characters."""
    found = usual.lookalikes
    if found:
        marks = "".join(sorted({usual.source[slice(*span)] for span in found}))
        document.warnings.append(
            ReadingWarning(
                "lookalike",
                f"本版有 {len(found)} 处用了形近的部首字符或兼容字符（{marks[:20]}），"
                "看来一样，检索时找不到。请核对后换成通用汉字。",
                found[0],
            )
        )
