"""Three reviews by three different people, each for the exact text that was read."""

from __future__ import annotations

import hashlib

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction

from accounts.roles import OFFICES, Role
from articles.models import Article, Contributor, Transition
from articles.text import StoryByline, StoryText
from audit.models import NeverAltered
from editorial.workflow import (
    VOIDED,
    Action,
    NotAllowed,
    approve_page,
    change_state,
    publish_page,
    return_page,
    submit_page,
    unpublish_page,
)
from findings.answers import decide, ignore
from findings.models import Finding
from issues.models import Page, Publication
from reviews import approvals
from reviews.models import Approval, Notice, Voiding
from reviews.seen import Seen
from tests.make import make_byline, make_member, make_photo, make_publication, make_story, put_image
from tests.reviews.cast import (
    REVIEWERS,
    edit,
    fresh,
    make_reviewed_page,
    make_reviewed_story,
    seen_on,
    sign_off,
)
from tests.wishes import PhotoWish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status


def statuses(page: Page) -> list[str]:
    rows = Article.objects.filter(page=page).order_by("order")
    return list(rows.values_list("status", flat=True))


def test_a_page_goes_through_three_reviews_to_its_readers(cast: dict[str, User]) -> None:
    page = make_reviewed_page()
    assert submit_page(page, by=cast["editor"]).changed == 2
    assert statuses(page) == [Status.FIRST_REVIEW] * 2
    for name, status in zip(
        REVIEWERS, (Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.SIGNED_OFF), strict=True
    ):
        assert approve_page(page, by=cast[name], seen=seen_on(page)).changed == 2
        assert statuses(page) == [status] * 2
    publish_page(page, by=cast["publisher"])
    assert Article.objects.published().count() == 2
    assert Approval.objects.count() == 6


def test_an_approval_keeps_the_text_that_was_read_and_its_hash(cast: dict[str, User]) -> None:
    story = make_reviewed_story()
    make_byline(story, "曹文倩")
    put_image(make_photo(story))
    sign_off(story, cast)
    row = Approval.objects.first()
    assert row is not None
    assert row.sha256 == StoryText.of(fresh(story)).sha256
    assert row.text["bylines"] == [{"role": "记者", "name": "曹文倩"}]
    assert row.text["photos"][0]["image"] == hashlib.sha256(b"jpeg").hexdigest()


def test_one_person_reviews_a_story_once(cast: dict[str, User]) -> None:
    both = make_member("both", Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER)
    story = change_state(make_reviewed_story(), Action.SUBMIT, by=cast["editor"])
    story = change_state(fresh(story), Action.APPROVE, by=both)
    with pytest.raises(NotAllowed, match="another person"):
        change_state(fresh(story), Action.APPROVE, by=both)
    assert fresh(story).status == Status.SECOND_REVIEW


def test_the_last_editor_does_not_review_his_own_words(cast: dict[str, User]) -> None:
    writer = make_member("writer", Role.EDITOR, Role.FIRST_REVIEWER)
    story = edit(make_reviewed_story(), writer)
    story = change_state(story, Action.SUBMIT, by=writer)
    with pytest.raises(NotAllowed, match="wrote words of"):
        change_state(fresh(story), Action.APPROVE, by=writer)
    assert (
        change_state(fresh(story), Action.APPROVE, by=cast["first"]).status == Status.SECOND_REVIEW
    )


def test_a_paper_may_let_one_person_do_it_all() -> None:
    chief = make_member("chief", *(set(Role) - OFFICES))
    story = edit(make_reviewed_story(reviewers_differ=False), chief)
    story = change_state(story, Action.SUBMIT, by=chief)
    for _review in range(3):
        story = change_state(fresh(story), Action.APPROVE, by=chief)
    assert change_state(fresh(story), Action.PUBLISH, by=chief).status == Status.PUBLISHED


