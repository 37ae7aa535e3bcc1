"""A story's days, its authors, and what to read after it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from articles.models import Article
from paper.relative_days import explained, named_days
from tests.make import make_byline, make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db
ISSUED = dt.date(2025, 6, 13)


def seen(client: Client, story: Article) -> str:
    return client.get(story.get_absolute_url()).content.decode().replace("<wbr>", "")


def more(text: str, heading: str) -> list[str]:
    """Return the headlines that stand under a heading below the story."""
    found = re.search(rf"<h2>{heading}</h2><ul[^>]*>(.*?)</ul>", text, re.DOTALL)
    return re.findall(r'<span class="part">([^<]*)', found[1]) if found else []


def test_a_day_is_counted_from_the_issue_s(client: Client) -> None:
    story = make_story(
        make_page(make_issue("2025-06-13")), published=True, body="昨天开工。\n日前，<记者>获悉。"
    )
    text = seen(client, story)
    assert (
        '<time class="when" datetime="2025-06-12" title="2025年6月12日　星期四">昨天</time>' in text
    )
    assert "<dt>昨天</dt><dd>2025年6月12日　星期四</dd>" in text
    assert "<dt>日前</dt><dd>见报前几天（见报日2025年6月13日）</dd>" in text
    assert "&lt;记者&gt;获悉" in text
    assert 'popovertarget="days"' in text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("截至昨日下午，今天开工。", ["昨日", "今天"]),
        ("昨天上午开工，今天下午座谈，昨天凌晨下雨。", ["昨天", "今天"]),
        ("昨天晚上开演，今天上午座谈。", ["昨天", "今天"]),
        ("张明日前往北京。", []),
        ("6月10日前完成。", []),
        ("１０日前后，近日来访。", ["近日"]),
        ("会议强调。", []),
    ],
)
def test_only_a_word_of_its_own_is_a_day(text: str, words: list[str]) -> None:
    assert [day.word for day in named_days([text], ISSUED)] == words
    assert re.sub(r"<[^>]+>", "", explained(text, ISSUED)) == text


def test_a_story_without_such_a_word_has_no_list_of_days(client: Client) -> None:
    assert 'id="days"' not in seen(client, make_story(published=True, body="开工。"))


def test_the_other_stories_of_the_issue_stand_below_those_of_the_page_first(
    client: Client,
) -> None:
    issue = make_issue("2025-06-13")
    first, second = make_page(issue, 1), make_page(issue, 2)
    make_story(first, published=True, headline="一版稿")
    story = make_story(second, published=True, headline="本篇")
    make_story(second, published=True, headline="二版稿")
    make_story(second, published=True, headline="导读", kind="teaser")
    make_story(second, headline="草稿")
    assert more(seen(client, story), "Also in this issue") == ["二版稿", "一版稿"]


def test_more_by_the_author_and_of_the_section_names_nothing_twice(client: Client) -> None:
    story = make_story(
        make_page(make_issue("2025-06-13")), published=True, headline="本篇", section="要闻"
    )
    before = make_page(make_issue("2025-06-11"))
    both = make_story(before, published=True, headline="同栏同人", section="要闻")
    same = make_story(before, published=True, headline="同栏", section="要闻")
    hidden = make_story(before, headline="草稿", section="要闻")
    other = make_page(make_issue("2025-06-11", publication=make_publication("儋州县报")))
    make_story(other, published=True, headline="他报", section="要闻")
    for row in (story, both, hidden):
        make_byline(row, "曹文倩")
    make_byline(both, "曹文倩", "摄")
    text = seen(client, story)
    assert more(text, "More by this author") == ["同栏同人"]
    assert more(text, "More in this section") == ["同栏"]
    assert same.get_absolute_url() in text
    for name in ("草稿", "他报"):
        assert name not in text


def test_a_name_leads_to_its_stories(client: Client) -> None:
    story = make_story(published=True)
    byline = make_byline(story, "曹文倩")
    make_byline(story, "林鑫", "")
    text = seen(client, story)
    assert f'<a class="by" href="/authors/{byline.contributor_id}/">曹文倩</a>' in text
    assert text.count('class="by"') == 2
    assert 'class="by"' not in client.get("/").content.decode()
