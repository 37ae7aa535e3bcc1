"""A grown archive: no address goes through all that there is, whatever the database knows of it.

``python -m tests.benchmarks.growing`` takes the times of ten thousand pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import statistics
from articles.models import Article, Contributor
from audit.ready import Ready, ReadyValues
from desk import home, home_rows, lists, people, proposal_views, word_search
from issues.models import Issue, Publication
from newsroom.sqlite import base
from paper import months
from paper.story_list_views import NAMES_AT_ONCE
from search import engine, windows
from search.facets import Row, facets_of
from tests.benchmarks.lists import desk_addresses, reader_addresses, search_addresses
from tests.conftest import MakeOnce
from tests.grown import begin, forget_statistics, grow_on
from tests.make import make_administrator, make_issue, make_page, make_story

pytestmark = [pytest.mark.django_db]
# Enough of each that no list of the small archive is shorter than a page of it.
FEW, MANY = 60, 300
MOST_TIMES = 1.5
# So many hundreds of steps take a tenth of a millisecond; a walk over the stories takes more.
AS_GOOD_AS_NONE = 100
STORIES = {"articles_article"}
# What grows with the archive, too. A server reads it as a whole here, where there is little of it;
# there it is asked whether it has another way.
GROWING = STORIES | {
    *("articles_byline", "articles_contributor", "articles_correction", "articles_photo"),
    *("articles_transition", "articles_withdrawal", "findings_finding", "findings_office"),
    *("findings_sighting", "issues_issue", "issues_page", "issues_source", "reviews_approval"),
    "search_entry",
}
ALIAS = re.compile(r'(?:FROM|JOIN) "(\w+)" "?([A-Z]\d+)"?')
SCAN = re.compile(r"(?:^|\s)(?:SCAN|Seq Scan on|Parallel Seq Scan on) (\w+)(?: (\w+))?")
KNOWS = ("without statistics", "with statistics")
OTHERS = (
    # Its price is that of the pages which the rarer word leaves, some hundred stories' at the most.
    "/page/?q=TWO",
    "/finding/?q=TWO",
    # The reasons of answers are in no index: each finding's is looked at, a few hundredths of a
    # millisecond for a hundred.
    "/finding/?q=WORD",
    "/finding/?q=NOWHERE",
    # Its price is that of a contributor's stories, of which the newest thousand are looked at.
    "/feed/?author=",
)


class Took(NamedTuple):
    """What an address took: queries, hundreds of SQLite's steps, and walks where none may be."""

    queries: int
    steps: int
    walks: list[str]


Figures = dict[str, Took]


@pytest.fixture(scope="module", autouse=True)
def figures(make_once: MakeOnce[dict[tuple[int, str], Figures]]) -> dict[tuple[int, str], Figures]:
    """Return what each address took in a small archive and in a grown one: queries and steps."""
    return make_once(_measure)


def _measure() -> dict[tuple[int, str], Figures]:
    boss = make_administrator()
    begin(boss)
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        # A list counts ten thousand rows before it says "more than"; there are fewer here.
        patch.setattr(lists, "MOST_COUNTED", 500)
        patch.setattr(proposal_views, "SHOWN", 10)
        # The home looks so far back, and at so many at most.
        patch.setattr(home, "DAYS_BACK", 60)
        for bound, rows in (("ROWS", 20), ("DRAFTS", 20), ("NEWEST", 20), ("COUNTED", 50)):
            patch.setattr(home_rows, bound, rows)
        for statement in vars(home_rows).values():
            if isinstance(statement, Ready | ReadyValues):
                # Made with the bounds that were.
                values = statement.values if isinstance(statement, Ready) else statement
                patch.setattr(values, "statements", {})
        # A list that is searched has so many of the newest, looked for among so many.
        for searched in (engine, word_search):
            patch.setattr(searched, "MOST", 50)
        patch.setattr(engine, "COUNTED", 40)
        patch.setattr(windows, "FIRST", 250)
        for issues in (FEW, MANY):
            grow_on(issues, by=boss)
            for knows in KNOWS:
                forget_statistics()
                if knows == "with statistics":
                    statistics.gather()
                found[issues, knows] = _walk(boss)
        forget_statistics()
    return found


