"""Names behind a role whose surname is on no list, or that no sound vouches for.

兰文静 or 佐佐木希 below a headline is somebody where 记者手记 and 今年以来 are words: the
characters of words go together, and a surname does not go with what follows it.
"""

from __future__ import annotations

from .cohesion import cohesion
from .han import is_han, is_uncommon
from .names import (
    cohere,
    could_be_name,
    is_glued,
    is_loose,
    is_name,
    is_nearly_heard,
    is_transcribed,
)
from .words import BEGIN_WORDS, IN_NO_NAME, NO_NAMES, OF_REPORTERS, ROLE_SURNAMES, TRANSCRIBING

_LONGEST, _PLAIN, _LONG = 10, 3, 5
# How all neighbours in a name go together, in the middle: of one that only a gap parts from its
# role, and of what may be a name.
_BARE, _TOLD, _WORDS = 1.0, 1.6, 2.0
# How the first two characters may: of any name, and of one whose surname begins words as well.
_LOOSE_PAIR, _WORD = 1.0, 3.0


def is_unlisted(name: str, *, apart: bool, signed: bool) -> bool:
    """Say whether what stands behind a role on a line of its own is a name and no words.

    ``apart``: something parts it from the role. ``signed``: the line can hardly be anything but a
    byline, by its bullet, its brackets or 本报 before the role.
    """
    if not could_be_name(name) or name in NO_NAMES or name.startswith(OF_REPORTERS):
        return False
    if not is_han(name):
        return any("A" <= char <= "Z" for char in name) and not name.isascii()
    if len(name) > _LONGEST:
        return False
    if is_transcribed(name) or is_nearly_heard(name) or TRANSCRIBING.issuperset(name):
        return apart or signed
    if not signed and not (apart and _is_sure_alone(name)):
        return is_uncommon(name[0]) and len(name) <= _PLAIN
    return _is_plain(name) if len(name) <= _PLAIN else _is_long(name)


def _is_sure_alone(name: str) -> bool:
    """Say whether a name is so little like words that a gap behind its role is enough."""
    most = _TOLD if name[0] in ROLE_SURNAMES else _BARE
    return name[0] not in BEGIN_WORDS and cohere(name) < most


def _is_plain(name: str) -> bool:
    first = cohesion(name[0], name[1])
    if is_uncommon(name[0]) or name[0] in ROLE_SURNAMES:
        return first < _WORD and name[-1] != "的"
    loose = first < _LOOSE_PAIR and cohere(name) < _LOOSE_PAIR
    return loose and name[0] not in BEGIN_WORDS and IN_NO_NAME.isdisjoint(name)


def _is_long(name: str) -> bool:
    of_words = sum(char in IN_NO_NAME for char in name)
    return of_words <= len(name) // _LONG and is_loose(name)


def may_be_unlisted(name: str) -> bool:
    """Say whether what stands behind a role may be a name, or several that nothing parts."""
    if not (could_be_name(name) or is_glued(name)) or name.startswith(OF_REPORTERS):
        return False
    if len(name) <= _PLAIN:
        return is_name(name) or _is_plain(name) or cohere(name) < _WORD
    return not is_han(name) or cohere(name) < _WORDS
