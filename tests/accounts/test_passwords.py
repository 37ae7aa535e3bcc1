"""A new password is set by its owner through a link that ends, and three learn of it."""

from __future__ import annotations

import datetime as dt
import re
from io import StringIO
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from accounts.grants import RoleRefused
from accounts.models import AccountNotice, PasswordLink, RoleGrant
from accounts.passwords import make_link, use_link
from accounts.roles import Role
from audit.models import AuditEntry
from tests.accounts.cast import as_user, ask_for, decide, make_officers, said, signed_in
from tests.make import PASSWORD, make_administrator, make_member

pytestmark = pytest.mark.django_db
NEW = "quite another phrase"
BOTH = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def officers() -> dict[str, User]:
    return make_officers()


@pytest.fixture
def final() -> User:
    return make_member("final", Role.FINAL_REVIEWER)


def link_for(user: User, by: User) -> str:
    """Make a link in the admin and return its address, as it is shown this once."""
    address = reverse("admin:auth_user_password_link", args=[user.pk])
    shown = as_user(by).post(address).content.decode()
    found = re.search(r"http://testserver(/admin/password/[^<]+)<", shown)
    assert found, shown
    return found[1]


def test_no_administrator_sets_the_password_of_another(
    client: Client, officers: dict[str, User], final: User
) -> None:
    """Attack: the keeper of accounts sets a reviewer's password and signs in as him."""
    keeper = as_user(officers["keeper"])
    change = reverse("admin:auth_user_change", args=[final.pk])
    data = {"password1": NEW, "password2": NEW, "password": NEW, "usable_password": "true"}
    keeper.post(f"{change}../password/", data)
    keeper.post(change.replace("change/", "password/"), data)
    keeper.post(change, {"last_name": "", "first_name": "", "email": "", "is_active": "on"} | data)
    assert User.objects.get(pk=final.pk).check_password(PASSWORD)


def test_who_takes_an_account_over_reviews_nothing_with_it_and_is_seen(
    officers: dict[str, User], final: User
) -> None:
    address = link_for(final, officers["keeper"])
    chinese = Client()
    chinese.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert chinese.post(address, BOTH).status_code == 302
    thief = signed_in("final", NEW)
    assert thief.get(reverse("admin:index")).status_code == 200
    taken = User.objects.get(pk=final.pk)
    assert not taken.has_perm("articles.review_final")
    assert thief.get(reverse("admin:reviews")).status_code == 403
    # He who made the link does not confirm it; a second person does.
    grant = RoleGrant.objects.waiting().get(user=final)
    with override("zh-hans"):
        assert grant.why == "通过链接设置了新口令。"
    assert grant.why == "A new password was set through a link."
    decide(grant, "confirm", by=officers["keeper"])
    assert not User.objects.get(pk=final.pk).has_perm("articles.review_final")
    decide(grant, "confirm", by=officers["security"])
    assert User.objects.get(pk=final.pk).has_perm("articles.review_final")
    # The owner, the auditor and the log know.
    kinds = {AccountNotice.Kind.LINK_MADE, AccountNotice.Kind.PASSWORD_SET}
    for person in (final, officers["auditor"]):
        told = AccountNotice.objects.filter(user=person, kind__in=kinds, about=final)
        assert {row.kind for row in told} == kinds
        home = as_user(User.objects.get(pk=person.pk)).get(reverse("admin:index"))
        assert "A new password was set through a link" in home.content.decode()
    assert not AccountNotice.objects.filter(user=officers["security"]).exists()
    actions = AuditEntry.objects.filter(action__in=["make-password-link", "set-password"])
    assert set(actions.values_list("actor", flat=True)) == {"keeper", "final"}
    assert not AuditEntry.objects.filter(payload__contains=NEW).exists()


def test_a_link_opens_once_and_ends_earlier_ones(officers: dict[str, User], final: User) -> None:
    first = link_for(final, officers["keeper"])
    second = link_for(final, officers["keeper"])
    browser = Client()
    assert browser.get(first).status_code == 410
    assert "password of final" in browser.get(second).content.decode()
    assert browser.post(second, BOTH).headers["Location"] == reverse("admin:login")
    assert browser.post(second, BOTH).status_code == 410
    assert PasswordLink.objects.get(used=True).user == final


