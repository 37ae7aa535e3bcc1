"""Publishing from the admin: actions, buttons, changes of state of one story."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from articles.models import Article
from tests.make import make_issue, make_page, make_story

LIST = "admin:issues_page_changelist"


def said(response: Any) -> str:
    return "\n".join(str(message) for message in get_messages(response.wsgi_request))


def test_the_action_publishes_each_page_for_itself(publishing_desk: Client) -> None:
    issue = make_issue()
    good, empty = make_page(issue, 1), make_page(issue, 2)
    make_story(good)
    make_story(good)
    response = publishing_desk.post(
        reverse(LIST), {"action": "publish_pages", "_selected_action": [good.pk, empty.pk]}
    )
    assert "Published 1 page with 2 stories." in said(response)
    assert "has no stories" in said(response)
    assert good.articles.filter(status="published").count() == 2


def test_the_action_takes_pages_back(publishing_desk: Client) -> None:
    story = make_story(published=True)
    response = publishing_desk.post(
        reverse(LIST), {"action": "unpublish_pages", "_selected_action": [story.page_id]}
    )
    assert "Unpublished 1 page with 1 stories." in said(response)
    story.refresh_from_db()
    assert story.status == "draft"


def test_who_may_not_publish_is_not_offered_it(desk: Client) -> None:
    page = make_page()
    make_story(page)
    assert "publish_pages" not in desk.get(reverse(LIST)).content.decode()
    form = desk.get(reverse("admin:issues_page_change", args=[page.pk])).content.decode()
    assert reverse("admin:issues_page_publish", args=[page.pk]) not in form
    desk.post(reverse(LIST), {"action": "publish_pages", "_selected_action": [page.pk]})
    assert not page.articles.filter(status="published").exists()


def test_the_button_asks_and_then_publishes(publishing_desk: Client) -> None:
    page = make_page()
    make_story(page)
    address = reverse("admin:issues_page_publish", args=[page.pk])
    assert "Publish page" in publishing_desk.get(address).content.decode()
    assert not page.articles.filter(status="published").exists()
    response = publishing_desk.post(address, follow=True)
    assert "Published 1 page" in response.content.decode()
    assert page.articles.filter(status="published").count() == 1


def test_the_form_offers_only_the_actions_that_are_left(publishing_desk: Client) -> None:
    page = make_page()
    make_story(page, published=True)
    form = publishing_desk.get(reverse("admin:issues_page_change", args=[page.pk]))
    assert reverse("admin:issues_page_publish", args=[page.pk]) not in form.content.decode()
    assert reverse("admin:issues_page_unpublish", args=[page.pk]) in form.content.decode()


@pytest.mark.parametrize(
    ("fields", "actions"),
    [
        ({"published": False}, {"publish", "set-aside"}),
        ({"published": True}, {"unpublish", "withdraw"}),
        ({"published": True, "status": "withdrawn"}, {"restore", "take-up"}),
        ({"published": True, "status": "draft"}, {"publish", "withdraw"}),
        ({"published": False, "status": "set-aside"}, {"take-up"}),
    ],
)
def test_a_story_shows_the_buttons_of_its_state(
    publishing_desk: Client, fields: dict[str, Any], actions: set[str]
) -> None:
    story = make_story(**fields)
    shown = publishing_desk.get(reverse("admin:articles_article_change", args=[story.pk]))
    assert {action.value for action in shown.context["actions"]} == actions


def test_to_withdraw_needs_a_reason_and_is_logged(publishing_desk: Client) -> None:
    story = make_story(published=True)
    address = reverse("admin:articles_article_state", args=[story.pk, "withdraw"])
    assert publishing_desk.post(address, {"reason": ""}).context["form"].errors
    publishing_desk.post(address, {"reason": "人名有误"})
    story.refresh_from_db()
    assert story.status == "withdrawn"
    assert story.transitions.get().reason == "人名有误"
    assert "人名有误" in LogEntry.objects.get(object_id=story.pk).change_message


def test_a_forbidden_move_says_why(publishing_desk: Client) -> None:
    story = make_story(published=True)
    address = reverse("admin:articles_article_state", args=[story.pk, "take-up"])
    response = publishing_desk.post(address)
    assert "from there it cannot" in said(response)
    assert publishing_desk.get(address.replace("take-up", "approve")).status_code == 404


def test_a_change_of_one_story_s_state_leads_to_the_desk(publishing_desk: Client) -> None:
    story = make_story()
    address = reverse("admin:articles_article_state", args=[story.pk, "set-aside"])
    desk = f"{reverse('admin:desk', args=[story.page_id])}#story-a{story.pk}"
    assert desk in publishing_desk.get(address).content.decode()
    publishing_desk.cookies["django_language"] = "zh-hans"
    done = publishing_desk.post(address, {"reason": "不是本版的稿"})
    assert (done.status_code, done["Location"]) == (302, desk)
    assert "现为“已搁置”" in said(done)
    # Done again by somebody else, it leads there too, and says so.
    again = publishing_desk.post(address, {"reason": "不是本版的稿"})
    assert again["Location"] == desk
    assert "from there it cannot" in said(again) or "不能" in said(again)
    # What is refused keeps the reason that was written.
    other = make_story(story.page, order=1)
    publish = reverse("admin:articles_article_state", args=[other.pk, "publish"])
    refused = publishing_desk.post(publish, {"reason": "赶在早报前", "at": "2020-06-16T06:00"})
    assert "赶在早报前" in refused.content.decode()


def test_a_story_without_words_holds_its_page(publishing_desk: Client) -> None:
    page = make_page()
    make_story(page)
    make_story(page, headline="", body="")
    response = publishing_desk.post(reverse("admin:issues_page_publish", args=[page.pk]))
    assert "neither headline nor text" in said(response)
    assert not Article.objects.filter(status="published").exists()


def test_the_preview_shows_a_draft_to_staff_only(desk: Client) -> None:
    story = make_story(headline="尚未见报")
    for name, pk in (("issues_page", story.page_id), ("articles_article", story.pk)):
        address = reverse(f"admin:{name}_preview", args=[pk])
        assert "尚未见报" in desk.get(address).content.decode()
        assert Client().get(address).status_code == 302
