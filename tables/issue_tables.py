"""The tables of papers, issues and pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit import log as audit
from editorial.editing import only_proposed
from editorial.misplaced import void_misplaced
from editorial.surroundings import FIELDS, is_public
from issues.models import Issue, Page, Publication
from tables.cells import DateCell, LabelCell, NumberCell, TextCell
from tables.columns import BATCH, Column, Key, Row
from tables.day_cells import ExceptionsColumn, PatternsColumn, write_days
from tables.resource import TableResource

DAYS = ("patterns", "exceptions")


class SurroundingTable(TableResource):
    """What readers see round a text, no table changes: it is proposed in the newsroom."""

    def is_open(self, row: Row, instance: Any) -> bool:
        """Return whether the row leaves alone what readers see; note an error when not."""
        seen = [
            name
            for name in FIELDS[self._meta.model]
            if name in row.values and self.columns[name].get_value(instance) != row.values[name]
        ]
        if not seen or not is_public(instance):
            return True
        row.refuse(seen[0], only_proposed(instance))
        return False


class PublicationResource(SurroundingTable):
    """报纸: one row a paper, named by its name."""

    key = ("name",)
    publication_path = "name"
    left_out = {
        "id": "rows are named by their key",
        "reviews": "is decided by each newsroom for itself",
        "reviewers_differ": "is decided by each newsroom for itself",
        "blocking_codes": "is decided by each newsroom for itself",
        "proposal_reviews": "is decided by each newsroom for itself",
        "fronts_site": "is decided by each newsroom for itself",
        "numbers_from": "is decided by each newsroom for itself",
    }

    name = Column(TextCell(needed=True))
    organ = Column(TextCell())
    sponsor = Column(TextCell())
    hotline = Column(TextCell())
    channels = Column(TextCell())
    mottoes = Column(TextCell())
    licence = Column(TextCell())
    news_licence = Column(TextCell())
    icp_record = Column(TextCell())
    police_record = Column(TextCell())
    report_contact = Column(TextCell())
    weekdays = Column(TextCell())
    patterns = PatternsColumn()
    exceptions = ExceptionsColumn()
    days_known_from = Column(DateCell())
    days_known_to = Column(DateCell())

    class Meta:
        model = Publication

    def rows(self) -> QuerySet[Publication]:
        return Publication.objects.prefetch_related("patterns", "exceptions")

    def parents(self, row: Row) -> dict[str, Any]:
        """Return nothing: a paper hangs on nothing."""
        return {}

    def check(self, row: Row, instance: Any) -> None:
        """Note also a stretch of known days that ends before it begins."""
        super().check(row, instance)
        first, last = instance.days_known_from, instance.days_known_to
        if first and last and first > last:
            row.refuse(
                "days_known_to", _("The known days end before they begin. Change one of the two.")
            )

    def write(self) -> None:
        """Write the papers, then their publication days."""
        days = [
            (change.instance, name, change.row.values[name])
            for change in (*self.new, *self.changed)
            for name in DAYS
            if name in change.columns
        ]
        changed = self.changed
        self.changed = [
            replace(change, columns=columns)
            for change in changed
            if (columns := [name for name in change.columns if name not in DAYS])
        ]
        super().write()
        self.changed = changed
        _void_misplaced(self, "issue__publication")
        for paper, name, entries in days:
            write_days(paper, name, entries)


class IssueResource(SurroundingTable):
    """期: one row an issue, named by paper and date."""

    key = ("publication", "date", "edition")
    fixed = ("printed_number", "printed_page_count", "printed_weekday", "printed_lunar_date")
    date_path = "date"
    left_out = {
        "id": "rows are named by their key",
        "number_year": "follows from the day and the paper",
    }

    publication = Column(TextCell(needed=True), at="publication__name")
    date = Column(DateCell(needed=True))
    edition = Column(TextCell())
    number = Column(NumberCell(least=1))
    number_to = Column(NumberCell(least=2))
    page_count = Column(NumberCell())
    printed_number = Column(NumberCell())
    printed_page_count = Column(NumberCell())
    printed_weekday = Column(TextCell())
    printed_lunar_date = Column(TextCell())

    class Meta:
        model = Issue

    def rows(self) -> QuerySet[Issue]:
        return Issue.objects.select_related("publication")

    def find(self, rows: list[Row]) -> Iterable[QuerySet[Any]]:
        return self.find_days(rows)

    def load(self, rows: list[Row]) -> None:
        """Fetch the issues, and note every row whose running number another issue has."""
        super().load(rows)
        owners: dict[tuple[Any, Any, Any], set[Any]] = defaultdict(set)
        given = {}
        for row in rows:
            key = self.key_of(row)
            # Only the regular issues are counted.
            if key and not key[2] and "number" in row.values and key[0] in self.papers:
                given[key[:2]] = row
                year = self.papers[key[0]].year_of_numbers(key[1])
                owners[key[0], year, row.values["number"]].add(key[1])
        taken = Issue.objects.filter(
            publication__in=self.papers.values(), number__isnull=False, edition=""
        )
        told = taken.values_list("publication__name", "date", "number_year", "number")
        for name, date, year, number in told:
            if (name, date) not in given:
                owners[name, year, number].add(date)
        for (name, date), row in given.items():
            year = self.papers[name].year_of_numbers(date)
            others = owners[name, year, row.values["number"]] - {date}
            if row.values["number"] is not None and others:
                row.refuse(
                    "number",
                    _("The issue of %(date)s has this number. A number stands once in a paper.")
                    % {"date": min(others)},
                )

    def write(self) -> None:
        """Write the issues; numbers that change places first step out of each other's way."""
        renumbered = [row.instance.pk for row in self.changed if "number" in row.columns]
        for start in range(0, len(renumbered), BATCH):
            Issue.objects.filter(pk__in=renumbered[start : start + BATCH]).update(
                number=None, number_to=None
            )
        # A new issue may take over the number of one that changes.
        new, self.new = self.new, []
        super().write()
        self.new = new
        rows = [row.instance for row in new]
        for issue in rows:
            issue.number_year = issue.publication.year_of_numbers(issue.date)
        audit.note(*Issue.objects.bulk_create(rows, batch_size=BATCH))
        _void_misplaced(self, "issue")


