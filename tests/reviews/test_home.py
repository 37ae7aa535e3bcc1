"""The home of the admin: what waits, what is amiss, at a constant cost."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from accounts.roles import Role
from articles.models import Article
from desk.models import SavedFilter
from editorial.editing import change_of
from editorial.proposals import propose, take_back
from editorial.workflow import approve_page, return_page, submit_page
from findings.models import Finding
from issues.models import Page
from reviews.claims import claim_stories
from reviews.models import Proposal
from tests.make import give_roles, make_issue, make_page, make_publication, make_story
from tests.reviews.cast import edit, seen_on
from workbench.models import Presence, WorkingCopy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def home(user: User) -> dict[str, Any]:
    response = as_user(user).get(reverse("admin:index"))
    assert response.status_code == 200
    return dict(response.context["home"])


def day(before: int = 0) -> str:
    return (timezone.localdate() - dt.timedelta(days=before)).isoformat()


def paper_of(date: str, number: int = 100, stories: int = 2) -> Page:
    paper = make_publication("三审报", reviews=3, weekdays="1234567")
    page = make_page(make_issue(date, number=number, publication=paper))
    for _story in range(stories):
        make_story(page)
    return page


def test_what_waits_for_me_is_what_i_can_do_now(cast: dict[str, User]) -> None:
    page = paper_of(day())
    submit_page(page, by=cast["editor"])
    assert [row.page for row in home(cast["first"])["waiting"]] == [page]
    assert home(cast["second"])["waiting"] == []
    approve_page(page, by=cast["first"], seen=seen_on(page))
    assert home(cast["first"])["waiting"] == []
    assert [row.page for row in home(cast["second"])["waiting"]] == [page]


def test_work_on_a_page_begins_at_the_desk(cast: dict[str, User]) -> None:
    page = paper_of(day(), stories=2)
    first = page.articles.order_by("order")[0]
    edit(first, cast["editor"])
    submit_page(page, by=cast["editor"])
    return_page(page, by=cast["first"], reason="核对人名", seen=seen_on(page))
    shown = as_user(cast["editor"]).get(reverse("admin:index")).content.decode()
    desk = reverse("admin:desk", args=[page.pk])
    drafts = shown[shown.index("My drafts") :]
    assert f'href="{desk}"' in drafts
    assert f'href="{desk}#story-a{first.pk}"' in shown[: shown.index("My drafts")]
    assert reverse("admin:issues_page_change", args=[page.pk]) not in shown


def test_who_has_a_page_on_his_desk_is_told_of_while_he_has(cast: dict[str, User]) -> None:
    page = paper_of(day(), stories=1)
    as_user(cast["editor"]).post(
        reverse("admin:desk_pulse", args=[page.pk]), {}, content_type="application/json"
    )
    (row,) = home(cast["final"])["at_work"]
    assert (row.page, row.by, row.deed) == (page, cast["editor"], "here")
    shown = as_user(cast["final"]).get(reverse("admin:index")).content.decode()
    assert "has it on the desk" in shown
    assert home(cast["editor"])["at_work"] == []
    Presence.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=2))
    assert home(cast["final"])["at_work"] == []


def test_my_own_words_do_not_wait_for_me(cast: dict[str, User]) -> None:
    page = paper_of(day(), stories=1)
    give_roles(cast["first"], Role.EDITOR)
    edit(page.articles.get(), cast["first"])
    submit_page(page, by=cast["editor"])
    assert home(cast["first"])["waiting"] == []


def test_a_voided_approval_is_shown_to_whom_it_was(cast: dict[str, User]) -> None:
    page = paper_of(day(), stories=1)
    submit_page(page, by=cast["editor"])
    approve_page(page, by=cast["first"], seen=seen_on(page))
    edit(page.articles.get(), cast["editor"])
    notices = home(cast["first"])["notices"]
    assert [(row.row.kind, row.row.by) for row in notices] == [("voided", cast["editor"])]
    assert home(cast["editor"])["notices"] == []


def test_a_notice_speaks_the_language_of_who_reads_it(cast: dict[str, User]) -> None:
    page = paper_of(day(), stories=1)
    submit_page(page, by=cast["editor"])
    approve_page(page, by=cast["first"], seen=seen_on(page))
    edit(page.articles.get(), cast["editor"])
    with override("zh-hans"):
        (notice,) = home(cast["first"])["notices"]
        assert notice.words == "文字有改动"
    assert notice.words == "the text was changed"


def test_what_was_returned_to_me_is_shown_until_it_goes_its_way_again(
    cast: dict[str, User],
) -> None:
    page = paper_of(day(), stories=1)
    submit_page(page, by=cast["editor"])
    return_page(page, by=cast["first"], reason="核对数字")
    assert [row.words for row in home(cast["editor"])["notices"]] == ["核对数字"]
    submit_page(page, by=cast["editor"])
    assert home(cast["editor"])["notices"] == []


def test_the_day_s_paper_and_how_far_each_page_is(cast: dict[str, User]) -> None:
    page = paper_of(day(), stories=3)
    Article.objects.filter(page=page, order=0).update(status=Status.SIGNED_OFF)
    paper_of(day(3), number=99)
    panels = home(cast["auditor"])
    assert panels["day"] == timezone.localdate()
    (row,) = panels["pages"]
    assert [(state, count) for state, _label, count in row.states] == [
        ("draft", 2),
        ("signed-off", 1),
    ]


def test_gaps_scheduled_and_missed_pages_are_shown(cast: dict[str, User]) -> None:
    missed = paper_of(day(4), number=100)
    Article.objects.filter(page=missed).update(status=Status.FINAL_REVIEW)
    today = paper_of(day(), number=104)
    at = timezone.now() + dt.timedelta(hours=3)
    Article.objects.filter(page=today).update(status=Status.PUBLISHED, published_at=at)
    panels = home(cast["auditor"])
    assert [row.page for row in panels["missed"]] == [missed]
    assert [(row.page, row.stories) for row in panels["scheduled"]] == [(today, 2)]
    assert [row.gap.count for row in panels["gaps"]] == [3]


def test_more_rows_cost_no_more_queries(cast: dict[str, User]) -> None:
    client = as_user(cast["first"])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:index"))
        return len(queries)

    def more(number: int) -> None:
        paper = make_publication(f"第{number}报", reviews=3)
        other = make_page(make_issue(day(number), number=50 - number, publication=paper))
        make_story(other)
        submit_page(other, by=cast["editor"])
        Finding.objects.create(page=other, code="weekday", fingerprint=str(number))
        SavedFilter.objects.create(user=cast["first"], model="articles.article", name=str(number))

    submit_page(paper_of(day()), by=cast["editor"])
    more(1)
    count()
    few = count()
    for number in range(2, 6):
        more(number)
    assert count() == few


def test_a_list_is_kept_under_a_name_and_found_again(cast: dict[str, User]) -> None:
    client = as_user(cast["editor"])
    address = reverse("admin:articles_article_changelist")
    data = {
        "model": "articles.article",
        "name": "待初审",
        "query": "status__exact=first-review&p=2",
    }
    response = client.post(reverse("admin:filter_save"), data, follow=True)
    assert response.redirect_chain[-1][0] == f"{address}?status__exact=first-review"
    client.post(reverse("admin:filter_save"), {**data, "query": "status__exact=draft"})
    (shown,) = home(cast["editor"])["filters"]
    assert shown[1] == f"{address}?status__exact=draft"
    assert "待初审" in client.get(address).content.decode()
    assert "待初审" not in as_user(cast["auditor"]).get(address).content.decode()
    row = SavedFilter.objects.get()
    as_user(cast["auditor"]).post(reverse("admin:filter_delete", args=[row.pk]))
    assert SavedFilter.objects.exists()
    client.post(reverse("admin:filter_delete", args=[row.pk]))
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"model": "articles.article", "name": "", "query": "q=1"}, 302),
        ({"model": "articles.article", "name": "长", "query": "q=" + "1" * 1001}, 302),
        ({"model": "auth.nothing", "name": "a", "query": ""}, 404),
        ({"model": "nonsense", "name": "a", "query": ""}, 404),
    ],
)
def test_what_cannot_be_kept_is_refused(
    cast: dict[str, User], data: dict[str, str], status: int
) -> None:
    response = as_user(cast["editor"]).post(reverse("admin:filter_save"), data)
    assert response.status_code == status
    assert not SavedFilter.objects.exists()


def test_each_role_sees_the_work_that_is_its_own(cast: dict[str, User]) -> None:
    give_roles(cast["editor"], Role.REPORTER)
    page = paper_of(day(), stories=1)
    edit(page.articles.get(), cast["editor"])
    assert [row.page for row in home(cast["editor"])["drafts"]] == [page]
    assert home(cast["reporter"])["drafts"] == []
    assert not home(cast["editor"])["reviews"]
    assert "ready" not in home(cast["editor"])
    # The draft that another has changed a moment ago, and then what he has claimed, is told of.
    assert [(row.by, row.deed) for row in home(cast["final"])["at_work"]] == [
        (cast["editor"], "changed")
    ]
    submit_page(page, by=cast["editor"])
    claim_stories(list(page.articles.all()), by=cast["first"])
    told = [(row.by, row.deed) for row in home(cast["final"])["at_work"]]
    assert told == [(cast["first"], "reviews")]
    assert home(cast["first"])["at_work"] == []
    Article.objects.filter(page=page).update(status=Status.SIGNED_OFF)
    panels = home(cast["publisher"])
    assert [row.page for row in panels["ready"]] == [page]
    assert not panels["reviews"]
    assert "drafts" not in panels


def test_a_public_page_is_worked_on_while_a_copy_or_a_proposal_is_open(
    cast: dict[str, User],
) -> None:
    page = paper_of(day(), stories=1)
    story = page.articles.get()
    edit(story, cast["editor"])
    Article.objects.update(status=Status.PUBLISHED, published_at=timezone.now())
    assert home(cast["final"])["at_work"] == []
    copy = WorkingCopy.objects.create(user=cast["editor"], page=page)
    copy.stories.create(key="a1", article=story)
    assert home(cast["final"])["at_work"] == []
    copy.stories.update(story={})
    (row,) = home(cast["final"])["at_work"]
    assert (row.page, row.by, row.deed) == (page, cast["editor"], "typed")
    assert home(cast["editor"])["at_work"] == []
    copy.delete()
    story.refresh_from_db()
    change = change_of(story).with_parts(headline="县里开建新桥")
    words = {"reason": "误植", "notice": "更正标题。"}
    kind = Proposal.Kind.CORRECTION
    made = propose(story, change, by=cast["editor"], kind=kind, version=story.version, **words)
    (row,) = home(cast["final"])["at_work"]
    assert (row.page, row.by, row.deed) == (page, cast["editor"], "proposed")
    shown = as_user(cast["final"]).get(reverse("admin:index")).content.decode()
    assert "proposes a change" in shown
    take_back(made, by=cast["editor"])
    assert home(cast["final"])["at_work"] == []


def test_what_is_due_is_shown_with_the_time_that_is_left(
    cast: dict[str, User], settings: Settings
) -> None:
    settings.PUBLISH_BY = dt.time(0, 0)
    late, soon = paper_of(day(), stories=1), paper_of(day(-1), number=101, stories=1)
    paper_of(day(-2), number=102, stories=1)
    told = [(row.page, row.late) for row in home(cast["auditor"])["due"]]
    assert told == [(late, True), (soon, False)]
    shown = as_user(cast["auditor"]).get(reverse("admin:index")).content.decode()
    assert "late by" in shown
    assert " left</span>" in shown
    Article.objects.update(status=Status.PUBLISHED, published_at=timezone.now())
    assert home(cast["auditor"])["due"] == []


def test_what_waits_for_its_time_is_nowhere_called_published(cast: dict[str, User]) -> None:
    page = paper_of(day(), stories=1)
    later = timezone.now() + dt.timedelta(hours=3)
    Article.objects.filter(page=page).update(status=Status.PUBLISHED, published_at=later)
    story, client = page.articles.get(), as_user(cast["publisher"])
    (row,) = home(cast["publisher"])["pages"]
    assert row.states == [("scheduled", "scheduled", 1)]
    pages, stories = reverse("admin:issues_page_changelist"), "admin:articles_article_changelist"
    addresses = [
        reverse("admin:index"),
        pages,
        reverse(stories),
        reverse("admin:issues_page_change", args=[page.pk]),
        reverse("admin:articles_article_change", args=[story.pk]),
        reverse("admin:review_page", args=[page.pk]),
        reverse("admin:review_record", args=[page.pk]),
    ]
    for address in addresses:
        shown = client.get(address).content.decode()
        assert "state-published" not in shown, address
        assert "scheduled" in shown, address

    def found(query: str) -> int:
        return int(
            client.get(f"{reverse(stories)}?status__exact={query}").context["cl"].result_count
        )

    assert [found("scheduled"), found("published"), found("draft")] == [1, 0, 0]
    for state, count in (("scheduled", 1), ("published", 0), ("draft", 0)):
        assert client.get(f"{pages}?state={state}").context["cl"].result_count == count


def test_administration_is_one_click_away_and_the_log_speaks_the_reader_s_language(
    cast: dict[str, User],
) -> None:
    page = paper_of(day(), stories=1)
    submit_page(page, by=cast["editor"])
    edit(page.articles.get(), cast["editor"])
    client = as_user(cast["editor"])
    index = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:administration") in index
    assert "app-articles" not in index
    shown = client.get(reverse("admin:administration")).content.decode()
    assert "app-articles" in shown
    assert "submit for review" in shown
    client.cookies["django_language"] = "zh-hans"
    client.post(reverse("set_language"), {"language": "zh-hans"})
    shown = client.get(reverse("admin:administration")).content.decode()
    assert "送审" in shown
    assert "校是非：主题" in shown
    assert "submit" not in re.findall(r'<span class="mini quiet">.*?</span>', shown)[-1]
    story = page.articles.get()
    history = client.get(reverse("admin:articles_article_history", args=[story.pk]))
    assert "送审" in history.content.decode()
