"""Who comes from the results finds the words marked in the story; nobody else does."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from paper.story_marks import mark
from search.normal_form import normal
from tests.make import make_story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("html", "term", "marked"),
    [
        ("<p>县委書記</p>", "书记", '<p>县委<mark id="found">書記</mark></p>'),
        ("<p>a &lt;b&gt; c</p>", "b", '<p>a &lt;<mark id="found">b</mark>&gt; c</p>'),
        (
            '<h1><span class="part">重点</span> <span>项目</span></h1>',
            "重点 项",
            '<h1><span class="part"><mark id="found">重点</mark></span><mark> </mark>'
            "<span><mark>项</mark>目</span></h1>",
        ),
        ("<p>重</p><p>点</p>", "重点", "<p>重</p><p>点</p>"),
        ('<img alt="重点"><script>重点</script>', "重点", '<img alt="重点"><script>重点</script>'),
        (
            "<dd><del>三</del><ins>五</ins>公里河段</dd>",
            "三公里",
            '<dd><del><mark id="found">三</mark></del><ins>五</ins><mark>公里</mark>河段</dd>',
        ),
        (
            "<dd>修<del>三</del><ins>五</ins>公里</dd>",
            "五公里",
            '<dd>修<del>三</del><ins><mark id="found">五</mark></ins><mark>公里</mark></dd>',
        ),
        (
            '<p class="source">县委机关报</p><!--tools--><p>县委</p><!--/tools--><p>县委</p>',
            "县委",
            '<p class="source">县委机关报</p><!--tools--><p>县委</p><!--/tools-->'
            '<p><mark id="found">县委</mark></p>',
        ),
    ],
)
def test_words_are_marked_in_the_text_and_nowhere_else(html: str, term: str, marked: str) -> None:
    assert mark(html, [term]) == marked


@given(
    st.text(alphabet="甲乙<>&;\"' a", max_size=30),
    st.text(alphabet="甲乙a ", min_size=1, max_size=3),
)
def test_marking_only_adds_marks(text: str, term: str) -> None:
    html = f"<p>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
    if not normal(term):
        return
    done = mark(html, [normal(term)])
    bare = done.replace('<mark id="found">', "").replace("<mark>", "").replace("</mark>", "")
    assert bare.replace("&quot;", '"').replace("&#x27;", "'") == html


def test_the_story_is_marked_only_at_the_address_that_says_so(client: Client) -> None:
    address = make_story(published=True).get_absolute_url()
    plain = client.get(address)
    with_marks = client.get(address, {"q": "重點 负责"})
    html = with_marks.content.decode()
    assert '<mark id="found">' in html
    assert "<mark>负责</mark>" in html
    assert "<mark" not in plain.content.decode()
    assert f'<link rel="canonical" href="http://testserver{address}">' in html
    assert with_marks["ETag"] != plain["ETag"]
    assert with_marks["Cache-Control"] == plain["Cache-Control"]


@pytest.mark.parametrize("said", ["", "无此词", "-重点", "<script>alert(1)</script>", "\x00"])
def test_what_is_not_there_is_not_marked(client: Client, said: str) -> None:
    address = make_story(published=True).get_absolute_url()
    answer = client.get(address, {"q": said})
    assert answer.content == client.get(address).content


def test_a_story_that_is_gone_is_gone_with_the_words_too(client: Client) -> None:
    story = make_story(published=True)
    story.status = "withdrawn"
    story.save()
    assert client.get(story.get_absolute_url(), {"q": "重点"}).status_code == 410


def test_the_first_mark_stands_in_what_is_searched(client: Client) -> None:
    story = make_story(published=True, headline="海口开渔")
    text = client.get(story.get_absolute_url(), {"q": "海口"}).content.decode()
    assert text.count('id="found"') == 1
    head, _found, _behind = text.partition('id="found"')
    assert head.endswith("<mark ")
    assert "<!--tools-->" not in head
    assert 'class="headline"' in head
