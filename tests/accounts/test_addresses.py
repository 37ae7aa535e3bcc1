"""Every role at every address of accounts, roles and rules, with every method."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from accounts.grants import ask
from accounts.models import AccountNotice, PasswordLink, RoleGrant
from accounts.passwords import make_link
from accounts.roles import Role
from issues.models import Publication, RuleChange
from reviews.review_rules import GivenRules, ask_change
from tests.accounts.cast import as_user, make_officers
from tests.choice import by_length
from tests.conftest import MakeOnce
from tests.make import make_member, make_publication, make_user
from tests.walk import step, writes

pytestmark = [pytest.mark.django_db, pytest.mark.looks, pytest.mark.untraced]
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
SAFE = tuple(method for method in METHODS if method != "post")
EVERYBODY = frozenset(Role)
KEEPER, SECURITY = frozenset({Role.ADMINISTRATOR}), frozenset({Role.SECURITY})
CONFIRMERS = frozenset({Role.ADMINISTRATOR, Role.SECURITY, Role.FINAL_REVIEWER})
AGREEING = frozenset({Role.SECURITY, Role.FINAL_REVIEWER})
NOBODY: frozenset[Role] = frozenset()

# Written out by hand: who opens the address, and for whom a POST changes anything.
EXPECTED: dict[str, tuple[frozenset[Role], frozenset[Role]]] = {
    "auth_user_changelist": (frozenset({*KEEPER, *SECURITY, Role.AUDITOR}), NOBODY),
    "auth_user_add": (KEEPER, KEEPER),
    "auth_user_change": (frozenset({*KEEPER, *SECURITY, Role.AUDITOR}), KEEPER),
    "auth_user_password_link": (KEEPER, KEEPER),
    "auth_user_second_factor": (NOBODY, NOBODY),
    "auth_group_changelist": (frozenset({*KEEPER, *SECURITY, Role.AUDITOR}), NOBODY),
    "auth_group_add": (NOBODY, NOBODY),
    "accounts_rolegrant_changelist": (EVERYBODY, NOBODY),
    "accounts_rolegrant_add": (SECURITY, SECURITY),
    "accounts_rolegrant_change": (EVERYBODY, NOBODY),
    "accounts_rolegrant_decide": (NOBODY, CONFIRMERS),
    "accounts_passwordlink_changelist": (frozenset({*KEEPER, Role.AUDITOR}), NOBODY),
    "accounts_passwordlink_change": (frozenset({*KEEPER, Role.AUDITOR}), NOBODY),
    "issues_publication_rules": (KEEPER, KEEPER),
    "issues_rulechange_changelist": (EVERYBODY, NOBODY),
    "issues_rulechange_change": (EVERYBODY, NOBODY),
    "issues_rulechange_decide": (NOBODY, AGREEING),
    "second_factor": (EVERYBODY, NOBODY),
    "second_factor_code": (NOBODY, NOBODY),
    "account_notice": (NOBODY, NOBODY),
}
TABLES = (RoleGrant, PasswordLink, RuleChange, Publication, AccountNotice)
GUARDED = {table._meta.db_table for table in (User, *TABLES)}
ROWS = ("accounts_rolegrant", "accounts_passwordlink", "issues_rulechange")
DATA = {
    "username": "another",
    "last_name": "另",
    "is_active": "on",
    "role": "publisher",
    "reason": "走一遍",
    "act": "confirm",
    "reviews": "0",
    "proposal_reviews": "1",
    "password": "quite another phrase",
}


@pytest.fixture(scope="module", autouse=True)
def made(make_once: MakeOnce[User]) -> User:
    """Everything that the addresses are about, asked for by people who are not on the walk."""

    def make() -> User:
        officers, other = make_officers(), make_user("other")
        make_publication(reviews=3)
        ask(other, Role.FINAL_REVIEWER, by=officers["security"], reason="x")
        ask_change(
            make_publication("又报", reviews=3),
            GivenRules(1, True, "", 1),
            by=officers["keeper"],
            reason="x",
        )
        make_link(other, by=officers["keeper"])
        make_user("third")
        return other

    return make_once(make)


@pytest.fixture
def other(made: User) -> User:
    return User.objects.get(pk=made.pk)


def address_of(name: str, other: User) -> str:
    """Return the address, of the row that it is about."""
    rows: dict[str, Any] = {
        "auth_user": other,
        "accounts_rolegrant": RoleGrant.objects.filter(user=other).latest("pk"),
        "accounts_passwordlink": PasswordLink.objects.get(),
        "issues_publication": Publication.objects.get(rule_changes=None),
        "issues_rulechange": RuleChange.objects.get(),
        "account_notice": AccountNotice.objects.filter(user=other).latest("pk"),
    }
    if name.endswith(("_changelist", "_add", "second_factor", "second_factor_code")) and (
        name != "auth_user_second_factor"
    ):
        return reverse(f"admin:{name}")
    row = next(row for key, row in rows.items() if name.startswith(key))
    return reverse(f"admin:{name}", args=[row.pk])


def state() -> list[Any]:
    """Return all that such an address could change."""
    own = User.objects.exclude(username="somebody").order_by("pk")
    return [list(own.values("username", "last_name", "password", "is_active", "is_superuser"))] + [
        list(table.objects.order_by("pk").values()) for table in TABLES
    ]


def safe_steps(
    browser: Client, name: str, address: str, opens: bool, methods: tuple[str, ...]
) -> list[str]:
    """Go with every method but POST; return what changed a row, or opened to the wrong people."""
    wrong = []
    for method in methods:
        with writes() as tables:
            status = getattr(browser, method)(address).status_code
        if tables & GUARDED:
            wrong.append(f"{method} {name} wrote {tables}")
        if method in ("get", "head") and (status == 200) != opens:
            wrong.append(f"{method} {name} answered {status}")
    return wrong


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_and_changes_what_is_written_here(role: Role, other: User) -> None:
    browser, before = as_user(make_member("somebody", role)), state()
    third, wrong = str(User.objects.get(username="third").pk), []
    # The methods that no screen knows, by who may do most.
    methods = by_length(SAFE if role in KEEPER | SECURITY else ("get", "head"), SAFE)
    for name, (opens, changes) in EXPECTED.items():
        address = address_of(name, other)
        wrong += safe_steps(browser, name, address, role in opens, methods)
        if state() != before:
            wrong.append(f"what only looks changed {name}")
        act = "agree" if name == "issues_rulechange_decide" else "confirm"
        with step():
            browser.post(address, DATA | {"user": third, "act": act})
            if (state() != before) != (role in changes):
                wrong.append(f"post {name}")
    assert wrong == []


def test_strangers_and_those_without_a_role_change_nothing(other: User) -> None:
    before, wrong = state(), []
    for browser in (Client(), as_user(make_user("somebody"))):
        for name in EXPECTED:
            address = address_of(name, other)
            for method in METHODS:
                with writes() as tables:
                    response = getattr(browser, method)(address, DATA if method == "post" else None)
                closed = response.status_code in (302, 403, 404, 405) or name == "second_factor"
                if not closed:
                    wrong.append(f"{method} {name} answered {response.status_code}")
                # Who confirms that he has read what is another's names a row, and finds none.
                if tables & GUARDED and state() != before:
                    wrong.append(f"{method} {name} wrote {tables}")
    assert state() == before
    assert wrong == []


@pytest.mark.parametrize("method", METHODS)
def test_a_link_for_a_password_is_all_that_a_stranger_opens(method: str, other: User) -> None:
    _link, token = make_link(other, by=None)
    before = state()
    good = getattr(Client(), method)(reverse("admin:set_password", args=[token]))
    forged = getattr(Client(), method)(reverse("admin:set_password", args=[token[:-1] + "!"]))
    assert (good.status_code, forged.status_code) == (200, 410)
    assert state() == before


def test_every_address_of_these_rooms_is_walked() -> None:
    from desk.urls import urlpatterns

    names = {pattern.name or "" for pattern in _all(urlpatterns)}
    rooms = ("auth_", "accounts_", "issues_rulechange", "second_factor", "account_notice")
    ours = {name for name in names if name.startswith(rooms)} | {"issues_publication_rules"}
    # Django's own that are closed to all, and histories, which open as their rows do.
    closed = {name for name in ours if name.endswith(("_delete", "_history"))}
    never = {
        "auth_group_change",
        "accounts_passwordlink_add",
        "issues_rulechange_add",
    }
    assert ours - closed - never == set(EXPECTED)


@pytest.mark.parametrize("role", Role)
def test_nobody_deletes(role: Role, other: User) -> None:
    browser, before, wrong = as_user(make_member("somebody", role)), state(), []
    for table in ("auth_user", "auth_group", *ROWS):
        name = f"{table}_delete"
        address = "/admin/auth/group/1/delete/" if "group" in name else address_of(name, other)
        for method in METHODS:
            status = getattr(browser, method)(address).status_code
            if status not in (403, 405, 302):
                wrong.append(f"{method} {name} answered {status}")
        browser.post(address, {"post": "yes"})
        if state() != before:
            wrong.append(f"{name} changed a row")
            before = state()
    assert wrong == []


def _all(patterns: list[Any]) -> list[Any]:
    found: list[Any] = []
    for pattern in patterns:
        inner = getattr(pattern, "url_patterns", None)
        found += _all(inner) if inner is not None else [pattern]
    return found
