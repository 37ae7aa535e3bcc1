"""Numbers as newspapers print them: 12, １２, 十二, 二〇二五, ②."""

from __future__ import annotations

# 民国元年 was 1912.
BEFORE_REPUBLIC = 1911
_TENS = "十百千廿卅"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "元": 1}
# A zero is printed with a letter or a figure too: 二Ｏ二五年.
DIGITS |= dict.fromkeys("Oo0", 0)
# As cheques have them, and some folios: 壹版.
FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾"
_FORMAL = str.maketrans(FORMAL, "一二二三三四五六六七八九十")


def integer(text: str) -> int | None:
    """Return the value of a numeral of either kind, or None when it is none."""
    text = text.replace(",", "").translate(_FORMAL)
    if len(text) == 1 and text in _CIRCLED:
        return 1 + _CIRCLED.index(text)
    if text.isdecimal():
        return int(text)
    if not text or any(char not in DIGITS and char not in _TENS for char in text):
        return None
    if not any(char in _TENS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    return _with_tens(text)


def _with_tens(text: str) -> int:
    """Return the value of a numeral that names its tens: 十二, 二十, 廿三, 一千零八."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    thousands, mark, rest = text.rpartition("千")
    total = 1000 * (DIGITS.get(thousands[-1:], 1) if mark else 0)
    hundreds, mark, rest = rest.rpartition("百")
    total += 100 * (DIGITS.get(hundreds[-1:], 1) if mark else 0)
    tens, mark, ones = rest.rpartition("十")
    if mark:
        total += 10 * DIGITS.get(tens[-1:], 1)
    return total + DIGITS.get(ones[-1:], 0)
