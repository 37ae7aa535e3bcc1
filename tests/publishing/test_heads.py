"""The head of the log, written down outside; and migrating back, which never takes the log."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from audit import log as audit
from audit.backwards import refuse_loss
from audit.models import AuditEntry
from tests.keeping.cast import refused, run
from tests.publishing.test_audit import three_entries, unguarded

pytestmark = pytest.mark.django_db


def head() -> str:
    return run("verify", head=True).strip()


def test_the_head_is_printed_with_number_hash_and_time() -> None:
    assert head() == f"0:{audit.FIRST}"
    three_entries()
    last = AuditEntry.objects.latest("seq")
    assert head() == f"3:{last.hash} {last.at.isoformat()}"


@pytest.mark.parametrize("with_time", [True, False])
def test_history_before_a_head_is_proved_while_the_log_grows(with_time: bool) -> None:
    three_entries()
    written = head() if with_time else head().split()[0]
    audit.record("four", None, by=None)
    assert "0 faults" in run("verify", since=written)
    assert "0 faults" in run("verify", since=f"0:{audit.FIRST}")


def test_a_log_that_was_written_anew_from_its_beginning_has_not_that_head() -> None:
    three_entries()
    written = head()
    unguarded("UPDATE audit_auditentry SET actor = 'nobody' WHERE seq = 2")
    previous = audit.FIRST
    for entry in AuditEntry.objects.order_by("seq"):
        entry.previous = previous
        previous = audit.digest(entry)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE audit_auditentry SET previous = %s, hash = %s WHERE seq = %s",
                [entry.previous, previous, entry.seq],
            )
    assert not list(audit.check_chain())
    assert "the history before it was rewritten" in refused("verify", since=written)


def test_a_log_that_was_cut_off_has_not_that_head() -> None:
    three_entries()
    written = head()
    unguarded("DELETE FROM audit_auditentry WHERE seq = 3")
    assert not list(audit.check_chain())
    assert "has no entry 3 any more" in refused("verify", since=written)


def test_an_entry_before_the_head_that_was_changed_is_named() -> None:
    three_entries()
    written = head()
    audit.record("four", None, by=None)
    unguarded("UPDATE audit_auditentry SET actor = 'nobody' WHERE seq IN (2, 4)")
    out = refused("verify", since=written, json=True)
    told = json.loads(out[: out.rindex("}") + 1])["found"]
    assert [row["message"][:7] for row in told if row["kind"] == "audit-edited"] == [
        "Entry 2",
        "Entry 2",
        "Entry 4",
    ]


@pytest.mark.parametrize("text", ["2025-05-01", "x:y", "7:", ":abc", "٣:abc"])
def test_what_is_no_head_is_refused(text: str) -> None:
    assert "NUMBER:HASH" in refused("verify", since=text)


@pytest.mark.parametrize("target", [("audit", "zero"), ("issues", "zero")])
def test_migrating_back_past_the_log_is_refused_before_anything_is_done(
    target: tuple[str, str],
) -> None:
    three_entries()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan([(target[0], None)])
    if target[0] == "issues":
        # Nothing of the log hangs on the papers; and there is no source yet.
        refuse_loss(plan, using="default")
        return
    out = StringIO()
    with pytest.raises(CommandError, match=r"audit log \(3 rows\).*Nothing was done"):
        call_command("migrate", *target, stdout=out, stderr=out)
    assert AuditEntry.objects.count() == 3
    assert MigrationExecutor(connection).migration_plan([(target[0], None)]) == plan


def test_migrating_back_an_empty_log_or_forward_is_not_refused() -> None:
    plan = MigrationExecutor(connection).migration_plan([("audit", None)])
    assert any(migration.app_label == "audit" for migration, _back in plan)
    refuse_loss(plan, using="default")
    three_entries()
    refuse_loss([(migration, False) for migration, _back in plan], using="default")
