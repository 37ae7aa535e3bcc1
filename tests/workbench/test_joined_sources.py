"""What was joined from another page has the lines of that page's source beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article
from editorial.bulk import write_stories
from issues.models import Page
from reading.document import PageDocument
from tests.make import make_member, make_page
from tests.workbench.hands import fresh, key, on_desk, save, step, type_text
from workbench.continuations import join_on
from workbench.copies import load, undo
from workbench.joined_sources import with_joined
from workbench.state import words

pytestmark = pytest.mark.django_db
HEAD, REST = "上接第一版", "程序进入最后一项。\n会议在热烈的掌声中结束。"
SOURCE = f"广告一则\n{HEAD}\n{REST}\n天气预报\n"


@pytest.fixture
def rest(page: Page) -> Article:
    return make_continuation(page)


def make_continuation(page: Page) -> Article:
    """Return a continuation that was read on another page."""
    second = make_page(page.issue, 2, text=SOURCE)
    at = SOURCE.index(HEAD)
    segments = []
    for part, index, line in (("headline", 0, HEAD), *(("paragraph", i, t) for i, t in LINES)):
        start = SOURCE.index(line)
        span = [start, start + len(line)]
        segments.append({"part": part, "index": index, "span": span, "rule": "", "sure": 1.0})
    story: dict[str, Any] = {"headline": HEAD, "paragraphs": REST.split("\n"), "jump_from": "1"}
    story |= {"segments": segments, "spans": [[at, SOURCE.index("天气")]]}
    document = PageDocument.from_dict({"articles": [story]})
    row = second.sources.get()
    row.readings.create(reader_version="2", document=document.to_dict(explain=True))
    write_stories(second, [(0, 0, document.articles[0])])
    return second.articles.get()


LINES = list(enumerate(REST.split("\n")))


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pieces(html: str, attribute: str, value: str) -> str:
    """Return the text of the source's pieces that are one story's."""
    found = re.findall(rf'<span [^>]*{attribute}="{value}"[^>]*>([^<]*)</span>', html)
    return "".join(found)


def beside(html: str) -> str:
    """Return the source's side of a screen behind the heading of what was joined."""
    return html.partition('class="joined-from"')[2].partition("</div>")[0]


def test_its_lines_stand_beside_it_on_the_desk_and_in_the_review(
    page: Page, editor: User, rest: Article
) -> None:
    story = key(page, 0)
    desk = reverse("admin:desk", args=[page.pk])
    join_on(page, editor, "", {"story": story, "other": rest.pk})
    for _saved in range(2):
        html = as_user(editor).get(desk).content.decode()
        assert f"Joined from page 2: “{HEAD}”" in html
        assert pieces(beside(html), "data-key", story) == REST.replace("\n", "")
        assert "广告一则" not in html
        # Each character leads to its place in the story.
        runs = re.search(r'data-runs="([^"]+)" [^>]*>程序进入', html)
        assert runs
        start = int(runs[1].partition("+")[0])
        assert f'data-start="{start}"' in beside(html)
        save(page, editor)
    reviewer = as_user(make_member("first", Role.FIRST_REVIEWER))
    html = reviewer.get(reverse("admin:review_page", args=[page.pk])).content.decode()
    assert f"Joined from page 2: “{HEAD}”" in html
    assert pieces(beside(html), "data-story", story[1:]) == REST.replace("\n", "")


def test_as_received_a_story_has_what_came_for_its_continuation(
    page: Page, editor: User, rest: Article
) -> None:
    join_on(page, editor, "", {"story": key(page, 0), "other": rest.pk})
    html = as_user(editor).get(
        reverse("admin:desk_layers", args=[page.pk]),
        {"show": "received"},
        headers={"X-Requested-With": "desk"},
    )
    shown = html.json()["html"]
    assert "程序进入最后一项。" in shown
    assert "<ins>程序" not in shown
    assert "<ins>会议" not in shown


def test_a_join_that_is_saved_leaves_nothing_unsaved_and_holds(
    page: Page, editor: User, rest: Article
) -> None:
    join_on(page, editor, "", {"story": key(page, 0), "other": rest.pk})
    assert load(page, editor).unsaved == [key(page, 0)]
    save(page, editor)
    assert not load(page, editor).is_changed
    undo(page, editor, "")
    assert load(page, editor).unsaved == [key(page, 0)]
    save(page, editor)
    assert fresh(rest.pk).is_on_page
    assert with_joined(load(page, editor).desk, 100)[1] == []


