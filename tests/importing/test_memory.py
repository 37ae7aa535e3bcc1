"""What an import remembers holds only as long as nobody else writes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Contributor
from audit import log as audit
from audit.outcomes import Result
from findings.answers import Scope, ignore
from findings.models import Finding, Office, Sighting
from importing.intake import import_one
from importing.memory import Memory
from importing.placement import ImportOptions
from importing.preparation import Prepared, prepare
from importing.receipt import Received
from importing.report import FileOutcome
from issues.models import Page, Publication
from tests.importing.state import state
from tests.importing.test_import_pages import run
from tests.make import make_administrator
from tests.reading.generator.corpus import write_corpus

pytestmark = pytest.mark.django_db
FIRST = date(2025, 6, 2)


def page(number: int, *, writer: str = "王奔", boss: str = "孟晓斌") -> Prepared:
    """Return a front page of the ``number``-th weekday paper, read."""
    day = FIRST + timedelta(days=7 * number)
    text = (
        f"中共平阳县委机关报\n平阳县融媒体中心主办\n{day.year}年{day.month}月{day.day}日 星期一\n"
        f"总第{4400 + 3 * number}期\n\n防汛工作全面部署\n\n"
        f"本报讯（记者 {writer}）昨天，县委书记{boss}强调，要抓好防汛工作。\n"
    )
    return prepare(Received(f"{number}_01.txt", text.encode()))


def load(prepared: Prepared, memory: Memory) -> FileOutcome:
    return import_one(prepared, ImportOptions(page="1"), memory)


def codes(outcome: FileOutcome) -> list[str]:
    return sorted(row["code"] for row in outcome.findings)


def test_a_page_like_the_one_before_asks_nothing_of_papers_people_and_offices() -> None:
    memory = Memory()
    load(page(0), memory)
    load(page(1), memory)
    with CaptureQueriesContext(connection) as queries:
        load(page(2), memory)
    asked = [row["sql"] for row in queries.captured_queries]
    remembered = ("issues_publication", "articles_contributor", "findings_office")
    assert not [sql for sql in asked for table in remembered if f'FROM "{table}"' in sql]
    with CaptureQueriesContext(connection) as anew:
        load(page(3), Memory())
    asked = [row["sql"] for row in anew.captured_queries]
    assert len([sql for sql in asked for table in remembered if f'FROM "{table}"' in sql]) == 5


@pytest.mark.parametrize("shared", [False, True])
def test_a_name_that_another_import_brought_is_seen(shared: bool) -> None:
    one = Memory()
    other = one if shared else Memory()
    load(page(0, writer="王奔"), one)
    load(page(1, writer="张蔚旻"), other)
    outcome = load(page(2, writer="张蔚漫"), one)
    assert codes(outcome) == ["similar-contributor"]
    assert Contributor.objects.count() == 3


@pytest.mark.parametrize("shared", [False, True])
def test_an_office_that_another_import_brought_is_seen(shared: bool) -> None:
    one = Memory()
    other = one if shared else Memory()
    load(page(0, boss="孟晓斌"), one)
    load(page(1, boss="占雅静"), other)
    outcome = load(page(2, boss="孟晓斌"), one)
    (question,) = Finding.objects.filter(code="office-two-holders")
    assert codes(outcome) == []
    assert question.params["other"] == "孟晓斌"
    assert Office.objects.count() == 2
    assert Sighting.objects.count() == 3


def test_the_last_day_of_an_office_is_that_of_the_page_before() -> None:
    memory = Memory()
    load(page(0, boss="孟晓斌"), memory)
    load(page(3, boss="孟晓斌"), memory)
    load(page(4, boss="占雅静"), memory)
    (question,) = Finding.objects.filter(code="office-two-holders")
    assert question.params["other_date"] == "2025-06-23"


def test_a_waiver_given_during_the_run_holds_from_the_next_page_on() -> None:
    memory = Memory()
    load(page(0, boss="孟晓斌"), memory)
    load(page(1, boss="占雅静"), memory)
    question = Finding.objects.get(code="office-two-holders")
    ignore(question, by=make_administrator(), reason="Both are right.", scope=Scope.PAPER)
    outcome = load(page(2, boss="占雅静"), memory)
    assert codes(outcome) == []


def test_a_page_that_failed_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    load(page(0), memory)

    def fail(*_words: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(audit, "record_all", fail)
        assert load(page(1, writer="李新", boss="占雅静"), memory).result == Result.REFUSED
    outcome = load(page(2, writer="李新", boss="占雅静"), memory)
    assert outcome.result == Result.IMPORTED
    assert set(Contributor.objects.values_list("name", flat=True)) == {"王奔", "李新"}
    assert Page.objects.count() == 2


def test_a_paper_renamed_during_the_run_is_known_by_its_new_name() -> None:
    memory = Memory()
    load(page(0), memory)
    paper = Publication.objects.get()
    with audit.chained():
        Publication.objects.update(sponsor="平阳县传媒集团")
        audit.record("change", paper, by="somebody")
    assert "传媒集团" in load(page(1), memory).message


def test_what_is_remembered_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importing.memory.MOST", 3)
    memory = Memory()
    for number, writer in enumerate(["王奔", "李新", "张三", "赵四", "钱五"]):
        load(page(number, writer=writer), memory)
        assert memory.known.size <= 3 + 2


def test_an_archive_is_the_same_with_and_without_a_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(tmp_path, 24, 3, one_paper=True)
    remembering = state_after(tmp_path)
    monkeypatch.setattr("importing.memory.MOST", -1)
    assert state_after(tmp_path) == remembering
    assert len({row[2] for row in remembering["Finding"]}) > 1


def state_after(folder: Path) -> dict[str, list[list[Any]]]:
    """Return the database's state after an import of ``folder``, and undo the import."""
    with transaction.atomic():
        run(folder)
        found = state()
        # The paper's key is in it, and that is another one the second time.
        found["Finding"] = sorted([*row[:3], *row[4:]] for row in found["Finding"])
        transaction.set_rollback(True)
    assert not Page.objects.exists()
    return found


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's transaction is the lock")
def test_the_logs_lock_is_asked_for_once_a_page() -> None:
    memory = Memory()
    load(page(0), memory)
    with CaptureQueriesContext(connection) as queries:
        load(page(1), memory)
    assert sum("pg_advisory" in row["sql"] for row in queries.captured_queries) == 1


def test_pages_that_are_written_together_ask_once_where_the_log_ends() -> None:
    with CaptureQueriesContext(connection) as queries, Memory().many() as memory:
        outcomes = [load(page(number), memory) for number in range(3)]
        refused = load(page(0, writer="李四"), memory)
        outcomes.append(load(page(3), memory))
    assert [row.result for row in outcomes] == [Result.IMPORTED] * 4
    assert refused.result == Result.REFUSED
    asked = [row["sql"] for row in queries.captured_queries]
    # The first asks, and who comes behind one that was refused.
    assert sum("FROM audit_auditentry ORDER BY seq" in sql for sql in asked) == 2
    locks = sum("pg_advisory" in sql for sql in asked)
    assert locks == (connection.vendor == "postgresql")
    assert not list(audit.check_chain())
