"""A grown archive in seconds: days that ``import_pages`` made and published, copied to others.

The copies are the rows again with other keys and earlier days. Every few issues most of the staff
and of the officials have other names, as in twenty years of a real paper, and some stay all the
time. A story of each run of templates is corrected, and another withdrawn.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management.color import no_style
from django.db import connection, models

from archive.restoration import count_on
from articles.models import (
    Article,
    Byline,
    Contributor,
    Correction,
    Photo,
    Revision,
    Transition,
    Withdrawal,
)
from audit import log as audit
from editorial.editing import change_of
from editorial.selections import publish
from editorial.withdrawals import withdraw
from findings.models import Finding, Office, Sighting
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from issues.models import Issue, Page, Publication, Reading, Source
from reviews.models import Notice, Proposal, ProposalApproval, ProposalEnd
from search.gram_tables import made_at_once
from search.grams import BEFORE
from search.models import Entry
from tests.proposing import correct
from tests.reading.generator.issues import make_issue_run
from tests.reading.generator.pages import make_page
from tests.reading.generator.people import PLACES, make_paper

PAGES_AN_ISSUE = 4
TEMPLATES = 5
FIRST_DAY = dt.date(2020, 1, 1)
# So many copies have the same names in them.
NAMES_STAY = 4
# Every so manieth name stays in all of them.
FOR_EVER = 5
# Each row stands before those that point to it.
NAMED: list[type[models.Model]] = [Contributor, Office]
# Copies of a row are further apart than the rows of the templates have keys. What sitemaps step
# through has hardly a gap, as in a real paper.
STEP = 1000
STEPS: dict[type[models.Model], int] = {Issue: TEMPLATES, **dict.fromkeys(NAMED, 20)}
COPIED: list[type[models.Model]] = [
    *NAMED,
    Issue,
    Page,
    Source,
    Reading,
    Article,
    Entry,
    Byline,
    Photo,
    Transition,
    Revision,
    Proposal,
    ProposalApproval,
    ProposalEnd,
    Correction,
    Withdrawal,
    Notice,
    Finding,
    Sighting,
    LogEntry,
]


def grow(issues: int, *, by: User) -> None:
    """Fill an empty database with so many issues of four pages, all public."""
    begin(by)
    grow_on(issues, by=by)


def begin(by: User) -> None:
    """Bring the first issues through the importer and the publication."""
    _count_from_one()
    _import(TEMPLATES, by)
    # Reviews are not what is measured.
    Publication.objects.update(reviews=0)
    report = publish(list(Page.objects.select_related("issue__publication")), by=by)
    assert not report.refused, report.refused
    _correct_and_withdraw(by)
    LogEntry.objects.log_actions(by.pk, Page.objects.select_related("issue"), CHANGE, "")


def grow_on(issues: int, *, by: User) -> None:
    """Copy the first issues until there are so many; the database itself writes the rows."""
    copies = range(Issue.objects.count() // TEMPLATES, issues // TEMPLATES)
    last = Page.objects.order_by("-pk")[0].pk
    with made_at_once():
        for model in COPIED:
            _copy(model, copies)
    count_on(COPIED)
    pages = Page.objects.filter(pk__gt=last).select_related("issue").order_by("pk")
    audit.record_all("import", [audit.Told(page, {"copied": True}) for page in pages], by=by)


def _count_from_one() -> None:
    """Let the empty tables count their keys from one, whatever stood in them before."""
    tables = {model._meta.db_table for model in COPIED}
    counters = [row for row in connection.introspection.sequence_list() if row["table"] in tables]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_by_name_sql(no_style(), counters):
            cursor.execute(sql)


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


def _correct_and_withdraw(by: User) -> None:
    """Correct a story of the oldest issue's second page, and withdraw the last one of it."""
    page = Page.objects.filter(number=2).order_by("issue__date")[0]
    stories = list(Article.objects.filter(page=page).with_page().with_parts().order_by("order"))
    first, last = stories[0], stories[-1]
    change = change_of(first).with_parts(headline=f"{first.headline}（更正）")
    correct(first, change, by=by, reason="误", notice="标题有误。", version=first.version)
    withdraw(last, by=by, reason="失实", notice="此稿已撤。")


def _copy(model: type[models.Model], copies: range) -> None:
    """Write a table's first rows again, once for each copy, with the keys they would have."""
    table = model._meta.db_table
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(map(_value, fields))
    chosen = f" AND k %% {NAMES_STAY} = 0 AND id %% {FOR_EVER} > 0" if model in NAMED else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(k) AS (SELECT %s UNION ALL SELECT k + 1 FROM n WHERE k < %s)"  # noqa: S608
            f" INSERT INTO {table} ({columns}) SELECT {values} FROM {table} CROSS JOIN n"
            f" WHERE id <= {STEPS.get(model, STEP)}{chosen} ORDER BY k, id",
            [copies.start, copies.stop - 1],
        )


def _value(field: models.Field[Any, Any]) -> str:
    column = f'"{field.column}"'
    model = field.model if field.primary_key else field.related_model
    if model in NAMED:
        names = f"{column} + k / {NAMES_STAY} * {STEPS[model]}"
        return f"CASE WHEN {column} %% {FOR_EVER} > 0 THEN {names} ELSE {column} END"
    if model in COPIED:
        return f"{column} + k * {STEPS.get(model, STEP)}"
    back = TEMPLATES * 7 // 3
    if (field.model, field.name) == (Entry, "grams"):
        # The mark of its month is another.
        month = (
            "strftime('%%Y%%m', {})" if connection.vendor == "sqlite" else "to_char({}, 'YYYYMM')"
        )
        days = ('"day"', _earlier('"day"', f"k * {back}", "date"))
        marks = (f"'{BEFORE}' || {month.format(day)}" for day in days)
        return f"replace({column}, {', '.join(marks)})"
    if isinstance(field, models.DateTimeField):
        return _earlier(column, f"k * {back}", "datetime")
    if isinstance(field, models.DateField):
        return _earlier(column, f"k * {back}", "date")
    if field.name == "number" and field.model is Issue:
        return f"{column} + k * {TEMPLATES}"
    if (field.model, field.name) in ((Contributor, "name"), (Office, "holder")):
        # A given name of one more character.
        return f"{column} || {'char' if connection.vendor == 'sqlite' else 'chr'}(19968 + k)"
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
    """Let the database know nothing of how its rows are spread, in this session either."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat1")
            cursor.execute("DROP TABLE IF EXISTS sqlite_stat4")
            # A session keeps in memory what it once read.
            cursor.execute("PRAGMA writable_schema = RESET")
        else:
            cursor.execute("DELETE FROM pg_statistic")
            cursor.execute(
                "UPDATE pg_class SET reltuples = -1, relpages = 0"
                " WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace"
            )
