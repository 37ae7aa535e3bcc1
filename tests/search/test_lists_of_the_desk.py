"""The desk's lists of pages and findings find by the index what Django's own search finds."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db import connection
from django.db.models import Model, QuerySet
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import newsroom.urls  # noqa: F401 - its lists are known with the addresses
from articles.models import Article
from desk import word_search
from findings.models import Finding
from issues.models import Page
from search import entries
from tests.conftest import MakeOnce
from tests.make import make_administrator, make_issue, make_page, make_story

pytestmark = pytest.mark.django_db
HEADLINES = (
    "县委书记调研重点项目",
    "縣委召开会议",
    "Ｇ DP增长3.3%",
    "gdp 增长",
    "“十四五”规划（草案）",
    "水稻丰收",
    "县医院_100%达标",
)
NAMES = ("要闻", "县乡", "100_版", "")
SEARCHES = (
    *("县", "县委书记", "縣", "书记 县", "县 增长", "GDP", "gdp", "3.3", "3.3%", "%", "_", "100_"),
    *(
        "“十四五”",
        "（",
        "（ 县",
        "要闻",
        "要闻 水稻",
        "县乡 丰收",
        "1003",
        "01003",
        "1003 县",
        "９",
    ),
    *(
        '"GDP 增长"',
        "'gdp 增长'",
        "重复",
        "重复 县委",
        "无处可寻",
        "县 无处可寻",
        "-县",
        "县-",
        '"',
        "",
    ),
)


@pytest.fixture(scope="module", autouse=True)
def pages(make_once: MakeOnce[list[Page]]) -> list[Page]:
    return make_once(_make)


def _make() -> list[Page]:
    chance = random.Random(7)
    made = []
    for day in range(1, 9):
        issue = make_issue(f"2025-03-{day:02}", number=1000 + day)
        for number in (1, 2, 3):
            page = make_page(issue, number=number, name=chance.choice(NAMES))
            stories = [
                make_story(
                    page,
                    headline=chance.choice(HEADLINES),
                    kicker=chance.choice(("", *HEADLINES)),
                    deck=chance.choice(("", *HEADLINES)),
                    status=chance.choice(["draft", "set-aside"]),
                )
                for _place in range(chance.randint(0, 3))
            ]
            for place, story in enumerate([None, *stories]):
                Finding.objects.create(
                    page=page,
                    article=story,
                    code="truncated",
                    params={"tail": "x"},
                    fingerprint=str(place),
                    state=chance.choice(["open", "settled"]),
                    reason=chance.choice(["", "", "重复的县名", "与要闻重复"]),
                )
            made.append(page)
    make_administrator()
    entries.refresh(list(Article.objects.values_list("pk", flat=True)))
    return made


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(make_administrator("boss"))
    return client


def of_django(model: type[Model], said: str, **filters: str) -> list[int]:
    """Return what Django's own search of a list's fields finds, in the order of the list."""
    lists: Any = admin.site._registry[model]
    request = RequestFactory().get("/")
    rows: QuerySet[Any] = lists.get_queryset(request).filter(**filters)
    found, _more = ModelAdmin.get_search_results(lists, request, rows, said)
    keys = set(found.values_list("pk", flat=True))
    return [
        key
        for key in rows.order_by(*lists.get_ordering(request)).values_list("pk", flat=True)
        if key in keys
    ]


def listed(boss: Client, model: type[Model], said: str, **filters: str) -> list[int]:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    shown = boss.get(address, {"q": said, **filters})
    assert shown.status_code == 200
    return [row.pk for row in shown.context["cl"].queryset]


@pytest.mark.parametrize("said", SEARCHES)
def test_the_lists_find_what_django_s_own_search_finds(boss: Client, said: str) -> None:
    for model in (Page, Finding):
        assert listed(boss, model, said) == of_django(model, said), model
    assert listed(boss, Finding, said, state__exact="open") == of_django(
        Finding, said, state="open"
    )


def test_most_of_these_searches_find_something_and_not_everything() -> None:
    counts = [len(of_django(Page, said)) for said in SEARCHES]
    assert sum(0 < count < 24 for count in counts) > 15


@pytest.mark.parametrize("said", SEARCHES)
def test_words_that_few_headlines_have_narrow_what_all_have(
    boss: Client, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare = min((len(_headed(word)) for word in said.split()), default=0)
    monkeypatch.setattr(word_search, "MOST", max(rare, 1))
    assert listed(boss, Page, said) == of_django(Page, said)


def _headed(word: str) -> set[int]:
    rows = Article.objects.filter(headline__icontains=word.strip("'\""))
    return set(
        (rows | Article.objects.filter(kicker__icontains=word.strip("'\""))).values_list(
            "pk", flat=True
        )
    )


def test_of_common_words_the_newest_are_listed_and_the_list_says_so(
    boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_search, "MOST", 2)
    for said in ("县", "县 书记"):
        for model in (Page, Finding):
            assert set(listed(boss, model, said)) < set(of_django(model, said))
        answer = boss.get(reverse("admin:issues_page_changelist"), {"q": said}).content.decode()
        assert "More than 2 stories" in answer
    newest = of_django(Page, "县")[0]
    assert listed(boss, Page, "县")[0] == newest


def test_a_word_in_the_page_s_name_and_another_in_a_headline_are_found_when_both_are_common(
    boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page(make_issue("2020-01-01"), name="县乡")
    make_story(page, headline="水稻丰收")
    entries.refresh(list(Article.objects.values_list("pk", flat=True)))
    monkeypatch.setattr(word_search, "MOST", 2)
    assert page.pk in of_django(Page, "县 丰收")
    assert page.pk in listed(boss, Page, "县 丰收")


def test_narrowed_to_few_rows_a_common_word_is_looked_for_in_all_of_them(
    boss: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_search, "MOST", 4)
    issue = Page.objects.order_by("issue__date")[0].issue_id
    found = listed(boss, Page, "县", issue__id__exact=str(issue))
    assert found == of_django(Page, "县", issue=str(issue))
    assert found
    assert listed(boss, Page, "县", state="published") == []


def test_no_search_of_a_word_goes_past_a_headline_that_has_it_not(boss: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert listed(boss, Page, "无处可寻") == []
    asked = [row["sql"] for row in queries.captured_queries if "headline" in row["sql"]]
    assert not [sql for sql in asked if "LIKE" in sql]
