"""Numbers that a word processor puts before the paragraphs of its lists, as a reader sees them.

The file holds a form for each level of a list, %1. or （%1）, and not the numbers: they are
counted. Dots and dashes before a paragraph say nothing and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_VALUE = f"{WORD}val"
_OPEN_LEVELS = (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")
_DIGITS = "零一二三四五六七八九"
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_UNITS = ("", "十", "百", "千")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
# Numbers with characters of their own, by the first of them and how many there are.
_SIGNS = {"①": 20, "⑴": 20, "⒈": 20}
_ROWS = {"stems": "甲乙丙丁戊己庚辛壬癸", "branches": "子丑寅卯辰巳午未申酉戌亥"}
_LONGEST = 4000
_LEVELS = 10
_LONGEST_LABEL = 40
# How the two kinds of file call one form.
_FORMS = {
    "decimalZero": "zero",
    "upperRoman": "roman",
    "I": "roman",
    "lowerRoman": "small roman",
    "i": "small roman",
    "upperLetter": "letter",
    "A": "letter",
    "lowerLetter": "small letter",
    "a": "small letter",
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "japaneseCounting"),
            *("taiwaneseCounting", "taiwaneseCountingThousand", "一, 二, 三, ..."),
        ),
        "counting",
    ),
    "chineseLegalSimplified": "legal",
    "壹, 贰, 叁, ...": "legal",
    "ideographTraditional": "stems",
    "甲, 乙, 丙, ...": "stems",
    "ideographZodiac": "branches",
    "子, 丑, 寅, ...": "branches",
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "①, ②, ③, ..."), "①"),
    "decimalEnclosedParen": "⑴",
    "decimalEnclosedFullstop": "⒈",
    "decimalFullWidth": "wide",
    "decimalFullWidth2": "wide",
    "１, ２, ３, ...": "wide",
    "bullet": "",
    "none": "",
    "": "",
}


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered: ``text`` has %1 where the number of level 1 stands."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    # What parts the number from the words, and the style of heading that has it.
    behind: str = "tab"
    style: str = ""
    restarts: bool = True
    plain: bool = False


Levels = Mapping[int, Level]


@dataclass(slots=True)
class Count:
    """The numbers that a list has come to, by level."""

    levels: Levels
    at: dict[int, int] = field(default_factory=dict)

    def next(self, level: int) -> str:
        """Count one on, and return what stands before the paragraph."""
        own = self.levels.get(level)
        if own is None:
            return ""
        self.at[level] = self.at.get(level, own.start - 1) + 1
        for deeper in [other for other in self.at if other > level]:
            if self.levels.get(deeper, own).restarts:
                del self.at[deeper]
        return self._text(own)

    def _text(self, own: Level) -> str:
        if not _FORMS.get(own.form, "decimal"):
            return ""
        text = own.text
        for level in range(_LEVELS):
            if f"%{level + 1}" in text:
                shown = self.levels.get(level, own)
                number = self.at.get(level, shown.start)
                text = text.replace(
                    f"%{level + 1}", numeral(number, "decimal" if own.plain else shown.form)
                )
        text = text[:_LONGEST_LABEL]
        tight = own.behind == "nothing" or (text[-1:] > "\u3000" and own.behind == "tab")
        return text if tight or not text else f"{text} "


def numeral(number: int, form: str) -> str:
    """Return a number in a form that a word processor names."""
    form = _FORMS.get(form, "decimal")
    if not 0 < number <= _LONGEST:
        return str(number)
    if form in _SIGNS:
        return chr(ord(form) + number - 1) if number <= _SIGNS[form] else str(number)
    if form in _ROWS:
        row = _ROWS[form]
        return row[number - 1] if number <= len(row) else str(number)
    if form.endswith("roman"):
        return _cased(_roman(number), form)
    if form.endswith("letter"):
        times, at = divmod(number - 1, 26)
        return _cased(chr(ord("A") + at) * (times + 1), form)
    if form in ("counting", "legal"):
        said = _counted(number)
        return said.translate(_LEGAL) if form == "legal" else said
    if form == "wide":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return f"{number:02}" if form == "zero" else str(number)


def _cased(text: str, form: str) -> str:
    return text.lower() if form.startswith("small") else text


def _roman(number: int) -> str:
    found = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        found += sign * times
    return found


def _counted(number: int) -> str:
    """Return 十二 for 12, 二十 for 20, 一百零三 for 103."""
    digits = str(number)
    found = ""
    for at, digit in enumerate(digits):
        unit = _UNITS[len(digits) - 1 - at]
        if digit != "0":
            found += _DIGITS[int(digit)] + unit
        elif found and not found.endswith("零"):
            found += "零"
    found = found.rstrip("零")
    return found.removeprefix("一") if found.startswith("一十") else found


def _integer(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise


def _said(element: Element | None, name: str, otherwise: str = "") -> str:
    found = element.find(f"{WORD}{name}") if element is not None else None
    return otherwise if found is None else found.get(_VALUE, otherwise)


@dataclass(frozen=True, slots=True)
class Numbered:
    """Which list a paragraph or style of DOCX is of, ``""`` where that is not said, and at which
    level."""

    number: str = ""
    level: int | None = None


NO_LIST = Numbered()


def numbered(properties: Element | None) -> Numbered:
    """Return what the properties of a paragraph or style of DOCX say."""
    found = properties.find(f"{WORD}numPr") if properties is not None else None
    level = _said(found, "ilvl")
    return Numbered(_said(found, "numId"), _integer(level) if level else None)


class WordLists:
    """The lists of DOCX, counted paragraph by paragraph; ``styles`` says of what list each is."""

    def __init__(self, root: Element | None, styles: Mapping[str, Numbered]) -> None:
        self._styles = styles
        self._forms: dict[str, Levels] = {}
        self._linked: dict[str, str] = {}
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, Count] = {}
        self._begun: set[tuple[str, int]] = set()
        for row in root if root is not None else ():
            if row.tag == f"{WORD}abstractNum":
                key = row.get(f"{WORD}abstractNumId", "")
                self._forms[key] = dict(_levels_of(row))
                self._linked[key] = _said(row, "numStyleLink")
            elif row.tag == f"{WORD}num":
                starts = {
                    _integer(one.get(f"{WORD}ilvl")): _integer(_said(one, "startOverride"), -1)
                    for one in row.findall(f"{WORD}lvlOverride")
                }
                self._numbers[row.get(f"{WORD}numId", "")] = (_said(row, "abstractNumId"), starts)

    def label(self, own: Numbered, style: str) -> str:
        """Return what stands before a paragraph; it is counted."""
        told = self._styles.get(style, NO_LIST)
        number = own.number or told.number
        if number not in self._numbers:
            return ""
        form, starts = self._numbers[number]
        if linked := self._linked.get(form):
            form = self._numbers.get(self._styles.get(linked, told).number, (form, {}))[0]
        levels = self._forms.get(form, {})
        level = own.level if own.level is not None else told.level
        if level is None:
            level = next((at for at, row in levels.items() if row.style == style and style), 0)
        count = self._counts.setdefault(form, Count(levels))
        if starts.get(level, -1) >= 0 and (number, level) not in self._begun:
            count.at[level] = starts[level] - 1
        self._begun.add((number, level))
        return count.next(level)


def _levels_of(form: Element) -> Iterator[tuple[int, Level]]:
    for row in form.findall(f"{WORD}lvl"):
        plain = row.find(f"{WORD}isLgl")
        yield (
            _integer(row.get(f"{WORD}ilvl")),
            Level(
                _said(row, "numFmt", "decimal"),
                _said(row, "lvlText")[:_LONGEST_LABEL],
                _integer(_said(row, "start"), 1),
                _said(row, "suff", "tab"),
                _said(row, "pStyle"),
                _said(row, "lvlRestart") != "0",
                plain is not None and plain.get(_VALUE, "1") not in ("0", "false", "off"),
            ),
        )


def open_labels(body: Element, roots: list[Element]) -> dict[Element, str]:
    """Return what stands before the paragraphs of an ODT's lists; ``roots`` hold its styles."""
    styles = {
        style.get(f"{STYLE}name", ""): dict(_open_levels(style))
        for root in roots
        for style in root.iter(f"{TEXT}list-style")
    }
    outline = Count(
        {
            at: level
            for root in roots
            for style in root.iter(f"{TEXT}outline-style")
            for at, level in _open_levels(style)
        }
    )
    found: dict[Element, str] = {}
    known: dict[str, Count] = {}
    pending: list[tuple[Element, int, str, Count | None]] = [(body, 0, "", None)]
    while pending:
        element, depth, name, count = pending.pop()
        if element.tag == f"{TEXT}list":
            own = element.get(f"{TEXT}style-name", name)
            if count is None or own != name:
                goes_on = element.get(f"{TEXT}continue-numbering") == "true"
                if not (goes_on and own in known):
                    known[own] = Count(styles.get(own, {}))
                count = known[own]
            depth, name = depth + 1, own
        elif element.tag == f"{TEXT}list-item" and count is not None:
            value = element.get(f"{TEXT}start-value")
            if value:
                count.at[depth - 1] = _integer(value, 1) - 1
            first = next((one for one in element if one.tag in (f"{TEXT}p", f"{TEXT}h")), None)
            if first is not None:
                found[first] = count.next(depth - 1)
        elif element.tag == f"{TEXT}h" and not found.get(element):
            found[element] = _outlined(element, outline)
        pending += [(child, depth, name, count) for child in reversed(element)]
    return found


def _outlined(heading: Element, outline: Count) -> str:
    """Return what stands before a heading that is of no list; it is counted."""
    if heading.get(f"{TEXT}is-list-header") == "true":
        return ""
    level = _integer(heading.get(f"{TEXT}outline-level"), 1) - 1
    if heading.get(f"{TEXT}restart-numbering") == "true":
        outline.at[level] = _integer(heading.get(f"{TEXT}start-value"), 1) - 1
    return outline.next(level)


def _open_levels(style: Element) -> Iterator[tuple[int, Level]]:
    for row in (one for one in style if one.tag in _OPEN_LEVELS):
        level = _integer(row.get(f"{TEXT}level"), 1)
        form = row.get(f"{STYLE}num-format", "")
        levels = _integer(row.get(f"{TEXT}display-levels"), 1)
        numbers = ".".join(f"%{at}" for at in range(max(level - levels, 0) + 1, level + 1))
        before, behind = (row.get(f"{STYLE}num-{end}", "")[:20] for end in ("prefix", "suffix"))
        start = _integer(row.get(f"{TEXT}start-value"), 1)
        yield level - 1, Level("decimal" if form == "1" else form, before + numbers + behind, start)
