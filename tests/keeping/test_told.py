"""The audit log tells of rows; ``verify`` finds those that are gone with all that hung on them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from articles.text import StoryText
from audit.models import AuditEntry
from editorial.withdrawals import withdraw
from editorial.workflow import approve_page, publish_page, submit_page
from findings.answers import ignore
from findings.models import Finding
from issues.models import Page
from reviews.models import Approval
from tests.conftest import MakeOnce
from tests.keeping.cast import damage, exported, refused, run, write_documents
from tests.make import JUNE, make_administrator
from tests.proposing import correct
from tests.reviews.cast import asked_about, edit, fresh, make_cast, seen_on
from tests.wishes import wish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def lived(make_once: MakeOnce[int]) -> int:
    """A page that was edited, reviewed, published, corrected; one story of it was withdrawn."""

    def make() -> int:
        run("import_pages", JUNE)
        cast, page = make_cast(), Page.objects.get()
        edit(page.articles.get(order=0), cast["editor"], headline="改后")
        submit_page(page, by=cast["editor"], confirmed=asked_about(*page.articles.all()))
        for name in ("first", "second", "final"):
            approve_page(page, by=cast[name], seen=seen_on(page))
        publish_page(page, by=cast["publisher"])
        story = fresh(page.articles.get(order=1))
        change = wish(story, headline="更正后")
        correct(
            story, change, by=cast["publisher"], reason="误植", notice="更正", version=story.version
        )
        withdraw(fresh(page.articles.get(order=2)), by=cast["publisher"], reason="失实")
        return page.pk

    return make_once(make)


@pytest.fixture(autouse=True)
def lived_page(lived: int, db: None) -> Page:
    return Page.objects.get(pk=lived)


def kinds() -> set[str]:
    out = refused("verify", json=True)
    found = json.loads(out[: out.rindex("}") + 1])["found"]
    return {fault["kind"] for fault in found} - {"guard"}


def test_all_that_was_told_is_there() -> None:
    run("verify")


@pytest.mark.parametrize(
    ("kind", "table", "sql"),
    [
        (
            "row-gone",
            "reviews_approval",
            "DELETE FROM reviews_approval WHERE stage = 'second-review'"
            " AND id NOT IN (SELECT approval_id FROM reviews_voiding)",
        ),
        ("row-told", "articles_correction", "UPDATE articles_correction SET notice = '别的'"),
        ("row-told", "articles_withdrawal", "UPDATE articles_withdrawal SET reason = '别的'"),
        ("row-told", "articles_transition", "UPDATE articles_transition SET reason = '别的'"),
        ("row-told", "articles_revision", "UPDATE articles_revision SET kind = 'repair'"),
        ("row-gone", "findings_finding", "DELETE FROM findings_finding"),
    ],
)
def test_a_row_that_is_gone_or_changed_is_named(kind: str, table: str, sql: str) -> None:
    if table == "findings_finding":
        boss = make_administrator("boss")
        entry = AuditEntry.objects.latest("seq")
        ignore(Finding.objects.all()[0], by=boss, reason="原文")
        assert AuditEntry.objects.latest("seq").seq == entry.seq + 1
    damage(sql, table=table)
    assert kinds() == {"audit-told", kind}


@pytest.mark.parametrize("payload", ["{}", "[1]", '{"old": []}', "no JSON"])
def test_an_entry_that_says_nothing_any_more_is_named(payload: str) -> None:
    entry = AuditEntry.objects.filter(action="approve").latest("seq")
    damage(
        "UPDATE audit_auditentry SET payload = %s WHERE seq = %s",
        payload,
        entry.seq,
        table="audit_auditentry",
    )
    assert kinds() == {"audit-edited"}


def test_an_approved_text_that_was_changed_is_found() -> None:
    damage(
        "UPDATE reviews_approval SET sha256 = '0' WHERE stage = 'second-review'",
        table="reviews_approval",
    )
    assert kinds() == {"approval", "audit-told", "row-told"}


def test_an_approved_text_that_was_rewritten_with_its_hash_is_found() -> None:
    row = Approval.objects.filter(stage="final-review")[0]
    other = replace(StoryText.from_dict(row.text), headline="另一个标题")
    sql = "UPDATE reviews_approval SET text = %s, sha256 = %s WHERE id = %s"
    damage(sql, other.canonical, other.sha256, row.pk, table="reviews_approval")
    assert kinds() == {"audit-told", "row-told"}


def test_a_source_that_was_exchanged_with_its_hash_and_text_is_found() -> None:
    damage("UPDATE issues_source SET sha256 = '0'", table="issues_source")
    assert kinds() == {"source-hash", "audit-told", "row-told"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has foreign keys at once")
def test_a_page_that_was_deleted_with_everything_is_named(lived_page: Page) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in connection.introspection.table_names():
            # The index of what is searched follows its entries.
            if table.startswith("search_grams"):
                continue
            if table.startswith(("articles_", "issues_", "findings_", "reviews_", "search_")):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_kept")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_kept_for_ever")
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    out = refused("verify")
    assert "Entry 1 of the audit log tells of “2025-06-13 page 1” (import), which is gone" in out


def test_a_page_document_tells_of_the_source_it_brought(tmp_path: Path) -> None:
    path = write_documents(tmp_path / "pages.ndjson", *exported())
    document = json.loads(path.read_text(encoding="utf-8"))
    document["issue"]["date"] = "2025-06-16"
    document["issue"]["number"] = 4404
    write_documents(path, document)
    run("import_pages", path)
    told = json.loads(AuditEntry.objects.filter(action="import").latest("seq").payload)
    assert told["source"] == document["source"]["sha256"] != told["sha256"]
    run("verify")
