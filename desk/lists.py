"""How the desk's long lists are paged and narrowed by day, however many rows there are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import F, IntegerField, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats
from django.utils.dates import MONTHS
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from audit.ready import A_KEY
from issues.models import Issue

# Two hundred pages of a list; behind them one narrows it.
MOST_COUNTED = 10_000

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
else:
    AnyPaginator = Paginator


class Many(int):
    """A count that ended before all was counted; shown it says so."""

    def __str__(self) -> str:
        return _("more than %(count)s") % {"count": self - 1}


def counted(rows: QuerySet[Any], most: int) -> int:
    """Return how many ``rows`` there are, and count no further than one beyond ``most``."""
    found = rows.order_by().values("pk")[: most + 1].count()
    return Many(found) if found > most else found


class CountUpTo(Subquery):
    """How many rows a subquery has, for each row of the query; it says itself where it ends."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def counted_below(rows: QuerySet[Any], most: int) -> CountUpTo:
    """As ``counted``, of the rows below each row of a list: they name it by an ``OuterRef``."""
    return CountUpTo(rows.order_by().values("pk")[: most + 1])


def shown_count(count: int, most: int) -> str:
    """Return a count of ``counted_below`` as a person reads it."""
    return str(Many(count) if count > most else count)


class StepFilter(admin.AllValuesFieldListFilter):
    """The values that a column has, found by steps in its index, not by a walk over all rows."""

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, list[str]],
        model: type[Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        # Django's own question has not been asked yet.
        self.lookup_choices: Any = values_of(model, field.column)


def values_of(model: type[Model], column: str) -> list[str]:
    """Return the values that a column of texts has, in their order."""
    quote = connection.ops.quote_name
    table, name = quote(model._meta.db_table), quote(column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE steps(value) AS (SELECT MIN({name}) FROM {table}"  # noqa: S608
            f" UNION ALL SELECT (SELECT MIN({name}) FROM {table} WHERE {name} > steps.value)"
            " FROM steps WHERE steps.value IS NOT NULL)"
            " SELECT value FROM steps WHERE value IS NOT NULL"
        )
        return [value for (value,) in cursor.fetchall()]


class KeyedPaginator(AnyPaginator):
    """Counts as far as anybody turns the pages, and finds the keys of a page before its rows.

    What is sorted are keys, not texts. ``path`` leads from an issue to the rows of a list that
    stands in order of day, page and place (``pages__articles``). A whole such list is walked from
    the issues on, in the order of the indexes; sorted it would be by going through all of it.
    ``whole`` is the list before it was narrowed: rows whose keys are known are looked for by them.
    """

    path = ""
    order: tuple[str, ...] = ()
    whole: QuerySet[Any] | None = None

    @cached_property
    def count(self) -> int:
        """Return how many rows there are, ``Many`` when there are too many to count."""
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return counted(rows, MOST_COUNTED)

    def page(self, number: Any) -> Page[Any]:
        """Return a page of rows."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        keys = self.keys_between(rows, start, start + self.per_page)
        # In no order, or a database may go through all of them in that.
        whole = rows if self.whole is None else self.whole
        found = {row.pk: row for row in whole.filter(pk__in=keys).order_by()}
        return Page([found[key] for key in keys if key in found], number, self)

    def keys_between(self, rows: QuerySet[Any], start: int, stop: int) -> list[int]:
        """Return the keys of the rows at these places of the list."""
        return list(self._keys(rows)[start:stop])

    def _keys(self, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
        asked = tuple(rows.query.order_by)[: len(self.order)]
        if not self.path or rows.query.where or asked != self.order:
            return rows.values_list("pk", flat=True)
        words = ["-date", *(f"pages__{word}" for word in ("number", "articles__order"))]
        depth = self.path.count("__") + 2
        key = Coalesce(F(f"{self.path}__pk"), 0, output_field=IntegerField())
        # Outer joins, so that no plan begins with the stories.
        issues = Issue.objects.order_by(*words[:depth], f"-{self.path}__pk")
        return issues.annotate(key=key).filter(key__gt=0).values_list("key", flat=True)


@lru_cache(maxsize=64)
def fixed_address(name: str, *keys: int) -> str:
    """Return ``reverse(name, args=keys)``, looked up once."""
    return reverse(name, args=keys)


def row_address(name: str, key: int) -> str:
    """Return the address of a row, looked up once for all the rows of all lists."""
    return fixed_address(name, A_KEY).replace(str(A_KEY), str(key))


class RowList(ChangeList):
    """A list that knows where its rows lead and what was asked for.

    Django looks up each row's address, and then which view that leads to, before it adds by what
    the list was narrowed: a fifth of the time of a list that was searched.
    """

    model_admin: Any

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, **named)
        self.narrowed, self.preserved_filters = self.preserved_filters, ""

    def get_queryset(self, request: HttpRequest, *parts: Any, **named: Any) -> QuerySet[Any]:
        """Keep the whole list for the paginator: the counts in it are dear to ask for anew."""
        request.whole_list = self.root_queryset  # type: ignore[attr-defined]
        return super().get_queryset(request, *parts, **named)

    def url_for_result(self, result: Model) -> str:
        address = row_address(self.model_admin.row_view, result.pk)
        return f"{address}?{self.narrowed}" if self.narrowed else address


def day_choices(changelist: ChangeList) -> dict[str, Any]:
    """Return what ``date_hierarchy`` of a list offers, for Django's own template of it.

    Django goes through all the rows to see which years, months and days there are. Here the years
    are those between the oldest row and the newest, two steps in the index on the day.
    """
    name = str(changelist.date_hierarchy)
    field = get_fields_from_path(changelist.model, name)[-1]
    given = {
        part: int(str(changelist.params[f"{name}__{part}"][-1]))
        for part in ("year", "month", "day")
        if f"{name}__{part}" in changelist.params
    }

    def link(**parts: int) -> str:
        every = {f"{name}__{part}": parts.get(part) for part in ("year", "month", "day")}
        return changelist.get_query_string(every, [f"{name}__"])

    if "month" in given:
        year, month = given["year"], given["month"]
        days = changelist.queryset.dates(name, "day") if "day" not in given else []
        return {
            "show": True,
            "back": {"link": link(year=year), "title": str(year)},
            "choices": [
                {
                    "link": link(year=year, month=month, day=day.day),
                    "title": formats.date_format(day, "MONTH_DAY_FORMAT"),
                }
                for day in days
            ],
        }
    if "year" in given:
        return {
            "show": True,
            "back": {"link": link(), "title": _("All dates")},
            "choices": [
                {"link": link(year=given["year"], month=month), "title": str(title)}
                for month, title in MONTHS.items()
            ],
        }
    days = field.model._base_manager.filter(**{f"{field.name}__isnull": False})
    ends = [
        days.order_by(order).values_list(field.name, flat=True).first()
        for order in (field.name, f"-{field.name}")
    ]
    if ends[0] is None or ends[1] is None:
        return {"show": False}
    years = range(ends[0].year, ends[1].year + 1)
    return {
        "show": True,
        "choices": [{"link": link(year=year), "title": str(year)} for year in years],
    }
