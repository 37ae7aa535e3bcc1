"""What a role may do besides taking stories from state to state, walked role by role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from accounts.roles import Role
from editorial.new_places import PLACE
from editorial.previews import make_link, revoke
from editorial.proposals import approve, change_values, propose, refuse
from editorial.relocation import relocate_page
from editorial.transitions import NotAllowed
from findings.answers import DecisionRefused, ignore
from findings.models import Finding
from reviews.comments import CommentRefused, add_comment
from reviews.models import Proposal
from reviews.seen import Seen
from tests.make import make_member, make_page
from tests.publishing.cast import make_public
from tests.reviews.cast import fresh, make_reviewed_story
from tests.wishes import wish

pytestmark = pytest.mark.django_db
REFUSALS = (NotAllowed, DecisionRefused, CommentRefused)
MONDAY = dt.date(2025, 6, 16)
WRITERS = {Role.REPORTER, Role.EDITOR}
REVIEWERS = {Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER}


def answer(by: User) -> None:
    page = make_reviewed_story().page
    finding = Finding.objects.create(page=page, code="truncated", topic="x", fingerprint="x")
    ignore(finding, by=by, reason="原文如此")


def correction(by: User) -> Proposal:
    story, kind = make_public("误"), Proposal.Kind.CORRECTION
    change, words = wish(story, headline="正"), {"reason": "笔误", "notice": "更正。"}
    return propose(story, change, by=by, kind=kind, version=0, **words)


def put_right(by: User) -> None:
    correction(by)


def approve_it(by: User) -> None:
    made = correction(make_member("maker", Role.EDITOR))
    approve(made, by=by, seen=Seen.of_proposal(made))


def refuse_it(by: User) -> None:
    refuse(correction(make_member("maker", Role.EDITOR)), by=by, reason="不妥")


def move_draft(by: User) -> None:
    relocate_page(make_reviewed_story().page, date=MONDAY, label="1", by=by, reason="日期错了")


def move_public_page(by: User) -> None:
    change_values(make_public().page, {PLACE: "2025-06-16/1"}, by=by, reason="日期错了")


def move_public_issue(by: User) -> None:
    change_values(make_public().page.issue, {PLACE: "2025-06-16"}, by=by, reason="日期错了")


def move_public_story(by: User) -> None:
    story = make_public()
    make_page(story.page.issue, 2)
    change_values(story, {PLACE: "2025-06-13/2"}, by=by, reason="版次错了")


def name_public_page(by: User) -> None:
    change_values(make_public().page, {"name": "要闻"}, by=by)


def rewrite_masthead(by: User) -> None:
    change_values(make_public().page.issue.publication, {"mottoes": "新口号"}, by=by)


def show(by: User) -> None:
    make_link(make_reviewed_story(), by=by, note="审读")


def close(by: User) -> None:
    link = make_link(make_reviewed_story(), by=make_member("maker", Role.EDITOR), note="审读")
    revoke(link, by=by)


def comment(by: User) -> None:
    add_comment(fresh(make_reviewed_story()), "headline-0", "太长", by=by)


# Written out by hand; whoever stands not here may not.
EXPECTED: dict[Callable[[User], None], set[Role]] = {
    answer: {Role.EDITOR, *REVIEWERS},
    put_right: {*WRITERS, Role.PUBLISHER},
    approve_it: {Role.FINAL_REVIEWER},
    refuse_it: {Role.FINAL_REVIEWER},
    move_draft: {Role.EDITOR, Role.PUBLISHER},
    # What readers see is only proposed by them.
    move_public_page: {Role.EDITOR, Role.PUBLISHER},
    move_public_issue: {Role.EDITOR, Role.PUBLISHER},
    move_public_story: {Role.EDITOR, Role.PUBLISHER},
    name_public_page: {Role.EDITOR, Role.PUBLISHER},
    rewrite_masthead: {Role.ADMINISTRATOR},
    show: {Role.EDITOR, Role.PUBLISHER},
    close: {Role.PUBLISHER},
    comment: {*WRITERS, *REVIEWERS, Role.PUBLISHER},
}


@pytest.mark.parametrize("deed", EXPECTED, ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("role", Role)
def test_each_role_does_what_is_written_here_and_nothing_else(
    role: Role, deed: Callable[[User], None]
) -> None:
    person = make_member("somebody", role)
    if role in EXPECTED[deed]:
        deed(person)
        return
    with pytest.raises(REFUSALS):
        deed(person)