@pytest.mark.parametrize(
    ("reviews", "path"),
    [
        (1, [Status.FINAL_REVIEW, Status.SIGNED_OFF]),
        (2, [Status.FIRST_REVIEW, Status.FINAL_REVIEW, Status.SIGNED_OFF]),
        (3, [Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW, Status.SIGNED_OFF]),
    ],
)
def test_fewer_reviews_shorten_the_chain(
    cast: dict[str, User], reviews: int, path: list[Status]
) -> None:
    reviewer_of = dict(
        zip(
            (Status.FIRST_REVIEW, Status.SECOND_REVIEW, Status.FINAL_REVIEW), REVIEWERS, strict=True
        )
    )
    story = change_state(make_reviewed_story(reviews=reviews), Action.SUBMIT, by=cast["editor"])
    walked = [story.status]
    while story.status != Status.SIGNED_OFF:
        name = reviewer_of[Status(story.status)]
        story = change_state(fresh(story), Action.APPROVE, by=cast[name])
        walked.append(story.status)
    assert walked == path
    assert (
        change_state(fresh(story), Action.PUBLISH, by=cast["publisher"]).status == Status.PUBLISHED
    )


def test_only_a_paper_without_reviews_publishes_drafts(cast: dict[str, User]) -> None:
    story = make_reviewed_story()
    with pytest.raises(NotAllowed, match="Submit it first"):
        change_state(story, Action.PUBLISH, by=cast["publisher"])
    Publication.objects.update(reviews=0)
    with pytest.raises(NotAllowed, match="asks for no reviews"):
        change_state(fresh(story), Action.SUBMIT, by=cast["editor"])
    assert (
        change_state(fresh(story), Action.PUBLISH, by=cast["publisher"]).status == Status.PUBLISHED
    )


def test_asking_for_more_reviews_later_holds_what_was_signed_off(cast: dict[str, User]) -> None:
    story = make_reviewed_story(reviews=1)
    story = change_state(story, Action.SUBMIT, by=cast["editor"])
    story = change_state(fresh(story), Action.APPROVE, by=cast["final"])
    Publication.objects.update(reviews=3)
    with pytest.raises(NotAllowed, match="not approved in: first review, second review"):
        change_state(fresh(story), Action.PUBLISH, by=cast["publisher"])


@pytest.mark.parametrize("approved", [1, 2, 3])
def test_a_change_voids_what_was_approved_and_tells_whom(
    cast: dict[str, User], approved: int
) -> None:
    story = change_state(make_reviewed_story(), Action.SUBMIT, by=cast["editor"])
    for name in REVIEWERS[:approved]:
        story = change_state(fresh(story), Action.APPROVE, by=cast[name])
    story = edit(story, cast["editor"])
    assert story.status == Status.FIRST_REVIEW
    assert not approvals.standing([story]).exists()
    assert Voiding.objects.count() == approved
    told = Notice.objects.filter(kind="voided", by=cast["editor"])
    assert sorted(told.values_list("user__username", flat=True)) == sorted(REVIEWERS[:approved])
    row = Transition.objects.last()
    assert row is not None
    assert (row.action, row.by, row.new) == (VOIDED, cast["editor"], Status.FIRST_REVIEW)
    assert "first" in row.reason


@pytest.mark.parametrize(
    "change",
    [
        {"kicker": "新引题"},
        {"deck": "新副题"},
        {"section": "新栏目"},
        {"dateline": "新华社电"},
        {"jump_to": "3"},
        {"truncated": True},
        {"paragraphs": ["只有一段。"]},
        {"bylines": [StoryByline("记者", "张蔚旻")]},
        {"photos": [PhotoWish("新图说", "林鑫")]},
        {"photos": [PhotoWish("", "", image=ContentFile(b"jpeg", name="a.jpg"))]},
    ],
)
def test_every_kind_of_change_voids(cast: dict[str, User], change: dict[str, object]) -> None:
    story = edit(sign_off(make_reviewed_story(), cast), cast["editor"], **change)
    assert story.status == Status.FIRST_REVIEW
    assert Voiding.objects.count() == 3


