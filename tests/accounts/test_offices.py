"""三员分立: accounts, roles and the record are in three people's hands."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse
from pytest_django import Settings

from accounts.models import RoleGrant
from accounts.roles import OFFICES, ROLES, Role
from audit.models import AuditEntry
from tests.accounts.cast import OFFICERS, as_user, ask_for, decide, make_officers
from tests.make import make_member, make_user

pytestmark = pytest.mark.django_db
# What an office does, as an address that only it opens.
DEEDS = {
    "keeper": "admin:auth_user_add",
    "security": "admin:accounts_rolegrant_add",
    "auditor": "admin:audit_auditentry_changelist",
}


@pytest.fixture
def officers() -> dict[str, User]:
    return make_officers()


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("office", OFFICERS)
def test_each_office_does_its_own_and_not_the_others(
    officers: dict[str, User], office: str, deed: str
) -> None:
    status = as_user(officers[office]).get(reverse(DEEDS[deed])).status_code
    assert status == (200 if office == deed else 403)


@pytest.mark.parametrize("office", sorted(OFFICES))
@pytest.mark.parametrize("other", [Role.ADMINISTRATOR, Role.AUDITOR, Role.PUBLISHER])
def test_nobody_is_given_an_office_beside_another_or_beside_publishing(
    officers: dict[str, User], office: Role, other: Role
) -> None:
    if office == other:
        return
    person = make_member("person", other)
    text = ask_for(person, office, by=officers["security"])
    assert "Nobody holds two of the three offices" in text
    assert RoleGrant.objects.get(user=person).role == other


def test_of_two_roles_that_were_asked_for_at_once_only_one_is_confirmed(
    officers: dict[str, User], settings: Settings
) -> None:
    person = make_user("person")
    settings.SEPARATE_OFFICES = False
    ask_for(person, Role.PUBLISHER, by=officers["security"])
    publisher = RoleGrant.objects.latest("pk")
    ask_for(person, Role.AUDITOR, by=officers["security"])
    settings.SEPARATE_OFFICES = True
    decide(publisher, "confirm", by=officers["keeper"])
    publisher.refresh_from_db()
    assert publisher.waits


def test_two_offices_in_one_hand_count_for_nothing() -> None:
    person = make_member("both", Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR)
    assert person.has_perm("articles.change_article")
    assert not person.has_perm("auth.add_user")
    assert not person.has_perm("audit.view_auditentry")


def test_an_officer_neither_reviews_nor_publishes() -> None:
    person = make_member("both", Role.ADMINISTRATOR, Role.PUBLISHER)
    assert person.has_perm("auth.add_user")
    assert not person.has_perm("articles.publish_article")


def test_a_site_of_three_people_may_switch_it_off_and_the_record_says_so(
    officers: dict[str, User], settings: Settings
) -> None:
    person = make_member("person", Role.AUDITOR)
    settings.SEPARATE_OFFICES = False
    ask_for(person, Role.PUBLISHER, by=officers["security"])
    grant = RoleGrant.objects.latest("pk")
    decide(grant, "confirm", by=officers["keeper"])
    assert User.objects.get(pk=person.pk).has_perm("articles.publish_article")
    actions = list(
        AuditEntry.objects.exclude(action="written")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert actions == ["offices-together", "ask-role", "confirm-role"]
    settings.SEPARATE_OFFICES = True
    ask_for(make_user("another"), Role.EDITOR, by=officers["security"])
    actions = list(
        AuditEntry.objects.exclude(action="written")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert actions[3:] == ["offices-separate", "give-role"]
    assert not User.objects.get(pk=person.pk).has_perm("articles.publish_article")


def test_no_role_has_what_two_offices_have() -> None:
    accounts = {"auth.add_user", "auth.change_user", "accounts.add_passwordlink"}
    roles = {"accounts.add_rolegrant", "accounts.change_rolegrant"}
    record = {"audit.view_auditentry", "admin.view_logentry"}
    for role, held in ROLES.items():
        assert sum(bool(held & office) for office in (accounts, roles, record)) == (
            role in OFFICES
        ), role


class TestAppointing:
    """The first three people are made on the machine."""

    def test_the_three_are_made_with_a_link_each(self) -> None:
        out = StringIO()
        call_command(
            "appoint_officers",
            system="wang",
            security="li",
            auditor="zhao",
            site="https://paper.example/",
            stdout=out,
        )
        lines = out.getvalue().splitlines()
        assert [line.split(": ")[0] for line in lines] == ["wang", "li", "zhao"]
        assert all("https://paper.example/admin/password/" in line for line in lines)
        held = RoleGrant.objects.counting().values_list("user__username", "role")
        assert dict(held) == {
            "wang": "administrator",
            "li": "security administrator",
            "zhao": "auditor",
        }
        assert not any(user.has_usable_password() for user in User.objects.all())
        actors = AuditEntry.objects.filter(action="appoint").values_list("actor", flat=True)
        assert list(actors) == ["the machine"] * 3

    def test_an_office_that_somebody_holds_is_not_given_so(self) -> None:
        make_member("keeper", Role.ADMINISTRATOR)
        with pytest.raises(CommandError, match="already"):
            call_command("appoint_officers", security="li", system="wang")
        assert not User.objects.filter(username__in=["li", "wang"]).exists()

    def test_nobody_gets_two_and_somebody_must_be_named(self) -> None:
        with pytest.raises(CommandError, match="two of the three offices"):
            call_command("appoint_officers", security="li", system="li")
        with pytest.raises(CommandError, match="at least one"):
            call_command("appoint_officers")

    def test_who_has_a_password_keeps_it(self) -> None:
        person, out = make_user("li"), StringIO()
        call_command("appoint_officers", security="li", stdout=out)
        assert out.getvalue().strip() == "li: security administrator"
        assert person.has_perm("accounts.add_rolegrant")
        call_command("appoint_officers", auditor="zhao", verbosity=0, stdout=out)
        assert out.getvalue().strip() == "li: security administrator"

    def test_an_account_of_no_member_of_staff_is_refused(self) -> None:
        User.objects.create_user("reader")
        with pytest.raises(CommandError, match="no member of staff"):
            call_command("appoint_officers", security="reader")


def test_the_demo_has_three_officers_and_roles_that_two_people_gave() -> None:
    out = StringIO()
    call_command("prepare_demo", port=0, stdout=out)
    for name in OFFICERS:
        assert f"\n  {name} " in out.getvalue()
    grants = RoleGrant.objects.filter(role=Role.PUBLISHER).values_list(
        "user__username", "asked_by__username", "confirmed_by__username"
    )
    assert list(grants) == [("publisher", "security", "keeper")]
    assert not User.objects.filter(is_superuser=True).exists()
    # The next start gives nothing twice, and confirms what waits.
    before = RoleGrant.objects.count()
    grant = RoleGrant.objects.get(role=Role.PUBLISHER)
    RoleGrant.objects.filter(pk=grant.pk).update(confirmed_at=None, confirmed_by=None)
    call_command("prepare_demo", port=0, stdout=out)
    assert RoleGrant.objects.count() == before
    grant.refresh_from_db()
    assert not grant.waits
