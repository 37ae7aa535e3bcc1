"""下转 and 上接 lead to the other half of the story, as far as anybody can say which it is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from issues.models import Page
from tests.make import make_issue, make_page, make_story

pytestmark = pytest.mark.django_db


def jumps(client: Client, address: str) -> list[tuple[str, str]]:
    text = client.get(address).content.decode()
    return re.findall(r'<span class="jump">（<a href="([^"]*)">([^<]*)</a>）</span>', text)


def half(page: Page, **fields: Any) -> Article:
    return make_story(page, published=True, **fields)


@pytest.fixture
def pages() -> list[Page]:
    issue = make_issue()
    return [make_page(issue, number) for number in (1, 2, 3)]


def test_the_two_halves_lead_to_each_other_from_page_and_story(
    client: Client, pages: list[Page]
) -> None:
    first = half(pages[0], headline="全县掀起热潮", jump_to="2")
    second = half(pages[1], headline="接着干", jump_from="1")
    half(pages[1], headline="别的稿件", jump_from="3")
    there, back = second.get_absolute_url(), first.get_absolute_url()
    for address in (pages[0].get_absolute_url(), back):
        assert jumps(client, address) == [(there, "下转第2版")]
    assert jumps(client, there) == [(back, "上接第1版")]
    assert jumps(client, pages[1].get_absolute_url())[0] == (back, "上接第1版")


def test_of_several_the_headline_says_which_it_is(client: Client, pages: list[Page]) -> None:
    names = ("全县掀起 项目建设热潮", "夏收开镰")
    one, other = (half(pages[0], headline=name, jump_to="2") for name in names)
    rest = half(pages[1], headline="项目建设热潮", jump_from="1")
    half(pages[1], headline="来信", jump_from="1")
    page = pages[1].get_absolute_url()
    assert jumps(client, one.get_absolute_url()) == [(rest.get_absolute_url(), "下转第2版")]
    assert jumps(client, rest.get_absolute_url()) == [(one.get_absolute_url(), "上接第1版")]
    # Of the other one nobody can say: it leads to the page, as before.
    assert jumps(client, other.get_absolute_url()) == [(page, "下转第2版")]


def test_a_half_that_readers_may_not_see_is_none(client: Client, pages: list[Page]) -> None:
    first = half(pages[0], jump_to="2")
    rest = half(pages[1], jump_from="1")
    half(pages[1], headline="留下的稿件")
    Article.objects.filter(pk=rest.pk).update(status=Article.Status.WITHDRAWN)
    page = pages[1].get_absolute_url()
    for address in (first.get_absolute_url(), pages[0].get_absolute_url()):
        assert jumps(client, address) == [(page, "下转第2版")]


def test_a_teaser_is_no_half(client: Client, pages: list[Page]) -> None:
    first = half(pages[0], jump_to="2")
    half(pages[0], kind="teaser", headline="导读", body="", jump_to="2")
    rest = half(pages[1], jump_from="1")
    assert jumps(client, first.get_absolute_url()) == [(rest.get_absolute_url(), "下转第2版")]


def test_a_double_spread_is_found_by_either_of_its_pages(client: Client) -> None:
    issue = make_issue()
    first = half(make_page(issue, 1), jump_to="5")
    rest = half(make_page(issue, 4, label="4-5"), jump_from="1")
    assert jumps(client, first.get_absolute_url()) == [(rest.get_absolute_url(), "下转第5版")]
