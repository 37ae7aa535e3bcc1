"""Names in running text: one character off somebody who was introduced, a leader, last months."""

from __future__ import annotations

import datetime as dt
import json
import lzma
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from findings.answers import confirm_office, set_term
from findings.ledger import last_months
from findings.models import Finding, Mention, Office
from findings.page_check import check_page
from issues.models import Page
from proofing.galley import Galley, as_loaded
from proofing.persons import RunningText, check_names, name_at
from reading import read_page
from reading.document import Story
from tests.checks import names_score
from tests.make import make_issue, make_page, make_photo, make_story, make_user
from tests.samples import APRIL, JUNE

LEAD = "县委书记周志远前往水头镇调研。"


def asked(*stories: str) -> list[tuple[str, str]]:
    """Return which names are asked about, each with the one that it is near to."""
    galleys = [Galley(Story(paragraphs=text.split("\n"))) for text in stories]
    return [(hit.params["text"], hit.params["name"]) for _, _, hit in check_names(galleys)]


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}\n周志源强调，要抓好落实。",
        f"{LEAD}\n周志运强调，要抓好落实。",
        f"{LEAD}\n调研中，周至远来到企业。",
        f"{LEAD}\n邹志远强调，要抓好落实。",
        f"{LEAD}\n县委书记周志运强调，要抓好落实。",
        # One character is missing.
        f"{LEAD}\n周志强调，要抓好落实。",
        # The first one is the slip: the others are the same.
        "县委书记周志运前往水头镇调研。\n周志远来到企业。\n周志远强调，要抓好落实。周志远指出，要快。",
        # Nobody introduces him, he only comes again.
        "周志远来到企业。周志远强调，要快。周志源指出，要稳。",
    ],
)
def test_a_name_one_character_off_is_asked_about(text: str) -> None:
    (pair,) = asked(text)
    assert "周志远" in pair or "周志" in pair


@pytest.mark.parametrize(
    "text",
    [
        f"{LEAD}周志远强调，要抓好落实。",
        # The page explains it: two people.
        f"{LEAD}县长周志运主持。",
        f"{LEAD}\n周志远、周志运参加。",
        # A word, or the end of one and the beginning of the next.
        "局长高明宇介绍，高明度的灯和高明亮度的屏都上市了。",
        "村民王福生说，过上幸福生活不容易。",
        # Names of two characters are left to the offices.
        "县长王毅出席。王义参加。",
        # How people are called who are not named in full.
        "市民王先生说好，张先生说行。",
        "县委书记周志",
    ],
)
def test_what_the_page_explains_is_left_alone(text: str) -> None:
    assert asked(text) == []


def test_in_another_story_of_the_page_a_name_must_stand_as_one() -> None:
    assert asked(LEAD, "周志源强调，要抓好落实。") == [("周志源", "周志远")]
    assert asked(LEAD, "参加的有李明、周志源、王芳。") == []
    assert asked(LEAD, "县委书记周志源主持。") == [("周志源", "周志远")]


def test_where_a_name_ends_is_told_by_what_follows_or_by_the_story() -> None:
    text = "局长王慧代表全县发言，王慧说好。欧阳明远主持。"
    assert name_at(text, 2, text) == "王慧"
    assert name_at(text, text.index("欧阳"), text) == "欧阳明远"
    assert name_at("一行来到", 0, "一行来到") == ""


@pytest.mark.parametrize("path", [JUNE, APRIL])
def test_the_samples_raise_no_question_about_names(path: Path) -> None:
    stories = as_loaded(read_page(path.read_text(encoding="utf-8")))
    assert list(check_names(stories)) == []
    assert "孟晓斌" in RunningText(stories).people


def make_day(day: str, text: str) -> Page:
    page = make_page(make_issue(day))
    make_story(page, body=text)
    return page


def questions(page: Page, code: str) -> list[dict[str, Any]]:
    check_page(page)
    return [row.params for row in Finding.objects.open().filter(page=page, code=code)]


def confirmed(text: str, **term: Any) -> None:
    """Have the offices of a page confirmed, with a term."""
    check_page(make_day("2025-01-02", text))
    user = make_user("confirmer", "change_finding")
    for office in Office.objects.filter(confirmed_by=None):
        confirm_office(office, by=user)
        set_term(office, by=user, reason="任免公告", **term)


