"""Bylines in one cell: ``记者 甲 乙；通讯员 丙``.

Groups are parted by ``；``. The first word of a group is the role, the others are the names;
``—`` stands for no role. A blank or one of these signs inside a word has ``\\`` before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from articles.models import Byline, Contributor
from articles.text import StoryByline
from tables.cells import Cell, CellRefused, TextCell

NOTHING = "—"
SIGNS = re.compile(r"[\\；; \u3000]")
# A word, a blank, the end of a group, or a lone backslash at the very end.
TOKEN = re.compile(r"((?:\\.|[^\\；; \u3000])+)|([ \u3000]+)|([；;])|(\\)", re.DOTALL)


class BylinesCell(Cell):
    """Who made a story, in printed order."""

    def read(self, value: object) -> list[tuple[str, str]]:
        """Return role and name of each byline."""
        return parse(TextCell().read(value))

    def render(self, value: object, _instance: object = None, **_options: object) -> str:
        return write(value) if isinstance(value, list) else str(value or "")


def write(bylines: Iterable[tuple[str, str]]) -> str:
    """Return the notation of roles and names; neighbours of one role share a group."""
    groups: list[list[str]] = []
    last = None
    for role, name in bylines:
        if not groups or role != last:
            groups.append([_word(role)])
            last = role
        groups[-1].append(_word(name))
    return "；".join(" ".join(group) for group in groups)


def parse(text: str) -> list[tuple[str, str]]:
    """Return role and name of each byline. Raises ``CellRefused``."""
    groups: list[list[str]] = [[]]
    for word, _blank, end, stray in TOKEN.findall(text):
        if stray:
            raise CellRefused(_("The text ends with a lone \\. Take it away."))
        if end:
            groups.append([])
        elif word:
            groups[-1].append(_plain(word))
    bylines = []
    for role, *names in filter(None, groups):
        if not names:
            raise CellRefused(
                _("“%(word)s” stands alone. Write role and name, or — and the name.")
                % {"word": role}
            )
        bylines += [(role, name) for name in names]
    _check(bylines)
    return bylines


def texts(bylines: Iterable[tuple[str, str]]) -> tuple[StoryByline, ...]:
    """Return the bylines as a story's text has them."""
    return tuple(StoryByline(role, name) for role, name in bylines)


def _check(bylines: list[tuple[str, str]]) -> None:
    sizes = {
        "role": Byline._meta.get_field("role").max_length or 0,
        "name": Contributor._meta.get_field("name").max_length or 0,
    }
    for role, name in bylines:
        if not name:
            raise CellRefused(_("A byline has no name. Write the name behind the role."))
        if len(role) > sizes["role"] or len(name) > sizes["name"]:
            raise CellRefused(
                _("“%(text)s” is too long: a role has %(role)s characters, a name %(name)s.")
                % {"text": f"{role} {name}"[:40], **sizes}
            )


def _word(text: str) -> str:
    if not text:
        return NOTHING
    if text == NOTHING:
        return f"\\{NOTHING}"
    return SIGNS.sub(lambda found: f"\\{found[0]}", text)


def _plain(word: str) -> str:
    return "" if word == NOTHING else re.sub(r"\\(.)", r"\1", word, flags=re.DOTALL)
