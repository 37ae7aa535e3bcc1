"""Django's own log, kept so that it is read in the language of whoever reads it.

A line is stored as the sentence's English form and what stands in its gaps, never as a translated
text. What stands in a gap may be such a sentence itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_noop

from audit.sentences import GAPS, SAYS, Sentence, say, source_of

_BEGINS = f'{{"{SAYS}"'
JOINED = gettext_noop("%(first)s: %(second)s")


def sentence(says: str | Promise, **gaps: Any) -> dict[str, Any]:
    """Return a sentence to be kept: ``says`` is its English form, or a lazy label."""
    with translation.override(None):
        kept = {name: _plain(value) for name, value in gaps.items()}
        return {SAYS: str(says), GAPS: kept}


def write(
    by: User, rows: Iterable[Model], flag: int, says: str | Promise, **gaps: Any
) -> list[LogEntry]:
    """Write one line about each of ``rows``."""
    line = line_of(sentence(says, **gaps))
    return list(LogEntry.objects.log_actions(by.pk, list(rows), flag, line) or ())


def with_reason(label: str | Promise, reason: str) -> dict[str, Any]:
    """Return what was done and why, or only what was done."""
    return sentence(JOINED, first=label, second=reason) if reason else sentence(label)


def write_sentence(by: User, rows: Sequence[Model], flag: int, kept: dict[str, Any]) -> None:
    """Write a line that is made already."""
    LogEntry.objects.log_actions(by.pk, rows, flag, line_of(kept))


def line_of(kept: dict[str, Any]) -> str:
    """Return a sentence as the log stores it."""
    return json.dumps(kept, ensure_ascii=False)


def read(entry: LogEntry) -> str:
    """Return the line in the language of now; what Django wrote itself it translates itself."""
    text = entry.change_message
    if not text.startswith(_BEGINS):
        return str(entry.get_change_message())
    try:
        return str(say(json.loads(text)))
    except (ValueError, KeyError, TypeError):
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Promise):
        return sentence(value)
    if isinstance(value, Sentence):
        return source_of(value)
    return value if isinstance(value, int) else str(value)