def test_saving_the_same_words_voids_nothing(cast: dict[str, User]) -> None:
    story = sign_off(make_reviewed_story(), cast)
    assert edit(story, cast["editor"], headline=story.headline).status == Status.SIGNED_OFF
    assert not Voiding.objects.exists()


def test_a_change_past_the_functions_is_found_when_it_is_published(cast: dict[str, User]) -> None:
    story = make_reviewed_story()
    make_byline(story, "曹文倩")
    story = sign_off(story, cast)
    Contributor.objects.filter(name="曹文倩").update(name="曹文青")
    with pytest.raises(NotAllowed, match="not the text that was approved"):
        change_state(fresh(story), Action.PUBLISH, by=cast["publisher"])
    story = change_state(fresh(story), Action.RETURN, by=cast["final"], reason="人名不同")
    assert story.status == Status.DRAFT


def test_a_photo_whose_bytes_were_exchanged_is_not_published(cast: dict[str, User]) -> None:
    story = make_reviewed_story()
    photo = put_image(make_photo(story))
    story = sign_off(story, cast)
    with photo.image.storage.open(str(photo.image.name), "wb") as file:
        file.write(b"another")
    with pytest.raises(NotAllowed, match="not the text that was approved"):
        change_state(fresh(story), Action.PUBLISH, by=cast["publisher"])


def test_an_approval_for_another_text_than_the_one_read_is_refused(cast: dict[str, User]) -> None:
    story = change_state(make_reviewed_story(), Action.SUBMIT, by=cast["editor"])
    stale, seen = fresh(story), Seen.of([fresh(story)])
    edit(story, cast["editor"])
    with pytest.raises(NotAllowed, match="changed since you read it"):
        change_state(stale, Action.APPROVE, by=cast["first"])
    with pytest.raises(NotAllowed, match="changed since you read it"):
        change_state(fresh(story), Action.APPROVE, by=cast["first"], seen=seen)
    assert not Approval.objects.exists()


def test_what_is_returned_begins_again_and_its_editor_is_told(cast: dict[str, User]) -> None:
    page = make_reviewed_page()
    submit_page(page, by=cast["editor"])
    approve_page(page, by=cast["first"], seen=seen_on(page))
    with pytest.raises(NotAllowed, match="reason"):
        return_page(page, by=cast["second"], reason=" ")
    assert return_page(page, by=cast["second"], reason="核对数字").changed == 2
    assert statuses(page) == [Status.DRAFT] * 2
    told = Notice.objects.filter(kind="returned", user=cast["editor"])
    assert [row.text for row in told] == ["核对数字"] * 2
    assert Notice.objects.filter(kind="voided", user=cast["first"]).count() == 2
    submit_page(page, by=cast["editor"])
    assert statuses(page) == [Status.FIRST_REVIEW] * 2


def test_what_was_unpublished_needs_its_reviews_again(cast: dict[str, User]) -> None:
    page = make_reviewed_page(1)
    sign_off(fresh(page.articles.get()), cast)
    publish_page(page, by=cast["publisher"])
    unpublish_page(page, by=cast["publisher"])
    assert not approvals.standing(page.articles.all()).exists()
    with pytest.raises(NotAllowed, match="not been reviewed"):
        publish_page(page, by=cast["publisher"])


def test_a_withdrawn_story_that_was_changed_is_not_restored(cast: dict[str, User]) -> None:
    story = change_state(
        sign_off(make_reviewed_story(), cast), Action.PUBLISH, by=cast["publisher"]
    )
    story = change_state(fresh(story), Action.WITHDRAW, by=cast["publisher"], reason="有误")
    edit(story, cast["editor"])
    with pytest.raises(NotAllowed, match="since it was withdrawn"):
        change_state(fresh(story), Action.RESTORE, by=cast["publisher"])
    assert change_state(fresh(story), Action.TAKE_UP, by=cast["editor"]).status == Status.DRAFT


