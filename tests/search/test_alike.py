"""Lists of contributors, pages, findings and photos are searched through look-alikes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Contributor, Photo
from findings.models import Finding
from issues.models import Page
from search import entries
from search.alike import pattern_of
from tests.make import (
    make_administrator,
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
)
from tests.tables.helpers import administrator, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(make_administrator("boss"))
    return client


def listed(boss: Client, model: Any, said: str) -> list[Any]:
    """Return the rows that a list of the desk shows for what was typed."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    shown = boss.get(address, {"q": said})
    assert shown.status_code == 200
    return list(shown.context["cl"].queryset)


@pytest.mark.parametrize("said", ["王文青", "王⽂青", "王\u200b文青", "⽂"])
def test_a_contributor_is_found_however_the_name_is_typed(boss: Client, said: str) -> None:
    byline = make_byline(make_story(), "王文青")
    make_byline(make_story(byline.article.page), "周启明")
    assert listed(boss, Contributor, said) == [byline.contributor]


def test_a_contributor_is_found_with_any_middle_dot(boss: Client) -> None:
    person = make_byline(make_story(), "艾力·买买提").contributor
    assert listed(boss, Contributor, "艾力•买买提") == [person]


@pytest.mark.parametrize("said", ["防汛工作", "防汛⼯作", "防\u00ad汛工作", "工作 防汛", "工作"])
@pytest.mark.parametrize(
    "stands", ["我县部署防汛工作", "我县部署防汛⼯作", "我县部署防汛\u200b工作"]
)
def test_pages_findings_and_photos_are_found_through_look_alikes(
    boss: Client, said: str, stands: str
) -> None:
    page = make_page(make_issue("2025-06-13"))
    story = make_story(page, headline=stands)
    photo = make_photo(make_story(page, headline="图片"), caption=stands)
    finding = Finding.objects.create(page=page, article=story, code="truncated", params={})
    other = make_page(make_issue("2025-06-14"))
    make_photo(make_story(other, headline="我县推进项目建设"), caption="项目现场")
    entries.refresh(list(Article.objects.values_list("pk", flat=True)))
    assert listed(boss, Page, said) == [page]
    assert listed(boss, Finding, said) == [finding]
    assert listed(boss, Photo, said) == [photo]


def test_a_photo_is_found_by_who_took_it(boss: Client) -> None:
    photo = make_photo(make_story(), caption="现场", credit="王⽂⻘")
    assert listed(boss, Photo, "王文青") == [photo]
    assert listed(boss, Photo, "王文清") == []


def test_signs_of_patterns_mean_themselves() -> None:
    make_story(headline="增长(5.6%)[续]")
    for said, count in (("(5.6%)[", 1), ("5.6", 1), ("5a6", 0), (".*", 0), ("[续]", 1)):
        assert Article.objects.filter(headline__alike=said).count() == count
    assert pattern_of("工作").startswith("[工⼯]")


def test_nobody_is_added_twice_by_hand_or_by_table(boss: Client) -> None:
    paper = make_publication()
    Contributor.objects.create(publication=paper, name="王文青")
    address = reverse("admin:articles_contributor_add")
    answer = boss.post(address, {"publication": paper.pk, "name": "王⽂青"})
    assert answer.status_code == 200
    table = f"publication,name\n{paper.name},王⽂青\n{paper.name},周⽂启\n"
    take("contributors", table.encode(), "csv", user=administrator())
    names = Contributor.objects.order_by("pk").values_list("name", flat=True)
    assert list(names) == ["王文青", "周文启"]
