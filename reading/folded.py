"""The folded view of a text: look-alike characters as the usual ones, what nobody sees left out.

Rules read it and find the same words whatever code points they came in; ``place`` leads back to
the text as it stands, which is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from .han import CHARACTERS, HAN
from .lines import INVISIBLE

# Radicals that only index dictionaries (U+2E80 to U+2EFF) and the characters they look like
# (EquivalentUnifiedIdeograph of the Unicode Character Database); those of U+2F00 and the
# compatibility ideographs have theirs by normalization.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民"
    "⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见"
    "⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄"
    "⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
# What stands over, under or between characters and is no part of a word.
UNSEEN = f"{INVISIBLE}\ufe00-\ufe0f\U000e0100-\U000e01ef"
# In one's own fonts only: a mark, but for a character of a name that no font had.
PRIVATE = "\ue000-\uf8ff"
LOOKALIKE = re.compile(r"[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f]")
# What stands in the place of usual characters, or where none should: look-alikes,
# marks that nobody sees, what is in one's own fonts only. Not what makes an emoji, or joins Arabic
# letters.
UNUSUAL = re.compile(
    rf"{LOOKALIKE.pattern}|[{PRIVATE}\U000f0000-\U0010fffd]"
    r"|(?<![\u0600-\u06ff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
    rf"|[{INVISIBLE.replace(chr(0x200C), '').replace(chr(0x200D), '')}]"
    rf"|(?<![^{CHARACTERS}\s])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# Cheap: hardly any text has one of them.
_ANY_UNUSUAL = re.compile(rf"[{LOOKALIKE.pattern[1:-1]}{PRIVATE}{UNSEEN}\U000f0000-\U0010fffd]")
_SPACE_OF_GBK = "\ue5e5"
# Full-width letters: their marks and digits are questions of their own.
_WIDE = "Ａ-Ｚａ-ｚ"
_DOT = re.compile(rf"(?<={HAN})\s*[·•‧∙⋅･・．.]\s*(?={HAN})")
# What a font of one's own has inside a name is a mark; at its end, or of those that GB 18030-2000
# puts there (U+E815 to U+E864), it is a character.
_MARK_IN_NAME = re.compile(rf"[\ue000-\ue814\ue865-\uf8ff](?={HAN})")
_HAN = re.compile(HAN)
_FEWEST = 2
_FOLDED = re.compile(
    rf"[\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1f{_WIDE}]|[{UNSEEN}]"
    rf"|(?<![{CHARACTERS}])[{PRIVATE}]"
)


@cache
def usual_characters() -> dict[str, str]:
    """Return the usual character of every look-alike in the first plane."""
    table = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00)):
        table.setdefault(chr(code), _compatible(chr(code)))
    return table


def _compatible(char: str) -> str:
    """Return the ideograph that a radical or another ideograph is compatible with."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


def usual_form(text: str) -> str:
    """Return a text with the usual characters in place of look-alikes, and all else as it is."""
    return LOOKALIKE.sub(lambda found: _usual(found[0]), text)


def unusual_in(text: str) -> Iterator[re.Match[str]]:
    """Yield each character of a text that is not a usual one (``UNUSUAL``)."""
    if _ANY_UNUSUAL.search(text):
        yield from UNUSUAL.finditer(text)


def usual_text(text: str, *, name: bool = False) -> str:
    """Return a text with the usual characters in place of all that is ``UNUSUAL``.

    What is in one's own fonts only is left out as a mark; but behind a Chinese character, where it
    may be one that no font had, it stays for a person to replace. Inside a ``name`` it is a mark.
    """
    bare = text.replace(_SPACE_OF_GBK, "\u3000")
    bare = _unmarked(bare) if name else bare
    return UNUSUAL.sub(lambda found: _put_right(bare, found), bare)


def _put_right(text: str, found: re.Match[str]) -> str:
    char, at = found[0], found.start()
    if LOOKALIKE.match(char):
        return _usual(char)
    private = unicodedata.category(char) == "Co"
    return char if private and at and _HAN.match(text[at - 1]) else ""


def _usual(char: str) -> str:
    return usual_characters().get(char) or _compatible(char)


@lru_cache(4096)
def usual_name(name: str) -> str:
    """Return the name by which somebody is known, whatever code points it came in.

    王⽂青 and 王文青 are one name, with marks inside that nobody sees or without, and so are names
    that differ in which dot they have in the middle, in the spaces beside it, in the width of their
    letters or in how an accent is made. Traditional characters are others: 劉德華 may be another
    than 刘德华.
    """
    if name.isascii():
        return name
    seen = unicodedata.normalize("NFC", Folded(_unmarked(name)).text)
    return " ".join(_DOT.sub("·", seen).split()) or name


def _unmarked(name: str) -> str:
    """Return a name without marks of private use, where it is one without them."""
    unmarked = _MARK_IN_NAME.sub("", name)
    return unmarked if len(_HAN.findall(unmarked)) >= _FEWEST else name


class Folded:
    """A text in its folded view, ``text``, and the way back to the one that stands there."""

    __slots__ = ("_places", "received", "text")

    def __init__(self, received: str) -> None:
        self.received = received
        pieces: list[str] = []
        places: list[int] = []
        at = 0
        for found in _FOLDED.finditer(received):
            pieces.append(received[at : found.start()])
            places.extend(range(at, found.start()))
            if seen := _seen(found[0]):
                pieces.append(seen)
                places.append(found.start())
            at = found.end()
        pieces.append(received[at:])
        places.extend(range(at, len(received) + 1))
        self.text = "".join(pieces)
        self._places = places

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text received a part of the folded one stands."""
        last = self._places[end - 1] + 1 if end > start else self._places[start]
        return self._places[start], last


def _seen(char: str) -> str:
    """Return what is seen of a character that is folded."""
    if LOOKALIKE.match(char):
        return _usual(char)
    return chr(ord(char) - 0xFEE0) if "Ａ" <= char <= "ｚ" else ""


def is_folded(text: str) -> bool:
    """Say whether the folded view of a text differs from it."""
    return bool(_FOLDED.search(text))
