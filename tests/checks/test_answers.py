"""An answer outlives what is changed round the words it was given for, and covers no others."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from findings import answers
from findings.models import Finding
from findings.page_check import check_page
from issues.models import Page
from tests.make import JUNE, make_administrator, make_story

pytestmark = pytest.mark.django_db
State = Finding.State


def asked(page: Page) -> list[str]:
    """Check the page and return the codes of its open findings."""
    return [row.code for row in check_page(page)]


def test_what_was_ignored_stays_so_when_only_the_words_round_it_change() -> None:
    article = make_story(body="全力推进重点,成效明显。")
    (finding,) = check_page(article.page)
    answers.ignore(finding, by=make_administrator(), reason="原文如此")
    Article.objects.update(body="大力推进重点,成绩明显。")
    assert asked(article.page) == []
    finding.refresh_from_db()
    assert (finding.state, finding.params["context"]) == ("ignored", "大力推进重点,成绩明显。")
    # A second one of the kind is another question, and so is one in another story.
    Article.objects.update(body="大力推进重点,成绩明显。可以看到,不少。")
    make_story(article.page, body="另一篇,也有。", order=1)
    assert asked(article.page) == ["half-width-mark", "half-width-mark"]
    assert Finding.objects.filter(state=State.IGNORED).count() == 1


def test_an_answer_is_not_carried_to_other_words() -> None:
    article = make_story(body="全力推进重点,成效明显。")
    (finding,) = check_page(article.page)
    answers.ignore(finding, by=make_administrator(), reason="原文如此")
    Article.objects.update(body="全力推进重点，成效明显。\n后来又写了一段,完全不同。")
    assert asked(article.page) == ["half-width-mark"]
    finding.refresh_from_db()
    assert (finding.state, finding.params["context"]) == ("ignored", "全力推进重点,成效明显。")


def test_two_answers_of_a_kind_are_both_carried(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    article = make_story(body="全力推进重点,成效明显。不少人说好,应当继续下去。")
    boss = make_administrator()
    for finding in check_page(article.page):
        answers.ignore(finding, by=boss, reason="原文如此")
    Article.objects.update(body="大力推进重点,成绩明显。不少人说好,应该继续下去。")
    with django_assert_max_num_queries(14):
        assert asked(article.page) == []
    assert Finding.objects.filter(state=State.IGNORED).count() == 2


def test_an_answer_outlives_check_issues_a_newer_reading_and_another_file(tmp_path: Path) -> None:
    call_command("import_pages", str(JUNE), stdout=StringIO())
    page = Page.objects.get()
    answers.ignore(Finding.objects.get(), by=make_administrator(), reason="原文如此")
    call_command("check_issues", stdout=StringIO())
    call_command("reparse", all_versions=True, apply=True, stdout=StringIO())
    call_command("import_pages", str(JUNE), stdout=StringIO())
    other = tmp_path / "other.txt"
    other.write_text(JUNE.read_text(encoding="utf-8").replace("曹文倩", "曹文情", 1), "utf-8")
    call_command("import_pages", str(other), replace=True, stdout=StringIO())
    assert page.sources.count() == 2
    (row,) = Finding.objects.filter(code="missing-verb")
    assert (row.state, row.reason) == ("ignored", "原文如此")
