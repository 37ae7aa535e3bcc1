"""Lists: what they show, how they filter, and that no row costs a query."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from findings.codes import weight_of
from findings.models import Finding
from search.entries import refresh
from tests.make import (
    make_administrator,
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
)


def fill(days: int, *, start: int = 0) -> None:
    """Make so many days with a page, two stories, bylines, photos and findings."""
    for day in range(start, start + days):
        date = dt.date(2025, 1, 1) + dt.timedelta(days=day)
        page = make_page(make_issue(str(date), number=1000 + day), text="正文")
        for _place in range(2):
            story = make_story(page)
            make_byline(story, f"记者{day}")
            make_photo(story)
            Finding.objects.create(
                page=page,
                article=story,
                code="truncated",
                params={"tail": "x"},
                fingerprint=f"{story.pk}",
            )
        make_publication(f"报纸{day}")


# Session, user and permissions are two, saved filters one; the rest is the list's own.
COUNTS = {
    "issues_publication": 5,
    "issues_issue": 8,
    "issues_page": 8,
    "issues_source": 9,
    "articles_article": 10,
    "articles_contributor": 6,
    "articles_photo": 6,
    "findings_finding": 8,
    "admin_logentry": 8,
}


@pytest.fixture
def boss(client: Client, db: None) -> Client:
    client.force_login(make_administrator())
    return client


def costs(boss: Client) -> dict[str, int]:
    """Return how many queries each list takes; what is asked once only was asked before."""
    found = {}
    for name in COUNTS:
        address = reverse(f"admin:{name}_changelist")
        boss.get(address)
        with CaptureQueriesContext(connection) as queries:
            boss.get(address)
        found[name] = len(queries)
    return found


@pytest.mark.looks
def test_a_list_costs_the_same_for_any_number_of_rows(boss: Client) -> None:
    fill(3)
    assert costs(boss) == COUNTS
    fill(6, start=3)
    assert costs(boss) == COUNTS


@pytest.mark.looks
def test_home_costs_the_same_for_any_number_of_rows(
    boss: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(2)
    boss.get("/admin/")
    with django_assert_num_queries(36):
        boss.get("/admin/")
    fill(9, start=2)
    with django_assert_num_queries(36):
        boss.get("/admin/")


@pytest.mark.looks
@pytest.mark.parametrize(("stories", "bylines"), [(2, 1), (9, 3)])
def test_the_page_form_costs_the_same_for_any_number_of_stories(
    boss: Client, stories: int, bylines: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = make_page(text="正文")
    for _place in range(stories):
        story = make_story(page)
        for number in range(bylines):
            make_byline(story, f"记者{number}")
        make_photo(story)
    address = reverse("admin:issues_page_change", args=[page.pk])
    boss.get(address)
    with django_assert_num_queries(14):
        boss.get(address)


def test_the_page_list_counts_stories_and_open_findings(boss: Client) -> None:
    page = make_page()
    make_story(page, published=True)
    make_story(page)
    make_story(page, status="set-aside")
    for number, state in enumerate(["open", "open", "settled"]):
        Finding.objects.create(page=page, code="unassigned", fingerprint=str(number), state=state)
    row = boss.get(reverse("admin:issues_page_changelist")).context["cl"].result_list[0]
    assert (row.stories, row.public, row.questions) == (2, 1, 2)


STATES = ["empty", "draft", "partly", "published", "review", "signed-off"]


def test_pages_are_filtered_by_how_far_they_are(boss: Client) -> None:
    issue = make_issue()
    make_page(issue, 1)
    draft, partly, public = (make_page(issue, number) for number in (2, 3, 4))
    make_story(draft)
    make_story(partly)
    make_story(partly, published=True)
    make_story(public, published=True)
    make_story(public, published=True, status="withdrawn")
    review, signed_off = (make_page(issue, number) for number in (5, 6))
    make_story(review, status="signed-off")
    make_story(review, status="first-review")
    make_story(signed_off, status="signed-off")
    make_story(signed_off, status="set-aside")
    found = {}
    for state in STATES:
        shown = boss.get(reverse("admin:issues_page_changelist"), {"state": state})
        found[state] = [row.number for row in shown.context["cl"].result_list]
    assert found == {state: [number] for number, state in enumerate(STATES, 1)}


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["draft", "draft"], "draft <small>0/2</small>"),
        (["draft", "second-review"], "in review <small>1/2</small>"),
        (["signed-off", "final-review"], "in review <small>2/2</small>"),
        (["signed-off", "signed-off"], "signed off <small>2/2</small>"),
        (["signed-off", "published"], "partly published <small>1/2</small>"),
    ],
)
def test_a_page_says_everywhere_how_far_it_is_on_its_way(
    boss: Client, statuses: list[str], said: str
) -> None:
    page = make_page()
    for status in statuses:
        when = timezone.now() if status == "published" else None
        make_story(page, status=status, published_at=when)
    addresses = {
        "list": reverse("admin:issues_page_changelist"),
        "home": reverse("admin:index"),
        "form": reverse("admin:issues_page_change", args=[page.pk]),
        "issue": reverse("admin:issues_issue_publish", args=[page.issue_id]),
    }
    silent = [place for place, at in addresses.items() if said not in boss.get(at).content.decode()]
    assert silent == []


@pytest.mark.parametrize(("answer", "number"), [("yes", 1), ("no", 2)])
def test_pages_are_filtered_by_open_findings(boss: Client, answer: str, number: int) -> None:
    issue = make_issue()
    Finding.objects.create(page=make_page(issue, 1), code="unassigned", fingerprint="a")
    make_page(issue, 2)
    shown = boss.get(reverse("admin:issues_page_changelist"), {"findings": answer})
    assert [row.number for row in shown.context["cl"].result_list] == [number]


def test_pages_are_found_by_a_headline_once(boss: Client) -> None:
    page = make_page()
    make_story(page, headline="昆雅路结顶")
    make_story(page, headline="昆雅路开工")
    make_story(make_page(make_issue("2025-06-16")), headline="别的")
    refresh(list(Article.objects.values_list("pk", flat=True)))
    shown = boss.get(reverse("admin:issues_page_changelist"), {"q": "昆雅路"})
    assert [row.pk for row in shown.context["cl"].result_list] == [page.pk]


def test_a_row_of_a_narrowed_list_leads_back_to_it(boss: Client) -> None:
    fill(1)
    story = Article.objects.order_by("pk")[0]
    lists = reverse("admin:articles_article_changelist")
    change = reverse("admin:articles_article_change", args=[story.pk])
    assert f'href="{change}"' in boss.get(lists).content.decode()
    kept = "_changelist_filters=kind__exact%3Dnews"
    assert f'href="{change}?{kept}"' in boss.get(f"{lists}?kind__exact=news").content.decode()
    desk = reverse("admin:desk", args=[story.page_id])
    pages = reverse("admin:issues_page_changelist")
    assert f'href="{desk}?{kept}"' not in boss.get(pages).content.decode()
    narrowed = boss.get(f"{pages}?findings=yes").content.decode()
    assert f'href="{desk}?_changelist_filters=findings%3Dyes"' in narrowed


def test_stories_are_filtered_by_what_people_did(boss: Client) -> None:
    read = make_story(read_index=0)
    shown = boss.get(reverse("admin:articles_article_changelist"), {"edited": "no"})
    assert [row.pk for row in shown.context["cl"].result_list] == [read.pk]
    shown = boss.get(reverse("admin:articles_article_changelist"), {"edited": "yes"})
    assert not shown.context["cl"].result_list


def test_open_and_heavy_findings_stand_first(boss: Client) -> None:
    page = make_page()
    codes = [("unassigned", "open"), ("truncated", "settled"), ("truncated", "open")]
    for number, (code, state) in enumerate(codes):
        Finding.objects.create(
            page=page,
            code=code,
            state=state,
            rank=weight_of(code),
            fingerprint=str(number),
            params={"tail": "x", "text": "y"},
        )
    shown = boss.get(reverse("admin:findings_finding_changelist")).context["cl"].result_list
    assert [(row.code, row.state) for row in shown] == [
        ("truncated", "open"),
        ("unassigned", "open"),
        ("truncated", "settled"),
    ]


def test_the_list_of_findings_goes_on_from_state_to_state(boss: Client) -> None:
    page, order = make_page(), ["open", "settled", "ignored", "gone"]
    for number, state in enumerate([*order * 40, "gone"]):
        Finding.objects.create(page=page, code="unassigned", state=state, fingerprint=str(number))
    address, found = reverse("admin:findings_finding_changelist"), []
    for number in range(1, 5):
        found += boss.get(address, {"p": number}).context["cl"].result_list
    wanted = sorted(Finding.objects.all(), key=lambda row: (order.index(row.state), -row.pk))
    assert [row.pk for row in found] == [row.pk for row in wanted]
    asked = boss.get(address, {"state__exact": "ignored"}).context["cl"].result_list
    assert [row.state for row in asked] == ["ignored"] * 40


def test_home_shows_the_latest_pages_and_the_weight_of_findings(boss: Client) -> None:
    page = make_page()
    make_story(page)
    Finding.objects.create(page=page, code="truncated", params={"tail": "x"}, fingerprint="1")
    shown = boss.get("/admin/")
    panel = shown.context["today"]
    assert [row.pk for row, _progress in panel["pages"]] == [page.pk]
    assert [(row.value, row.total) for row in panel["findings"]] == [(3, 1), (2, 0), (1, 0)]
    assert reverse("admin:issues_page_import") in shown.content.decode()
