"""Every (state, action) pair of a story, walked."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone, translation

from articles.models import Article, Transition
from editorial.workflow import (
    TRANSITIONS,
    Action,
    NotAllowed,
    change_state,
    may,
    permissions,
    publish_page,
    unpublish_page,
)
from tests.make import (
    make_administrator,
    make_issue,
    make_page,
    make_publication,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db
Status = Article.Status

# What an editor reads in the table, written out by hand.
EXPECTED = {
    (Status.DRAFT, Action.SUBMIT): Status.FIRST_REVIEW,
    (Status.FIRST_REVIEW, Action.APPROVE): Status.SECOND_REVIEW,
    (Status.SECOND_REVIEW, Action.APPROVE): Status.FINAL_REVIEW,
    (Status.FINAL_REVIEW, Action.APPROVE): Status.SIGNED_OFF,
    (Status.FIRST_REVIEW, Action.RETURN): Status.DRAFT,
    (Status.SECOND_REVIEW, Action.RETURN): Status.DRAFT,
    (Status.FINAL_REVIEW, Action.RETURN): Status.DRAFT,
    (Status.SIGNED_OFF, Action.RETURN): Status.DRAFT,
    (Status.SIGNED_OFF, Action.PUBLISH): Status.PUBLISHED,
    (Status.DRAFT, Action.PUBLISH): Status.PUBLISHED,
    (Status.PUBLISHED, Action.UNPUBLISH): Status.DRAFT,
    (Status.PUBLISHED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.WITHDRAWN, Action.RESTORE): Status.PUBLISHED,
    (Status.DRAFT, Action.SET_ASIDE): Status.SET_ASIDE,
    (Status.SET_ASIDE, Action.TAKE_UP): Status.DRAFT,
    (Status.WITHDRAWN, Action.TAKE_UP): Status.DRAFT,
}


@pytest.fixture
def admin() -> User:
    return make_administrator()


def in_state(status: Status, *, reviews: int = 0) -> Article:
    public = status in (Status.PUBLISHED, Status.WITHDRAWN)
    page = make_page(make_issue(publication=make_publication(reviews=reviews)))
    return make_story(page, status=status, published_at=timezone.now() if public else None)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("status", Status)
def test_each_action_leads_where_the_table_says_and_nowhere_else(
    admin: User, status: Status, action: Action
) -> None:
    # A draft is published, and a story without a record restored, only where no reviews are
    # asked for: tests/reviews walks the others.
    story = in_state(status, reviews=0 if action in (Action.PUBLISH, Action.RESTORE) else 3)
    wanted = EXPECTED.get((status, action))
    if wanted is None:
        with pytest.raises(NotAllowed, match="cannot"):
            change_state(story, action, by=admin, reason="核实")
        story.refresh_from_db()
        assert story.status == status
        assert not Transition.objects.exists()
    else:
        assert change_state(story, action, by=admin, reason="核实").status == wanted
        row = Transition.objects.get()
        assert (row.old, row.new, row.action, row.by, row.reason) == (
            status,
            wanted,
            action,
            admin,
            "核实",
        )
        assert LogEntry.objects.get().object_id == str(story.pk)


@pytest.mark.parametrize("action", Action)
def test_nobody_changes_a_state_without_the_permission(action: Action) -> None:
    visitor = make_user("visitor")
    status = next(iter(TRANSITIONS[action]))
    story = in_state(status)
    with pytest.raises(NotAllowed, match=permissions(action)[0]):
        change_state(story, action, by=visitor, reason="核实")
    story.refresh_from_db()
    assert story.status == status


def test_one_permission_is_enough_for_its_action() -> None:
    reviewer = make_user("reviewer", "review_second")
    assert may(reviewer, Action.APPROVE, Status.SECOND_REVIEW)
    assert not may(reviewer, Action.APPROVE, Status.FINAL_REVIEW)
    assert not may(reviewer, Action.PUBLISH)


@pytest.mark.parametrize("action", [Action.RETURN, Action.WITHDRAW])
def test_a_reason_is_needed(admin: User, action: Action) -> None:
    story = in_state(next(iter(TRANSITIONS[action])))
    with pytest.raises(NotAllowed, match="reason"):
        change_state(story, action, by=admin, reason="  ")


def test_of_two_who_move_one_story_the_second_is_told(admin: User) -> None:
    story = in_state(Status.DRAFT, reviews=3)
    stale = Article.objects.get(pk=story.pk)
    change_state(story, Action.SUBMIT, by=admin)
    with pytest.raises(NotAllowed, match="Somebody else"):
        change_state(stale, Action.SUBMIT, by=admin)
    assert Article.objects.get().status == Status.FIRST_REVIEW


def test_the_first_publication_dates_the_address(admin: User) -> None:
    story = change_state(in_state(Status.DRAFT), Action.PUBLISH, by=admin)
    first = story.published_at
    story = change_state(story, Action.UNPUBLISH, by=admin)
    assert story.published_at == first
    assert change_state(story, Action.PUBLISH, by=admin).published_at == first


def test_what_was_never_public_is_not_restored_to_readers(admin: User) -> None:
    story = change_state(in_state(Status.DRAFT), Action.SET_ASIDE, by=admin)
    with pytest.raises(NotAllowed):
        change_state(story, Action.RESTORE, by=admin)
    assert change_state(story, Action.TAKE_UP, by=admin).status == Status.DRAFT


def test_a_story_set_aside_is_not_called_withdrawn(admin: User) -> None:
    story = change_state(in_state(Status.DRAFT), Action.SET_ASIDE, by=admin)
    assert story.get_status_display() == "set aside"
    with translation.override("zh-hans"):
        assert story.get_status_display() == "已搁置"
    with pytest.raises(NotAllowed, match="“set aside”; from there it cannot withdraw"):
        change_state(story, Action.WITHDRAW, by=admin, reason="核实")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_actions_have_names_that_begin_alike(language: str) -> None:
    with translation.override(language):
        names = [str(action.label) for action in Action]
    first = [name[0] if language == "zh-hans" else name.split()[0] for name in names]
    assert sorted(set(first)) == sorted(first), names


def test_what_makes_up_a_page_is_neither_withdrawn_nor_set_aside() -> None:
    page = make_page()
    here = [make_story(page), make_story(page, published=True)]
    off = [
        make_story(page, status=Status.SET_ASIDE),
        make_story(page, published=True, status=Status.WITHDRAWN),
    ]
    assert list(page.articles.on_page()) == here
    assert [story.is_on_page for story in (*here, *off)] == [True, True, False, False]


def test_an_empty_story_is_not_published(admin: User) -> None:
    story = make_story(headline="", body="")
    with pytest.raises(NotAllowed, match="neither"):
        change_state(story, Action.PUBLISH, by=admin)


def test_a_page_is_published_as_a_whole_without_what_was_set_aside(admin: User) -> None:
    page = make_page()
    drafts = [make_story(page), make_story(page)]
    aside = make_story(page, status=Status.SET_ASIDE)
    done = publish_page(page, by=admin)
    assert (done.changed, done.already) == (2, 0)
    assert set(Article.objects.published()) == set(drafts)
    aside.refresh_from_db()
    assert aside.status == Status.SET_ASIDE


def test_a_page_with_one_story_in_review_is_not_published_at_all(admin: User) -> None:
    page = make_page()
    make_story(page)
    make_story(page, status=Status.SECOND_REVIEW)
    with pytest.raises(NotAllowed):
        publish_page(page, by=admin)
    assert not Article.objects.published().exists()
    assert not Transition.objects.exists()


def test_the_rest_of_a_page_can_be_published_later(admin: User) -> None:
    page = make_page()
    make_story(page, published=True)
    make_story(page)
    assert publish_page(page, by=admin).already == 1
    assert Article.objects.published().count() == 2


def test_publishing_twice_says_so_and_changes_nothing(admin: User) -> None:
    page = make_page()
    make_story(page)
    publish_page(page, by=admin)
    with pytest.raises(NotAllowed, match="already"):
        publish_page(page, by=admin)
    assert Transition.objects.count() == 1


def test_a_page_without_stories_is_not_published(admin: User) -> None:
    with pytest.raises(NotAllowed, match="no stories"):
        publish_page(make_page(), by=admin)


def test_a_page_is_unpublished_as_a_whole(admin: User) -> None:
    page = make_page()
    make_story(page)
    make_story(page)
    publish_page(page, by=admin)
    assert unpublish_page(page, by=admin).changed == 2
    assert Article.objects.once_public().count() == 2
    assert not Article.objects.published().exists()
