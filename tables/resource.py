"""One table of the newsroom: its columns, and the rules by which its rows are taken over.

Rows are named by what people know (paper, date, page number, order), never by database ids. An
import reads every row, judges every row, and writes all of them or none, in one transaction; a
dry run is the same, rolled back. A table adds and changes; it deletes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, ClassVar

from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from import_export.resources import Resource
from import_export.results import RowResult

from audit import log as audit
from issues.models import Publication
from tables import lost_characters
from tables.cells import CellRefused
from tables.columns import BATCH, Column, Key, Row, RowChange, check_headers
from tables.formats import TableRefused
from tables.person_log import write_entries
from tables.results import PREVIEW_ROWS, TableResult, show_change


class TableResource(Resource):  # type: ignore[misc]  # import-export carries no types
    """What all tables share. A subclass names its columns, its key and where its rows are."""

    key: ClassVar[tuple[str, ...]]
    # What of the key a table may leave out: the day's regular issue is meant then.
    implied: ClassVar[dict[str, Any]] = {"edition": ""}
    # Fields of the model that stand in no column, each with the reason.
    left_out: ClassVar[dict[str, str]] = {}
    # Where rows have a paper and a day, for the filters of an export.
    publication_path: ClassVar[str] = "publication__name"
    date_path: ClassVar[str] = ""
    # Columns that a new row fills and that are never changed after that.
    fixed: ClassVar[tuple[str, ...]] = ()
    # Whether the table holds stories' words, which only a named person may change.
    needs_person: ClassVar[bool] = False

    def __init__(self, *, preview: bool = True, **_options: Any) -> None:
        super().__init__()
        self.preview = preview
        self.columns: dict[str, Column] = {}
        for name, column in self.fields.items():
            column.attribute = column.attribute or name
            column.column_name = name
            self.columns[name] = column

    @classmethod
    def get_display_name(cls) -> str:
        return str(cls._meta.model._meta.verbose_name_plural)

    # Export

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows()

    def chosen(
        self, *, publication: str = "", start: dt.date | None = None, end: dt.date | None = None
    ) -> QuerySet[Any]:
        """Return the rows of one paper and of the days from ``start`` to ``end``."""
        wanted: dict[str, object] = {
            self.publication_path: publication or None,
            f"{self.date_path}__gte": start,
            f"{self.date_path}__lte": end,
        }
        return self.rows().filter(**{path: value for path, value in wanted.items() if value})

    def rows(self) -> QuerySet[Any]:
        """All the rows, with everything that their columns need."""
        found: QuerySet[Any] = self._meta.model._default_manager.all()
        return found

    def filter_export(self, queryset: QuerySet[Any], **_options: Any) -> QuerySet[Any]:
        """Return ``queryset`` in the table's order, with everything that its columns need."""
        chosen = self.rows().filter(pk__in=queryset.order_by().values("pk"))
        return chosen.order_by(*map(self.order_of, self.key))

    def order_of(self, name: str) -> str:
        """Return by what a column of the key puts the rows in order."""
        attribute: str = self.columns[name].attribute
        return (
            f"{attribute.removesuffix('__label')}__number" if "__label" in attribute else attribute
        )

    def iter_queryset(self, queryset: QuerySet[Any]) -> Iterator[Any]:
        """Yield the objects in batches, each with one query a relation."""
        yield from queryset.iterator(chunk_size=BATCH)

    def export_rows(self, queryset: QuerySet[Any]) -> Iterator[list[object]]:
        """Yield the rows one by one, for a format that writes them as they come."""
        for instance in self.iter_queryset(self.filter_export(queryset)):
            yield self.export_resource(instance)

    # Import

    def get_import_fields(self) -> list[Column]:
        return [column for column in self.columns.values() if not column.readonly]

    def import_data(self, dataset: Any, dry_run: bool = False, **options: Any) -> TableResult:
        """Take the table over, all of it or nothing of it."""
        options |= {"use_transactions": True, "rollback_on_validation_errors": True}
        result: TableResult = super().import_data(dataset, dry_run, **options)
        return result

    def import_data_inner(
        self,
        dataset: Any,
        *_flags: object,
        user: User | None = None,
        file_name: str | None = None,
        **_options: Any,
    ) -> TableResult:
        """Read, judge, write. Called by ``import_data`` inside its transaction."""
        result = TableResult()
        result.diff_headers = self.get_diff_headers()
        result.total_rows = len(dataset)
        try:
            if dataset.headers:
                needed = [name for name in self.key if name not in self.implied]
                check_headers(dataset.headers, list(self.columns), needed)
            self.begin(user)
            self.judge(self.read(dataset), result)
            if not result.refused:
                # An error of the database undoes what was begun and leaves the rest readable.
                with audit.chained():
                    self.write()
                    self.log(file_name or "")
        except TableRefused as error:
            result.stop(error)
        except IntegrityError:
            result.stop(
                TableRefused(
                    _(
                        "The database refuses a row: somebody else has just written the same one,"
                        " or a rule forbids it. Import again."
                    )
                )
            )
        return result

    def begin(self, user: User | None) -> None:
        """Remember who imports and what he may do."""
        if user is None and self.needs_person:
            raise TableRefused(_("Stories are changed by somebody. Say by whom the import is."))
        self.user = user
        self.new: list[RowChange] = []
        self.changed: list[RowChange] = []
        self.shown = 0

    def read(self, dataset: Any) -> list[Row]:
        """Return the rows with the values of their cells, or what is wrong with them."""
        rows = [
            Row(number, dict(zip(dataset.headers, cells, strict=True)))
            for number, cells in enumerate(dataset, start=2)
        ]
        first: dict[Key, int] = {}
        for row in rows:
            self.read_cells(row)
            if (key := self.key_of(row)) is None:
                continue
            before = first.setdefault(key, row.number)
            if before != row.number:
                row.refuse(
                    self.key[-1],
                    _("Row %(row)s names the same one. Take one of the two rows away.")
                    % {"row": before},
                )
        return rows

    def read_cells(self, row: Row) -> None:
        for name, cell in row.cells.items():
            column = self.columns[name]
            try:
                value = column.widget.clean(cell)
            except CellRefused as error:
                row.refuse(name, str(error))
            else:
                if not column.readonly:
                    row.values[name] = value

    def key_of(self, row: Row) -> Key | None:
        """Return what names the row, ``None`` when one of these cells is wrong."""
        values = self.implied | row.values
        if any(name not in values for name in self.key):
            return None
        return tuple(values[name] for name in self.key)

    def judge(self, rows: list[Row], result: TableResult) -> None:
        """Find out of each row whether it is new, changed, unchanged or wrong."""
        self.load(rows)
        texts = (cell for row in rows for cell in row.cells.values() if isinstance(cell, str))
        self.charsets = lost_characters.smaller_sets(texts)
        for row in rows:
            key = self.key_of(row)
            change = None
            if key is not None:
                there = self.existing.get(key)
                self.check_key(row, key, there)
                change = self.compare(row, there) if there else self.make(row)
            if row.errors:
                result.refuse(row.number, row.cells, ValidationError(dict(row.errors)))
            elif change is None:
                result.take(RowResult.IMPORT_TYPE_SKIP)
            else:
                is_new = change.original is None
                (self.new if is_new else self.changed).append(change)
                kind = RowResult.IMPORT_TYPE_NEW if is_new else RowResult.IMPORT_TYPE_UPDATE
                result.take(kind, change.instance, self.show(change))

    def load(self, rows: list[Row]) -> None:
        """Fetch the papers and the objects that the rows name, in a few queries."""
        names = {row.values.get(self.key[0]) for row in rows} - {None}
        papers = Publication.objects.filter(name__in=names)
        self.papers = {paper.name: paper for paper in papers}
        self.existing: dict[Key, Any] = {}
        self.remember(self.find(rows))

    def find(self, rows: list[Row]) -> Iterable[QuerySet[Any]]:
        """Return the queries that fetch what the rows name, and perhaps some more."""
        yield self.rows().filter(**{f"{self.publication_path}__in": self.papers})

    def find_days(self, rows: list[Row]) -> Iterable[QuerySet[Any]]:
        """Return the queries that fetch everything of the papers and the days in the table."""
        days = sorted({row.values["date"] for row in rows if "date" in row.values})
        for start in range(0, len(days), BATCH):
            yield self.rows().filter(
                **{
                    f"{self.publication_path}__in": self.papers,
                    f"{self.date_path}__in": days[start : start + BATCH],
                }
            )

    def remember(self, found: Iterable[QuerySet[Any]]) -> None:
        """Keep the objects under their keys, locked until the import ends."""
        for objects in found:
            for instance in objects.select_for_update(of=("self",)):
                key = tuple(self.columns[name].get_value(instance) for name in self.key)
                self.existing[key] = instance

    def paper(self, row: Row) -> Publication | None:
        """Return the paper that the row names; note an error when there is none."""
        paper = self.papers.get(row.values["publication"])
        if paper is None:
            row.refuse(
                "publication",
                _("There is no such paper. Correct the name, or import the papers first."),
            )
        return paper

    def make(self, row: Row) -> RowChange | None:
        if not self.may(row, "add") or (parents := self.parents(row)) is None:
            return None
        instance = self._meta.model(**parents)
        self.fill(instance, row, row.values)
        self.check(row, instance)
        return RowChange(row, instance, list(row.values))

    def parents(self, row: Row) -> dict[str, Any] | None:
        """Return the objects that a new one hangs on; note an error when one is not there."""
        return {"publication": paper} if (paper := self.paper(row)) else None

    def compare(self, row: Row, instance: Any) -> RowChange | None:
        """Return what the row would change, ``None`` when it is as it was."""
        differing = [
            name
            for name, value in row.values.items()
            if name not in self.key and self.columns[name].get_value(instance) != value
        ]
        for name in differing:
            self.check_lost(row, name, instance)
        if not differing or not self.may(row, "change") or not self.is_open(row, instance):
            return None
        for name in self.fixed:
            if name in differing:
                row.refuse(name, _("What was printed is not changed by a table. Put it back."))
        wanted = copy(instance)
        self.fill(wanted, row, differing)
        self.check(row, wanted)
        return RowChange(row, wanted, differing, original=instance)

    def check_lost(self, row: Row, name: str, instance: Any) -> None:
        """Note an error where a cell is what stands here with ? in place of characters."""
        column = self.columns[name]
        stored = column.widget.render(column.get_value(instance))
        cell = row.cells[name]
        if not isinstance(stored, str) or not isinstance(cell, str):
            return
        if lost := lost_characters.lost_in(stored, cell, self.charsets):
            row.refuse(name, lost_characters.say_lost(lost))

    def check_key(self, row: Row, key: Key, there: Any) -> None:
        """Note an error where a new row's name is a known one with ? in place of characters."""
        if there is not None:
            return
        # A paper that is not there is refused as such, but in the table of papers.
        alone = len(self.key) == 1
        for place, name in enumerate(self.key):
            if not (place or alone) or not lost_characters.may_be_lost(key[place]):
                continue
            if alone:
                known = set(self.rows().values_list(name, flat=True))
            else:
                known = {other[place] for other in self.existing if other[0] == key[0]}
            names = lost_characters.lost_names(key[place], known)
            if names is not None:
                row.refuse(name, lost_characters.say_lost_name(names))

    def is_open(self, row: Row, instance: Any) -> bool:
        """Return whether the object may be changed as it stands; note an error when not."""
        return True

    def fill(self, instance: Any, row: Row, names: Iterable[str]) -> None:
        """Put the row's values into the object, but for those that stand elsewhere."""
        for name in names:
            if "__" not in (attribute := self.columns[name].attribute):
                setattr(instance, attribute, row.values[name])

    def may(self, row: Row, action: str) -> bool:
        """Return whether the person who imports may do this; note an error when not."""
        permission = self.permission(action)
        if self.user is None or (self.user.is_active and self.user.has_perm(permission)):
            return True
        row.refuse(
            NON_FIELD_ERRORS,
            _("%(user)s lacks the permission %(permission)s. Ask somebody who has it.")
            % {"user": self.user, "permission": permission},
        )
        return False

    @classmethod
    def permission(cls, action: str) -> str:
        """Return the permission that adding (``add``) or changing (``change``) a row needs."""
        options = cls._meta.model._meta
        return f"{options.app_label}.{get_permission_codename(action, options)}"

    def check(self, row: Row, instance: Model) -> None:
        """Note what the model's own rules say against the object."""
        relations = {field.name for field in instance._meta.fields if field.is_relation}
        try:
            instance.clean_fields(exclude=relations)
        except ValidationError as error:
            attributes = {column.attribute: name for name, column in self.columns.items()}
            for attribute, messages in error.message_dict.items():
                row.refuse(attributes.get(attribute, NON_FIELD_ERRORS), " ".join(messages))

    def show(self, change: RowChange) -> list[SafeString] | None:
        """Return the row as the preview shows it; only the first ones are looked at."""
        self.shown += 1
        if not self.preview or self.shown > PREVIEW_ROWS:
            return None
        return [self.show_cell(change, name) for name in self.get_diff_headers()]

    def show_cell(self, change: RowChange, name: str) -> SafeString:
        """Return one cell of the preview: what it was, what it will be."""
        column = self.columns[name]
        there = change.original
        old = None if there is None else column.widget.render(column.get_value(there))
        new = column.widget.render(change.row.values[name]) if name in change.row.values else old
        return show_change(old, new)

    def write(self) -> None:
        model = self._meta.model
        new = [row.instance for row in self.new]
        audit.note(*model._default_manager.bulk_create(new, batch_size=BATCH))
        alike: dict[tuple[str, ...], list[Any]] = defaultdict(list)
        for change in self.changed:
            alike[tuple(change.columns)].append(change.instance)
        for columns, instances in alike.items():
            attributes = [self.columns[name].attribute for name in columns]
            model._default_manager.bulk_update(instances, attributes, batch_size=BATCH)
            audit.note(*instances, only=attributes)

    def log(self, file_name: str) -> None:
        """Leave an entry in both logs for every row that was written, in Django's by a person."""
        written = [
            audit.Told(row.instance, {"file": file_name, "row": row.row.number})
            for row in (*self.new, *self.changed)
        ]
        audit.record_all("import-table", written, by=self.user or "import_table")
        if self.user is not None:
            changes = [(ADDITION, row) for row in self.new] + [
                (CHANGE, row) for row in self.changed
            ]
            write_entries(self._meta.model, changes, by=self.user, file_name=file_name)