@pytest.mark.django_db
def test_a_name_is_held_against_those_of_the_last_months() -> None:
    check_page(make_day("2025-03-03", "海口县农业农村局局长王大明介绍了情况。"))
    now = make_day("2025-06-13", "海口县农业农村局局长王大鸣介绍了情况。")
    (params,) = questions(now, "name-differs")
    assert (params["text"], params["name"]) == ("王大鸣", "王大明")
    assert params["other_date"] == "2025-03-03"
    # Long ago, or of another office, it is no question.
    later = make_day("2025-12-30", "海口县农业农村局局长王大茗介绍了情况。")
    assert questions(later, "name-differs") == []
    other = make_day("2025-06-14", "海口县自然资源局局长王大明介绍了情况。")
    assert questions(other, "name-differs") == []
    assert Mention.objects.filter(article__page=now).count() == 1
    check_page(now)
    assert Mention.objects.filter(article__page=now).count() == 1


@pytest.mark.django_db
def test_the_look_at_the_last_months_uses_its_indexes() -> None:
    story = make_story(make_page(make_issue("2025-06-13")))
    words = {"publication": story.page.issue.publication, "article": story, "title": "县委书记"}
    names = [chr(0x4E00 + n // 60) + chr(0x5E00 + n % 60) + "明" for n in range(3_000)]
    Mention.objects.bulk_create(
        Mention(**words, date=story.page.issue.date, name=name, head=name[:2], frame=name[::2])
        for name in names
    )
    if connection.vendor == "postgresql":
        # It looks at how many rows there are; SQLite must choose without having counted them.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    text = RunningText([Galley(Story(paragraphs=[LEAD]))])
    with CaptureQueriesContext(connection) as queries:
        assert last_months(story.page, text) == []
    (asked,) = queries.captured_queries
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + asked["sql"])
        plan = str(cursor.fetchall())
    assert "mention_by_head" in plan
    assert "mention_by_frame" in plan


@pytest.mark.django_db
def test_a_leader_s_name_is_held_against_the_ledger_also_in_a_row() -> None:
    confirmed("县委书记周志远主持。")
    page = make_day("2025-06-13", "县领导李明华、周志源、王芳芳等参加。")
    (params,) = questions(page, "name-near-leader")
    assert (params["text"], params["name"]) == ("周志源", "周志远")
    right = make_day("2025-06-14", "县领导李明华、周志远、王芳芳等参加。")
    assert questions(right, "name-near-leader") == []
    make_photo(right.articles.get(), alt="县领导李明华、周志源、王芳芳等在工地")
    (params,) = questions(right, "name-near-leader")
    assert params["text"] == "周志源"


@pytest.mark.django_db
def test_leaders_stand_in_their_order_and_hold_their_offices_in_their_time() -> None:
    day = dt.date(2025, 6, 1)
    confirmed("县委书记周志远主持。", rank=1, until=day)
    confirmed_page = make_day("2025-05-02", "县长陈桂雷、县委书记周志远出席。")
    assert questions(confirmed_page, "leaders-order") == []
    user = make_user("other", "change_finding")
    check_page(confirmed_page)
    mayor = Office.objects.get(holder="陈桂雷")
    confirm_office(mayor, by=user)
    set_term(mayor, by=user, rank=2, reason="人大任命")
    (params,) = questions(confirmed_page, "leaders-order")
    assert (params["other"], params["name"]) == ("陈桂雷", "周志远")
    in_order = make_day("2025-05-05", "周志远、陈桂雷出席。陈桂雷讲话。周志远到会。")
    assert questions(in_order, "leaders-order") == []
    late = make_day("2025-06-13", "县委书记周志远主持。")
    (params,) = questions(late, "office-out-of-term")
    assert params["date"] == "2025-06-13"
    # Another holder in another time is no contradiction.
    new = make_day("2025-06-20", "县委书记李明华主持。")
    assert questions(new, "office-two-holders") == []


def test_the_score_plants_slips_and_counts_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    body = ["县委书记周志远调研。", "周志远强调，要快。", "周志远来到企业。", "周志远说，要稳。"]
    rows = [
        {"paper": "报", "date": "2025-06-13", "page": 1, "order": place, "headline": "调研"}
        | {"paragraphs": [{"kind": "body", "text": text} for text in texts]}
        for place, texts in enumerate([body, ["会上，周志远讲话。"]])
    ]
    file = tmp_path / "stories.jsonl.xz"
    with lzma.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    monkeypatch.setattr("sys.argv", ["names_score", str(file), "--verbose", "--to", "2025-12-31"])
    assert names_score.main() == 0
    said = capsys.readouterr().out
    assert "questions: 0, 0.00" in said
    assert "planted (any): 1, found 1, 100.0%" in said
    assert "planted (story): 1" in said
