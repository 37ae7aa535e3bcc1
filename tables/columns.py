"""The pieces of a table: its columns, one row of a file, and what that row would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field

from tables.cells import Cell, ShownCell
from tables.formats import TableRefused

Key = tuple[Any, ...]
# So many rows are fetched or written at once.
BATCH = 500


class Column(Field):  # type: ignore[misc]  # import-export carries no types
    """A column: where its value stands on the row's object, and what its cells may hold."""

    def __init__(self, cell: Cell | None = None, *, at: str = "") -> None:
        super().__init__(attribute=at or None, widget=cell or ShownCell(), readonly=cell is None)


@dataclass(slots=True)
class Row:
    """One row of the file: its number there, its raw cells and the values they gave."""

    number: int
    cells: dict[str, object]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def refuse(self, column: str, message: str) -> None:
        """Note what is wrong with one cell; the first thing said of it stands."""
        self.errors.setdefault(column, message)


@dataclass(slots=True)
class RowChange:
    """An object that the import will write, and the columns in which it differs."""

    row: Row
    instance: Any
    columns: list[str]
    original: Any = None


def check_headers(headers: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> None:
    """Raise ``TableRefused`` when a table has a column too many or lacks one it needs."""
    for place, name in enumerate(headers):
        if name not in known:
            raise TableRefused(
                _("There is no column “%(name)s” in this table. There are: %(known)s.")
                % {"name": name, "known": ", ".join(known)}
            )
        if name in headers[:place]:
            raise TableRefused(
                _("The column “%(name)s” stands there twice. Take one away.") % {"name": name}
            )
    if missing := [name for name in needed if name not in headers]:
        raise TableRefused(
            _("The column “%(name)s” is missing. Every row needs: %(key)s.")
            % {"name": missing[0], "key": ", ".join(needed)}
        )
