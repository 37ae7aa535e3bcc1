"""Rows beside the texts: who is let in, what leads where, what was said. ``verify`` finds each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import PasswordLink
from accounts.passwords import make_link as make_password_link
from accounts.roles import Role
from accounts.second_factor import begin, finish, remove_own
from articles.models import Contributor, PreviewLink, Redirect, Relocation
from audit.models import AuditEntry
from editorial.namesakes import judge
from editorial.previews import make_link, revoke
from editorial.scans import put_scan
from editorial.workflow import publish_page
from findings.answers import Scope, ignore
from findings.models import PaperWord, Verdict, Waiver
from findings.word_list import add_word
from issues.models import Page, PageImage, Publication, RuleChange
from reviews.comments import add_comment, resolve
from reviews.models import Comment, Proposal, ProposalApproval, ProposalEnd
from reviews.review_rules import GivenRules, ask_change
from tables.day_cells import write_days
from tests.accounts.test_second_factor import code_of
from tests.admin.test_parts import picture
from tests.conftest import MakeOnce
from tests.keeping.cast import damage, refused, run
from tests.keeping.test_verify import rule
from tests.make import APRIL, JUNE, make_administrator, make_member
from tests.proposing import correct, relocate_page, relocate_story
from tests.reviews.cast import fresh
from tests.wishes import PhotoWish, wish

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
        _know_more(page, root)
        rule(reviews=0)
        page = Page.objects.select_related("issue__publication").get(pk=page.pk)
        publish_page(page, by=root)
        story = fresh(page.articles.get(order=1))
        why: dict[str, Any] = {"reason": "误植", "notice": "更正", "version": story.version}
        photo = PhotoWish("图", "王奔", alt="河边站着两个人")
        correct(story, wish(story, deck="副题", photos=[photo]), by=root, **why)
        relocate_page(page, date=page.issue.date, number=9, by=root, reason="错版")

    make_once(make)


def _know_more(page: Page, by: User) -> None:
    """What is said of a page's findings, words, names and rules, and a moved story."""
    finding = page.findings.open().earliest("pk")
    ignore(finding, by=by, reason="原文", scope=Scope.PAPER)
    add_word(PaperWord.Kind.NEVER_ERROR, "溜溜冰场", by=by, reason="店名")
    paper = page.issue.publication
    names = [
        Contributor.objects.create(publication=paper, name=name) for name in ("王芳芳", "王芳芬")
    ]
    judge(Verdict.Kind.TWO, *names, by=by, reason="两人")
    ask_change(paper, GivenRules(2, True, "", 1), by=by, reason="人手")
    run("import_pages", APRIL)
    away = Page.objects.select_related("issue").exclude(pk=page.pk).get()
    relocate_story(fresh(page.articles.latest("order")), page=away, by=by, reason="错版")


@pytest.fixture(autouse=True)
def scan(lived: None, db: None) -> PageImage:
    """The image of a page; each test has a folder of its own for its file."""
    page, root = Page.objects.earliest("pk"), User.objects.get(username="root")
    return put_scan(page, ContentFile(picture(), name="scan.jpg"), by=root)


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
    "words on what an image shows": "UPDATE articles_photo SET alt = '假' WHERE alt <> ''",
    "credit of an image": "UPDATE articles_photo SET credit = '假' WHERE alt <> ''",
    "who brought a page's image": "UPDATE issues_pageimage SET by_id = NULL",
    "a page's image gone": "DELETE FROM issues_pageimage",
    "a page's image on another": "UPDATE issues_pageimage SET page_id ="
    " (SELECT max(id) FROM issues_page)",
    "who asked for other rules": "UPDATE issues_rulechange SET asked_by_id ="
    " (SELECT id FROM auth_user WHERE username = 'final')",
    "rules of before": "UPDATE issues_rulechange SET old_reviews = 0",
    "where a moved story came from": "UPDATE articles_relocation SET old_page_id = new_page_id",
    "a word of the paper": "UPDATE findings_paperword SET text = '假'",
    "a verdict on names": "UPDATE findings_verdict SET kind = 'slip'",
    "reach of a waiver": "UPDATE findings_waiver SET publication_id = NULL",
    "a role renamed": "UPDATE auth_group SET name = '假' WHERE name = 'auditor'",
    "time of a proposal's end": "UPDATE reviews_proposalend SET at = '2025-06-12 08:00:00'",
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_row_that_was_changed_or_taken_away_is_found(name: str) -> None:
    sql = CHANGED[name]
    table = sql.split()[2 if sql.startswith("DELETE") else 1]
    damage(sql, table=table)
    assert kinds() & {"row-told", "row-gone", "revision-text"}


MADE = (
    *(PreviewLink, PasswordLink, Comment, Redirect, Proposal, ProposalApproval, ProposalEnd),
    *(PageImage, Waiver, PaperWord, Verdict, Relocation, RuleChange),
)
# What stands once in the table takes another value in the copy.
OTHER = {
    PasswordLink: {"sha256": "'x'"},
    Redirect: {"date": "'2024-01-01'"},
    ProposalApproval: {"stage": "'first-review'", "by_id": "(SELECT min(id) FROM auth_user)"},
    ProposalEnd: {"proposal_id": "(SELECT max(id) FROM reviews_proposal)"},
    Waiver: {"topic": "'x'"},
    PaperWord: {"text": "'x'"},
    Verdict: {"person_id": "(SELECT min(id) FROM articles_contributor)"},
    RuleChange: {"decided_at": "asked_at"},
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


def test_another_file_in_the_place_of_a_page_s_image_is_found(scan: PageImage) -> None:
    place = Path(scan.image.path)
    place.write_bytes(picture("PNG"))
    assert kinds() == {"image"}
    place.unlink()
    assert kinds() == {"image"}


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
    write_days(Publication.objects.get(), "patterns", [])
    run("verify")
