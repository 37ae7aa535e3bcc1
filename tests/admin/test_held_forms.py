"""What was written into a form whose session has ended comes back, and only to who wrote it."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article
from tests.make import make_member, make_story

pytestmark = pytest.mark.django_db
HERE = {"origin": "http://testserver"}
WRITTEN = "夜里写的长长一段。\n第二段。"


@pytest.fixture
def story() -> Article:
    return make_story()


@pytest.fixture
def browser() -> Client:
    """Return an editor's browser that must bring its token."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_member("editor", Role.EDITOR))
    return strict


def form_of(story: Article) -> str:
    return reverse("admin:articles_article_change", args=[story.pk])


def token_in(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    return found[1] if found else ""


def test_a_form_of_an_ended_session_is_given_back_with_the_way_to_the_login(
    browser: Client, story: Article
) -> None:
    token = token_in(browser.get(form_of(story)).content.decode())
    Session.objects.all().delete()
    answer = browser.post(form_of(story), {"csrfmiddlewaretoken": token, "text": WRITTEN})
    html = answer.content.decode()
    assert answer.status_code == 403
    assert f'name="text" value="{WRITTEN}"' in html
    assert f'action="{form_of(story)}"' in html
    assert f'href="{reverse("admin:login")}?next=/admin/" target="_blank"' in html
    assert "no-store" in answer.headers["Cache-Control"]
    # Nothing was written: it goes to the login as ever.
    assert browser.post(form_of(story), {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_form_of_before_a_login_is_given_back_with_the_token_of_now(
    browser: Client, story: Article
) -> None:
    browser.get(form_of(story))
    stale = {"csrfmiddlewaretoken": "a" * 64, "text": WRITTEN}
    answer = browser.post(form_of(story), stale, headers=HERE)
    html = answer.content.decode()
    assert (answer.status_code, WRITTEN in html) == (403, True)
    again = {"csrfmiddlewaretoken": token_in(html), "text": WRITTEN}
    assert browser.post(form_of(story), again, headers=HERE).status_code == 302


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_what_another_site_has_sent_is_not_given_back(
    browser: Client, story: Article, origin: str
) -> None:
    browser.get(form_of(story))
    headers = {"origin": origin} if origin else {}
    answer = browser.post(form_of(story), {"text": WRITTEN}, headers=headers)
    assert (answer.status_code, WRITTEN in answer.content.decode()) == (403, False)


def test_a_password_is_never_given_back(browser: Client) -> None:
    address = reverse("admin:password_change")
    secret = {"csrfmiddlewaretoken": "a" * 64, "old_password": "geheim-geheim"}
    answer = browser.post(address, secret, headers=HERE)
    assert (answer.status_code, "geheim" in answer.content.decode()) == (403, False)


def test_files_must_be_chosen_anew(browser: Client, story: Article) -> None:
    with open(__file__, "rb") as file:
        sent = {"csrfmiddlewaretoken": "a" * 64, "text": WRITTEN, "image": file}
        answer = browser.post(form_of(story), sent, headers=HERE)
    assert "test_held_forms.py" in answer.content.decode()
