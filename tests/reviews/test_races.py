"""Two people at the same moment: exactly one wins, and nobody's text is lost. On PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import close_old_connections, connection

from accounts.roles import Role
from articles.models import Article, Revision, Transition
from editorial.editing import EditConflict, StoryChange, change_story
from editorial.workflow import (
    Action,
    NotAllowed,
    approve_page,
    change_state,
    publish_page,
    submit_page,
)
from reviews.approvals import standing
from reviews.claims import ClaimRefused, claim_stories
from reviews.models import Approval, Claim
from tests.choice import by_length
from tests.make import make_member
from tests.reviews.cast import (
    fresh,
    make_cast,
    make_reviewed_page,
    make_reviewed_story,
    seen_on,
    sign_off,
)
from tests.wishes import wish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'",
        reason="SQLite has one writer at a time: set DATABASE_URL to a PostgreSQL to race.",
    ),
]
Status = Article.Status
ROUNDS = by_length(4, 8)
# ``AlreadyDone`` is a ``NotAllowed`` that says so.
REFUSALS = (NotAllowed, EditConflict, ClaimRefused)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Run the deeds in threads that start together; return ``ok`` or what refused each."""
    barrier = threading.Barrier(len(deeds))
    results = [""] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        close_old_connections()
        barrier.wait()
        try:
            deed()
            results[place] = "ok"
        except REFUSALS as refusal:
            results[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=row) for row in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.fixture
def cast() -> dict[str, User]:
    return make_cast()


def test_of_two_first_reviewers_one_approves(cast: dict[str, User]) -> None:
    other = make_member("other", Role.FIRST_REVIEWER)
    for _round in range(ROUNDS):
        story = change_state(another_story(), Action.SUBMIT, by=cast["editor"])
        one, two = fresh(story), fresh(story)
        results = at_once(
            lambda one=one: change_state(one, Action.APPROVE, by=cast["first"]),  # type: ignore[misc]
            lambda two=two: change_state(two, Action.APPROVE, by=other),  # type: ignore[misc]
        )
        assert sorted(results) == ["NotAllowed", "ok"]
        assert standing([story]).count() == 1
        assert fresh(story).status == Status.SECOND_REVIEW


def another_story() -> Article:
    """A story of its own page, so that rounds do not meet."""
    if not Article.objects.exists():
        return make_reviewed_story()
    first = Article.objects.with_page().order_by("pk")[0]
    story = Article.objects.create(
        page=first.page, order=first.page.articles.count(), headline="又一篇", body="正文。"
    )
    return fresh(story)


def test_approve_against_edit_has_one_winner_and_loses_no_text(cast: dict[str, User]) -> None:
    for number in range(ROUNDS):
        story = change_state(another_story(), Action.SUBMIT, by=cast["editor"])
        one, two = fresh(story), fresh(story)
        change = wish(two, headline=f"改题{number}")

        def edit(two: Article = two, change: StoryChange = change) -> None:
            change_story(
                two,
                change,
                by=cast["editor"],
                kind=Revision.Kind.EDIT,
                version=two.version,
            )

        results = at_once(
            lambda one=one: change_state(one, Action.APPROVE, by=cast["first"]),  # type: ignore[misc]
            edit,
        )
        assert results.count("ok") == 1, results
        now = fresh(story)
        given = list(standing([story]))
        if results[0] == "ok":
            # The editor is told; what he wrote is still his, and saved again it voids the approval.
            assert (now.status, now.headline) == (Status.SECOND_REVIEW, one.headline)
            assert [row.text["headline"] for row in given] == [one.headline]
            change_story(
                now, change, by=cast["editor"], kind=Revision.Kind.EDIT, version=now.version
            )
            assert not standing([story]).exists()
        else:
            assert (now.status, now.headline) == (Status.FIRST_REVIEW, f"改题{number}")
            assert not given
        assert fresh(story).headline == f"改题{number}"


def test_publish_against_edit_never_shows_what_was_not_approved(cast: dict[str, User]) -> None:
    for number in range(ROUNDS):
        story = sign_off(another_story(), cast)
        one, two = fresh(story), fresh(story)
        change = wish(two, headline=f"改题{number}")

        def edit(two: Article = two, change: StoryChange = change) -> None:
            change_story(
                two,
                change,
                by=cast["editor"],
                kind=Revision.Kind.EDIT,
                version=two.version,
            )

        results = at_once(
            lambda one=one: change_state(one, Action.PUBLISH, by=cast["publisher"]),  # type: ignore[misc]
            edit,
        )
        assert results.count("ok") == 1, results
        now = fresh(story)
        if results[0] == "ok":
            assert (now.status, now.headline) == (Status.PUBLISHED, one.headline)
        else:
            assert (now.status, now.headline) == (Status.FIRST_REVIEW, f"改题{number}")


def test_of_two_claims_one_holds(cast: dict[str, User]) -> None:
    other = make_member("other", Role.FIRST_REVIEWER)
    for _round in range(ROUNDS):
        story = change_state(another_story(), Action.SUBMIT, by=cast["editor"])
        results = at_once(
            lambda story=story: claim_stories([story], by=cast["first"]),  # type: ignore[misc]
            lambda story=story: claim_stories([story], by=other),  # type: ignore[misc]
        )
        assert sorted(results) == ["ClaimRefused", "ok"]
        assert Claim.objects.filter(article=story).count() == 1


def test_a_whole_page_is_approved_once_and_published_once(cast: dict[str, User]) -> None:
    other = make_member("other", Role.FIRST_REVIEWER)
    page = make_reviewed_page(4)
    submit_page(page, by=cast["editor"])
    results = at_once(
        lambda: approve_page(page, by=cast["first"], seen=seen_on(page)),
        lambda: approve_page(page, by=other, seen=seen_on(page)),
    )
    assert results.count("ok") == 1
    assert Approval.objects.count() == 4
    approve_page(page, by=cast["second"], seen=seen_on(page))
    approve_page(page, by=cast["final"], seen=seen_on(page))
    results = at_once(
        lambda: publish_page(page, by=cast["publisher"]),
        lambda: publish_page(page, by=cast["publisher"]),
    )
    assert results.count("ok") == 1
    assert Transition.objects.filter(action=Action.PUBLISH).count() == 4
