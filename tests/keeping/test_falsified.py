"""Rows changed with the database's password: ``verify`` finds each, and an honest run is sound."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article
from audit.models import AuditEntry
from editorial.editing import reorder
from editorial.selections import publish, unschedule
from editorial.workflow import Action, approve_page, change_state, publish_page, submit_page
from findings.answers import Scope, confirm_office, decide, end_waiver, ignore
from findings.models import Finding, Office, Waiver
from issues.models import Page
from reviews.questions import questions_on
from tests.conftest import MakeOnce
from tests.keeping.cast import damage, refused, run
from tests.make import APRIL, JUNE, PASSWORD, make_user
from tests.proposing import correct
from tests.reviews.cast import asked_about, edit, fresh, make_cast, seen_on
from tests.wishes import wish

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
# What the marks in a statement stand for: rows, by what people call them.
MARKS = {
    "standing": "id NOT IN (SELECT approval_id FROM reviews_voiding)",
    "story": "(SELECT min(id) FROM articles_article"
    " WHERE page_id = (SELECT min(id) FROM issues_page))",
    "person": "(SELECT id FROM auth_user WHERE username = '@')",
    "role": "(SELECT id FROM auth_group WHERE name = '@')",
    "permission": "(SELECT id FROM auth_permission WHERE codename = '@')",
}


def falsify(statement: str, *values: Any, table: str = "") -> None:
    """Carry out a statement past every guard, with the rows that its marks stand for."""
    sql = re.sub(r"<(\w+) ?(\w*)>", lambda row: MARKS[row[1]].replace("@", row[2]), statement)
    damage(sql, *values, table=table)


@pytest.fixture(scope="module", autouse=True)
def lived(make_once: MakeOnce[dict[str, User]]) -> dict[str, User]:
    return make_once(live)


@pytest.fixture
def lived_archive(lived: dict[str, User], db: None) -> dict[str, User]:
    """Return who works on the archive, by the short names of their roles."""
    rows = User.objects.in_bulk([user.pk for user in lived.values()])
    return {name: rows[user.pk] for name, user in lived.items()}


def live() -> dict[str, User]:
    """Two pages; one was edited, reviewed by three, published and corrected."""
    cast = make_cast()
    run("import_pages", JUNE)
    page = Page.objects.get()
    edit(page.articles.get(order=0), cast["editor"], headline="改后")
    keys = list(page.articles.order_by("-order").values_list("pk", flat=True))
    reorder(page, keys, by=cast["editor"])
    for finding in Finding.objects.open():
        ignore(finding, by=cast["final"], reason="与原报一致")
    submit_page(page, by=cast["editor"])
    for name in ("first", "second", "final"):
        approve_page(page, by=cast[name], seen=seen_on(page))
    publish_page(page, by=cast["publisher"])
    story = fresh(page.articles.get(order=1))
    change = wish(story, headline="更正后")
    correct(
        story, change, by=cast["publisher"], reason="误植", notice="更正", version=story.version
    )
    run("import_pages", APRIL)
    confirm_office(Office.objects.earliest("pk"), by=cast["final"])
    return cast


def found() -> list[dict[str, Any]]:
    out = refused("verify", json=True)
    told = json.loads(out[: out.rindex("}") + 1])["found"]
    return [fault for fault in told if fault["kind"] != "guard"]


def kinds() -> set[str]:
    return {fault["kind"] for fault in found()}


def test_an_honest_archive_has_no_fault_and_every_row_is_covered() -> None:
    report = json.loads(run("verify", json=True))
    assert (report["pages"], report["faults"], report["uncovered"]) == (2, 0, 0)


FALSIFICATIONS = {
    "first and second approval swapped": (
        "reviews_approval",
        "UPDATE reviews_approval SET stage = CASE stage WHEN 'first-review' THEN 'second-review'"
        " ELSE 'first-review' END WHERE stage <> 'final-review' AND <standing>",
    ),
    "three approvals by one person": (
        "reviews_approval",
        "UPDATE reviews_approval SET by_id = <person final> WHERE article_id = <story>",
    ),
    "approval by another": (
        "reviews_approval",
        "UPDATE reviews_approval SET by_id = <person editor> WHERE stage = 'second-review'",
    ),
    "time of an approval": (
        "reviews_approval",
        "UPDATE reviews_approval SET at = '2025-06-12 08:00:00+00:00'",
    ),
    "version of an approval": (
        "reviews_approval",
        "UPDATE reviews_approval SET version = version + 1",
    ),
    "a voided approval given to another": (
        "reviews_voiding",
        "UPDATE reviews_voiding SET cause = 'returned'",
    ),
    "transition by another": (
        "articles_transition",
        "UPDATE articles_transition SET by_id = <person first> WHERE action = 'publish'",
    ),
    "time of a transition": (
        "articles_transition",
        "UPDATE articles_transition SET at = '2025-06-12 08:00:00+00:00'",
    ),
    "revision by another": (
        "articles_revision",
        "UPDATE articles_revision SET by_id = <person first>",
    ),
    "correction at another time": (
        "articles_correction",
        "UPDATE articles_correction SET at = '2025-06-12 08:00:00+00:00'",
    ),
    "who brought a source": (
        "issues_source",
        "UPDATE issues_source SET received_by_id = <person first>",
    ),
    "published_at back-dated": (
        "",
        "UPDATE articles_article SET published_at = '2025-06-13 00:00:00+00:00'"
        " WHERE status = 'published'",
    ),
    "published_at in 2099": (
        "",
        "UPDATE articles_article SET published_at = '2099-01-01 00:00:00+00:00' WHERE id = <story>",
    ),
    "who changed a story last": (
        "",
        "UPDATE articles_article SET updated_by_id = <person first>"
        " WHERE updated_by_id = <person editor>",
    ),
    "page name": ("", "UPDATE issues_page SET name = '编辑自己写的'"),
    "page number": ("", "UPDATE issues_page SET number = 9"),
    "issue date": ("", "UPDATE issues_issue SET date = '2025-06-14' WHERE date = '2025-06-13'"),
    "issue number": ("", "UPDATE issues_issue SET number = 9999 WHERE date = '2025-06-13'"),
    "page count": ("", "UPDATE issues_issue SET page_count = 77"),
    "printed number": ("", "UPDATE issues_issue SET printed_number = 1"),
    "masthead": ("", "UPDATE issues_publication SET organ = '别的机关报'"),
    "mottoes": ("", "UPDATE issues_publication SET mottoes = '口号'"),
    "number of reviews": ("", "UPDATE issues_publication SET reviews = 0"),
    "approvals of a proposal": ("", "UPDATE issues_publication SET proposal_reviews = 2"),
    "rule of separation": ("", "UPDATE issues_publication SET reviewers_differ = false"),
    "finding settled": ("", "UPDATE findings_finding SET state = 'settled' WHERE state = 'open'"),
    "finding ignored": ("", "UPDATE findings_finding SET state = 'ignored' WHERE state = 'open'"),
    "open question hidden": (
        "",
        "UPDATE findings_finding SET state = 'gone' WHERE state = 'open'",
    ),
    "open question deleted": ("", "DELETE FROM findings_finding WHERE state = 'open'"),
    "open question made a matter of form": (
        "",
        "UPDATE findings_finding SET code = 'look-alike' WHERE state = 'open'",
    ),
    "open question moved to another page": (
        "",
        "UPDATE findings_finding SET page_id = (SELECT min(id) FROM issues_page)"
        " WHERE state = 'open'",
    ),
    "open question moved to another story": (
        "",
        "UPDATE findings_finding SET article_id = (SELECT min(id) FROM articles_article)"
        " WHERE state = 'open'",
    ),
    "answer by another": (
        "",
        "UPDATE findings_finding SET decided_by_id = <person first> WHERE state = 'ignored'",
    ),
    "reason of an answer": (
        "",
        "UPDATE findings_finding SET reason = '别的' WHERE state = 'ignored'",
    ),
    "holder of a confirmed office": (
        "",
        "UPDATE findings_office SET holder = '别人' WHERE confirmed_by_id IS NOT NULL",
    ),
    "office that nobody confirmed": (
        "",
        "UPDATE findings_office SET confirmed_by_id = <person first>,"
        " confirmed_at = '2025-06-12 08:00:00+00:00' WHERE confirmed_by_id IS NULL",
    ),
    "reporter made superuser": (
        "",
        "UPDATE auth_user SET is_superuser = true WHERE username = 'reporter'",
    ),
    "account switched on again": (
        "",
        "UPDATE auth_user SET is_active = false WHERE username = 'auditor'",
    ),
    "password": ("", "UPDATE auth_user SET password = 'md5$a$b' WHERE username = 'final'"),
    "name of an account": ("", "UPDATE auth_user SET username = 'zhang' WHERE username = 'final'"),
    "role that may publish": (
        "",
        "INSERT INTO auth_group_permissions (group_id, permission_id)"
        " VALUES (<role reporter>, <permission publish_article>)",
    ),
    "role that may no more": (
        "",
        "DELETE FROM auth_group_permissions WHERE group_id = <role auditor>"
        " AND permission_id = <permission view_auditentry>",
    ),
    "membership in a group": (
        "",
        "INSERT INTO auth_user_groups (user_id, group_id)"
        " VALUES (<person reporter>, <role publisher>)",
    ),
    "role of another": (
        "",
        "UPDATE accounts_rolegrant SET user_id = <person reporter> WHERE role = 'publisher'",
    ),
    "role that stands for another": (
        "",
        "UPDATE accounts_rolegrant SET role = 'publisher' WHERE role = 'reporter'",
    ),
    "role that ended": (
        "",
        "UPDATE accounts_rolegrant SET ended_at = asked_at WHERE role = 'auditor'",
    ),
    "role written into the table": (
        "",
        "INSERT INTO accounts_rolegrant (user_id, role, reason, asked_at, confirmed_at)"
        " SELECT user_id, 'publisher', '', asked_at, asked_at FROM accounts_rolegrant"
        " WHERE role = 'reporter'",
    ),
    "permission given": (
        "",
        "INSERT INTO auth_user_user_permissions (user_id, permission_id)"
        " VALUES (<person reporter>, <permission publish_article>)",
    ),
    "account written into the table": (
        "",
        "INSERT INTO auth_user (username, password, first_name, last_name, email, is_staff,"
        " is_active, is_superuser, date_joined)"
        " SELECT 'puppet', password, '', '', '', true, true, true, date_joined FROM auth_user"
        " WHERE username = 'final'",
    ),
}


@pytest.mark.parametrize("name", FALSIFICATIONS)
def test_a_falsified_row_is_found(name: str) -> None:
    table, sql = FALSIFICATIONS[name]
    falsify(sql, table=table)
    told = found()
    assert {fault["kind"] for fault in told} & {"row-told", "row-untold", "row-gone"}
    assert all(fault["message"].endswith(".") for fault in told)


def test_an_order_that_was_swapped_is_found() -> None:
    pks = Article.objects.filter(page__issue__date="2025-04-30").values_list("pk", flat=True)
    one, other = pks.order_by("order")[:2]
    sql = 'UPDATE articles_article SET "order" = %s WHERE id = %s'
    for order, pk in ((-5, one), (0, other), (1, one)):
        damage(sql, order, pk)
    told = found()
    assert {fault["kind"] for fault in told} == {"row-told"}
    assert {fault["story"] for fault in told} == {one, other}
    assert {(fault["expected"], fault["got"]) for fault in told} == {("0", "1"), ("1", "0")}


def test_a_false_value_does_not_enter_the_log_with_the_next_honest_change(
    lived_archive: dict[str, User],
) -> None:
    damage("UPDATE issues_publication SET reviews = 0")
    damage("UPDATE auth_user SET is_superuser = true WHERE username = 'reporter'")
    falsify(
        "UPDATE articles_article SET published_at = '2025-06-13 00:00:00+00:00' WHERE id = <story>"
    )
    reporter = User.objects.get(username="reporter")
    reporter.last_name = "王"
    reporter.save()
    reporter.groups.add(Group.objects.get(name=Role.EDITOR.value))
    story = fresh(Article.objects.get(pk=Page.objects.earliest("pk").articles.earliest("pk").pk))
    change_state(story, Action.UNPUBLISH, by=lived_archive["publisher"])
    told = found()
    assert {fault["kind"] for fault in told} == {"row-told"}
    assert len(told) == 3


def test_a_file_beside_the_photos_is_found(tmp_path: Path) -> None:
    folder = Path(default_storage.path("photos/2025/06"))
    folder.mkdir(parents=True)
    (folder / "beside.jpg").write_bytes(b"jpeg")
    # A save that is under way has written its file and not yet its row.
    run("verify")
    for moved in (-3600, 3600):
        at = timezone.now().timestamp() + moved
        os.utime(folder / "beside.jpg", (at, at))
        assert kinds() == {"file-untold"}


def test_django_s_own_ways_to_change_an_account_are_told() -> None:
    call_command("createsuperuser", username="chief", email="a@b.cn", interactive=False)
    user = User.objects.get(username="chief")
    user.set_password("another passphrase")
    user.save()
    user.groups.set(Group.objects.filter(name__in=[Role.EDITOR.value, Role.AUDITOR.value]))
    user.groups.clear()
    Group.objects.get(name=Role.EDITOR.value).user_set.add(user)
    Group.objects.get(name=Role.EDITOR.value).user_set.clear()
    Group.objects.get(name=Role.AUDITOR.value).permissions.clear()
    run("verify")


def test_a_deleted_role_leaves_its_members_and_a_deleted_account_is_told() -> None:
    make_user("gone", "change_article").delete()
    Group.objects.get(name=Role.EDITOR.value).delete()
    run("verify")


@pytest.mark.parametrize("hasher", ["PBKDF2PasswordHasher", "MD5PasswordHasher"])
def test_a_login_that_takes_over_a_stronger_hash_is_no_falsification(
    hasher: str, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = [
        f"django.contrib.auth.hashers.{hasher}",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ][: 2 if hasher.startswith("PBK") else 1]
    old = User.objects.get(username="editor").password
    client = Client()
    data = {"username": "editor", "password": PASSWORD}
    assert client.post("/admin/login/", data, secure=True).status_code == 302
    assert (User.objects.get(username="editor").password != old) == hasher.startswith("PBK")
    run("verify")


def test_what_was_planned_and_taken_back_is_sound(lived_archive: dict[str, User]) -> None:
    page, by = Page.objects.latest("pk"), lived_archive["publisher"]
    for finding in Finding.objects.open():
        ignore(finding, by=lived_archive["final"], reason="与原报一致")
    submit_page(page, by=lived_archive["editor"], confirmed=asked_about(*page.articles.all()))
    for name in ("first", "second", "final"):
        approve_page(page, by=lived_archive[name], seen=seen_on(page))
    for _round in range(2):
        publish([page], by=by, at=LATER)
        run("verify")
        unschedule([page], by=by)
        run("verify")
    publish([page], by=by)
    run("verify")


def test_a_time_that_was_planned_and_removed_past_the_log_is_found(
    lived_archive: dict[str, User],
) -> None:
    story = fresh(Page.objects.earliest("pk").articles.get(order=0))
    change_state(story, Action.UNPUBLISH, by=lived_archive["publisher"])
    run("verify")
    damage("UPDATE articles_article SET published_at = NULL WHERE id = %s", story.pk)
    assert kinds() == {"row-told", "transitions"}


def test_answers_and_waivers_come_and_go_soundly(lived_archive: dict[str, User]) -> None:
    by = lived_archive["final"]
    for scope in (Scope.PAPER, Scope.EVER):
        finding = Finding.objects.open().earliest("pk")
        decide(finding, Finding.State.IGNORED, by=by, reason="原文", scope=scope)
        run("verify")
        run("check_issues")
        run("verify")
        end_waiver(Waiver.objects.in_force().get(), by=by)
        run("verify")
    finding = Finding.objects.open().earliest("pk")
    decide(finding, Finding.State.SETTLED, by=by, reason="核过")
    run("check_issues")
    run("verify")
    decide(finding, Finding.State.OPEN, by=by)
    run("verify")
    damage("UPDATE findings_waiver SET reason = '别的'")
    assert kinds() == {"row-told"}


def test_a_question_that_was_hidden_before_a_page_was_submitted_is_found(
    lived_archive: dict[str, User],
) -> None:
    """Nothing is asked of who submits; ``verify`` tells of it, before and after."""
    page = Page.objects.latest("pk")
    assert {row.about for row in questions_on(page.articles.with_page())}
    damage("UPDATE findings_finding SET state = 'gone' WHERE state = 'open'")
    Article.objects.filter(page=page).update(truncated=False)
    submit_page(page, by=lived_archive["editor"])
    told = [fault for fault in found() if fault["expected"] == "open"]
    assert told
    assert {(fault["kind"], fault["got"]) for fault in told} == {("row-told", "gone")}


def test_a_question_that_was_hidden_only_while_a_story_went_on_is_found(
    lived_archive: dict[str, User],
) -> None:
    """Hidden, not asked, and shown again: the rows are right by now, the entry is not."""
    page = Page.objects.latest("pk")
    editor, first = lived_archive["editor"], lived_archive["first"]
    asked = {row.pk: row for row in Finding.objects.open().filter(page=page)}
    first_two = list(page.articles.values_list("pk", flat=True)[:2])
    stories = {pk: first_two[row.article_id == first_two[0]] for pk, row in asked.items()}
    for column, false in (
        ("state", "settled"),
        ("code", "look-alike"),
        ("article_id", stories),
        ("page_id", Page.objects.earliest("pk").pk),
    ):
        sql = f"UPDATE findings_finding SET {column} = %s WHERE id = %s"  # noqa: S608
        with transaction.atomic():
            for pk in asked:
                damage(sql, false[pk] if isinstance(false, dict) else false, pk)
            submit_page(page, by=editor, confirmed=asked_about(*page.articles.all()))
            for pk, row in asked.items():
                damage(sql, getattr(row, column), pk)
            told = found()
            assert {fault["kind"] for fault in told} == {"question-hidden"}, column
            assert {fault["expected"] for fault in told} == {row.code for row in asked.values()}
            transaction.set_rollback(True)
    # Asked and answered for, and one hidden from a reviewer and from nobody else.
    submit_page(page, by=editor, confirmed=asked_about(*page.articles.all()))
    run("verify")
    hidden = Finding.objects.open().filter(page=page, article__isnull=False).earliest("pk")
    damage("UPDATE findings_finding SET state = 'gone' WHERE id = %s", hidden.pk)
    approve_page(page, by=first, seen=seen_on(page))
    damage("UPDATE findings_finding SET state = 'open' WHERE id = %s", hidden.pk)
    (fault,) = found()
    assert (fault["kind"], fault["story"]) == ("question-hidden", hidden.article_id)


def test_questions_come_and_go_with_the_words_soundly(lived_archive: dict[str, User]) -> None:
    story, by = Page.objects.latest("pk").articles.order_by("order")[0], lived_archive["editor"]
    for headline in ("会议的的决定", "会议的决定", "会议的的决定", "会议的决定"):
        story = edit(story, by, headline=headline)
        run("verify")
    gone = Finding.objects.filter(state="gone")
    assert gone
    damage("UPDATE findings_finding SET state = 'open' WHERE state = 'gone'")
    assert kinds() == {"row-told"}
    run("check_issues")
    run("verify")


def test_a_question_that_was_answered_before_and_comes_back_waived_is_sound(
    lived_archive: dict[str, User],
) -> None:
    change_state(
        fresh(Article.objects.published().earliest("pk")),
        Action.UNPUBLISH,
        by=lived_archive["publisher"],
    )
    one, other = Page.objects.latest("pk").articles.all()[0], Article.objects.earliest("pk")
    editor, by = lived_archive["editor"], lived_archive["final"]
    asked = Finding.objects.filter(code="doubled-character")
    one = edit(one, editor, headline="会议的的决定")
    decide(asked.get(article=one), Finding.State.SETTLED, by=by, reason="核过")
    decide(asked.get(article=one), Finding.State.OPEN, by=by)
    one = edit(one, editor, headline="会议的决定")
    edit(other, editor, headline="会议的的决定")
    decide(asked.get(article=other), Finding.State.IGNORED, by=by, reason="原文", scope=Scope.PAPER)
    edit(one, editor, headline="会议的的决定")
    assert asked.get(article=one).state == Finding.State.IGNORED
    run("verify")


def test_a_check_that_changes_nothing_writes_nothing_in_the_log() -> None:
    run("check_issues")
    before = AuditEntry.objects.count()
    run("check_issues")
    assert AuditEntry.objects.count() == before


def test_rows_of_before_are_told_once_and_are_no_faults() -> None:
    """An archive that is older than the values in the log: the entries are there, without them."""
    table = "audit_auditentry"
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    damage(f"DROP TRIGGER {table}_kept{on}")
    _forget_values()
    out = run_but_for_guard()
    assert "rows are from before the audit log kept values" in out
    assert "0 faults" not in out


def _forget_values() -> None:
    from audit.log import FIRST, digest
    from audit.written import canonical

    previous = FIRST
    for entry in AuditEntry.objects.order_by("seq"):
        payload = json.loads(entry.payload)
        payload.pop("rows", None)
        entry.payload, entry.previous = canonical(payload), previous
        previous = entry.hash = digest(entry)
        damage(
            "UPDATE audit_auditentry SET payload = %s, previous = %s, hash = %s WHERE seq = %s",
            entry.payload,
            entry.previous,
            entry.hash,
            entry.seq,
        )


def run_but_for_guard() -> str:
    out = refused("verify")
    assert "1 faults" in out
    assert "audit_auditentry_kept" in out
    return out
