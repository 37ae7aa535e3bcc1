"""The audit log: all that is done stands in it, none of it can be changed, ``verify`` proves it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from archive.verification import verify_audit
from articles.models import Revision
from audit import log as audit
from audit.models import AuditEntry, Kept, NeverAltered
from editorial.editing import change_story, reorder
from editorial.selections import publish
from editorial.transitions import Action
from editorial.withdrawals import withdraw
from editorial.workflow import change_state
from findings.answers import ignore
from findings.models import Finding
from reviews import approvals
from reviews.models import Stage, Voiding
from tests.make import JUNE, make_administrator, make_page, make_publication, make_story, make_user
from tests.publishing.cast import make_publisher
from tests.wishes import wish

pytestmark = pytest.mark.django_db
UPDATE = "UPDATE audit_auditentry SET actor = 'nobody' WHERE seq = 2"
GUARDS = ("audit_auditentry_kept", "audit_auditentry_kept_for_ever")


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("seq").values_list("action", flat=True))


def unguarded(statement: str) -> None:
    """Do what somebody with the database's password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for guard in GUARDS:
                cursor.execute(f"DROP TRIGGER {guard}")
        else:
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement)


def three_entries() -> None:
    for name in ("one", "two", "three"):
        audit.record(name, None, by="somebody", words="甲\x07乙")


def test_each_entry_is_chained_to_the_one_before() -> None:
    three_entries()
    first, second, third = AuditEntry.objects.order_by("seq")
    assert (first.seq, first.previous) == (1, audit.FIRST)
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert audit.chain_head() == (3, third.hash)
    assert not list(audit.check_chain())


@pytest.mark.parametrize("statement", [UPDATE, "DELETE FROM audit_auditentry WHERE seq = 3"])
def test_the_database_refuses_to_change_or_shorten_it(statement: str) -> None:
    three_entries()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(NeverAltered):
        AuditEntry.objects.all().delete()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize(
    "table", [model._meta.db_table for model in Kept.__subclasses__() if model.for_ever]
)
def test_nobody_empties_a_kept_table_at_once(table: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", ["reviews_approval", "reviews_voiding"])
def test_an_approval_is_kept_for_ever(table: str) -> None:
    story = make_story()
    approval = approvals.give(story, Stage.FIRST, by=make_publisher())
    approvals.void([story], Voiding.Cause.CHANGED, by=approval.by)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def test_verify_finds_that_entries_were_cut_off_the_end() -> None:
    publisher, story = make_publisher(), make_story()
    story = change_state(story, Action.PUBLISH, by=publisher)
    change_state(story, Action.UNPUBLISH, by=publisher)
    assert not list(verify_audit())
    unguarded("DELETE FROM audit_auditentry WHERE seq = 2")
    assert not list(audit.check_chain())
    (fault,) = verify_audit()
    assert (fault.kind, fault.story) == ("audit-cut", story.pk)
    assert "1 changes of state (unpublish)" in fault.message


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        (UPDATE, {(2, "audit-edited")}),
        ("UPDATE audit_auditentry SET payload = '{}' WHERE seq = 1", {(1, "audit-edited")}),
        ("DELETE FROM audit_auditentry WHERE seq = 2", {(3, "audit-missing")}),
        (
            "UPDATE audit_auditentry SET seq = CASE seq WHEN 1 THEN 12 ELSE 11 END WHERE seq < 3",
            {
                (3, "audit-missing"),
                (11, "audit-missing"),
                (11, "audit-edited"),
                (12, "audit-order"),
                (12, "audit-edited"),
            },
        ),
        (
            "UPDATE audit_auditentry SET previous = '" + "1" * 64 + "' WHERE seq = 3",
            {(3, "audit-order"), (3, "audit-edited")},
        ),
    ],
)
def test_verify_names_what_was_edited_is_missing_or_out_of_order(
    statement: str, kinds: set[tuple[int, str]]
) -> None:
    three_entries()
    unguarded(statement)
    assert {(row.seq, row.kind) for row in audit.check_chain()} == kinds
    out = StringIO()
    with pytest.raises(CommandError, match="faults"):
        call_command("verify", stdout=out, stderr=out)
    assert "audit-" in out.getvalue()


def test_it_is_there_with_what_it_tells_or_not_at_all() -> None:
    def fail() -> None:
        with audit.chained():
            audit.record("try", None, by=None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not AuditEntry.objects.exists()


def test_the_life_of_a_story_stands_in_it() -> None:
    publisher = make_publisher()
    story = make_story()
    edit = Revision.Kind.EDIT
    change_story(story, wish(story, deck="副题"), by=publisher, kind=edit, version=0)
    make_story(story.page)
    reorder(
        story.page,
        list(story.page.articles.order_by("-order").values_list("pk", flat=True)),
        by=publisher,
    )
    publish([story.page], by=publisher)
    story.refresh_from_db()
    withdraw(story, by=publisher, reason="有误")
    assert actions() == ["change-story", "reorder", "publish", "publish", "withdraw"]
    last = AuditEntry.objects.order_by("-seq")[0]
    assert (last.actor, last.kind, last.key) == ("publisher", "articles.article", str(story.pk))
    assert json.loads(last.payload) == {
        "new": "withdrawn",
        "old": "published",
        "reason": "有误",
        "version": 1,
    }


def test_an_import_is_one_entry_a_page_and_a_dry_run_none() -> None:
    call_command("import_pages", str(JUNE), dry_run=True, verbosity=0)
    assert not AuditEntry.objects.exists()
    call_command("import_pages", str(JUNE), verbosity=0)
    call_command("import_pages", str(JUNE), verbosity=0)
    assert actions() == ["import"]


def test_an_answered_finding_and_a_changed_setting_stand_in_it(client: Client) -> None:
    editor = make_user("editor", "change_finding")
    finding = Finding.objects.create(page=make_page(), code="truncated", topic="x")
    ignore(finding, by=editor, reason="原文如此")
    client.force_login(make_administrator())
    paper = make_publication()
    address = reverse("admin:issues_publication_change", args=[paper.pk])
    shown = client.get(address).context
    form = shown["adminform"].form
    data = {name: form.initial.get(name, "") for name in form.fields}
    data = {name: "" if value is None else value for name, value in data.items()}
    data |= {"hotline": "110"}
    for rows in shown["inline_admin_formsets"]:
        data |= {f"{rows.formset.prefix}-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    assert client.post(address, data).status_code == 302
    assert actions() == ["answer-finding", "change"]
    assert '"values":{"hotline":"110"}' in AuditEntry.objects.get(action="change").payload
