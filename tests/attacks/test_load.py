"""A grown archive: no reader's address goes through all the stories, whatever the database knows.

``python -m tests.benchmarks.growing`` takes the times of ten thousand pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from issues.models import Issue
from tests.conftest import MakeOnce
from tests.grown import forget_statistics, grow
from tests.make import make_administrator

pytestmark = pytest.mark.untraced
ISSUES = 150
# What hangs on the stories is so little here that a server reads it as a whole.
BIG = {"articles_article"}
ALIAS = re.compile(r'(?:FROM|JOIN) "(\w+)" "?([A-Z]\d+)"?')
SCAN = re.compile(r"(?:^|\s)(?:SCAN|Seq Scan on|Parallel Seq Scan on) (\w+)(?: (\w+))?")


@pytest.fixture(scope="module", autouse=True)
def grown(make_once: MakeOnce[None]) -> None:
    """Many public issues."""
    make_once(lambda: grow(ISSUES, by=make_administrator()))


@pytest.fixture(params=["without statistics", "with statistics"])
def archive(request: pytest.FixtureRequest, db: None) -> Iterator[Article]:
    """The newest story of the archive, whose spread the database knows or not."""
    if request.param == "with statistics":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    else:
        forget_statistics()
    yield Article.objects.order_by("-published_at")[0]
    forget_statistics()


def addresses(story: Article) -> list[str]:
    day = story.page.issue.date
    oldest = Issue.objects.order_by("date")[0].date
    return [
        "/",
        "/issues/",
        "/issues/?page=3",
        f"/issues/?year={day.year}",
        f"/issues/{day}/",
        f"/issues/{oldest}/",
        f"/issues/{day}/1/",
        "/issues/2001-01-02/",
        "/issues/2001-01-02/1/",
        story.get_absolute_url(),
        "/articles/987654321/",
        "/corrections/",
        "/feed/",
        "/sitemap.xml",
        f"/sitemap-{day:%Y-%m}.xml",
        "/nothing/",
    ]


def scanned(sql: str) -> set[str]:
    """Return the tables that the database goes through from end to end for a query."""
    names: dict[str, set[str]] = {}
    for table, alias in ALIAS.findall(sql):
        names.setdefault(alias, set()).add(table)
    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        # The values stand in it already, and percent signs are only percent signs.
        cursor.cursor.execute(f"{word} {sql}")
        lines = [str(row[-1]) for row in cursor.fetchall()]
    found: set[str] = set()
    for row in filter(None, map(SCAN.search, (line for line in lines if "USING" not in line))):
        # One name may stand for two tables: the few papers are looked through in a subquery.
        tables = names.get(row[1], {row[1]})
        found |= tables if len(tables) == 1 else set()
    return found


def test_no_address_goes_through_all_the_stories(client: Client, archive: Article) -> None:
    for address in addresses(archive):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        for query in queries.captured_queries:
            sql = str(query["sql"])
            if sql.startswith(("SELECT", "WITH")):
                assert not scanned(sql) & BIG, (address, sql)


def test_the_look_at_the_plans_finds_a_walk(archive: Article) -> None:
    """The control: the question as it was asked before."""
    with CaptureQueriesContext(connection) as queries:
        list(Article.objects.filter(headline="x").order_by())
    assert "articles_article" in scanned(str(queries.captured_queries[0]["sql"]))


def test_an_address_costs_as_many_queries_whatever_there_is(
    client: Client, archive: Article
) -> None:
    counts = {}
    for address in addresses(archive):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts[address] = len(queries)
    assert max(counts.values()) <= 10, counts


def test_the_archive_names_each_month_once(client: Client, archive: Article) -> None:
    days = {f"{day:%Y-%m}" for day in Issue.objects.values_list("date", flat=True)}
    text = client.get("/sitemap.xml").content.decode()
    assert sorted(re.findall(r"sitemap-(\d{4}-\d\d)\.xml", text), reverse=True) == sorted(
        days, reverse=True
    )
    found = set()
    for page in range(1, ISSUES // 24 + 2):
        text = client.get("/issues/", {"page": page}).content.decode()
        found |= set(re.findall(r"/issues/(\d{4}-\d\d-\d\d)/", text))
    assert len(found) == ISSUES
    assert client.get("/issues/", {"page": page + 1}).status_code == 404
