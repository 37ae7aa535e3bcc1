"""A role for reviewing or publishing begins to count when a second person has confirmed it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.grants import RoleRefused, ask, confirm, end
from accounts.models import AccountNotice, RoleGrant
from accounts.roles import CONFIRMED, Role
from audit.models import AuditEntry
from tests.accounts.cast import as_user, ask_for, decide, make_officers, signed_in
from tests.make import PASSWORD, make_administrator, make_member, make_user
from tests.reviews.cast import make_reviewed_page, seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def officers() -> dict[str, User]:
    return make_officers()


def the_grant() -> RoleGrant:
    return RoleGrant.objects.latest("pk")


def test_who_keeps_accounts_makes_no_puppets(officers: dict[str, User]) -> None:
    """Attack: one administrator adds an account with every role, and it reviews and publishes."""
    keeper = as_user(officers["keeper"])
    groups = list(Group.objects.values_list("pk", flat=True))
    data = {
        "username": "puppet",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": groups,
        "is_staff": "on",
        "is_superuser": "on",
        "usable_password": "true",
    }
    keeper.post(reverse("admin:auth_user_add"), data)
    assert not User.objects.filter(username="puppet").exists()
    keeper.post(reverse("admin:auth_user_add"), {"username": "puppet"})
    puppet = User.objects.get(username="puppet")
    keeper.post(reverse("admin:auth_user_change", args=[puppet.pk]), data | {"is_active": "on"})
    puppet.refresh_from_db()
    assert not puppet.is_superuser
    assert not puppet.groups.exists()
    assert puppet.get_all_permissions() == set()
    assert not puppet.has_usable_password()
    puppets = signed_in("puppet", PASSWORD)
    assert puppets.get(reverse("admin:index")).status_code == 302
    # Nor does the address that gives roles let him in.
    ask_for(puppet, Role.FINAL_REVIEWER, by=officers["keeper"])
    assert not RoleGrant.objects.filter(user=puppet).exists()


@pytest.mark.parametrize("role", [Role.FINAL_REVIEWER, Role.PUBLISHER])
def test_a_role_counts_when_a_second_person_has_confirmed_it(
    officers: dict[str, User], role: Role
) -> None:
    person = make_user("new")
    needed = {"final reviewer": "articles.review_final", "publisher": "articles.publish_article"}

    def counts() -> bool:
        return User.objects.get(pk=person.pk).has_perm(needed[role.value])

    assert "when a second person has confirmed it" in ask_for(person, role, by=officers["security"])
    grant = the_grant()
    assert not counts()
    # Neither who asked nor who gets it; and an auditor changes nothing.
    for by in (officers["security"], officers["auditor"], person):
        decide(grant, "confirm", by=by)
        assert not counts()
    decide(grant, "confirm", by=officers["keeper"])
    assert counts()
    told = (
        AuditEntry.objects.exclude(action="written")
        .filter(kind="accounts.rolegrant")
        .order_by("seq")
    )
    assert [(row.action, row.actor) for row in told] == [
        ("ask-role", "security"),
        ("confirm-role", "keeper"),
    ]
    notice = AccountNotice.objects.get(user=person)
    assert notice.kind == AccountNotice.Kind.ROLE_CONFIRMED
    # Told in the language of who reads it, whoever confirmed.
    with override("zh-hans"):
        assert notice.words == str(role.label) != role.value


def test_a_reviewer_who_waits_approves_nothing_and_is_offered_nothing(
    officers: dict[str, User],
) -> None:
    person = make_member("editor", Role.EDITOR)
    page = make_reviewed_page()
    page.articles.update(status="first-review")
    ask_for(person, Role.FIRST_REVIEWER, by=officers["security"])
    address = reverse("admin:review_act", args=[page.pk])
    seen = {"seen": seen_on(page).marks, "all_read": "yes"}
    as_user(person).post(address, {"act": "approve", "stage": "first-review"} | seen)
    assert set(page.articles.values_list("status", flat=True)) == {"first-review"}
    home = as_user(person).get(reverse("admin:index")).content.decode()
    assert "count when a second person has confirmed them" in home
    confirmer = as_user(officers["keeper"]).get(reverse("admin:index")).content.decode()
    assert "Roles that wait for a second person" in confirmer
    assert str(the_grant()) in confirmer


def test_who_writes_only_needs_no_second_person(officers: dict[str, User]) -> None:
    person = make_user("new")
    assert "It counts from now on" in ask_for(person, Role.EDITOR, by=officers["security"])
    assert User.objects.get(pk=person.pk).has_perm("articles.change_article")


def test_nobody_gives_himself_a_role(officers: dict[str, User]) -> None:
    security = officers["security"]
    assert "Nobody gives himself a role" in ask_for(security, Role.EDITOR, by=security)
    assert RoleGrant.objects.filter(user=security).count() == 1


def test_membership_in_a_group_gives_nothing() -> None:
    person = make_user("member")
    person.groups.set(Group.objects.all())
    assert User.objects.get(pk=person.pk).get_all_permissions() == set()


def test_a_role_that_is_taken_back_ends_at_once_and_the_person_is_told(
    officers: dict[str, User],
) -> None:
    person = make_member("first", Role.FIRST_REVIEWER)
    grant = RoleGrant.objects.get(user=person)
    decide(grant, "end", by=officers["security"])
    assert User.objects.get(pk=person.pk).has_perm("articles.review_first")
    decide(grant, "end", by=officers["keeper"], reason="退休")
    assert User.objects.get(pk=person.pk).has_perm("articles.review_first")
    decide(grant, "end", by=officers["security"], reason="退休")
    assert not User.objects.get(pk=person.pk).has_perm("articles.review_first")
    assert '"why":"\\u9000\\u4f11"' in AuditEntry.objects.latest("seq").payload
    assert AccountNotice.objects.get(user=person).kind == AccountNotice.Kind.ROLE_ENDED
    with pytest.raises(RoleRefused, match="ended already"):
        end(grant, by=officers["security"], reason="x")


def test_who_may_confirm_a_role_may_refuse_it(officers: dict[str, User]) -> None:
    person = make_user("new")
    ask_for(person, Role.PUBLISHER, by=officers["security"])
    decide(the_grant(), "end", by=officers["keeper"], reason="不认识")
    assert the_grant().ended_by == officers["keeper"]
    with pytest.raises(RoleRefused, match="waits for nobody"):
        confirm(the_grant(), by=officers["keeper"])


def test_what_cannot_be_asked_for_is_said(officers: dict[str, User]) -> None:
    person, security = make_member("first", Role.FIRST_REVIEWER), officers["security"]
    assert "already, or waits to be" in ask_for(person, Role.FIRST_REVIEWER, by=security)
    with pytest.raises(RoleRefused, match="Say why"):
        ask(person, Role.EDITOR, by=security, reason=" ")
    User.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(RoleRefused, match="has left"):
        ask(User.objects.get(pk=person.pk), Role.EDITOR, by=security, reason="x")


def test_the_database_itself_wants_two_people(officers: dict[str, User]) -> None:
    person, security = make_user("new"), officers["security"]
    now = timezone.now()
    wrong: list[dict[str, Any]] = [
        {"asked_by": security, "confirmed_by": security, "confirmed_at": now},
        {"asked_by": person},
        {"asked_by": security, "confirmed_by": person, "confirmed_at": now},
        {"asked_by": security, "confirmed_at": now},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(user=person, role=Role.PUBLISHER, reason="x", **values)


def test_what_each_role_may_do_is_changed_by_nobody_in_the_admin() -> None:
    group = Group.objects.get(name=Role.REPORTER.value)
    publishing = Permission.objects.get(codename="publish_article")
    boss = as_user(make_administrator())
    address = reverse("admin:auth_group_change", args=[group.pk])
    data = {"name": group.name, "permissions": [publishing.pk]}
    assert boss.post(address, data).status_code == 403
    assert publishing not in group.permissions.all()


def test_one_who_may_do_everything_is_one_person_still(officers: dict[str, User]) -> None:
    boss, person = make_administrator(), make_user("new")
    ask_for(person, Role.PUBLISHER, by=boss)
    decide(the_grant(), "confirm", by=boss)
    assert the_grant().waits
    assert {Role.REPORTER, Role.EDITOR} == set(Role) - CONFIRMED
