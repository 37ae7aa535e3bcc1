"""Words in a column whatever code points they came in: ``headline__alike="工作"`` finds ⼯作, too.

As Django's ``icontains``, and through look-alikes: each character of the word may stand there as
another that looks like it, and between two of them marks that nobody sees. For columns that have
no index of their words; the index of stories has its own form (``search.normal_form``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

from django.db.models import CharField, Lookup, TextField
from django.db.models.lookups import IContains, IRegex

from reading.folded import PRIVATE, UNSEEN, usual_characters, usual_text

_BETWEEN = f"[{UNSEEN}{PRIVATE}]*"


@cache
def _others() -> dict[str, str]:
    """Return for a usual character those that look like it."""
    found: defaultdict[str, str] = defaultdict(str)
    for other, usual in usual_characters().items():
        if other != usual:
            found[usual] += other
    return dict(found)


def pattern_of(word: str) -> str:
    """Return a regular expression for a word, as both databases read it."""
    others = _others()
    return _BETWEEN.join(
        f"[{char}{others[char]}]" if char in others else re.escape(char) for char in word
    )


class Alike(Lookup):
    """``icontains``, or the same through look-alikes."""

    lookup_name = "alike"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL of both questions."""
        word = usual_text(str(self.rhs))
        plain, values = compiler.compile(IContains(self.lhs, word))
        alike, more = compiler.compile(IRegex(self.lhs, pattern_of(word)))
        return f"({plain} OR {alike})", (*values, *more)


def register() -> None:
    """Make the lookup known to all columns of text."""
    for column in (CharField, TextField):
        column.register_lookup(Alike)
