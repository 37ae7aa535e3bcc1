"""What was on the screen is what is approved."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Article
from desk import jobs
from editorial.workflow import submit_page
from findings.models import Finding
from issues.models import Issue, Page
from reviews.models import Approval
from tests.make import (
    make_photo,
    make_story,
    put_image,
)
from tests.reviews.cast import make_reviewed_page
from tests.reviews.desk import as_user, press, seen_in, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status


def test_an_old_form_does_not_approve_a_story_that_came_later(cast: dict[str, User]) -> None:
    page, first = make_reviewed_page(), as_user(cast["first"])
    submit_page(page, by=cast["editor"])
    seen = seen_in(first, page)
    late = make_story(page, headline="后来的一篇")
    submit_page(page, by=cast["editor"])
    told = press(first, page, "approve", stage="first-review", seen=seen)
    assert "You have not seen: 后来的一篇" in told
    assert states(page) == [Status.FIRST_REVIEW] * 3
    assert "You have not seen: 后来的一篇" in press(first, page, f"approve:{late.pk}", seen=seen)
    assert not Approval.objects.exists()


@pytest.mark.parametrize("act", ["approve", "approve:{story}"])
@pytest.mark.parametrize("seen", [[], ["nonsense", "1:", ":1", "page-1:x", "²:" + "0" * 64]])
def test_a_form_without_hashes_approves_nothing_and_names_each_story(
    cast: dict[str, User], act: str, seen: list[str]
) -> None:
    page = make_reviewed_page()
    submit_page(page, by=cast["editor"])
    story = page.articles.get(order=0)
    told = press(as_user(cast["first"]), page, act.format(story=story.pk), seen=seen)
    assert "You have not seen: 第1篇" in told
    assert ("第1篇; 第2篇" in told) == (act == "approve")
    assert not Approval.objects.exists()


@pytest.mark.parametrize("hidden", [{"state": "gone"}, {"code": "similar-names"}, {"params": {}}])
def test_a_question_that_was_not_on_the_screen_is_read_before_anything_is_approved(
    cast: dict[str, User], hidden: dict[str, object]
) -> None:
    """Hidden in the database while the screen was made, and shown again before the button."""
    page, first = make_reviewed_page(), as_user(cast["first"])
    submit_page(page, by=cast["editor"])
    story = page.articles.get(order=0)
    put = {"state": "open", "code": "look-alike", "params": {"text": "⼯"}}
    rows = Finding.objects.filter(
        pk=Finding.objects.create(page=page, article=story, fingerprint="a" * 64, **put).pk
    )
    rows.update(**hidden)
    seen = seen_in(first, page)
    press(first, page, "read", seen=seen)
    rows.update(**put)
    for act in ("approve", f"approve:{story.pk}"):
        told = press(first, page, act, seen=seen)
        assert "These questions were not on your screen" in told
    (outcome,) = jobs.begin("approve-pages", [page.pk], by=cast["first"]).outcomes
    assert outcome["result"] == "refused"
    assert not Approval.objects.exists()
    press(first, page, "read", seen=seen_in(first, page))
    (outcome,) = jobs.begin("approve-pages", [page.pk], by=cast["first"]).outcomes
    assert outcome["result"] == "done"
    assert Approval.objects.count() == 2


def test_the_hash_of_another_story_or_page_stands_for_none(cast: dict[str, User]) -> None:
    page, first = make_reviewed_page(), as_user(cast["first"])
    submit_page(page, by=cast["editor"])
    place, one, two = seen_in(first, page)
    crossed = [f"{a.partition(':')[0]}:{b.partition(':')[2]}" for a, b in ((one, two), (two, one))]
    assert "was changed since you read it" in press(first, page, "approve", seen=[place, *crossed])
    other = place.replace("page-", "page-9")
    assert "What stands round" in press(first, page, "approve", seen=[other, one, two])
    assert "Approved 2 stories" in press(first, page, "approve", seen=[place, one, two])


def test_the_reviewer_sees_the_picture_and_the_masthead_that_he_approves(
    cast: dict[str, User],
) -> None:
    page = make_reviewed_page(1, hotline="0577-12345", licence="CN33-0001", mottoes="实事求是")
    photo = put_image(make_photo(page.articles.get()))
    Page.objects.filter(pk=page.pk).update(name="要闻")
    Issue.objects.update(number=4403)
    address = reverse("admin:review_page", args=[page.pk])
    shown = as_user(cast["first"]).get(address).content.decode()
    assert f'<img src="{reverse("photo", args=[photo.pk])}"' in shown
    for words in (
        "三审报",
        "中共海口县委机关报",
        "0577-12345",
        "CN33-0001",
        "实事求是",
        "要闻",
        "2025-06-13",
        "总第4403期",
        "今日8版",
    ):
        assert words in shown
