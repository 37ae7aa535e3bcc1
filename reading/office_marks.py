"""What a word processor's file says of its paragraphs beside their words.

Which are headings and of which level, which number stands before one, how it looks, and whether a
sheet ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from .office_lists import NO_LIST, STYLE, TEXT, WORD, Numbered, WordLists, numbered, open_labels
from .office_looks import NOTHING, Look

_VALUE = f"{WORD}val"
_FORMATS = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_HEADING = re.compile(r"(?:heading|标题) ?([1-6])|(?:title|标题)", re.IGNORECASE)
_LOWEST = 6
_MOST_PARENTS = 12
_OFF = ("0", "false", "off", "none")
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)pt")
_BOLD = ("bold", "600", "700", "800", "900")
_SIZE = 10.0
_TABLE_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}style-name"
# Sections that begin below what stands above them, on its sheet.
_ON_SAME_SHEET = ("continuous", "nextColumn")


class Parting(NamedTuple):
    """Whether a sheet ends above a paragraph or table, and below it."""

    above: bool = False
    below: bool = False


NO_PARTING = Parting()


@dataclass(frozen=True, slots=True)
class _Style:
    level: int = 0
    look: Look = NOTHING
    list: Numbered = NO_LIST
    parent: str = ""
    # Where a sheet ends, None where the style above says it.
    above: bool | None = None
    below: bool | None = None


class Marks:
    """What is said of the paragraphs of a file; without styles nothing is."""

    def level(self, paragraph: Element) -> int:
        """Return the level of a heading, 0 for any other paragraph."""
        return 0

    def label(self, paragraph: Element) -> str:
        """Return what stands before a paragraph of a list. Each is asked once, in their order."""
        return ""

    def look(self, paragraph: Element) -> Look:
        """Return how a paragraph looks."""
        return NOTHING

    def parting(self, element: Element) -> Parting:
        """Return where a sheet ends at a paragraph, in ODT also at a table."""
        return NO_PARTING


class WordMarks(Marks):
    """Those of DOCX, from ``word/styles.xml`` and ``word/numbering.xml``."""

    def __init__(self, body: Element, styles: Element | None, numbering: Element | None) -> None:
        self._ending = _ends_of_sheets(body)
        self._default, self._usual = Look(False, False, _SIZE), ""
        self._styles: dict[str, _Style] = {}
        if styles is not None:
            path = f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr"
            self._default = _word_look(None, styles.find(path)).over(self._default)
            for row in styles.iter(f"{WORD}style"):
                key = row.get(f"{WORD}styleId", "")
                self._styles[key] = _word_style(row)
                if row.get(f"{WORD}default") in ("1", "true") and _is_of_paragraphs(row):
                    self._usual = key
        for key in list(self._styles):
            self._styles[key] = _whole(self._styles, key)
        lists = {key: row.list for key, row in self._styles.items() if row.list.number}
        self._lists = WordLists(numbering, lists)
        self._looks = {key: row.look.over(self._default) for key, row in self._styles.items()}
        self._at: Element | None = None
        self._found = "", _Style()

    def _style_of(self, paragraph: Element) -> tuple[str, _Style]:
        """Return the style of a paragraph, which is asked for it several times."""
        if paragraph is not self._at:
            named = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
            key = named.get(_VALUE, "") if named is not None else self._usual
            self._at, self._found = paragraph, (key, self._styles.get(key, _Style()))
        return self._found

    def level(self, paragraph: Element) -> int:
        return _outline_level(paragraph) or self._style_of(paragraph)[1].level

    def label(self, paragraph: Element) -> str:
        key, style = self._style_of(paragraph)
        own = numbered(paragraph.find(f"{WORD}pPr"))
        return self._lists.label(own, key) if own.number or style.list.number else ""

    def look(self, paragraph: Element) -> Look:
        key, _style = self._style_of(paragraph)
        whole = self._looks.get(key, self._default)
        if (said := paragraph.find(f"{WORD}pPr")) is not None:
            whole = _word_look(said, None).over(whole)
        runs = [
            self._run(run, whole)
            for run in paragraph.iter(f"{WORD}r")
            if any((text.text or "").strip() for text in run.findall(f"{WORD}t"))
        ]
        return _common(whole, runs)

    def parting(self, element: Element) -> Parting:
        own = _breaks_above(element)
        above = self._style_of(element)[1].above if own is None else own
        return Parting(bool(above), element in self._ending)

    def _run(self, run: Element, whole: Look) -> Look:
        said = run.find(f"{WORD}rPr")
        if said is None or not len(said):
            return whole
        named = said.find(f"{WORD}rStyle")
        style = self._styles.get(named.get(_VALUE, "") if named is not None else "", _Style())
        return _word_look(None, said).over(style.look.over(whole))


class OpenMarks(Marks):
    """Those of ODT, from the styles in its content and in ``styles.xml``."""

    def __init__(self, body: Element, roots: list[Element]) -> None:
        self._labels = open_labels(body, roots)
        styles: dict[str, _Style] = {}
        default = Look(False, False, _SIZE)
        for root in reversed(roots):
            for row in root.iter(f"{STYLE}style"):
                styles[row.get(f"{STYLE}name", "")] = _open_style(row)
            for row in root.iter(f"{STYLE}default-style"):
                if row.get(f"{STYLE}family") == "paragraph":
                    default = _open_style(row).look.over(default)
        self._default = default
        self._styles = {key: _whole(styles, key) for key in styles}

    def level(self, paragraph: Element) -> int:
        if paragraph.tag != f"{TEXT}h":
            return 0
        value = paragraph.get(f"{TEXT}outline-level", "1")
        return min(int(value), _LOWEST) if value.isdecimal() else 1

    def label(self, paragraph: Element) -> str:
        return self._labels.get(paragraph, "")

    def look(self, paragraph: Element) -> Look:
        whole = self._look_of(paragraph).over(self._default)
        runs = [whole] if (paragraph.text or "").strip() else []
        for child in paragraph:
            if child.tag == f"{TEXT}span" and "".join(child.itertext()).strip():
                runs.append(self._look_of(child).over(whole))
            runs += [whole] if (child.tail or "").strip() else []
        return _common(whole, runs)

    def parting(self, element: Element) -> Parting:
        style = self._style_of(element)
        return Parting(bool(style.above), bool(style.below))

    def _look_of(self, element: Element) -> Look:
        return self._style_of(element).look

    def _style_of(self, element: Element) -> _Style:
        name = element.get(f"{TEXT}style-name", "") or element.get(_TABLE_STYLE, "")
        return self._styles.get(name, _Style())


def _common(whole: Look, runs: list[Look]) -> Look:
    """Return the look of a paragraph: bold where all of it is, as large as its smallest words."""
    if all(row is whole for row in runs):
        return whole
    size = min(row.size or _SIZE for row in runs)
    return whole._replace(bold=all(row.bold for row in runs), size=size)


def _whole(styles: dict[str, _Style], key: str) -> _Style:
    """Return a style with what it takes over from the styles that it is based on."""
    own = styles[key]
    above = own.parent
    for _time in range(_MOST_PARENTS):
        if above not in styles:
            break
        row = styles[above]
        told = own.list if own.list.number else row.list
        own = replace(
            own,
            level=own.level or row.level,
            look=own.look.over(row.look),
            list=told,
            above=row.above if own.above is None else own.above,
            below=row.below if own.below is None else own.below,
        )
        above = row.parent
    return own


def _is_of_paragraphs(style: Element) -> bool:
    return style.get(f"{WORD}type", "paragraph") == "paragraph"


def _word_style(style: Element) -> _Style:
    named = style.find(f"{WORD}name")
    found = _HEADING.fullmatch(named.get(_VALUE, "") if named is not None else "")
    level = _outline_level(style) or (int(found[1] or 1) if found else 0)
    parent = style.find(f"{WORD}basedOn")
    properties = style.find(f"{WORD}pPr")
    look = _word_look(properties, style.find(f"{WORD}rPr"))
    based_on = parent.get(_VALUE, "") if parent is not None else ""
    return _Style(level, look, numbered(properties), based_on, above=_breaks_above(style))


def _breaks_above(element: Element) -> bool | None:
    """Say whether a paragraph or style of DOCX begins a sheet, None where it does not say so."""
    found = element.find(f"{WORD}pPr/{WORD}pageBreakBefore")
    return None if found is None else found.get(_VALUE, "1") not in _OFF


def _ends_of_sheets(body: Element) -> set[Element]:
    """Return the paragraphs of DOCX that end a section with another sheet behind it.

    How a section begins stands at its own end (ECMA-376, part 1, 17.6.22): in its last paragraph,
    and of the last section in the body.
    """
    path = f"{WORD}pPr/{WORD}sectPr"
    ends = [(row, found) for row in body.iter(f"{WORD}p") if (found := row.find(path)) is not None]
    if not ends:
        return set()
    last = body.find(f"{WORD}sectPr")
    kinds = [_kind_of_section(found) for _row, found in ends[1:]] + [_kind_of_section(last)]
    return {
        row for (row, _found), kind in zip(ends, kinds, strict=True) if kind not in _ON_SAME_SHEET
    }


def _kind_of_section(section: Element | None) -> str:
    found = section.find(f"{WORD}type") if section is not None else None
    return found.get(_VALUE, "") if found is not None else ""


def _outline_level(element: Element) -> int:
    """Return the level that a paragraph or style of DOCX has in the outline, 0 for none."""
    found = element.find(f"{WORD}pPr/{WORD}outlineLvl")
    value = found.get(_VALUE, "") if found is not None else ""
    return int(value) + 1 if value.isdecimal() and int(value) < _LOWEST else 0


def _word_look(paragraph: Element | None, run: Element | None) -> Look:
    said = dict(_values(paragraph, "jc")) | dict(_values(run, "b", "sz"))
    size = said.get("sz", "")
    return Look(
        said["jc"] == "center" if "jc" in said else None,
        said["b"] not in _OFF if "b" in said else None,
        int(size) / 2 if size.isdecimal() and len(size) < 5 and int(size) else None,
    )


def _values(properties: Element | None, *names: str) -> Iterator[tuple[str, str]]:
    for name in names:
        found = properties.find(f"{WORD}{name}") if properties is not None else None
        if found is not None:
            yield name, found.get(_VALUE, "")


def _open_style(style: Element) -> _Style:
    paragraph = style.find(f"{STYLE}paragraph-properties")
    text = style.find(f"{STYLE}text-properties")
    align = paragraph.get(f"{_FORMATS}text-align") if paragraph is not None else None
    weight = text.get(f"{_FORMATS}font-weight") if text is not None else None
    size = _POINTS.fullmatch(text.get(f"{_FORMATS}font-size", "") if text is not None else "")
    look = Look(
        None if align is None else align == "center",
        None if weight is None else weight in _BOLD,
        float(size[1]) if size else None,
    )
    above, below = (_breaks(paragraph, place) for place in ("before", "after"))
    if paragraph is None and (table := style.find(f"{STYLE}table-properties")) is not None:
        above, below = (_breaks(table, place) for place in ("before", "after"))
    # A sheet of another form is another sheet.
    form = style.get(f"{STYLE}master-page-name")
    if form is not None and not above:
        above = bool(form)
    parent = style.get(f"{STYLE}parent-style-name", "")
    return _Style(look=look, parent=parent, above=above, below=below)


def _breaks(properties: Element | None, place: str) -> bool | None:
    """Say whether a style of ODT ends a sheet before or after, None where it does not say so."""
    value = properties.get(f"{_FORMATS}break-{place}") if properties is not None else None
    return None if value is None else value == "page"
