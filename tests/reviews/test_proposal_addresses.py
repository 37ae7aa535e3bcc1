"""Every role at every address of the proposals, with every method and every deed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article, Revision
from editorial.editing import PhotoFile, StoryChange, change_of
from editorial.proposals import propose
from reviews.models import Proposal, ProposalApproval, ProposalEnd
from tests.make import make_member, make_user
from tests.publishing.cast import make_public

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
EVERYBODY, FINAL = frozenset(Role), frozenset({Role.FINAL_REVIEWER})
NOBODY: frozenset[Role] = frozenset()
DEEDS = ("approve", "refuse", "take-back", "again", "publish", "")
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


@pytest.fixture
def made() -> Proposal:
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
    tables: tuple[Any, ...] = (Proposal, ProposalApproval, ProposalEnd, Article, Revision)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def browser_of(*roles: Role) -> Client:
    browser = Client()
    browser.force_login(make_member("somebody", *roles) if roles else make_user("somebody"))
    return browser


@pytest.mark.parametrize("name", OPENS)
@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_is_written_here_and_changes_nothing_by_it(
    role: Role, name: str, made: Proposal
) -> None:
    browser, address, before = browser_of(role), address_of(name, made), state()
    for method in METHODS:
        if method != "post":
            response = getattr(browser, method)(address)
            assert state() == before, method
            if method in ("get", "head"):
                assert (response.status_code == 200) == (role in OPENS[name]), method


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("name", OPENS)
@pytest.mark.parametrize("role", Role)
def test_each_role_does_what_is_written_here(
    role: Role, name: str, deed: str, made: Proposal
) -> None:
    browser, address, before = browser_of(role), address_of(name, made), state()
    browser.post(address, {"act": deed, "seen": made.sha256, "reason": "走一遍"})
    assert (state() != before) == (role in CHANGES.get(name, {}).get(deed, NOBODY))


@pytest.mark.parametrize("name", OPENS)
def test_strangers_and_those_without_a_role_open_and_change_nothing(
    name: str, made: Proposal
) -> None:
    address, before = address_of(name, made), state()
    for browser in (Client(), browser_of()):
        for method in METHODS:
            for deed in DEEDS if method == "post" else ("",):
                data = {"act": deed, "seen": made.sha256, "reason": "x"}
                response = getattr(browser, method)(address, data if method == "post" else None)
                assert response.status_code in (302, 403, 405), (method, deed)
                assert state() == before


def test_every_address_of_the_proposals_is_walked() -> None:
    from desk.urls import urlpatterns

    names = {str(getattr(pattern, "name", "")) for pattern in urlpatterns}
    assert {name for name in names if name.startswith("proposal")} == set(OPENS)
