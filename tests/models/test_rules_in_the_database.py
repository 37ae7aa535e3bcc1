"""The rules that the database itself holds, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from articles.models import Article, Contributor
from findings.models import Finding
from issues.models import Issue, Page
from tests.make import make_byline, make_issue, make_page, make_photo, make_publication, make_story

pytestmark = pytest.mark.django_db


def second_issue_of_a_day() -> None:
    issue = make_issue()
    Issue.objects.create(publication=issue.publication, date=issue.date)


def second_issue_of_a_number() -> None:
    make_issue("2025-06-13", 4403)
    make_issue("2025-06-16", 4403)


def issue_number_zero() -> None:
    make_issue(number=0)


def second_page_of_a_number() -> None:
    page = make_page()
    Page.objects.create(issue=page.issue, number=page.number)


def page_number_zero() -> None:
    Page.objects.create(issue=make_issue(), number=0)


def second_story_at_a_place() -> None:
    story = make_story()
    make_story(story.page, order=story.order)


def published_without_a_time() -> None:
    make_story(status=Article.Status.PUBLISHED, published_at=None)


def withdrawn_but_never_public() -> None:
    make_story(status=Article.Status.WITHDRAWN, published_at=None)


def set_aside_but_once_public() -> None:
    make_story(published=True, status=Article.Status.SET_ASIDE)


def second_contributor_of_a_name() -> None:
    person = make_byline(make_story()).contributor
    Contributor.objects.create(publication=person.publication, name=person.name)


def second_byline_at_a_place() -> None:
    byline = make_byline(make_story())
    byline.pk = None
    byline.save()


def second_photo_at_a_place() -> None:
    photo = make_photo(make_story())
    photo.pk = None
    photo.save()


def finding_with_half_a_span() -> None:
    Finding.objects.create(page=make_page(), code="truncated", fingerprint="a", span_start=4)


def finding_with_its_span_turned_round() -> None:
    Finding.objects.create(
        page=make_page(), code="truncated", fingerprint="a", span_start=4, span_end=2
    )


@pytest.mark.parametrize(
    "break_rule",
    [
        second_issue_of_a_day,
        second_issue_of_a_number,
        issue_number_zero,
        second_page_of_a_number,
        page_number_zero,
        second_story_at_a_place,
        published_without_a_time,
        withdrawn_but_never_public,
        set_aside_but_once_public,
        second_contributor_of_a_name,
        second_byline_at_a_place,
        second_photo_at_a_place,
        finding_with_half_a_span,
        finding_with_its_span_turned_round,
    ],
)
def test_the_database_refuses(break_rule: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        break_rule()


def test_two_papers_may_have_the_same_day_and_number() -> None:
    other = make_publication("另一报")
    make_issue("2025-06-13", 1)
    make_issue("2025-06-13", 1, publication=other)
    assert Issue.objects.count() == 2


def test_issues_without_a_number_do_not_collide() -> None:
    make_issue("2025-06-13")
    make_issue("2025-06-16")
    assert Issue.objects.filter(number=None).count() == 2


def test_rows_say_what_they_are() -> None:
    page = make_page(make_issue("2025-06-13"), 2, name="要闻")
    story = make_story(page, headline="", kicker="引题")
    assert str(page.issue) == "海口县报 2025-06-13"
    assert "2" in str(page)
    assert "要闻" in str(page)
    assert str(story) == "引题"
    assert str(make_story(page, headline=""))
    assert str(make_byline(story)) == "记者 曹文倩"
    assert str(make_photo(story, caption="")) != ""
    assert str(page.sources.get()) == "page.txt"
    assert (page.issue.weekday, page.issue.lunar_date) == ("星期五", "农历乙巳年五月十八")
