"""标题: which part is kicker, headline and deck, and which line is the column's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .deeds import names_who_does_what
from .document import Span
from .kinds import Kind
from .lines import Line, squeeze
from .marks import framed_section, spelt_section
from .words import NOTICE_WORDS

_DASHES = re.compile(r"^\s*(?:—(?:\s*—){0,3}|-{2,4}|―{1,4}|─{1,4}|－{1,4})\s*")
_INLINE_SECTION = re.compile(
    r"^(?:【([^】]{2,14})】|\[([^\]]{2,14})\]|[▍▎■◆●★]\s*([^\s▍■◆●★]{2,10})\s)\s*(?=\S)"
)
_COLUMN = re.compile(
    r".{2,10}(?:专栏|进行时|走基层|直通车|见闻|看亮点|聚焦|风采|之窗|观察|速递|看基层|专题|在行动|快讯|速览|导读|访谈|论坛|掠影|"
    r"关注|解读|热线|之声|说事|追踪|展播|连线|播报|大家谈)|"
    r".{1,6}(?:日谈|时评|短评|快评|锐评|热评|微评|漫谈|杂谈|纵横|随笔|手记|茶座|夜话|之音|视点|焦点|广角|"
    r"园地|博览|荟萃|信箱|课堂|人物志|评论|新闻眼|会客厅|帮办)|"
    r"走基层|一线传真|读者来信|百姓故事|短评|简讯|曝光台|图片新闻|社论|(?:今日|本期|特别|重点|图片|深度|热点)(?:聚焦|关注|报道|新闻|观察|话题)"
)
# News of a notice is no notice: 教育部发布公告.
_ISSUED = re.compile(r"(?:发布|发表|发出|印发|下发|刊登|张贴|收到|一[份则张纸])[^，]{0,10}$")


@dataclass(slots=True)
class Part:
    """One part of a headline: its text, where it stood and the rule that told it."""

    name: str
    text: str
    spans: list[Span]
    rule: str
    sure: float


@dataclass(slots=True)
class Headline:
    """All parts of a headline, and its standing column's."""

    parts: list[Part] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the text of a part, pieces joined by one space."""
        return " ".join(part.text for part in self.parts if part.name == name and part.text)


def read_headline(lines: list[tuple[Line, Kind]], rule: str) -> Headline:
    """Return the parts of the headline that stands on the given lines.

    ``rule`` says why these lines are a headline at all. The rules for parts are the format's:
    two lines are kicker and headline, a third is the deck; see ``docs/page-document.md``.
    """
    headline = Headline()
    rest = _take_section(lines, headline)
    decks = [line for line in rest if _DASHES.match(line.text)]
    main = [line for line in rest if line not in decks]
    pieces = _inline_section(main, headline)
    pieces = _whole_brackets(pieces)
    if len(pieces) == 1:
        _one_line(pieces[0], headline, rule)
    elif pieces:
        _several_lines(pieces, headline, rule, with_deck=not decks)
    for line in decks:
        text = joined(_DASHES.sub("", line.text))
        headline.parts.append(
            Part("deck", text, [(line.start, line.end)], "deck-after-dashes", 0.99)
        )
    return headline


def joined(text: str) -> str:
    """Return a headline's text with one space between its parts; letters set wide are closed up."""
    cells = text.split()
    if len(cells) > 3 and all(len(cell) == 1 for cell in cells):
        return "".join(cells)
    return " ".join(cells)


def _take_section(lines: list[tuple[Line, Kind]], headline: Headline) -> list[Line]:
    """Take the column's name and its pinyin out of the lines; return the others."""
    kinds = [kind for _, kind in lines]
    taken: set[int] = set()
    if Kind.PINYIN in kinds and len(lines) > 1:
        pinyin = kinds.index(Kind.PINYIN)
        name = pinyin - 1 if pinyin > 0 else pinyin + 1
        taken |= {pinyin, name}
        _add_section(headline, lines[name][0], "section-beside-pinyin")
        line = lines[pinyin][0]
        part = Part("section", "", [(line.start, line.end)], "section-pinyin", 0.97)
        headline.parts.append(part)
    for number, (line, kind) in enumerate(lines):
        if kind is Kind.SECTION and number not in taken:
            _add_section(headline, line, "section-framed")
            taken.add(number)
    if not taken and len(lines) > 1 and _is_slogan(lines[0][0], lines[1][0]):
        _add_section(headline, lines[0][0], "section-slogan")
        taken.add(0)
    if not taken and len(lines) > 1 and _is_column(lines[0][0]):
        _add_section(headline, lines[0][0], "section-by-name")
        taken.add(0)
    return [line for number, (line, _) in enumerate(lines) if number not in taken]


def _is_column(line: Line) -> bool:
    """Say whether a line is worded as standing columns are, and short enough for one."""
    if line.key.endswith("专栏"):
        return len(line.key) <= 16
    return len(line.key) <= 8 and len(line.text.split()) == 1 and bool(_COLUMN.fullmatch(line.key))


