"""Every role at every address of the proposals, with every method and every deed."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.roles import Role
from articles.models import Article, Revision
from editorial.editing import PhotoFile, StoryChange, change_of
from editorial.proposals import propose
from reviews.models import Proposal, ProposalApproval, ProposalEnd
from tests.conftest import MakeOnce
from tests.make import make_member, make_user
from tests.publishing.cast import make_public
from tests.walk import step, writes

pytestmark = [pytest.mark.django_db, pytest.mark.looks, pytest.mark.untraced]
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
EVERYBODY, FINAL = frozenset(Role), frozenset({Role.FINAL_REVIEWER})
NOBODY: frozenset[Role] = frozenset()
DEEDS = ("approve", "refuse", "take-back", "again", "publish", "")
TABLES: tuple[Any, ...] = (Proposal, ProposalApproval, ProposalEnd, Article, Revision)
GUARDED = {table._meta.db_table for table in TABLES}
# Written out by hand: who opens the address, and what a POST of whom changes.
OPENS = {
    "proposals": EVERYBODY,
    "proposal": EVERYBODY,
    "proposal_act": NOBODY,
    "proposal_image": EVERYBODY,
}
CHANGES: dict[str, dict[str, frozenset[Role]]] = {
    "proposal_act": {"approve": FINAL, "refuse": FINAL},
}


@pytest.fixture(scope="module", autouse=True)
def proposed(make_once: MakeOnce[Proposal]) -> Proposal:
    return make_once(propose_with_an_image)


@pytest.fixture
def made(proposed: Proposal, settings: Settings, _folder: Path) -> Proposal:
    # There lies the image.
    settings.MEDIA_ROOT = _folder / "media"
    return Proposal.objects.get(pk=proposed.pk)


def propose_with_an_image() -> Proposal:
    """A correction with an image, of somebody who is not on the walk."""
    story = make_public("误标题")
    change = change_of(story).with_parts(headline="正标题")
    photos = ({"caption": "新图"},)
    change = StoryChange(
        type(change.text).from_dict(change.text.to_dict() | {"photos": photos}),
        (PhotoFile(image=ContentFile(b"jpeg", name="a.jpg")),),
    )
    return propose(
        story,
        change,
        by=make_member("maker", Role.EDITOR),
        kind=Proposal.Kind.CORRECTION,
        version=0,
        reason="笔误",
        notice="更正。",
    )


def address_of(name: str, made: Proposal) -> str:
    keys: dict[str, list[int]] = {"proposals": [], "proposal_image": [made.pk, 0]}
    return reverse(f"admin:{name}", args=keys.get(name, [made.pk]))


def state() -> list[Any]:
    """Return all that such an address could change."""
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def browser_of(*roles: Role) -> Client:
    browser = Client()
    browser.force_login(make_member("somebody", *roles) if roles else make_user("somebody"))
    return browser


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_is_written_here_and_changes_nothing_by_it(
    role: Role, made: Proposal
) -> None:
    browser, before, wrong = browser_of(role), state(), []
    for name, opens in OPENS.items():
        for method in METHODS:
            if method == "post":
                continue
            with writes() as tables:
                status = getattr(browser, method)(address_of(name, made)).status_code
            if tables & GUARDED:
                wrong.append(f"{method} {name} wrote {tables}")
            if method in ("get", "head") and (status == 200) != (role in opens):
                wrong.append(f"{method} {name} answered {status}")
        if state() != before:
            wrong.append(f"{name} changed a row")
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_each_role_does_what_is_written_here(role: Role, made: Proposal) -> None:
    browser, before, wrong = browser_of(role), state(), []
    for name, deed in product(OPENS, DEEDS):
        with step():
            data = {"act": deed, "seen": made.sha256, "reason": "走一遍"}
            browser.post(address_of(name, made), data)
            if (state() != before) != (role in CHANGES.get(name, {}).get(deed, NOBODY)):
                wrong.append(f"{deed} {name}")
    assert wrong == []


def test_strangers_and_those_without_a_role_open_and_change_nothing(made: Proposal) -> None:
    before, wrong = state(), []
    for browser, name, method in product((Client(), browser_of()), OPENS, METHODS):
        address = address_of(name, made)
        for deed in DEEDS if method == "post" else ("",):
            data = {"act": deed, "seen": made.sha256, "reason": "x"}
            response = getattr(browser, method)(address, data if method == "post" else None)
            if response.status_code not in (302, 403, 405) or state() != before:
                wrong.append(f"{method} {name} {deed}: {response.status_code}")
    assert wrong == []


def test_every_address_of_the_proposals_is_walked() -> None:
    from desk.urls import urlpatterns

    names = {str(getattr(pattern, "name", "")) for pattern in urlpatterns}
    assert {name for name in names if name.startswith("proposal")} == set(OPENS)