def test_a_continuation_that_is_put_back_stays_on_its_page(
    page: Page, editor: User, rest: Article
) -> None:
    story = page.articles.get(order=0)
    join_on(page, editor, "", {"story": f"a{story.pk}", "other": rest.pk})
    save(page, editor)
    for at, text in reversed(list(enumerate(fresh(story.pk).paragraphs))):
        if text in REST:
            type_text(page, editor, f"a{story.pk}", "", index=at)
    save(page, editor)
    step(rest.page, editor, "take_back", story=f"a{rest.pk}")
    save(rest.page, editor)
    assert HEAD in on_desk(rest.page, editor)
    type_text(page, editor, key(page, 1), "另一句。")
    save(page, editor)
    assert fresh(rest.pk).is_on_page


def test_what_was_joined_keeps_its_lines_when_it_moves_on(
    page: Page, editor: User, rest: Article
) -> None:
    join_on(page, editor, "", {"story": key(page, 0), "other": rest.pk})
    at = len(load(page, editor).desk.stories[0].paragraphs) - 1
    step(page, editor, "split_story", story=key(page, 0), index=at, at=0)
    state = load(page, editor)
    desk, (joined,) = with_joined(state.desk, len(state.opened.text))
    made = desk.stories[1]
    assert words(made.paragraphs[0]) == LINES[1][1]
    own = [text for patch, text in joined.pieces(desk) if patch.key == made.key]
    assert "".join(own) == LINES[1][1]


def test_a_page_without_a_join_asks_for_none(
    page: Page, editor: User, django_assert_num_queries: object
) -> None:
    desk = load(page, editor).desk
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert with_joined(desk, 10) == (desk, [])


def test_the_review_colours_a_story_that_was_split_at_the_desk(page: Page, editor: User) -> None:
    row = page.sources.get()
    text = row.text
    line = "市民散步其间。\n秋色正好。"
    segments = [
        {"part": "headline", "index": 0, "span": span(text, "公园开放")},
        {"part": "paragraph", "index": 0, "span": span(text, "市民散步其间。")},
        {"part": "paragraph", "index": 1, "span": span(text, "秋色正好。")},
    ]
    segments = [{"rule": "", "sure": 1.0, **one} for one in segments]
    story: dict[str, Any] = {
        "headline": "公园开放",
        "paragraphs": line.split("\n"),
        "segments": segments,
    }
    document = PageDocument.from_dict({"articles": [{**story, "spans": []}]})
    row.readings.create(reader_version="2", document=document.to_dict(explain=True))
    Article.objects.filter(page=page, order=1).update(read_index=0)
    step(page, editor, "split_story", story=key(page, 1), index=1, at=0)
    save(page, editor)
    made = page.articles.on_page().order_by("-order")[0]
    reviewer = as_user(make_member("first", Role.FIRST_REVIEWER))
    html = reviewer.get(reverse("admin:review_page", args=[page.pk])).content.decode()
    assert pieces(html, "data-story", str(made.pk)) == "秋色正好。"
    assert f'id="source-{made.pk}"' in html


def span(text: str, line: str) -> list[int]:
    return [text.index(line), text.index(line) + len(line)]


def test_the_review_of_what_was_saved_at_the_desk_reads_its_rows_once(
    page: Page, editor: User
) -> None:
    type_text(page, editor, key(page, 0), "新的一句。")
    save(page, editor)
    reviewer = as_user(make_member("first", Role.FIRST_REVIEWER))
    address = reverse("admin:review_page", args=[page.pk])
    reviewer.get(address)
    with CaptureQueriesContext(connection) as asked:
        html = reviewer.get(address).content.decode()
    # By this it is opened as the desk has it.
    assert 'title="In no story any more"' in html
    words = [row["sql"] for row in asked]
    for table in ("articles_photo", "articles_byline", "issues_source", "issues_reading"):
        assert sum(f'FROM "{table}" WHERE' in sql for sql in words) <= 1, table