class PageResource(SurroundingTable):
    """版: one row a page, named by paper, date and page number. What was received stays apart."""

    key = ("publication", "date", "edition", "number")
    publication_path = "issue__publication__name"
    date_path = "issue__date"
    left_out = {
        "id": "rows are named by their key",
        "issue": "is publication and date",
        "created_at": "is the day of the import",
        "kept_rules": "follows from what two people decided",
    }

    publication = Column(TextCell(needed=True), at="issue__publication__name")
    date = Column(DateCell(needed=True), at="issue__date")
    edition = Column(TextCell(), at="issue__edition")
    number = Column(NumberCell(needed=True))
    label = Column(LabelCell())
    name = Column(TextCell())
    fixed = ("label",)

    class Meta:
        model = Page

    def rows(self) -> QuerySet[Page]:
        return Page.objects.select_related("issue__publication")

    def find(self, rows: list[Row]) -> Iterable[QuerySet[Any]]:
        return self.find_days(rows)

    def load(self, rows: list[Row]) -> None:
        """Fetch the pages, and the issues for new ones."""
        super().load(rows)
        days = sorted({row.values["date"] for row in rows if "date" in row.values})
        self.issues: dict[Key, Issue] = {}
        for start in range(0, len(days), BATCH):
            for issue in Issue.objects.filter(
                publication__in=self.papers.values(), date__in=days[start : start + BATCH]
            ).select_related("publication"):
                self.issues[issue.publication.name, issue.date, issue.edition] = issue

    def parents(self, row: Row) -> dict[str, Any] | None:
        if self.paper(row) is None:
            return None
        issue = self.issues.get((self.key_of(row) or ())[:3])
        if issue is None:
            row.refuse(
                "date", _("There is no issue of this day. Import the table of issues first.")
            )
            return None
        row.values["label"] = row.values.get("label") or str(row.values["number"])
        return {"issue": issue}

    def write(self) -> None:
        super().write()
        _void_misplaced(self, "pk")


def _void_misplaced(table: TableResource, path: str) -> None:
    """Void what was approved of stories on the pages of the rows that the table has changed."""
    keys = [change.instance.pk for change in table.changed]
    for start in range(0, len(keys), BATCH):
        pages = Page.objects.filter(**{f"{path}__in": keys[start : start + BATCH]})
        void_misplaced(pages, by=table.user or "import_table")