@pytest.mark.parametrize("how", ["expired", "left", "forged"])
def test_a_link_that_has_ended_sets_nothing(
    officers: dict[str, User], final: User, how: str
) -> None:
    address = link_for(final, officers["keeper"])
    if how == "expired":
        PasswordLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif how == "left":
        User.objects.filter(pk=final.pk).update(is_active=False)
    else:
        address = address[:-2] + "x/"
    response = Client().post(address, BOTH)
    assert response.status_code == 410
    assert "no-store" in response.headers["Cache-Control"]
    assert User.objects.get(pk=final.pk).check_password(PASSWORD)


@pytest.mark.parametrize("method", ["head", "put", "patch", "delete", "options"])
def test_no_other_method_uses_a_link(method: str, officers: dict[str, User], final: User) -> None:
    link, token = make_link(final, by=officers["keeper"])
    for given, status in ((token, 200), (f"{token[:-1]}!", 410)):
        address = reverse("admin:set_password", args=[given])
        assert getattr(Client(), method)(address, BOTH).status_code == status
    link.refresh_from_db()
    assert link.is_open


def test_of_two_who_use_a_link_at_once_one_wins(officers: dict[str, User], final: User) -> None:
    link, token = make_link(final, by=officers["keeper"])
    use_link(link, NEW)
    with pytest.raises(RoleRefused, match="was used"):
        use_link(link, "yet another phrase")
    address = reverse("admin:set_password", args=[token])
    with patch("desk.own_account.find_link", return_value=link):
        assert Client().post(address, BOTH).status_code == 410
    assert User.objects.get(pk=final.pk).check_password(NEW)


def test_a_weak_password_is_refused_and_the_link_stays(
    officers: dict[str, User], final: User
) -> None:
    address = link_for(final, officers["keeper"])
    weak = {"new_password1": "12345678", "new_password2": "12345678"}
    assert "entirely numeric" in Client().post(address, weak).content.decode()
    assert Client().get(address).status_code == 200


def test_the_link_is_kept_nowhere(officers: dict[str, User], final: User) -> None:
    token = link_for(final, officers["keeper"]).rstrip("/").rsplit("/", 1)[-1]
    assert not AuditEntry.objects.filter(payload__contains=token).exists()
    assert PasswordLink.objects.get().sha256 != token
    listed = as_user(officers["auditor"]).get(reverse("admin:accounts_passwordlink_changelist"))
    assert token not in listed.content.decode()


def test_a_role_is_confirmed_when_its_owner_has_set_his_password(
    officers: dict[str, User],
) -> None:
    keeper = as_user(officers["keeper"])
    keeper.post(reverse("admin:auth_user_add"), {"username": "new"})
    new = User.objects.get(username="new")
    assert new.is_staff
    ask_for(new, Role.PUBLISHER, by=officers["security"])
    grant = RoleGrant.objects.get(user=new)
    assert "set no password yet" in said(decide(grant, "confirm", by=officers["keeper"]))
    Client().post(link_for(new, officers["keeper"]), BOTH)
    assert "counts from now on" in said(decide(grant, "confirm", by=officers["keeper"]))
    assert User.objects.get(pk=new.pk).has_perm("articles.publish_article")


@pytest.mark.parametrize("made_by", ["the machine", "keeper"])
def test_the_first_password_of_an_appointed_officer_is_his_own(
    officers: dict[str, User], made_by: str
) -> None:
    RoleGrant.objects.filter(user=officers["auditor"]).update(ended_at=timezone.now())
    out = StringIO()
    call_command("appoint_officers", auditor="zhao", stdout=out)
    zhao, address = User.objects.get(username="zhao"), out.getvalue().strip().split(": ")[-1]
    if made_by == "keeper":
        address = link_for(zhao, officers["keeper"])
    Client().post(address, BOTH)
    # A link that a colleague has made may have been used by the colleague.
    counts = User.objects.get(pk=zhao.pk).has_perm("audit.view_auditentry")
    assert counts == (made_by == "the machine")


