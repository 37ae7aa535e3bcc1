"""Rows beside the texts: who is let in, what leads where, what was said. ``verify`` finds each."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import PasswordLink
from accounts.passwords import make_link as make_password_link
from accounts.roles import Role
from accounts.second_factor import begin, finish, remove_own
from articles.models import PreviewLink, Redirect
from audit.models import AuditEntry
from editorial.previews import make_link, revoke
from editorial.workflow import publish_page
from issues.models import Page
from reviews.comments import add_comment, resolve
from reviews.models import Comment, Proposal, ProposalApproval, ProposalEnd
from tables.day_cells import write_days
from tests.accounts.test_second_factor import code_of
from tests.conftest import MakeOnce
from tests.keeping.cast import damage, refused, run
from tests.keeping.test_verify import rule
from tests.make import JUNE, make_administrator, make_member
from tests.proposing import correct, relocate_page
from tests.reviews.cast import fresh
from tests.wishes import wish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def lived(make_once: MakeOnce[None]) -> None:
    """An archive with one honest row, or two, of each kind."""

    def make() -> None:
        run("import_pages", JUNE)
        root, final = make_administrator("root"), make_member("final", Role.FINAL_REVIEWER)
        page = Page.objects.select_related("issue__publication").get()
        comment = add_comment(fresh(page.articles.earliest("pk")), "headline-0", "核", by=root)
        add_comment(fresh(page.articles.earliest("pk")), "headline-0", "再核", by=root)
        resolve(comment, by=root)
        for note in ("宣传部", "读者"):
            link = make_link(page, by=root, note=note)
        revoke(link, by=root)
        for _round in range(2):
            make_password_link(final, by=root)
        write_days(page.issue.publication, "patterns", [(page.issue.date, "12345", "")])
        begin(final)
        finish(final, code_of(final), session_key=None)
        rule(reviews=0)
        page = Page.objects.select_related("issue__publication").get()
        publish_page(page, by=root)
        story = fresh(page.articles.get(order=1))
        why: dict[str, Any] = {"reason": "误植", "notice": "更正", "version": story.version}
        correct(story, wish(story, deck="副题"), by=root, **why)
        relocate_page(page, date=page.issue.date, number=9, by=root, reason="错版")

    make_once(make)


def kinds() -> set[str]:
    out = refused("verify", json=True)
    found = json.loads(out[: out.rindex("}") + 1])["found"]
    return {fault["kind"] for fault in found} - {"guard"}


def test_an_honest_archive_is_sound_and_tells_no_secret(lived: None) -> None:
    run("verify")
    secret = TOTPDevice.objects.get().key
    assert not AuditEntry.objects.filter(payload__contains=secret).exists()


CHANGED = {
    "name of a contributor": "UPDATE articles_contributor SET name = '假名'"
    " WHERE id = (SELECT min(id) FROM articles_contributor)",
    "words of a comment": "UPDATE reviews_comment SET text = '假'",
    "who resolved a comment": "UPDATE reviews_comment"
    " SET resolved_at = NULL, resolved_by_id = NULL",
    "life of a preview link": "UPDATE articles_previewlink SET expires_at = '2099-01-01 00:00:00'",
    "an ended preview link": "UPDATE articles_previewlink SET revoked_at = NULL",
    "life of a password link": "UPDATE accounts_passwordlink"
    " SET expires_at = '2099-01-01 00:00:00'",
    "an ended password link": "UPDATE accounts_passwordlink SET ended_at = NULL",
    "secret of a second factor": "UPDATE otp_totp_totpdevice SET key = '00'",
    "second factor gone": "DELETE FROM otp_totp_totpdevice",
    "where an address leads": "UPDATE articles_redirect SET date = '2025-01-01'",
    "an address that leads on gone": "DELETE FROM articles_redirect",
    "weekdays of earlier": "UPDATE issues_weeklypattern SET weekdays = '7'",
    "weekdays of earlier gone": "DELETE FROM issues_weeklypattern",
    "approvals that a proposal needs": "UPDATE reviews_proposal SET needed = 2",
    "time of a proposal": "UPDATE reviews_proposal SET at = '2025-06-12 08:00:00'",
    "time of a proposal's approval": "UPDATE reviews_proposalapproval"
    " SET at = '2025-06-12 08:00:00'",
    "time of a proposal's end": "UPDATE reviews_proposalend SET at = '2025-06-12 08:00:00'",
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_row_that_was_changed_or_taken_away_is_found(name: str) -> None:
    sql = CHANGED[name]
    table = sql.split()[2 if sql.startswith("DELETE") else 1]
    damage(sql, table=table)
    assert kinds() & {"row-told", "row-gone"}


MADE = (PreviewLink, PasswordLink, Comment, Redirect, Proposal, ProposalApproval, ProposalEnd)
# What stands once in the table takes another value in the copy.
OTHER = {
    PasswordLink: {"sha256": "'x'"},
    Redirect: {"date": "'2024-01-01'"},
    ProposalApproval: {"stage": "'first-review'", "by_id": "(SELECT min(id) FROM auth_user)"},
    ProposalEnd: {"proposal_id": "(SELECT max(id) FROM reviews_proposal)"},
}


@pytest.mark.parametrize("model", MADE)
def test_a_row_that_was_written_past_the_system_is_found(model: type[Any]) -> None:
    if model is ProposalEnd:
        copy_of(Proposal)
    copy_of(model)
    assert "row-untold" in kinds()


def copy_of(model: type[Any]) -> None:
    """Write a copy of a row into its table, as somebody with the database's password can."""
    other = OTHER.get(model, {})
    quote = connection.ops.quote_name
    names = [row.column for row in model._meta.concrete_fields if not row.primary_key]
    values = [other.get(name, quote(name)) for name in names]
    table = model._meta.db_table
    damage(
        f"INSERT INTO {table} ({', '.join(map(quote, names))})"  # noqa: S608
        f" SELECT {', '.join(values)} FROM {table} ORDER BY id LIMIT 1"
    )


def test_a_second_factor_that_nobody_set_up_is_found() -> None:
    make_member("other")
    copy = "(SELECT max(id) FROM auth_user)"
    names = [row.column for row in TOTPDevice._meta.concrete_fields if not row.primary_key]
    values = [copy if name == "user_id" else connection.ops.quote_name(name) for name in names]
    table = TOTPDevice._meta.db_table
    damage(
        f"INSERT INTO {table} ({', '.join(map(connection.ops.quote_name, names))})"  # noqa: S608
        f" SELECT {', '.join(values)} FROM {table}"
    )
    assert kinds() == {"row-untold"}


def test_what_its_owner_takes_away_is_sound() -> None:
    device = TOTPDevice.objects.get()
    TOTPDevice.objects.update(last_t=-1, throttling_failure_count=0)
    remove_own(device.user, code_of(device.user))
    assert not TOTPDevice.objects.exists()
    write_days(Page.objects.get().issue.publication, "patterns", [])
    run("verify")
