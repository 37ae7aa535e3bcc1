"""Findings in the database: stored once, answered once, undone; names, offices and recheck."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from articles.models import Article, Revision
from articles.text import StoryByline
from editorial.editing import change_story
from findings import answers
from findings.answers import DecisionRefused, Scope
from findings.limits import Quality, page_quality
from findings.models import Finding, Office, Sighting, Waiver
from findings.page_check import check_page, recheck
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from issues.models import Page
from tests.make import (
    APRIL,
    JUNE,
    make_administrator,
    make_byline,
    make_issue,
    make_page,
    make_publication,
    make_story,
    make_user,
)
from tests.wishes import wish

pytestmark = pytest.mark.django_db
State = Finding.State
COMMA = "全力推进重点项目,成效十分明显。"


def load(*paths: Any) -> None:
    """Import files through the importer."""
    received = [Received(path.name, path.read_bytes()) for path in paths]
    assert [row.message for row in import_all(received, ImportOptions())] == [""] * len(paths)


def story(
    date: str = "2025-06-13", *names: str, body: str = "昨天，开工。", **fields: Any
) -> Article:
    """Return a story on a page of its own day, with bylines."""
    page = make_page(make_issue(date, publication=fields.pop("publication", None) or paper()))
    article = make_story(page, body=body, **fields)
    for name in names:
        make_byline(article, name)
    return article


def paper() -> Any:
    """Return the paper of 平阳县."""
    return make_publication("平阳报", organ="中共平阳县委机关报", sponsor="平阳县融媒体中心")


def codes(page: Page) -> list[str]:
    return sorted(row.code for row in check_page(page))


@pytest.mark.parametrize("order", [(JUNE, APRIL), (APRIL, JUNE)])
def test_the_samples_have_exactly_three_findings(order: Any) -> None:
    load(*order)
    expected = ["missing-verb", "similar-contributor", "truncated"]
    for _again in range(2):
        findings = Finding.objects.open().select_related("page")
        assert sorted(row.code for row in findings) == expected
        for row in findings:
            source = row.page.sources.get().text
            shown = source[row.span_start : row.span_end]
            assert shown in ("全力以赴项目", "园开发提速，进一步强链延", "张蔚旻", "张蔚漫")
        for page in Page.objects.select_related("issue__publication"):
            recheck(page)
    holders = Office.objects.filter(title="县委书记").values_list("place", "holder")
    assert sorted(holders) == [("仙居县", "占雅静"), ("平阳县", "孟晓斌")]


def test_checks_cost_few_queries_and_write_nothing_new(django_assert_max_num_queries: Any) -> None:
    load(JUNE)
    page = Page.objects.select_related("issue__publication").get()
    with django_assert_max_num_queries(22):
        check_page(page)
    assert Finding.objects.count() == 1
    assert Sighting.objects.filter(office__holder="占雅静").count() == 1


def test_what_is_put_right_is_gone_and_comes_back_as_the_same_question() -> None:
    article = story(body=COMMA)
    assert codes(article.page) == ["half-width-mark"]
    Article.objects.update(body="全力推进重点项目，成效十分明显。")
    assert codes(article.page) == []
    assert Finding.objects.get().state == State.GONE
    Article.objects.update(body=COMMA)
    assert codes(article.page) == ["half-width-mark"]
    assert Finding.objects.count() == 1


def test_a_finding_follows_its_text() -> None:
    article = story(body=COMMA)
    check_page(article.page)
    Article.objects.update(body=f"先说一句。\n{COMMA}")
    check_page(article.page)
    assert Finding.objects.get().part_index == 1
    Article.objects.update(status=Article.Status.SET_ASIDE)
    assert codes(article.page) == []


def test_settled_and_ignored_findings_are_not_asked_again() -> None:
    editor = make_administrator()
    article = story(body=COMMA)
    (finding,) = check_page(article.page)
    answers.decide(finding, State.SETTLED, by=editor, reason="改了")
    assert codes(article.page) == []
    assert finding.state == State.SETTLED
    answers.decide(finding, State.OPEN, by=editor)
    assert finding.state == State.OPEN
    answers.ignore(finding, by=editor, reason="原文如此")
    assert codes(article.page) == []
    assert (finding.reason, finding.decided_by) == ("原文如此", editor)
    assert LogEntry.objects.filter(object_repr=str(finding)).count() >= 3


@pytest.mark.parametrize(
    ("scope", "same_paper", "other_paper"),
    [
        (Scope.ONCE, State.OPEN, State.OPEN),
        (Scope.PAPER, State.IGNORED, State.OPEN),
        (Scope.EVER, State.IGNORED, State.IGNORED),
    ],
)
def test_an_ignored_matter_stays_ignored_as_far_as_was_said(
    scope: Scope, same_paper: State, other_paper: State
) -> None:
    editor = make_administrator()
    first = story("2025-06-13", body=COMMA)
    there = story("2025-06-09", body=COMMA)
    (finding,) = check_page(first.page)
    check_page(there.page)
    answers.ignore(finding, by=editor, reason="本报体例", scope=scope)
    later = story("2025-06-16", body=COMMA)
    other = story("2025-06-16", body=COMMA, publication=make_publication("乙报"))
    check_page(later.page)
    check_page(other.page)
    states = {row.page_id: row.state for row in Finding.objects.all()}
    assert states[there.page_id] == states[later.page_id] == same_paper
    assert states[other.page_id] == other_paper
    answers.decide(finding, State.OPEN, by=editor)
    assert set(Finding.objects.values_list("state", flat=True)) == {State.OPEN}
    assert not Waiver.objects.in_force().exists()


def test_a_waiver_is_made_once_and_ended_once() -> None:
    editor = make_administrator()
    first, second = story("2025-06-13", body=COMMA), story("2025-06-16", body=COMMA)
    (one,) = check_page(first.page)
    (two,) = check_page(second.page)
    answers.ignore(one, by=editor, reason="甲", scope=Scope.EVER)
    two.refresh_from_db()
    assert (two.state, two.reason) == (State.IGNORED, "甲")
    waiver = Waiver.objects.get()
    assert "," in str(waiver)
    answers.decide(two, State.OPEN, by=editor)
    answers.ignore(two, by=editor, reason="乙", scope=Scope.PAPER)
    assert answers.end_waiver(waiver, by=editor) == 0
    assert Waiver.objects.count() == 2


def test_a_gone_finding_comes_back_under_its_waiver() -> None:
    editor = make_administrator()
    first, second = story("2025-06-13", body=COMMA), story("2025-06-16", body=COMMA)
    (one,) = check_page(first.page)
    check_page(second.page)
    Article.objects.filter(pk=second.pk).update(body="开工。")
    check_page(second.page)
    answers.ignore(one, by=editor, reason="甲", scope=Scope.EVER)
    Article.objects.filter(pk=second.pk).update(body=COMMA)
    assert codes(second.page) == []
    assert Finding.objects.get(page=second.page).state == State.IGNORED


def test_answers_are_refused_with_a_reason() -> None:
    article = story(body=COMMA)
    (finding,) = check_page(article.page)
    editor, stranger = make_administrator(), make_user("reader")
    for refused in (
        lambda: answers.decide(finding, State.SETTLED, by=stranger),
        lambda: answers.ignore(finding, by=editor, reason=" "),
        lambda: answers.ignore(finding, by=editor, reason="x", scope="always"),
        lambda: answers.decide(finding, State.GONE, by=editor),
        lambda: answers.decide(finding, State.OPEN, by=editor),
        lambda: answers.confirm_office(Office(), by=stranger),
    ):
        with pytest.raises(DecisionRefused):
            refused()
    answers.decide(finding, State.SETTLED, by=editor)
    with pytest.raises(DecisionRefused, match=r"just answered|刚刚"):
        answers.decide(finding, State.SETTLED, by=editor)


def test_a_name_one_character_apart_is_asked_about_once() -> None:
    first, second = story("2025-06-11", "张蔚旻"), story("2025-06-13", "张蔚漫")
    assert codes(first.page) == ["similar-contributor"]
    assert codes(second.page) == []
    third = story("2025-06-16", "张蔚漫")
    assert codes(third.page) == []


@pytest.mark.parametrize(
    ("one", "other"), [("王芳", "王萍"), ("李明", "李明华"), ("陈建国", "赵建国")]
)
def test_people_who_are_two_are_not_asked_about(one: str, other: str) -> None:
    story("2025-06-11", one)
    assert codes(story("2025-06-13", other).page) == []


def test_two_names_over_one_story_are_two_people() -> None:
    assert codes(story("2025-06-16", "刘建国", "刘建华").page) == []
    assert codes(story("2025-06-18", "刘建国").page) == []


def test_frequent_names_are_two_people_and_alike_ones_are_asked_about() -> None:
    for day in range(2, 6):
        make_byline(story(f"2025-06-0{day}", "陈建国"), "林晓")
        story(f"2025-05-0{day}", "陈建华")
    assert codes(story("2025-06-13", "陈建华").page) == []
    assert codes(story("2025-06-16", "林晚").page) == ["similar-contributor"]
    assert codes(story("2025-06-18", "陈建国强").page) == ["similar-contributor"]


def test_a_name_put_right_on_the_other_page_answers_the_question() -> None:
    editor = make_administrator()
    first, second = story("2025-06-11", "张蔚旻"), story("2025-06-13", "张蔚漫")
    assert codes(second.page) == ["similar-contributor"]
    change = wish(first, bylines=[StoryByline("记者", "张蔚漫")])
    change_story(first, change, by=editor, kind=Revision.Kind.REPAIR, version=0)
    assert recheck(first.page) == []
    assert Finding.objects.get().state == State.GONE


LEAD = "昨天，县委书记{}前往水头镇调研。"


def test_an_office_with_two_holders_is_asked_about_once_and_confirmed_ones_are_not() -> None:
    editor = make_administrator()
    first = story("2025-06-11", body=LEAD.format("孟晓斌"))
    second = story("2025-06-13", body=LEAD.format("孟晓彬"))
    assert codes(first.page) == []
    assert codes(second.page) == ["office-two-holders"]
    assert codes(first.page) == []
    finding = Finding.objects.get()
    assert finding.params["other"] == "孟晓斌"
    assert finding.text_start == 3
    for office in Office.objects.all():
        assert answers.confirm_office(office, by=editor)
        assert not answers.confirm_office(office, by=editor)
    assert codes(second.page) == []
    assert answers.withdraw_confirmation(office, by=editor)
    assert not answers.withdraw_confirmation(office, by=editor)
    assert codes(second.page) == ["office-two-holders"]
    assert str(Sighting.objects.first()).startswith("平阳县 县委书记")


def test_two_holders_on_one_page_are_asked_about() -> None:
    page = story(body=LEAD.format("孟晓斌") + "\n县委书记孟晓彬强调，要抓好落实。").page
    assert codes(page) == ["office-two-holders"]


def test_a_name_with_two_offices_that_exclude_each_other() -> None:
    first = story("2025-06-11", body=LEAD.format("孟晓斌"))
    check_page(first.page)
    elsewhere = story("2025-06-13", body="仙居县委书记孟晓斌来平考察。")
    assert codes(elsewhere.page) == ["holder-two-offices"]
    here = story("2025-06-16", body="县长孟晓斌主持会议。县政协主席孟晓斌出席。")
    assert "holder-two-offices" in codes(here.page)
    for office in Office.objects.filter(holder="孟晓斌"):
        answers.confirm_office(office, by=make_administrator(f"a{office.pk}"))
    assert codes(elsewhere.page) == []


def test_offices_that_go_together_are_left_alone() -> None:
    both = story("2025-06-18", body="县委副书记、县长陈桂雷主持会议。")
    assert codes(both.page) == []
    later = story("2025-06-20", body="县长陈桂雷、副县长朱邦丰、副县长金献涛参加。")
    assert codes(later.page) == []


def test_an_office_put_right_on_the_other_page_answers_the_question() -> None:
    first = story("2025-06-11", body=LEAD.format("孟晓彬"))
    second = story("2025-06-13", body=LEAD.format("孟晓斌"))
    check_page(first.page)
    check_page(second.page)
    Article.objects.filter(pk=first.pk).update(body=LEAD.format("孟晓斌"))
    recheck(first.page)
    assert Finding.objects.get().state == State.GONE


def test_a_number_taken_is_asked_about_from_the_database_too() -> None:
    load(APRIL)
    page = Page.objects.select_related("issue__publication").get()
    other = make_issue("2025-04-28", None, publication=page.issue.publication)
    page.issue.number = None
    page.issue.save()
    other.number = 4387
    other.save()
    assert "number-taken" in codes(page)


def test_error_rates_count_what_was_settled_as_an_error() -> None:
    article = story(body=COMMA)
    editor = make_administrator()
    assert page_quality(article.page).rate == 0
    (finding,) = check_page(article.page)
    answers.decide(finding, State.SETTLED, by=editor)
    for number, code in enumerate(["weekday", "unassigned"]):
        Finding.objects.create(
            page=article.page, code=code, fingerprint=str(number), state=State.SETTLED
        )
    quality = page_quality(article.page)
    assert (quality.errors, quality.errors_of_form) == (1, 1)
    assert quality.characters == len("全县掀起项目建设热潮" + COMMA)
    assert quality.rate == pytest.approx(10_000 / quality.characters)
    assert not quality.is_within_limits


def test_the_limits_belong_to_what_is_allowed() -> None:
    assert Quality(10_000, 3, 3).is_within_limits
    assert not Quality(9_999, 3, 0).is_within_limits
    assert not Quality(10_000, 0, 4).is_within_limits
    assert Quality(0, 0, 0).is_within_limits
    assert Quality(0, 1, 0).rate == 0


def test_a_story_by_hand_and_a_page_without_a_reading_are_checked() -> None:
    page = make_page(make_issue("2025-06-13", publication=paper()))
    make_story(page, body="活动现场，大家提提速增效", version=1)
    found = check_page(page)
    assert sorted(row.code for row in found) == ["doubled-character", "truncated"]
    assert {row.span_start for row in found} == {None}
    assert {(row.title != "", row.weight >= 2) for row in found} == {(True, True)}
    assert dt.date(2025, 6, 13) == page.issue.date
