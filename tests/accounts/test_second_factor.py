"""The second factor: optional, or required by a setting."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from accounts.grants import RoleRefused
from accounts.models import AccountNotice, RoleGrant
from accounts.roles import Role
from accounts.second_factor import begin, finish, remove_of, remove_own
from audit.models import AuditEntry
from tests.accounts.cast import as_user, make_officers, said
from tests.make import PASSWORD, make_administrator, make_member

pytestmark = pytest.mark.django_db
ADDRESS = reverse("admin:second_factor")


@pytest.fixture
def final() -> User:
    return make_member("final", Role.FINAL_REVIEWER)


def code_of(user: User, *, ahead: int = 0) -> str:
    """Return what the telephone shows, or will show."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + ahead * device.step
    return f"{totp.token():06d}"


def set_up(user: User) -> Client:
    """Set a second factor up in the browser and return it."""
    browser = as_user(user)
    browser.post(ADDRESS, {"act": "begin"})
    browser.post(ADDRESS, {"act": "finish", "code": code_of(user)})
    return browser


def sign_in(code: str = "", password: str = PASSWORD) -> Any:
    data = {"username": "final", "password": password, "code": code, "next": "/admin/"}
    return Client().post(reverse("admin:login"), data)


def test_it_is_set_up_with_a_picture_a_secret_and_a_first_code(final: User) -> None:
    browser = as_user(final)
    picture = reverse("admin:second_factor_code")
    assert "Set up a second factor" in browser.get(ADDRESS).content.decode()
    assert browser.get(picture).status_code == 404
    browser.post(ADDRESS, {"act": "begin"})
    assert "Use this telephone" in browser.get(ADDRESS).content.decode()
    drawn = browser.get(picture)
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    response = browser.post(ADDRESS, {"act": "finish", "code": "000000"})
    assert "not the code" in said(response)
    assert not TOTPDevice.objects.get().confirmed
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    browser.post(ADDRESS, {"act": "finish", "code": code_of(final)})
    assert TOTPDevice.objects.get().confirmed
    assert "Remove the second factor" in browser.get(ADDRESS).content.decode()
    assert AuditEntry.objects.exclude(action="written").get().action == "add-second-factor"


def test_who_has_one_signs_in_with_a_code_and_not_without(final: User) -> None:
    assert sign_in().status_code == 302
    set_up(final)
    assert "not the code" in sign_in().content.decode()
    assert "not the code" in sign_in("000000").content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    used = code_of(final, ahead=1)
    assert "not the code" not in sign_in(used, password="wrong").content.decode()
    assert sign_in(used).headers["Location"] == "/admin/"
    # A code that was seen over somebody's shoulder opens nothing a second time.
    assert sign_in(used).status_code == 200


def test_sessions_that_showed_no_code_end(final: User) -> None:
    earlier = as_user(final)
    browser = set_up(final)
    assert browser.get(ADDRESS).status_code == 200
    assert earlier.get(ADDRESS).status_code == 302


def test_the_owner_removes_it_with_a_code(final: User) -> None:
    browser = set_up(final)
    browser.post(ADDRESS, {"act": "remove", "code": "000000"})
    assert TOTPDevice.objects.exists()
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    browser.post(ADDRESS, {"act": "remove", "code": code_of(final, ahead=1)})
    assert not TOTPDevice.objects.exists()
    assert final.has_perm("articles.review_final")
    with pytest.raises(RoleRefused, match="no second factor"):
        remove_own(final, "000000")


def test_a_lost_one_is_removed_by_an_administrator_and_the_roles_wait_again(final: User) -> None:
    officers = make_officers()
    set_up(final)
    address = reverse("admin:auth_user_second_factor", args=[final.pk])
    assert as_user(officers["keeper"]).get(address).status_code == 405
    keeper = as_user(officers["keeper"])
    keeper.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assert "1个角色" in said(keeper.post(address))
    assert not User.objects.get(pk=final.pk).has_perm("articles.review_final")
    assert RoleGrant.objects.waiting().get(user=final).asked_by == officers["keeper"]
    # Why, is read in the language of whoever has to confirm it, whoever brought it about.
    grant = RoleGrant.objects.waiting().get(user=final)
    shown = reverse("admin:accounts_rolegrant_change", args=[grant.pk])
    for language, told in (
        ("en", "The second factor was removed."),
        ("zh-hans", "第二验证被移除。"),
    ):
        reader = as_user(officers["security"])
        reader.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert told in reader.get(shown).content.decode()
    kinds = AccountNotice.objects.filter(user=officers["auditor"]).values_list("kind", flat=True)
    assert list(kinds) == [AccountNotice.Kind.FACTOR_REMOVED]
    assert "has no second factor" in said(as_user(officers["keeper"]).post(address))
    for by in (officers["security"], final):
        with pytest.raises(RoleRefused, match="may not remove"):
            remove_of(final, by=by)
    with pytest.raises(RoleRefused, match="may not remove"):
        remove_of(make_administrator(), by=officers["keeper"])


def test_it_is_begun_anew_and_never_doubled(final: User) -> None:
    begin(final)
    secret = TOTPDevice.objects.get().key
    begin(final)
    assert TOTPDevice.objects.get().key != secret
    finish(final, code_of(final), session_key=None)
    begin(final)
    assert TOTPDevice.objects.count() == 1
    with pytest.raises(RoleRefused, match="Begin anew"):
        finish(final, "000000", session_key=None)


class TestRequired:
    """``REQUIRE_SECOND_FACTOR``: nobody reviews, publishes or holds an office without."""

    @pytest.fixture(autouse=True)
    def _required(self, settings: Settings) -> None:
        settings.REQUIRE_SECOND_FACTOR = True

    @pytest.mark.parametrize(
        "role", [Role.FIRST_REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR, Role.AUDITOR]
    )
    def test_a_role_counts_when_it_is_set_up(self, role: Role) -> None:
        person = make_member("person", role)
        assert person.get_all_permissions() == set()
        browser = as_user(person)
        response = browser.get(reverse("admin:index"))
        assert response.headers["Location"] == ADDRESS
        assert "until then your roles do not count" in browser.get(ADDRESS).content.decode()
        browser = set_up(person)
        assert browser.get(reverse("admin:index")).status_code == 200
        assert User.objects.get(pk=person.pk).get_all_permissions()

    def test_who_may_do_everything_needs_it_too(self) -> None:
        boss = make_administrator("boss")
        response = as_user(boss).get(reverse("admin:auth_user_changelist"))
        assert response.headers["Location"] == ADDRESS

    def test_who_only_writes_needs_none(self) -> None:
        person = make_member("person", Role.EDITOR)
        assert person.has_perm("articles.change_article")
        assert as_user(person).get(reverse("admin:index")).status_code == 200

    def test_strangers_are_sent_to_the_login(self) -> None:
        assert "/login/" in Client().get(ADDRESS).headers["Location"]
        assert "/login/" in Client().get(reverse("admin:index")).headers["Location"]
