"""The admin's page of layers."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from tests.keeping.cast import edit, run, somebody
from tests.make import JUNE, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    run("import_pages", JUNE)
    return edit(Article.objects.get(order=1), headline="<b>新题</b>")


def shown(story: Article, show: str = "") -> str:
    client = Client()
    client.force_login(somebody())
    address = reverse("admin:articles_article_layers", args=[story.pk])
    response = client.get(address, {"show": show} if show else {})
    assert response.status_code == 200
    assert b"style=" not in response.content
    return str(response.content.decode().split('class="lead"')[1])


def test_what_the_editors_changed_stands_first(story: Article) -> None:
    page = shown(story)
    assert "<ins>&lt;b&gt;新题&lt;/b&gt;</ins>" in page
    assert 'aria-current="page"' in page


def test_each_layer_and_each_pair_can_be_picked(story: Article) -> None:
    assert "（记者 曹文倩）" in shown(story, "received")
    assert "&lt;b&gt;新题" not in shown(story, "repaired")
    assert "&lt;b&gt;新题" in shown(story, "edited")
    assert "&lt;b&gt;新题" not in shown(story, "received-repaired")
    assert "&lt;b&gt;新题" in shown(story, "received-edited")
    assert shown(story, "nonsense").count("<ins>") == shown(story).count("<ins>")


def test_layers_that_do_not_differ_say_so(story: Article) -> None:
    untouched = Article.objects.get(order=0)
    assert "difference" not in shown(untouched)


def test_a_repair_of_edited_words_is_told(story: Article) -> None:
    assert "errornote" in shown(edit(story, "repair", headline="修题"))


def test_only_who_may_see_stories_sees_their_layers(story: Article) -> None:
    client = Client()
    client.force_login(make_user("visitor"))
    assert client.get(reverse("admin:articles_article_layers", args=[story.pk])).status_code == 403
