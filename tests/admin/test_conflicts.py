"""Two editors on one story: nobody's characters are lost."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article, Revision
from editorial.editing import change_story
from tests.admin.forms import fields_of, open_form
from tests.make import make_page, make_story
from tests.wishes import wish


@pytest.fixture
def story(db: None) -> Article:
    page = make_page()
    make_story(page, headline="别的稿件")
    return make_story(page)


def form_of(story: Article) -> str:
    return reverse("admin:issues_page_change", args=[story.page_id])


def somebody_saves(story: Article, body: str, by: User) -> None:
    """Change the text of the story as somebody else."""
    fresh = Article.objects.with_page().with_parts().get(pk=story.pk)
    change = wish(story, paragraphs=body.split("\n"), bylines=[], photos=[])
    change_story(fresh, change, by=by, kind=Revision.Kind.REPAIR, version=fresh.version)


def test_the_second_is_told_and_keeps_what_he_wrote(
    desk: Client, publisher: User, story: Article
) -> None:
    data = open_form(desk, form_of(story))
    somebody_saves(story, "她写的正文。", publisher)
    data[f"story-{story.pk}-body"] = "我写的正文。"
    data[f"story-{story.page.articles.first().pk}-deck"] = "同时改的"  # type: ignore[union-attr]
    response = desk.post(form_of(story), data)
    html = response.content.decode()
    assert "publisher has changed" in html
    assert "<del>她</del>" in html
    assert "<ins>我</ins>" in html
    assert fields_of(html)[f"story-{story.pk}-body"] == "我写的正文。"
    story.refresh_from_db()
    assert story.body == "她写的正文。"
    # All or nothing: the other story of the form waits for the decision, too.
    assert not story.page.articles.filter(deck="同时改的").exists()


def test_pressing_save_again_does_not_overwrite(
    desk: Client, publisher: User, story: Article
) -> None:
    data = open_form(desk, form_of(story)) | {f"story-{story.pk}-body": "我写的正文。"}
    somebody_saves(story, "她写的正文。", publisher)
    again = fields_of(desk.post(form_of(story), data).content.decode())
    response = desk.post(form_of(story), again)
    assert "publisher has changed" in response.content.decode()
    story.refresh_from_db()
    assert story.body == "她写的正文。"


@pytest.mark.parametrize(("answer", "body"), [("mine", "我写的正文。"), ("theirs", "她写的正文。")])
def test_the_second_decides_and_both_texts_stay_in_the_record(
    desk: Client, publisher: User, story: Article, answer: str, body: str
) -> None:
    data = open_form(desk, form_of(story)) | {f"story-{story.pk}-body": "我写的正文。"}
    somebody_saves(story, "她写的正文。", publisher)
    again = fields_of(desk.post(form_of(story), data).content.decode())
    response = desk.post(form_of(story), again | {f"story-{story.pk}-resolve": answer})
    assert response.status_code == 302
    story.refresh_from_db()
    assert story.body == body
    texts = [row.text["paragraphs"] for row in story.revisions.order_by("version")]
    assert texts[0] == ["她写的正文。"]
    assert len(texts) == (2 if answer == "mine" else 1)


def test_a_third_save_between_decision_and_button_is_a_conflict_again(
    desk: Client, publisher: User, story: Article
) -> None:
    data = open_form(desk, form_of(story)) | {f"story-{story.pk}-body": "我写的正文。"}
    somebody_saves(story, "她写的正文。", publisher)
    again = fields_of(desk.post(form_of(story), data).content.decode())
    somebody_saves(story, "她又写的正文。", publisher)
    desk.post(form_of(story), again | {f"story-{story.pk}-resolve": "mine"})
    story.refresh_from_db()
    assert story.body == "她又写的正文。"


def test_who_did_not_touch_the_story_has_no_quarrel(
    desk: Client, publisher: User, story: Article
) -> None:
    data = open_form(desk, form_of(story))
    somebody_saves(story, "她写的正文。", publisher)
    somebody_saves(story, "她又写的正文。", publisher)
    other = story.page.articles.order_by("order")[0]
    response = desk.post(form_of(story), data | {f"story-{other.pk}-deck": "我的副题"})
    assert response.status_code == 302
    story.refresh_from_db()
    other.refresh_from_db()
    assert (story.body, other.deck) == ("她又写的正文。", "我的副题")


def test_the_same_change_twice_is_no_conflict(
    desk: Client, publisher: User, story: Article
) -> None:
    data = open_form(desk, form_of(story)) | {f"story-{story.pk}-body": "一样的正文。"}
    somebody_saves(story, "一样的正文。", publisher)
    assert desk.post(form_of(story), data).status_code == 302
    story.refresh_from_db()
    assert story.version == 1


def test_a_story_that_came_meanwhile_is_left_alone(desk: Client, story: Article) -> None:
    data = open_form(desk, form_of(story)) | {f"story-{story.pk}-place": "1"}
    data[f"story-{story.page.articles.order_by('order')[0].pk}-place"] = "2"
    late = make_story(story.page, headline="后来的")
    assert desk.post(form_of(story), data).status_code == 302
    assert list(story.page.articles.order_by("order"))[-1] == late
    assert story.page.articles.order_by("order")[0] == story
