"""A proposal is approved by who has seen what is asked about the very thing that it changes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from archive.verification import verify_audit
from articles.models import Article
from audit.models import AuditEntry
from editorial.new_places import PLACE
from editorial.proposals import propose, propose_values
from editorial.workflow import Action, change_state
from findings.models import Finding
from findings.page_check import recheck
from issues.page_names import NamedPlace
from reviews.models import Proposal, ProposalApproval
from reviews.seen import Seen
from tests.conftest import MakeOnce
from tests.keeping.cast import damage
from tests.make import JUNE, import_page, make_issue, make_page
from tests.reviews.cast import fresh, sign_off
from tests.wishes import wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
NOT_SEEN = "These questions were not on your screen"
ASKED = {"code": "look-alike", "params": {"text": "⼯"}}


@pytest.fixture(scope="module", autouse=True)
def published(make_once: MakeOnce[int], everybody: dict[str, User]) -> int:
    def make() -> int:
        import_page(JUNE)
        story = fresh(Article.objects.exclude(headline="").order_by("pk")[0])
        story = sign_off(story, everybody)
        change_state(story, Action.PUBLISH, by=everybody["publisher"])
        return story.pk

    return make_once(make)


@pytest.fixture
def public(published: int) -> Article:
    return fresh(Article.objects.get(pk=published))


def of_story(story: Article, by: User) -> Proposal:
    return propose(
        story,
        wish(story, headline="更正后的标题"),
        by=by,
        kind=Proposal.Kind.CORRECTION,
        version=story.version,
        reason="笔误",
        notice="更正",
    )


def of_page(story: Article, by: User) -> Proposal:
    return propose_values(story.page, {"name": "新版名"}, by=by)


def of_issue(story: Article, by: User) -> Proposal:
    return propose_values(story.page.issue, {"page_count": 77}, by=by)


def of_place(story: Article, by: User) -> Proposal:
    page = make_page(make_issue("2025-07-01", publication=story.page.issue.publication), number=3)
    return propose_values(story, {PLACE: NamedPlace(page.issue.date, "3")}, by=by, reason="错版")


KINDS = [of_story, of_page, of_issue, of_place]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def screen_of(client: Client, made: Proposal) -> tuple[str, list[str]]:
    """Return what the screen of a proposal says, and what its form carries along."""
    text = client.get(reverse("admin:proposal", args=[made.pk])).content.decode()
    return html.unescape(text), re.findall(r'name="seen" value="([^"]+)"', text)


def approve(client: Client, made: Proposal, seen: list[str]) -> str:
    address = reverse("admin:proposal_act", args=[made.pk])
    response = client.post(address, {"act": "approve", "seen": seen}, follow=True)
    return " ".join(str(row) for row in response.context["messages"])


def opened(entry: AuditEntry) -> dict[str, str]:
    found: dict[str, str] = json.loads(entry.payload)["open"]
    return found


@pytest.mark.parametrize("propose_it", KINDS)
@pytest.mark.parametrize("hidden", [{"state": "gone"}, {"code": "similar-names"}, {"params": {}}])
def test_a_question_that_was_not_on_the_screen_is_read_before_a_proposal_is_approved(
    cast: dict[str, User],
    public: Article,
    propose_it: Callable[[Article, User], Proposal],
    hidden: dict[str, Any],
) -> None:
    """Hidden in the database while the screen was made, and shown again before the button."""
    made, final = propose_it(public, cast["editor"]), signed_in(cast["final"])
    row = Finding.objects.create(page=public.page, article=public, fingerprint="a" * 64, **ASKED)
    Finding.objects.filter(pk=row.pk).update(**hidden)
    _text, seen = screen_of(final, made)
    Finding.objects.filter(pk=row.pk).update(**{"state": "open"} | ASKED)
    told = approve(final, made, seen)
    assert NOT_SEEN in told
    assert row.message in told
    assert not ProposalApproval.objects.exists()
    text, seen = screen_of(final, made)
    assert row.message in text
    assert f"question-{row.pk}:" in " ".join(seen)
    assert "Readers see it now" in approve(final, made, seen)
    entry = AuditEntry.objects.get(action="approve-proposal")
    assert opened(entry)[str(row.pk)] == row.code
    assert not list(verify_audit())


@pytest.mark.parametrize("propose_it", KINDS)
def test_a_question_that_came_since_is_read_before_a_proposal_is_approved(
    cast: dict[str, User], public: Article, propose_it: Callable[[Article, User], Proposal]
) -> None:
    made, final = propose_it(public, cast["editor"]), signed_in(cast["final"])
    _text, seen = screen_of(final, made)
    row = Finding.objects.create(page=public.page, fingerprint="b" * 64, **ASKED)
    assert NOT_SEEN in approve(final, made, seen)
    assert row.message in screen_of(final, made)[0]
    # The marks of another proposal stand for nothing.
    other = Seen.of_proposal(made)
    marks = [mark for mark in other.marks if not mark.startswith("proposal-")]
    assert "not what you were shown" in approve(final, made, [*marks, f"proposal-0:{made.sha256}"])
    assert not ProposalApproval.objects.exists()


def test_what_is_asked_elsewhere_keeps_no_proposal(cast: dict[str, User], public: Article) -> None:
    final = signed_in(cast["final"])
    paper = public.page.issue.publication
    proposals = [
        of_story(public, cast["editor"]),
        propose_values(paper, {"hotline": "110"}, by=cast["administrator"]),
    ]
    screens = [screen_of(final, made)[1] for made in proposals]
    other = Article.objects.exclude(pk=public.pk).filter(page=public.page)[0]
    Finding.objects.create(page=public.page, article=other, fingerprint="c" * 64, **ASKED)
    for made, seen in zip(proposals, screens, strict=True):
        assert "Readers see it now" in approve(final, made, seen)


@pytest.mark.parametrize("propose_it", KINDS)
def test_a_question_that_was_hidden_only_while_a_proposal_was_approved_is_found(
    cast: dict[str, User], public: Article, propose_it: Callable[[Article, User], Proposal]
) -> None:
    """The rows are right by now; the entry of the approval does not name it."""
    recheck(public.page)
    here = Finding.objects.open().filter(page=public.page)
    row = here.filter(article=None).first() or here.filter(article=public).first()
    assert row is not None
    made, final = propose_it(public, cast["editor"]), signed_in(cast["final"])
    damage("UPDATE findings_finding SET state = 'gone' WHERE id = %s", row.pk)
    assert "Readers see it now" in approve(final, made, screen_of(final, made)[1])
    damage("UPDATE findings_finding SET state = 'open' WHERE id = %s", row.pk)
    told = [fault for fault in verify_audit() if fault.kind == "question-hidden"]
    assert [fault.expected for fault in told] == [row.code]
    assert f"proposal {made.pk} was approved" in told[0].message


def test_the_command_shows_what_is_asked_and_takes_its_marks(
    cast: dict[str, User], public: Article
) -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command("proposals", *words, stdout=out)
        return out.getvalue()

    made = of_story(public, cast["editor"])
    row = Finding.objects.create(page=public.page, article=public, fingerprint="d" * 64, **ASKED)
    number, by = str(made.pk), ["--by", "final"]
    shown = run("show", number)
    assert f"  ? {row.message}" in shown.splitlines()
    marks = shown.splitlines()[-1].removeprefix("--seen ").split()
    without = [mark for mark in marks if not mark.startswith(f"question-{row.pk}:")]
    assert len(without) == len(marks) - 1
    with pytest.raises(CommandError, match=NOT_SEEN):
        run("approve", number, *by, "--seen", *without)
    assert "before the readers" in run("approve", number, *by, "--seen", *marks)
