"""One home for what a Chinese character is: Unicode's own script property, all blocks."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from proofing.galley import Part
from proofing.offices import find_offices
from reading.han import is_han

ROOT = Path(__file__).parents[2]
NAMED = (
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "CJK RADICAL",
    "KANGXI RADICAL",
    "IDEOGRAPHIC NUMBER ZERO",
    "IDEOGRAPHIC ITERATION MARK",
    "HANGZHOU NUMERAL",
)


def test_every_character_that_unicode_names_so_is_one_and_no_other_is() -> None:
    for code in range(0x40000):
        name = unicodedata.name(chr(code), "")
        if name.startswith(NAMED):
            assert is_han(chr(code)), name
        elif name and is_han(chr(code)):
            assert re.match("(VERTICAL )?IDEOGRAPHIC|OLD CHINESE|VIETNAMESE", name), name


@pytest.mark.parametrize("text", ["", "A", "１", "。", "か", "한", "王 明", "王·明"])
def test_what_is_not_written_in_them_is_none(text: str) -> None:
    assert not is_han(text)


def test_no_other_module_says_where_they_begin_and_end() -> None:
    told = re.compile(r"4e00|9fff|9fa5|3400-", re.IGNORECASE)
    rooms = ("reading", "proofing", "findings", "tables", "importing", "articles", "editorial")
    files = [
        path
        for room in (*rooms, "workbench", "desk", "paper", "issues", "reviews", "archive")
        for ending in ("*.py", "*.js")
        for path in (ROOT / room).rglob(ending)
    ]
    said = [str(path.relative_to(ROOT)) for path in files if told.search(path.read_text("utf-8"))]
    assert said == ["reading/han.py"]


@pytest.mark.parametrize("name", ["张明𬭎", "张明慧", "王㛃", "欧阳𫘝𠅤"])
@pytest.mark.parametrize("after", ["到南岭镇调研秋收工作", "强调，要落实责任", "、县政协主席李文"])
def test_an_office_is_held_by_the_whole_name(name: str, after: str) -> None:
    part = Part("paragraph", 0, f"9月5日，县长{name}{after}。")
    seen = next(find_offices(part, own="北溪县", places=set()))
    assert (seen.place, seen.title, seen.holder) == ("北溪县", "县长", name)
