"""The tables that editors keep: terms, places, never-errors, forbidden words."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from tablib import Dataset

from accounts.roles import Role
from audit.models import AuditEntry
from findings.answers import DecisionRefused, confirm_office, set_term
from findings.models import Finding, Office, PaperWord
from findings.page_check import check_page
from findings.word_list import add_word, end_word
from issues.models import Page
from tables.word_table import PaperWordResource
from tests.make import (
    make_issue,
    make_member,
    make_page,
    make_photo,
    make_publication,
    make_story,
)

pytestmark = pytest.mark.django_db
Kind = PaperWord.Kind


@pytest.fixture
def editor() -> User:
    return make_member("editor", Role.EDITOR)


def page(text: str) -> Page:
    row = make_page(make_issue("2025-06-13"), number=make_issue().pages.count() + 1)
    make_story(row, body=text, headline="揭牌")
    return row


def asked(row: Page) -> list[tuple[str, str]]:
    check_page(row)
    rows = Finding.objects.open().filter(page=row).order_by("pk")
    return [(one.code, one.params["text"]) for one in rows]


@pytest.mark.parametrize(
    ("kind", "word", "others", "text", "found"),
    [
        (Kind.TERM, "融媒体中心", "融媒中心", "县融媒中心揭牌。", [("paper-term", "融媒中心")]),
        (Kind.TERM, "融媒体中心", "媒体中心", "县融媒体中心揭牌。", []),
        (Kind.TERM, "融媒体中心", "", "县融煤体中心揭牌。", [("paper-term", "融煤体中心")]),
        # What the table names and what is one character off anyway is asked about once.
        (Kind.TERM, "三比三看", "三比三赛", "“三比三赛”活动。", [("paper-term", "三比三赛")]),
        (Kind.PLACE, "昆阳镇", "", "昆洋镇通了车。", [("paper-term", "昆洋镇")]),
        # Of a short name only a character that looks or sounds alike is a slip.
        (Kind.PLACE, "昆阳镇", "", "南阳镇通了车。", []),
        (Kind.FORBIDDEN, "残废人", "残疾人", "残废人在此。", [("forbidden-word", "残废人")]),
        (Kind.NEVER_ERROR, "溜溜溜冰场", "", "县里的溜溜溜冰场开了。", []),
    ],
)
def test_the_checks_use_the_tables(
    kind: Kind, word: str, others: str, text: str, found: list[Any], editor: User
) -> None:
    row = page(text)
    assert [one for one in asked(row) if one[0] in ("paper-term", "forbidden-word")] == []
    added = add_word(kind, word, by=editor, reason="编委会定", others=others)
    assert asked(row) == found
    end_word(added, by=editor, reason="不用了")
    assert [one for one in asked(row) if one[0] in ("paper-term", "forbidden-word")] == []


def test_what_an_image_shows_is_held_against_the_tables_too(editor: User) -> None:
    row = page("今天开园。")
    make_photo(row.articles.get(), alt="残废人在公园里散步")
    add_word(Kind.FORBIDDEN, "残废人", by=editor, reason="规定", others="残疾人")
    assert asked(row) == [("forbidden-word", "残废人")]
    finding = Finding.objects.open().get()
    assert (finding.part, finding.part_index, finding.text_start) == ("alt", 0, 0)


def test_a_never_error_ends_a_question_of_the_words_only_inside_of_it(editor: User) -> None:
    row = page("县里的溜溜冰场冰场开了，，很好。")
    before = asked(row)
    assert before
    add_word(Kind.NEVER_ERROR, "溜溜冰场冰场", by=editor, reason="店名")
    assert asked(row) == [("doubled-mark", "，，")]


def test_a_word_of_one_paper_is_not_another_s(editor: User) -> None:
    other = make_publication("又报")
    add_word(Kind.FORBIDDEN, "残废人", by=editor, reason="规定", publication=other)
    assert asked(page("残废人在此。")) == []


def test_who_when_and_why_stand_in_the_record(editor: User) -> None:
    word = add_word(Kind.TERM, "融媒体中心", by=editor, reason="编委会定", others="融媒中心\n\n")
    assert (word.by, word.reason, word.forms) == (editor, "编委会定", ["融媒中心"])
    assert end_word(word, by=editor, reason="改名")
    assert not end_word(word, by=editor, reason="改名")
    actions = AuditEntry.objects.filter(kind="findings.paperword").order_by("seq")
    assert [(row.action, row.actor) for row in actions] == [
        ("add-word", "editor"),
        ("end-word", "editor"),
    ]


@pytest.mark.parametrize(
    ("text", "others", "reason"),
    [
        ("", "", "x"),
        ("融媒\n中心", "", "x"),
        ("词", "", "x"),
        ("融媒体中心", "", " "),
        ("融媒体中心", "县融媒体中心", "x"),
        ("长" * 61, "", "x"),
    ],
)
def test_what_is_no_word_is_refused(text: str, others: str, reason: str, editor: User) -> None:
    with pytest.raises(DecisionRefused):
        add_word(Kind.TERM, text, by=editor, reason=reason, others=others)


def test_a_word_stands_once_and_is_kept_by_editors_only(editor: User) -> None:
    word = add_word(Kind.PLACE, "昆阳镇", by=editor, reason="地名委")
    reviewer = make_member("reviewer", Role.FIRST_REVIEWER)
    with pytest.raises(DecisionRefused):
        add_word(Kind.PLACE, "昆阳镇", by=editor, reason="再来")
    with pytest.raises(DecisionRefused):
        add_word(Kind.PLACE, "鳌江镇", by=reviewer, reason="x")
    with pytest.raises(DecisionRefused):
        end_word(word, by=reviewer, reason="x")
    with pytest.raises(DecisionRefused):
        end_word(word, by=editor, reason="")


def test_a_term_is_given_to_a_confirmed_office_with_a_reason(editor: User) -> None:
    check_page(page("县委书记周志远主持。"))
    office = Office.objects.get()
    with pytest.raises(DecisionRefused):
        set_term(office, by=editor, reason="任免", rank=1)
    confirm_office(office, by=editor)
    with pytest.raises(DecisionRefused):
        set_term(office, by=editor, reason="", rank=1)
    days = make_issue("2025-06-13").date, make_issue("2025-01-02").date
    with pytest.raises(DecisionRefused):
        set_term(office, by=editor, reason="任免", since=days[0], until=days[1])
    assert set_term(office, by=editor, reason="任免", since=days[1], rank=1)
    assert not set_term(office, by=editor, reason="任免", since=days[1], rank=1)
    assert AuditEntry.objects.filter(action="set-term").count() == 1


def test_a_confirmed_leader_s_name_is_no_slip_of_one_that_nobody_confirmed(editor: User) -> None:
    check_page(page("县委书记孟晓斌主持。"))
    confirm_office(Office.objects.get(), by=editor)
    text = "副县长孟晓彬赴昆阳镇检查防汛。孟晓斌强调，要做好准备。"
    assert asked(page(text)) == [("name-near-leader", "孟晓彬")]


def test_the_table_of_words_adds_and_changes_none(editor: User) -> None:
    add_word(Kind.TERM, "融媒体中心", by=editor, reason="编委会定", others="融媒中心")
    own = ["", "term", "融媒体中心", "融媒中心", "编委会定"]
    new = ["海口县报", "forbidden", "残废人", "残疾人", "规定"]
    make_publication("海口县报")

    def take(*rows: list[str], by: User = editor) -> Any:
        head = ["publication", "kind", "text", "others", "reason"]
        return PaperWordResource().import_data(Dataset(*rows, headers=head), user=by)

    assert take(own, new).totals["new"] == 1
    assert take(own, new).totals["skip"] == 2
    word = PaperWord.objects.get(text="残废人")
    assert (word.by, word.reason, word.publication) == (editor, "规定", make_publication())
    for bad in (
        [*own[:3], "媒体", "x"],
        ["没有的报", *new[1:]],
        ["", "term", "词", "", "x"],
    ):
        assert take(bad).refused
    assert take(["", "place", "昆阳镇", "", "x"], by=make_member("r", Role.AUDITOR)).refused
