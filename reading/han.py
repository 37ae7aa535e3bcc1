"""汉字: what a Chinese character is, everywhere here: ``Script=Han`` of Unicode 17.0 (Scripts.txt).

All its blocks: the common ones, extensions A to J, compatibility ideographs, radicals, 々 〇 〡.
The browser asks the same property: ``/\\p{Script=Han}/u``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

_FIRST, _LAST = _COMMON_BLOCK = "\u4e00", "\u9fff"
# As it stands between the brackets of a pattern.
CHARACTERS = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9\U00016fe2\U00016fe3\U00016ff0-\U00016ff6"
    "\U00020000-\U0002a6df\U0002a700-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0"
    "\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479"
)
HAN = f"[{CHARACTERS}]"
# Stands for any rare character where the rules need not know which.
ANY_RARE = "\u3400"
_ALL_HAN = re.compile(f"{HAN}+")


def is_han(text: str) -> bool:
    """Say whether a text is Chinese characters and nothing else."""
    return bool(_ALL_HAN.fullmatch(text))


def begins_with_han(text: str) -> bool:
    """Say whether the first character of a text, if there is one, is a Chinese one."""
    char = text[:1]
    return _FIRST <= char <= _LAST or _is_rare(char)


_is_rare = lru_cache(4096)(is_han)


def is_uncommon(char: str) -> bool:
    """Say whether a character is an ideograph of another block than the common one: 㛃, 𬭎."""
    return char >= "\u3400" and not _FIRST <= char <= _LAST and _is_rare(char)


def characters_but(left_out: str) -> str:
    """Return all between the brackets of a pattern but some of the common block."""
    first, last = map(ord, _COMMON_BLOCK)
    ranges = [
        f"{chr(low + 1)}-{chr(high - 1)}"
        for low, high in pairwise([first - 1, *sorted(map(ord, left_out)), last + 1])
        if low + 1 < high
    ]
    return CHARACTERS.replace("-".join(_COMMON_BLOCK), "".join(ranges))