def test_a_page_is_approved_stage_by_stage_when_one_story_fell_back(cast: dict[str, User]) -> None:
    page = make_reviewed_page()
    submit_page(page, by=cast["editor"])
    approve_page(page, by=cast["first"], seen=seen_on(page))
    edit(fresh(page.articles.get(order=0)), cast["editor"])
    assert statuses(page) == [Status.FIRST_REVIEW, Status.SECOND_REVIEW]
    assert approve_page(page, by=cast["first"], seen=seen_on(page)).changed == 1
    assert approve_page(page, by=cast["second"], seen=seen_on(page)).changed == 2
    with pytest.raises(NotAllowed, match="Nothing was changed"):
        approve_page(page, by=cast["second"], seen=seen_on(page))


def test_a_page_with_a_story_that_was_added_late_waits_for_it(cast: dict[str, User]) -> None:
    page = make_reviewed_page(1)
    sign_off(fresh(page.articles.get()), cast)
    make_story(page)
    with pytest.raises(NotAllowed, match="not been reviewed"):
        publish_page(page, by=cast["publisher"])
    assert not Article.objects.published().exists()


def finding_on(story: Article | None, page: Page, code: str = "weekday") -> Finding:
    return Finding.objects.create(page=page, article=story, code=code, fingerprint=f"{code}{story}")


@pytest.mark.parametrize("answer", ["settled", "ignored"])
def test_an_open_finding_of_facts_holds_the_sign_off(cast: dict[str, User], answer: str) -> None:
    page = make_reviewed_page(1)
    submit_page(page, by=cast["editor"])
    finding = finding_on(None, page)
    approve_page(page, by=cast["first"], seen=seen_on(page))
    approve_page(page, by=cast["second"], seen=seen_on(page))
    with pytest.raises(NotAllowed, match="holds"):
        approve_page(page, by=cast["final"], seen=seen_on(page))
    if answer == "settled":
        decide(finding, Finding.State.SETTLED, by=cast["final"], reason="已改正")
    else:
        ignore(finding, by=cast["final"], reason="与见报版核对无误")
    approve_page(page, by=cast["final"], seen=seen_on(page))
    finding.refresh_from_db()
    assert (finding.decided_by, statuses(page)) == (cast["final"], [Status.SIGNED_OFF])


@pytest.mark.parametrize(
    ("codes", "holds"),
    [("facts", True), ("weekday", True), ("truncated", False), ("", False)],
)
def test_the_paper_says_which_findings_hold(cast: dict[str, User], codes: str, holds: bool) -> None:
    story = change_state(
        make_reviewed_story(reviews=1, blocking_codes=codes), Action.SUBMIT, by=cast["editor"]
    )
    finding_on(story, story.page)
    if holds:
        with pytest.raises(NotAllowed, match="holds"):
            change_state(fresh(story), Action.APPROVE, by=cast["final"])
    else:
        assert (
            change_state(fresh(story), Action.APPROVE, by=cast["final"]).status == Status.SIGNED_OFF
        )


def test_a_finding_that_comes_after_the_sign_off_holds_the_print(cast: dict[str, User]) -> None:
    story = sign_off(make_reviewed_story(), cast)
    finding_on(None, story.page)
    with pytest.raises(NotAllowed, match="holds"):
        change_state(fresh(story), Action.PUBLISH, by=cast["publisher"])


def test_approvals_are_kept_as_they_were_given(cast: dict[str, User]) -> None:
    sign_off(make_reviewed_story(), cast)
    with pytest.raises(NeverAltered):
        Approval.objects.all().delete()
    with pytest.raises(NeverAltered):
        Approval.objects.update(sha256="0" * 64)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reviews_approval SET sha256 = ''")


def test_the_paper_asks_for_three_reviews_by_three_people_unless_it_is_told_otherwise() -> None:
    paper = Publication(name="新报")
    assert (paper.reviews, paper.reviewers_differ, paper.blocking_codes) == (3, True, "facts")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_publication("四审报", reviews=4)