_SLOGAN = re.compile(
    "新征程|新时代|新篇章|新作为|新业绩|二十大|党的|思想|使命|初心|嘱托|百年|周年|奋进|建功|喜迎|礼赞|献礼"
)


def _is_slogan(line: Line, below: Line) -> bool:
    """Say whether a line above a headline is a slogan of equal parts, which names a column.

    Its parts are short (办实事 解民忧), or each is worded as slogans are, or the headline below
    is a couplet itself and needs no second one above it.
    """
    parts = line.text.split()
    if len(parts) < 2 or len({len(part) for part in parts}) > 1 or len(parts[0]) < 3:
        return False
    if len(parts[0]) == 3 or all(_SLOGAN.search(part) for part in parts):
        return True
    legs = below.text.split()
    return len(legs) == 2 and len(legs[0]) == len(legs[1]) > 3


def _add_section(headline: Headline, line: Line, rule: str) -> None:
    framed = framed_section(line.norm) or spelt_section(line.norm)
    name = line.text[slice(*framed)] if framed else line.text
    if headline.text("section"):
        name = ""
    part = Part("section", joined(name), [(line.start, line.end)], rule, 0.9)
    headline.parts.insert(0, part)


@dataclass(slots=True)
class _Piece:
    """A headline line, or what is left of it behind the column's name."""

    start: int
    end: int
    text: str
    more: list[Span] = field(default_factory=list)


def _whole_brackets(pieces: list[_Piece]) -> list[_Piece]:
    """Join a line that opens a bracket or quotation with the next, which closes it."""
    whole: list[_Piece] = []
    for piece in pieces:
        if whole and _is_open(whole[-1].text):
            last = whole[-1]
            more = [*last.more, (piece.start, piece.end)]
            whole[-1] = _Piece(last.start, last.end, last.text + piece.text, more)
        else:
            whole.append(piece)
    return whole


def _is_open(text: str) -> bool:
    return any(
        text.count(opening) > text.count(closing) for opening, closing in ("《》", "“”", "（）")
    )


def _inline_section(lines: list[Line], headline: Headline) -> list[_Piece]:
    """Split the column's name off the first line: 【强城看亮点】平阳…"""
    pieces = [_Piece(line.start, line.end, line.text) for line in lines]
    found = _INLINE_SECTION.match(pieces[0].text) if pieces and not headline.parts else None
    if found:
        piece = pieces[0]
        name = next(group for group in found.groups() if group)
        frame = found[0].rstrip()
        span = (piece.start, piece.start + len(frame))
        headline.parts.append(Part("section", name, [span], "section-framed", 0.9))
        pieces[0] = _Piece(piece.start + found.end(), piece.end, piece.text[found.end() :])
    return pieces


def _part(name: str, piece: _Piece, rule: str, sure: float) -> Part:
    return Part(name, joined(piece.text), [(piece.start, piece.end), *piece.more], rule, sure)


def _one_line(piece: _Piece, headline: Headline, rule: str) -> None:
    """Read a headline on one line by the number and length of its parts."""
    cells = piece.text.split()
    kicker_rule = ""
    if piece.more or (cells and _is_open(cells[0])):
        pass
    elif len(cells) >= 3 and not all(len(cell) == 1 for cell in cells):
        kicker_rule = "kicker-first-of-many-parts"
    elif len(cells) == 2 and len(cells[0]) != len(cells[1]) and names_who_does_what(cells[0]):
        kicker_rule = "kicker-who-does-what"
    if not kicker_rule:
        headline.parts.append(_part("headline", piece, rule, 0.95))
        return
    cut = len(cells[0])
    rest = piece.text[cut:]
    after = piece.start + cut + len(rest) - len(rest.lstrip())
    first = _Piece(piece.start, piece.start + cut, cells[0])
    headline.parts.append(_part("kicker", first, kicker_rule, 0.9))
    headline.parts.append(_part("headline", _Piece(after, piece.end, rest), rule, 0.95))


def _several_lines(pieces: list[_Piece], headline: Headline, rule: str, *, with_deck: bool) -> None:
    """Read a headline on several lines: kicker, headline and, with three or more, the deck."""
    headline.parts.append(_part("kicker", pieces[0], "kicker-first-line", 0.9))
    last = len(pieces) - 1 if with_deck and len(pieces) > 2 else len(pieces)
    for piece in pieces[1:last]:
        headline.parts.append(_part("headline", piece, rule, 0.93))
    for piece in pieces[last:]:
        headline.parts.append(_part("deck", piece, "deck-last-line", 0.85))


def announces(title: str) -> bool:
    """Say whether a title is that of a notice: 停电通知."""
    key = squeeze(title)
    return key.endswith(NOTICE_WORDS) and not _ISSUED.search(key)