def test_with_a_mail_server_the_link_goes_to_its_owner_only(
    officers: dict[str, User], final: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.paper.example"
    User.objects.filter(pk=final.pk).update(email="final@paper.example")
    address = reverse("admin:auth_user_password_link", args=[final.pk])
    keeper = as_user(officers["keeper"])
    assert "mailed to final@paper.example" in keeper.get(address).content.decode()
    response = keeper.post(address, follow=True)
    assert "on its way" in response.content.decode()
    assert "/admin/password/" not in response.content.decode()
    (sent,) = mail.outbox
    found = re.search(r"http://testserver(\S+)", str(sent.body))
    assert found
    assert Client().get(found[1]).status_code == 200
    with patch("desk.staff.mail", side_effect=OSError("no route")):
        shown = keeper.post(address)
    assert "no route" in said(shown)
    assert "/admin/password/" in shown.content.decode()


def test_for_whom_no_link_is_made_is_said(officers: dict[str, User], final: User) -> None:
    keeper, boss = officers["keeper"], make_administrator()
    User.objects.filter(pk=final.pk).update(is_active=False)
    final.refresh_from_db()
    for user, by, words in (
        (keeper, keeper, "Change your own password"),
        (boss, keeper, "on the machine itself"),
        (final, keeper, "has left"),
        (keeper, officers["security"], "may not give out"),
    ):
        with pytest.raises(RoleRefused, match=words):
            make_link(user, by=by)
    address = reverse("admin:auth_user_password_link", args=[keeper.pk])
    assert "Change your own password" in said(as_user(keeper).post(address))
    assert not PasswordLink.objects.exists()


def test_ones_own_password_is_changed_as_ever_and_stands_in_the_log(final: User) -> None:
    browser, address = as_user(final), reverse("admin:password_change")
    assert browser.get(address).status_code == 200
    browser.post(address, {"old_password": "wrong"} | BOTH)
    assert not AuditEntry.objects.exclude(action="written").exists()
    browser.post(address, {"old_password": PASSWORD} | BOTH)
    assert AuditEntry.objects.exclude(action="written").get().action == "change-password"
    assert User.objects.get(pk=final.pk).has_perm("articles.review_final")


def test_the_machine_itself_makes_a_link_when_nobody_else_can(final: User) -> None:
    out = StringIO()
    call_command("password_link", "final", site="https://paper.example", stdout=out)
    address = out.getvalue().strip().removeprefix("https://paper.example")
    assert Client().post(address, BOTH).status_code == 302
    assert not User.objects.get(pk=final.pk).has_perm("articles.review_final")
    made = AuditEntry.objects.get(action="make-password-link")
    assert made.actor == "the machine"
    with pytest.raises(CommandError, match="no user"):
        call_command("password_link", "nobody")


def test_names_stay_and_differ_in_more_than_capitals(
    officers: dict[str, User], final: User
) -> None:
    keeper = as_user(officers["keeper"])
    shown = keeper.post(reverse("admin:auth_user_add"), {"username": "FINAL"})
    assert "There is an account with this name" in shown.content.decode()
    change = reverse("admin:auth_user_change", args=[final.pk])
    wanted = {"last_name": "王", "is_active": "on"}
    refused = keeper.post(change, wanted | {"username": "another"}).content.decode()
    assert "A name stays" in refused
    final.refresh_from_db()
    assert (final.username, final.last_name) == ("final", "")
    keeper.post(change, wanted)
    final.refresh_from_db()
    assert (final.username, final.last_name) == ("final", "王")


def test_a_notice_is_taken_off_by_whom_it_is_for(officers: dict[str, User], final: User) -> None:
    link_for(final, officers["keeper"])
    mine, others = (AccountNotice.objects.get(user=row) for row in (final, officers["auditor"]))
    browser = as_user(final)
    for notice in (mine, others):
        browser.post(reverse("admin:account_notice", args=[notice.pk]))
    mine.refresh_from_db()
    others.refresh_from_db()
    assert mine.seen_at is not None
    assert others.seen_at is None
