"""Facts are settled with a reason, and what is known of a page is confirmed before its review."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article
from findings.models import Finding
from tests.make import (
    make_member,
)
from tests.reviews.cast import edit, make_reviewed_page
from tests.reviews.desk import as_user, press, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status


def decide(client: Client, finding: Finding, **data: str) -> str:
    address = reverse("admin:findings_finding_decide", args=[finding.pk])
    client.post(address, data)
    finding.refresh_from_db()
    return finding.state


def test_a_click_alone_settles_no_question_of_fact(cast: dict[str, User]) -> None:
    page, client = make_reviewed_page(1), as_user(cast["final"])
    fact = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    form = Finding.objects.create(page=page, code="unpaired", fingerprint="y")
    assert decide(client, fact, state="settled") == "open"
    assert decide(client, fact, state="settled", reason="  ") == "open"
    listed = reverse("admin:findings_finding_changelist")
    client.post(listed, {"action": "settle", "_selected_action": [str(fact.pk)]})
    fact.refresh_from_db()
    assert fact.state == "open"
    assert decide(client, form, state="settled") == "settled"
    assert decide(client, fact, state="settled", reason="原报如此，已加注") == "settled"


def test_a_change_of_its_words_settles_a_question_of_fact(cast: dict[str, User]) -> None:
    page = make_reviewed_page(1)
    story = edit(page.articles.get(), cast["editor"], paragraphs=["昨天是13月45日，会议召开。"])
    finding = Finding.objects.get(code="date-impossible")
    edit(story, cast["editor"], paragraphs=["昨天是6月12日，会议召开。"])
    finding.refresh_from_db()
    assert finding.state == "gone"


def test_what_is_known_of_a_page_is_asked_before_it_is_submitted(cast: dict[str, User]) -> None:
    page, client = make_reviewed_page(3), as_user(cast["editor"])
    stories = page.articles.order_by("order")
    Article.objects.filter(pk=stories[0].pk).update(headline="")
    Article.objects.filter(pk=stories[1].pk).update(truncated=True)
    asked = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    told = press(client, page, "submit")
    desk = reverse("admin:desk", args=[page.pk])
    for place in (f"story-a{stories[0].pk}", f"story-a{stories[1].pk}", f"finding-{asked.pk}"):
        assert f'href="{desk}#{place}"' in told
    for words in ("Story 1 of", "has no headline", "“第2篇” breaks off", "Check date and weekday"):
        assert words in told
    assert states(page) == [Status.DRAFT] * 3
    word = re.search(r'name="confirmed" value="(\w+)"', told)
    assert word
    # What came up since is asked about, too.
    late = Finding.objects.create(page=page, code="lunar-date", fingerprint="y")
    assert "Check date and lunar date" in press(client, page, "submit", confirmed=word[1])
    assert states(page) == [Status.DRAFT] * 3
    late.delete()
    assert "Submitted 3 stories" in press(client, page, "submit", confirmed=word[1])


def test_one_story_is_asked_about_too_and_a_sound_one_is_not(cast: dict[str, User]) -> None:
    page, client = make_reviewed_page(2), as_user(cast["editor"])
    one, two = page.articles.order_by("order")
    Article.objects.filter(pk=one.pk).update(headline="")
    told = press(client, page, f"submit:{one.pk}")
    assert "has no headline" in told
    assert f'value="submit:{one.pk}"' in told
    press(client, page, f"submit:{two.pk}")
    assert states(page) == [Status.DRAFT, Status.FIRST_REVIEW]
    word = re.search(r'name="confirmed" value="(\w+)"', told)
    assert word
    press(client, page, f"submit:{one.pk}", confirmed=word[1])
    assert states(page) == [Status.FIRST_REVIEW] * 2


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_question_before_the_review_is_for_who_submits(role: Role, method: str) -> None:
    page = make_reviewed_page(1)
    Article.objects.filter(page=page).update(headline="")
    client = as_user(make_member("somebody", role))
    address = reverse("admin:review_act", args=[page.pk])
    response = getattr(client, method)(address, {"act": "submit"})
    if method == "get":
        assert response.status_code in (403, 405)
        return
    shown = response.status_code == 200 and "has no headline" in response.content.decode()
    assert shown == (role in (Role.REPORTER, Role.EDITOR))
    assert states(page) == [Status.DRAFT]
