"""What an import did, or would do: counts, a preview, and every cell that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from import_export.results import Error, Result, RowResult

from articles.diff import Op, difference
from tables.formats import plain

# A preview shows this many rows; the counts are of all.
PREVIEW_ROWS = 200
# So many characters of a wrong cell are shown on a line.
SHOWN = 60
TAGS = {Op.INSERT: "ins", Op.DELETE: "del"}


@dataclass(frozen=True, slots=True)
class WrongCell:
    """One cell that is refused; ``column`` is ``""`` when it is the row as a whole."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        value = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        place = f"{self.row}, {self.column}: “{value}”" if self.column else f"{self.row}"
        return f"{place}: {self.message}"


class TableResult(Result):  # type: ignore[misc]  # import-export carries no types
    """The result of one table."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong_cells: list[WrongCell] = []

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged and refused."""
        return {
            "new": self.totals[RowResult.IMPORT_TYPE_NEW],
            "changed": self.totals[RowResult.IMPORT_TYPE_UPDATE],
            "unchanged": self.totals[RowResult.IMPORT_TYPE_SKIP],
            "refused": self.totals[RowResult.IMPORT_TYPE_INVALID],
        }

    @property
    def refused(self) -> bool:
        """Whether anything was wrong, so that nothing was written."""
        return bool(self.has_errors() or self.has_validation_errors())

    def take(self, kind: str, instance: Any = None, diff: list[SafeString] | None = None) -> None:
        """Count a row that is right."""
        row = RowResult()
        row.import_type = kind
        row.instance = instance
        row.diff = diff
        self.increment_row_result_total(row)
        if kind != RowResult.IMPORT_TYPE_SKIP:
            self.append_row_result(row)

    def refuse(self, number: int, row: Mapping[str, object], error: ValidationError) -> None:
        """Count a row that is wrong, and note each of its wrong cells."""
        outcome = RowResult()
        outcome.import_type = RowResult.IMPORT_TYPE_INVALID
        outcome.validation_error = error
        self.increment_row_result_total(outcome)
        self.append_row_result(outcome)
        self.append_invalid_row(number, row, error)
        self.wrong_cells.extend(_wrong(number, row, error))

    def stop(self, error: Exception) -> None:
        self.append_base_error(Error(error))

    def preview(self) -> list[RowResult]:
        """Return the first rows that are new or changed."""
        return [row for row in self.rows if row.is_valid()][:PREVIEW_ROWS]

    def preview_left_out(self) -> int:
        """Return how many new and changed rows ``preview`` leaves out."""
        return max(0, self.counts["new"] + self.counts["changed"] - PREVIEW_ROWS)


def show_change(old: object, new: object) -> SafeString:
    """Return the way from one value to the other as HTML, without styles of its own."""
    before, after = plain(old), plain(new)
    runs = difference(before, after)
    return format_html_join("", "{}", ((_marked(op, text),) for op, text in runs))


def _marked(op: Op, text: str) -> SafeString:
    tag = TAGS.get(op)
    return format_html(f"<{tag}>{{}}</{tag}>", text) if tag else escape(text)


def _wrong(number: int, row: Mapping[str, object], error: ValidationError) -> Iterator[WrongCell]:
    for column, messages in error.message_dict.items():
        whole = column == NON_FIELD_ERRORS
        value = "" if whole else plain(row.get(column))
        for message in messages:
            yield WrongCell(number, "" if whole else column, value, message)
