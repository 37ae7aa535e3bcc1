"""A story at its permanent address."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from articles.models import Article
from tests.make import make_byline, make_issue, make_page, make_photo, make_story

pytestmark = pytest.mark.django_db


def read(client: Client, story: Article) -> str:
    response = client.get(story.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_story_is_shown_whole(client: Client) -> None:
    page = make_page(make_issue(), name="要闻")
    story = make_story(page, published=True, kicker="肩", deck="副", section="栏")
    make_byline(story, "曹文倩")
    make_byline(story, "张蔚旻")
    make_byline(story, "林鑫", "通讯员")
    text = read(client, story)
    for part in ("肩", "全县掀起项目建设热潮", "副", "栏", "本报讯", "2025年6月13日", "第1版 要闻"):
        assert part in text
    assert text.count("昨天，全县重点项目集中开工。") >= 1
    names = text.partition("（")[2].partition("）")[0]
    assert re.sub(r"<[^>]+>", "", names) == ("记者 曹文倩 张蔚旻 通讯员 林鑫")


def test_a_name_without_a_role_stands_after_the_last_sentence(client: Client) -> None:
    story = make_story(published=True)
    make_byline(story, "曹文倩", "")
    text = read(client, story)
    assert "项目负责人介绍了情况。（曹文倩）</p>" in re.sub(r"</?a\b[^>]*>", "", text)


def test_what_was_photographed_stands_after_the_name(client: Client) -> None:
    story = make_story(published=True, dateline="")
    make_byline(story, "林鑫", "摄")
    assert '<p class="byline">林鑫 摄</p>' in re.sub(r"</?a\b[^>]*>", "", read(client, story))


def test_a_truncated_story_says_where_it_stops(client: Client) -> None:
    assert "原文至此中断" in read(client, make_story(published=True, truncated=True))


def test_a_whole_story_does_not(client: Client) -> None:
    assert "原文至此中断" not in read(client, make_story(published=True))


def test_jumps_are_links_once_the_page_is_published(client: Client) -> None:
    issue = make_issue()
    story = make_story(make_page(issue), published=True, jump_to="2")
    assert "下转第2版）" in read(client, story)
    rest = make_story(make_page(issue, 2), published=True, jump_from="1")
    assert f'<a href="/articles/{rest.pk}/">下转第2版</a>' in read(client, story)
    assert f'<a href="/articles/{story.pk}/">上接第1版</a>' in read(client, rest)


def test_a_teaser_says_on_which_page_the_story_stands(client: Client) -> None:
    story = make_story(published=True, kind="teaser", body="", dateline="", jump_to="2")
    assert "见第2版" in read(client, story)


def test_previous_and_next_stories_cross_pages_and_skip_teasers_and_drafts(client: Client) -> None:
    issue = make_issue()
    page = make_page(issue)
    first = make_story(page, published=True, headline="一")
    make_story(page, published=True, headline="导", kind="teaser", jump_to="2")
    make_story(page, headline="草")
    last = make_story(make_page(issue, 2), published=True, headline="二")
    text = read(client, first)
    assert f'rel="next" href="/articles/{last.pk}/"' in text
    assert 'rel="prev"' not in text
    text = read(client, last)
    assert f'rel="prev" href="/articles/{first.pk}/"' in text
    assert 'rel="next"' not in text


def test_a_story_without_a_headline_is_called_by_its_first_words(client: Client) -> None:
    story = make_story(published=True, headline="", body="短讯" * 20)
    assert f"<title>{'短讯' * 10}…" in read(client, story)


def test_a_story_with_nothing_but_a_picture_is_called_by_its_caption(client: Client) -> None:
    story = make_story(published=True, headline="", body="", dateline="", kind="photo")
    make_photo(story, "春耕。", "甲 供图")
    text = read(client, story)
    assert "<title>春耕。" in text
    assert "甲 供图</span>" in text


def test_a_story_with_nothing_at_all_is_still_an_answer(client: Client) -> None:
    assert "无题" in read(client, make_story(published=True, headline="", body="", dateline=""))


@pytest.mark.parametrize("pk", ["0", "99999999", "9" * 30, "9" * 5000])
def test_an_unknown_number_is_a_404(client: Client, pk: str) -> None:
    assert client.get(f"/articles/{pk}/").status_code == 404
