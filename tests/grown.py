"""A grown archive in seconds: days that ``import_pages`` made and published, copied to others."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models

from articles.models import Article, Byline, Photo, Transition
from audit import log as audit
from editorial.selections import publish
from findings.models import Finding, Sighting
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from issues.models import Issue, Page, Publication, Reading, Source
from tests.reading.generator.issues import make_issue_run
from tests.reading.generator.pages import make_page
from tests.reading.generator.people import PLACES, make_paper

PAGES_AN_ISSUE = 4
FIRST_DAY = dt.date(2020, 1, 1)
# Each row stands before those that point to it.
COPIED: list[type[models.Model]] = [
    Issue, Page, Source, Reading, Article, Byline, Photo, Transition, Finding, Sighting,
]  # fmt: skip


def grow(issues: int, *, templates: int = 5, by: User, published: bool = True) -> None:
    """Fill an empty database with so many issues of four pages, all public unless told otherwise.

    The first ``templates`` come through the importer and the publication; the others are their
    rows again with other keys and earlier days, written by the database itself.
    """
    _import(templates, by)
    # Reviews are not what is measured.
    Publication.objects.update(reviews=0)
    if published:
        report = publish(list(Page.objects.select_related("issue__publication")), by=by)
        assert not report.refused, report.refused
    times = issues // templates
    for model in COPIED:
        _copy(model, times, templates)
    told = [audit.Told(page, {"copied": True}) for page in Page.objects.select_related("issue")]
    audit.record_all("import", told, by=by)


def _import(count: int, by: User) -> None:
    rng = Random(1)
    paper, days = make_issue_run(
        rng, count, paper=make_paper(rng, place=PLACES[0]), start=FIRST_DAY
    )
    received = []
    for day in days:
        day.page_count = PAGES_AN_ISSUE
        for number in range(1, PAGES_AN_ISSUE + 1):
            kind = "front" if number == 1 else "inner"
            page = make_page(rng, paper=paper, issue=day, kind=kind, number=number)
            name = f"{day.day:%Y%m%d}_{number:02}.txt"
            received.append(Received(name, page.text.encode()))
    for outcome in import_all(received, ImportOptions(by=by)):
        assert outcome.page_id, outcome


def _copy(model: type[models.Model], times: int, days: int) -> None:
    """Write the rows of a table ``times`` - 1 times more, each with the keys it would have."""
    table = model._meta.db_table
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, days) for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < %s)"  # noqa: S608
            f" INSERT INTO {table} ({columns}) SELECT {values} FROM {table} CROSS JOIN n"
            " ORDER BY k, id",
            [times - 1],
        )


def _value(field: models.Field[Any, Any], days: int) -> str:
    column = f'"{field.column}"'
    if field.primary_key or (field.is_relation and field.related_model in COPIED):
        return f"{column} + k * 1000"
    back = days * 7 // 3
    if isinstance(field, models.DateTimeField):
        return _earlier(column, f"k * {back}", "datetime")
    if isinstance(field, models.DateField):
        return _earlier(column, f"k * {back}", "date")
    if field.name == "number" and field.model is Issue:
        return f"{column} + k * {days}"
    return column


def _earlier(column: str, days: str, kind: str) -> str:
    if connection.vendor == "sqlite":
        function = "date" if kind == "date" else "strftime"
        form = "" if kind == "date" else "'%%Y-%%m-%%d %%H:%%M:%%f', "
        return f"{function}({form}{column}, '-' || ({days}) || ' days')"
    if kind == "date":
        return f"{column} - ({days})::integer"
    return f"{column} - ({days}) * interval '1 day'"


def forget_statistics() -> None:
    """Let the database know nothing of how its rows are spread."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat4")
        else:
            cursor.execute("DELETE FROM pg_statistic")
