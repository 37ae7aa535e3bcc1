"""A paper's publication days in cells: ``2020-01-06 135；2024-01-01 12345`` and
``2025-05-02 closed 劳动节；2025-05-04 extra``.

Entries are parted by ``；``; a ``；`` or ``\\`` inside a note has ``\\`` before it.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit import log as audit
from issues.models import DayException, Publication, WeeklyPattern
from tables.cells import Cell, CellRefused, TextCell
from tables.columns import Column

Entry = tuple[dt.date, str, str]
ENTRY = re.compile(r"((?:\\.|[^\\；;])+)[；;]?", re.DOTALL)


class DaysCell(Cell):
    """Days with a word behind each, and a note where ``noted``; one entry a day."""

    def __init__(self, field: Any, *, noted: bool) -> None:
        self.field = field
        self.noted = noted

    def read(self, value: object) -> list[Entry]:
        """Return day, word and note of each entry in order of time. Raises ``CellRefused``."""
        text = TextCell().read(value)
        entries = sorted(self._entry(found) for found in ENTRY.findall(text) if found.strip())
        for (day, *_rest), (after, *_more) in pairwise(entries):
            if day == after:
                raise CellRefused(_("%(day)s stands there twice. Take one away.") % {"day": day})
        return entries

    def _entry(self, text: str) -> Entry:
        day, word, note = [*text.split(None, 2), "", "", ""][:3]
        note = re.sub(r"\\(.)", r"\1", note.rstrip(), flags=re.DOTALL)
        try:
            self.field.clean(word, None)
            entry = dt.date.fromisoformat(day), word, note
        except (ValueError, ValidationError):
            entry = None
        longest = DayException._meta.get_field("note").max_length or 0
        if entry is None or len(note) > (longest if self.noted else 0):
            raise CellRefused(
                _("“%(entry)s” is no entry. Write a day such as %(example)s, parted by ；.")
                % {"entry": text.strip()[:40], "example": self._example()}
            )
        return entry

    def _example(self) -> str:
        return "2025-05-02 closed 劳动节" if self.noted else "2020-01-06 135"

    def render(self, value: object, _instance: object = None, **_options: object) -> str:
        if not isinstance(value, list):
            return str(value or "")
        return "；".join(
            " ".join(filter(None, (str(day), word, _guarded(note)))) for day, word, note in value
        )


def _guarded(note: str) -> str:
    return re.sub(r"([；;\\])", r"\\\1", note)


class PatternsColumn(Column):
    """The weekdays on which a paper came out from a day on."""

    def __init__(self) -> None:
        field = WeeklyPattern._meta.get_field("weekdays")
        super().__init__(DaysCell(field, noted=False), at="patterns__all")

    def get_value(self, instance: Any) -> list[Entry]:
        """Return from when, the weekdays and no note of each pattern."""
        return sorted((row.valid_from, row.weekdays, "") for row in instance.patterns.all())


class ExceptionsColumn(Column):
    """The days that break the pattern."""

    def __init__(self) -> None:
        field = DayException._meta.get_field("kind")
        super().__init__(DaysCell(field, noted=True), at="exceptions__all")

    def get_value(self, instance: Any) -> list[Entry]:
        """Return day, kind and note of each exception."""
        return sorted((row.date, row.kind, row.note) for row in instance.exceptions.all())


def write_days(paper: Publication, name: str, entries: list[Entry]) -> None:
    """Make the days of a saved paper what the entries of the column ``name`` say."""
    if name == "patterns":
        _clear(paper.patterns.all())
        patterns = WeeklyPattern.objects.bulk_create(
            WeeklyPattern(publication=paper, valid_from=day, weekdays=word)
            for day, word, _note in entries
        )
        audit.note(*patterns)
    else:
        _clear(paper.exceptions.all())
        days = DayException.objects.bulk_create(
            DayException(publication=paper, date=day, kind=word, note=note)
            for day, word, note in entries
        )
        audit.note(*days)


def _clear(rows: QuerySet[Any]) -> None:
    keys = list(rows.values_list("pk", flat=True))
    rows.delete()
    audit.note_change(rows.model, keys, deleted=True)
