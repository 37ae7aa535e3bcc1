"""The rules of a paper's reviews change with a second person's consent, not for pages under way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article
from audit.models import AuditEntry
from editorial.new_places import apply_values
from editorial.proposals import propose_values
from editorial.workflow import (
    NotAllowed,
    approve_page,
    publish_page,
    return_page,
    submit_page,
    unpublish_page,
)
from issues.models import Page, Publication, RuleChange
from reviews.models import Proposal
from reviews.queue import waiting_for
from reviews.review_rules import GivenRules, RulesRefused, agree, ask_change, refuse, rules_of
from tests.accounts.cast import as_user, said
from tests.make import make_administrator, make_member, make_page, make_publication, make_story
from tests.reviews.cast import make_cast, make_reviewed_page, seen_on

pytestmark = pytest.mark.django_db
NONE = GivenRules(0, False, "", 1)
DATA = {"reviews": "0", "blocking_codes": "", "proposal_reviews": "1", "reason": "人手不够"}


@pytest.fixture
def page() -> Page:
    return make_reviewed_page()


@pytest.fixture
def people(page: Page) -> dict[str, User]:
    cast = make_cast()
    return cast | {"keeper": cast["administrator"], "security": make_member("s", Role.SECURITY)}


def inlines() -> dict[str, str]:
    names = [
        f"{name}-{part}_FORMS"
        for name in ("patterns", "exceptions")
        for part in ("TOTAL", "INITIAL")
    ]
    return dict.fromkeys(names, "0")


def paper_of(page: Page) -> Publication:
    return Publication.objects.get(pk=page.issue.publication_id)


def fresh(page: Page) -> Page:
    return Page.objects.select_related("issue__publication").get(pk=page.pk)


def change_to(page: Page, people: dict[str, User], **wanted: Any) -> RuleChange:
    """Let two people give the paper other rules."""
    usual: dict[str, Any] = {"reviews": 3, "reviewers_differ": True, "blocking_codes": ""}
    rules = GivenRules(**(usual | {"proposal_reviews": 1} | wanted))
    change = ask_change(paper_of(page), rules, by=people["keeper"], reason="试")
    agree(change, by=people["security"])
    return change


def test_one_administrator_changes_no_rule(page: Page, people: dict[str, User]) -> None:
    """Attack: the administrator sets the reviews to none, and the publisher publishes drafts."""
    paper, keeper = paper_of(page), as_user(people["keeper"])
    change = reverse("admin:issues_publication_change", args=[paper.pk])
    keeper.post(change, inlines() | DATA | {"name": paper.name, "weekdays": "135"})
    ask = reverse("admin:issues_publication_rules", args=[paper.pk])
    assert "no page already under way" in keeper.get(ask).content.decode()
    assert "second person has agreed" in said(keeper.post(ask, DATA))
    wish = RuleChange.objects.get()
    decide = reverse("admin:issues_rulechange_decide", args=[wish.pk])
    assert "not who asked" in said(_as_superuser(people["keeper"]).post(decide, {"act": "agree"}))
    paper.refresh_from_db()
    assert (paper.reviews, paper.reviewers_differ, paper.blocking_codes) == (3, True, "facts")
    publisher = as_user(people["publisher"])
    publisher.post(reverse("admin:issues_page_publish", args=[page.pk]))
    assert not Article.objects.published().exists()


def _as_superuser(user: User) -> Any:
    """The browser of one who may do everything, and is one person still."""
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return as_user(User.objects.get(pk=user.pk))


def test_a_second_person_agrees_and_both_stand_in_the_record(
    page: Page, people: dict[str, User]
) -> None:
    ask = reverse("admin:issues_publication_rules", args=[paper_of(page).pk])
    as_user(people["keeper"]).post(ask, DATA)
    change = RuleChange.objects.get()
    for name in ("security", "final"):
        home = as_user(people[name]).get(reverse("admin:index")).content.decode()
        assert "Rules that wait for a second person" in home
    address = reverse("admin:issues_rulechange_change", args=[change.pk])
    assert "Agree to these rules" in as_user(people["final"]).get(address).content.decode()
    assert "Agree to these rules" not in as_user(people["publisher"]).get(address).content.decode()
    decide = reverse("admin:issues_rulechange_decide", args=[change.pk])
    as_user(people["publisher"]).post(decide, {"act": "agree"})
    assert paper_of(page).reviews == 3
    assert "hold now" in said(as_user(people["final"]).post(decide, {"act": "agree"}))
    assert paper_of(page).reviews == 0
    told = AuditEntry.objects.filter(kind="issues.rulechange").order_by("seq")
    assert [(row.action, row.actor) for row in told] == [
        ("ask-rules", "administrator"),
        ("agree-rules", "final"),
    ]
    assert '"old_reviews":3' in told[1].payload
    assert '"asked_by":"administrator"' in told[1].payload


def test_how_many_approve_a_proposal_is_one_of_the_rules(
    page: Page, people: dict[str, User]
) -> None:
    """Attack: an administrator and one final reviewer make one approval out of three."""
    change_to(page, people, proposal_reviews=3)
    paper, keeper = paper_of(page), as_user(people["keeper"])
    address = reverse("admin:issues_publication_change", args=[paper.pk])
    shown = keeper.get(address).content.decode()
    assert 'name="proposal_reviews"' not in shown
    data = {"name": paper.name, "organ": paper.organ, "sponsor": paper.sponsor, "weekdays": "135"}
    keeper.post(address, inlines() | data | {"proposal_reviews": "1"})
    make_story(page, published=True)
    with pytest.raises(NotAllowed, match="Only what readers see"):
        propose_values(paper, {"proposal_reviews": 1}, by=people["keeper"])
    ask = reverse("admin:issues_publication_rules", args=[paper.pk])
    assert (
        "greater than or equal to 1"
        in keeper.post(ask, DATA | {"proposal_reviews": "0"}).content.decode()
    )
    keeper.post(ask, DATA | {"reviews": "3", "proposal_reviews": "1"})
    assert (paper_of(page).proposal_reviews, Proposal.objects.count()) == (3, 0)
    agree(RuleChange.objects.latest("asked_at"), by=people["final"])
    assert paper_of(page).proposal_reviews == 1
    entry = AuditEntry.objects.filter(action="agree-rules").latest("seq")
    assert '"old_proposal_reviews":3,' in entry.payload


def test_a_proposal_for_a_rule_from_before_is_not_applied(
    page: Page, people: dict[str, User]
) -> None:
    make_story(page, published=True)
    with pytest.raises(NotAllowed, match="Only what readers see"):
        apply_values(
            paper_of(page), {"proposal_reviews": 2}, by=people["keeper"], reason="", proposal=1
        )


def test_rules_that_wait_are_shown_instead_of_asked_for_twice(
    page: Page, people: dict[str, User]
) -> None:
    keeper = as_user(people["keeper"])
    ask = reverse("admin:issues_publication_rules", args=[paper_of(page).pk])
    keeper.post(ask, DATA)
    change = RuleChange.objects.get()
    at = reverse("admin:issues_rulechange_change", args=[change.pk])
    assert keeper.get(ask).headers["Location"] == at
    with pytest.raises(RulesRefused, match="already"):
        ask_change(paper_of(page), NONE, by=people["keeper"], reason="x")
    decide = reverse("admin:issues_rulechange_decide", args=[change.pk])
    keeper.post(decide, {"act": "refuse"})
    assert not RuleChange.objects.get().agreed
    assert "decided this already" in said(as_user(people["final"]).post(decide, {"act": "agree"}))


def test_what_is_asked_for_must_be_something_and_known(page: Page, people: dict[str, User]) -> None:
    keeper = as_user(people["keeper"])
    ask = reverse("admin:issues_publication_rules", args=[paper_of(page).pk])
    text = keeper.post(ask, DATA | {"blocking_codes": "weekdy"}).content.decode()
    assert "No finding is called weekdy" in text
    same = DATA | {"reviews": "3", "reviewers_differ": "on", "blocking_codes": "facts"}
    assert "These are the rules already" in keeper.post(ask, same).content.decode()
    with pytest.raises(RulesRefused, match="Say why"):
        ask_change(paper_of(page), NONE, by=people["keeper"], reason="")
    with pytest.raises(RulesRefused, match="may not"):
        ask_change(paper_of(page), NONE, by=people["editor"], reason="x")
    assert not RuleChange.objects.exists()


def test_who_agrees_agrees_to_what_was_there(page: Page, people: dict[str, User]) -> None:
    change = ask_change(paper_of(page), NONE, by=people["keeper"], reason="x")
    Publication.objects.update(reviews=2)
    with pytest.raises(RulesRefused, match="changed meanwhile"):
        agree(change, by=people["security"])
    refuse(change, by=people["security"])
    assert paper_of(page).reviews == 2


def test_a_new_paper_begins_with_three_reviews(people: dict[str, User]) -> None:
    data = inlines() | {"name": "新报", "weekdays": "135"}
    keeper, add = as_user(people["keeper"]), reverse("admin:issues_publication_add")
    assert "Not changed with this form" in keeper.post(add, data | DATA).content.decode()
    assert not Publication.objects.filter(name="新报").exists()
    keeper.post(add, data)
    paper = Publication.objects.get(name="新报")
    assert (paper.reviews, paper.reviewers_differ, paper.blocking_codes) == (3, True, "facts")


def test_the_database_itself_wants_a_second_person(page: Page, people: dict[str, User]) -> None:
    change = ask_change(paper_of(page), NONE, by=people["keeper"], reason="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.filter(pk=change.pk).update(agreed=True, decided_by=people["keeper"])


class TestPagesUnderWay:
    """They keep the rules under which they began."""

    def test_a_page_in_review_is_not_published_with_fewer_reviews(
        self, page: Page, people: dict[str, User]
    ) -> None:
        submit_page(page, by=people["editor"])
        change_to(page, people, reviews=1, reviewers_differ=False)
        assert paper_of(page).reviews == 1
        approve_page(fresh(page), by=people["first"], seen=seen_on(page))
        assert set(page.articles.values_list("status", flat=True)) == {"second-review"}
        with pytest.raises(NotAllowed):
            publish_page(fresh(page), by=people["publisher"])
        with pytest.raises(NotAllowed, match="earlier review"):
            _all_reviews_by_one(page, people["first"])
        for name in ("second", "final"):
            assert waiting_for(people[name])
            approve_page(fresh(page), by=people[name], seen=seen_on(page))
        publish_page(fresh(page), by=people["publisher"])
        assert Article.objects.published().count() == 2

    def test_the_next_page_falls_under_the_new_rules(
        self, page: Page, people: dict[str, User]
    ) -> None:
        submit_page(page, by=people["editor"])
        change_to(page, people, reviews=1)
        other = make_page(page.issue, 2)
        make_story(other)
        submit_page(fresh(other), by=people["editor"])
        assert set(other.articles.values_list("status", flat=True)) == {"final-review"}
        assert rules_of(fresh(page)).reviews == 3

    def test_a_page_that_begins_anew_falls_under_the_new_rules(
        self, page: Page, people: dict[str, User]
    ) -> None:
        submit_page(page, by=people["editor"])
        change_to(page, people, reviews=0)
        return_page(fresh(page), by=people["first"], reason="核对")
        assert rules_of(fresh(page)).reviews == 0
        publish_page(fresh(page), by=people["publisher"])
        assert Article.objects.published().count() == 2
        assert fresh(page).kept_rules is None

    def test_every_story_of_a_page_that_begins_anew_goes_the_same_way(
        self, page: Page, people: dict[str, User]
    ) -> None:
        submit_page(page, by=people["editor"])
        change_to(page, people, reviews=1)
        return_page(fresh(page), by=people["first"], reason="核对")
        submit_page(fresh(page), by=people["editor"])
        assert set(page.articles.values_list("status", flat=True)) == {"final-review"}

    def test_more_reviews_reach_no_page_that_is_signed_off(
        self, page: Page, people: dict[str, User]
    ) -> None:
        change_to(page, people, reviews=1)
        submit_page(fresh(page), by=people["editor"])
        approve_page(fresh(page), by=people["final"], seen=seen_on(page))
        change_to(page, people, reviews=3)
        publish_page(fresh(page), by=people["publisher"])
        unpublish_page(fresh(page), by=people["publisher"])
        submit_page(fresh(page), by=people["editor"])
        assert set(page.articles.values_list("status", flat=True)) == {"first-review"}

    def test_the_second_change_leaves_a_page_what_it_began_with(
        self, page: Page, people: dict[str, User]
    ) -> None:
        submit_page(page, by=people["editor"])
        change_to(page, people, reviews=2)
        change_to(page, people, reviews=1)
        assert rules_of(fresh(page)).reviews == 3

    def test_what_readers_lost_belongs_to_the_page_still_and_what_was_set_aside_does_not(
        self, people: dict[str, User]
    ) -> None:
        pages = [make_page(number=number) for number in (8, 9)]
        past = timezone.now() - dt.timedelta(days=1)
        make_story(pages[0], status="withdrawn", published_at=past)
        make_story(pages[1], status="set-aside")
        change_to(pages[0], people, reviews=1)
        assert fresh(pages[0]).kept_rules is not None
        assert fresh(pages[1]).kept_rules is None


def _all_reviews_by_one(page: Page, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_superuser=True)
    try:
        approve_page(fresh(page), by=User.objects.get(pk=person.pk), seen=seen_on(page))
    finally:
        User.objects.filter(pk=person.pk).update(is_superuser=False)


def test_a_superuser_is_one_person(page: Page, people: dict[str, User]) -> None:
    boss = make_administrator("boss")
    change = ask_change(paper_of(page), NONE, by=boss, reason="x")
    with pytest.raises(RulesRefused, match="second person"):
        agree(change, by=boss)
    with pytest.raises(RulesRefused, match="may not"):
        refuse(change, by=make_member("reporter 2", Role.REPORTER))
    assert make_publication("三审报").reviews == 3