def _walk(boss: User) -> Figures:
    reader, editor = Client(), Client()
    editor.force_login(boss)
    addresses = [(reader, *row) for row in reader_addresses().items()]
    addresses += [(editor, *row) for row in desk_addresses().items()]
    searched = set(search_addresses().values())
    found = {}
    for client, name, address in addresses:
        with CaptureQueriesContext(connection) as queries, _steps() as steps:
            client.get(address)
        looked_at = client is reader or address in searched
        sqls = [str(row["sql"]) for row in queries.captured_queries if looked_at]
        asked = [sql for sql in sqls if sql.startswith(("SELECT", "WITH"))]
        walks = [sql for sql in asked if scanned(sql) & STORIES]
        if client is reader:
            walks += [sql for sql in asked if scanned(sql, forbidden=True) & GROWING]
        found[name] = Took(len(queries), steps(), walks)
    return found


@contextmanager
def _steps() -> Iterator[Callable[[], int]]:
    """Yield what tells how many hundreds of steps SQLite has taken; a server tells nothing."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(step, 100)
    yield lambda: count
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(None, 0)


@pytest.mark.parametrize("knows", KNOWS)
def test_five_times_the_archive_costs_no_address_more(
    figures: dict[tuple[int, str], Figures], knows: str
) -> None:
    few, many = figures[FEW, knows], figures[MANY, knows]
    assert few.keys() == many.keys()
    dearer = {
        name: (few[name][:2], found[:2])
        for name, found in many.items()
        if not name.endswith(OTHERS)
        if found.queries > few[name].queries + 1
        or found.steps > few[name].steps * MOST_TIMES + AS_GOOD_AS_NONE
    }
    assert not dearer, "\n".join(map(str, dearer.items()))


@pytest.mark.parametrize("knows", KNOWS)
def test_no_reader_s_address_and_no_search_of_the_desk_goes_through_all_the_stories(
    figures: dict[tuple[int, str], Figures], knows: str
) -> None:
    assert not {name: found for name, found in figures[MANY, knows].items() if found.walks}


def scanned(sql: str, *, forbidden: bool = False) -> set[str]:
    """Return the tables that the database goes through from end to end for a query.

    ``forbidden``: a server does so only where it has no other way.
    """
    names: dict[str, set[str]] = {}
    for table, alias in ALIAS.findall(sql):
        names.setdefault(alias, set()).add(table)
    sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        if forbidden and not sqlite:
            cursor.execute("SET LOCAL enable_seqscan = off")
        # The values stand in it already, and percent signs are only percent signs.
        cursor.cursor.execute(f"{'EXPLAIN QUERY PLAN' if sqlite else 'EXPLAIN'} {sql}")
        lines = [str(row[-1]) for row in cursor.fetchall()]
        if forbidden and not sqlite:
            cursor.execute("SET LOCAL enable_seqscan = on")
    found: set[str] = set()
    for row in filter(None, map(SCAN.search, (line for line in lines if "USING" not in line))):
        # One name may stand for two tables: the few papers are looked through in a subquery.
        tables = names.get(row[1], {row[1]})
        found |= tables if len(tables) == 1 else set()
    return found


def test_the_look_at_the_plans_finds_a_walk() -> None:
    """The control: a question that no index answers."""
    with CaptureQueriesContext(connection) as queries, _steps() as steps:
        list(Article.objects.filter(headline="x").order_by())
    assert "articles_article" in scanned(str(queries.captured_queries[0]["sql"]))
    assert connection.vendor != "sqlite" or steps() > 100


def test_what_the_database_knew_is_forgotten_in_this_session(figures: object) -> None:
    """The control: what is asked without statistics is asked by a database that has none."""
    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    asked = f"{word} SELECT * FROM uneven WHERE a = 1 AND b BETWEEN 5 AND 7"  # noqa: S608
    told = []
    with connection.cursor() as cursor:
        # Of one key all rows are, of the other one is.
        cursor.execute("CREATE TABLE uneven (a integer, b integer)")
        cursor.execute("CREATE INDEX uneven_a ON uneven (a)")
        cursor.execute("CREATE INDEX uneven_b ON uneven (b)")
        cursor.executemany("INSERT INTO uneven VALUES (1, %s)", [[row] for row in range(3000)])
        for look in (forget_statistics, lambda: cursor.execute("ANALYZE"), forget_statistics):
            look()
            cursor.execute(asked)
            told.append([row[-1] for row in cursor.fetchall()])
    assert told[0] == told[2] != told[1]


def test_the_archive_names_each_issue_once(client: Client) -> None:
    text = client.get("/sitemap.xml").content.decode()
    files = re.findall(r"/sitemap-issues-\d+\.xml", text)
    listed = [
        day
        for file in files
        for day in re.findall(r"/issues/(\d{4}-\d\d-\d\d)/<", client.get(file).content.decode())
    ]
    assert sorted(listed) == sorted(map(str, Issue.objects.values_list("date", flat=True)))
    found = set()
    for page in range(1, -(-MANY // 24) + 1):
        text = client.get("/issues/", {"page": page}).content.decode()
        found |= set(re.findall(r"/issues/(\d{4}-\d\d-\d\d)/", text))
    assert len(found) == MANY
    assert client.get("/issues/", {"page": page + 1}).status_code == 404


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's steps are counted above")
def test_names_are_stepped_through_in_their_order(client: Client) -> None:
    """A server without statistics would ask of each name whether it has a public story."""
    asked = "SELECT idx_scan FROM pg_stat_xact_user_tables WHERE relname = 'articles_byline'"
    Contributor.objects.bulk_create(
        Contributor(publication=Publication.objects.get(), name=f"记者{number}")
        for number in range(500)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        (before,) = cursor.fetchone()
        assert client.get("/authors/").status_code == 200
        cursor.execute(asked)
        (after,) = cursor.fetchone()
    assert after - before <= NAMES_AT_ONCE + 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's steps can be counted")
def test_a_year_of_the_archive_costs_one_step_however_many_months_it_has() -> None:
    for month in range(12 * 20):
        day = f"{1960 + month // 12}-{month % 12 + 1:02}-05"
        make_story(make_page(make_issue(day, month + 1)), published=True)
    with _steps() as steps:
        years = months.public_years()
    assert years[-20:] == list(range(1979, 1959, -1))
    assert steps() <= 20
    assert months.public_months(1979) == list(range(1, 13))


def test_a_long_list_is_counted_as_far_as_anybody_turns_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(User.objects.get(username="administrator"))
    monkeypatch.setattr(lists, "MOST_COUNTED", 500)
    text = client.get("/admin/articles/article/").content.decode()
    assert "more than 500 articles" in text
    assert 'href="?p=11"' in text
    assert client.get("/admin/articles/article/?p=12").status_code == 302
    monkeypatch.setattr(people, "MANY", 7)
    text = client.get("/admin/articles/contributor/").content.decode()
    assert "more than 7</a>" in text
    assert re.search(r">[1-7]</a>", text)
    monkeypatch.setattr(home_rows, "COUNTED", 50)
    assert "There are more than 50;" in client.get("/admin/").content.decode()


def test_a_filter_offers_the_values_that_there_are(client: Client) -> None:
    client.force_login(User.objects.get(username="administrator"))
    assert lists.values_of(Issue, "printed_weekday") == sorted(
        set(Issue.objects.values_list("printed_weekday", flat=True))
    )
    text = client.get("/admin/audit/auditentry/?action=withdraw").content.decode()
    assert set(re.findall(r'\?action=([\w-]+)"', text)) >= {"import", "publish", "correct"}
    assert re.search(r"1 audit entry", text)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite groups what it has found")
def test_who_wrote_what_was_found_is_asked_of_that_alone() -> None:
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True)[:200])
    told: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        execute(f"EXPLAIN {sql}", params, many, context)
        told.extend(row for (row,) in context["cursor"].fetchall())
        return execute(sql, params, many, context)

    rows = [Row(key, 2020, 1, 1, "news", "") for key in keys]
    with connection.execute_wrapper(listen):
        assert facets_of(rows).contributors
    assert told
    assert not [row for row in told if "contributor" in row and "on articles_byline" in row]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks at its rows by itself")
def test_a_connection_that_wrote_much_looks_at_what_has_grown(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("optimize") / "a.sqlite3"
    monkeypatch.setattr(base, "LONG_WORK", 10)
    for rows, known in ((5, False), (50, True)):
        own = base.DatabaseWrapper({**connection.settings_dict, "NAME": str(path)}, "own")
        with own.cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS a (b, c)")
            cursor.execute("CREATE INDEX IF NOT EXISTS ab ON a (b)")
            cursor.executemany("INSERT INTO a VALUES (%s, %s)", [(row, row) for row in range(rows)])
            cursor.execute("SELECT c FROM a WHERE b = 3")
        own.close()
        own = base.DatabaseWrapper({**connection.settings_dict, "NAME": str(path)}, "own")
        with own.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
            assert bool(cursor.fetchone()[0]) is known
        own.close()
