"""What the paper knows, at the desk: its screens, and every role at every address of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article, Contributor
from findings.answers import confirm_office
from findings.models import Finding, Office, PaperWord, Verdict
from findings.page_check import check_page
from findings.word_list import add_word
from tests.accounts.cast import as_user, said
from tests.accounts.test_addresses import METHODS, _all
from tests.conftest import MakeOnce
from tests.make import make_byline, make_issue, make_member, make_page, make_story, make_user

pytestmark = pytest.mark.django_db
EVERYBODY, NOBODY = frozenset(Role), frozenset[Role]()
EDITORS = frozenset({Role.EDITOR})
ANSWERING = frozenset({Role.EDITOR, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.FINAL_REVIEWER})
WRITERS = frozenset({Role.REPORTER, Role.EDITOR, Role.PUBLISHER})

# Written out by hand: who opens the address, and for whom a POST changes anything.
EXPECTED: dict[str, tuple[frozenset[Role], frozenset[Role]]] = {
    "namesakes": (EVERYBODY, NOBODY),
    "namesakes_of_finding": (NOBODY, NOBODY),
    "namesakes_pair": (EVERYBODY, NOBODY),
    "namesakes_judge": (NOBODY, EDITORS),
    "namesakes_act": (NOBODY, EDITORS),
    "mend": (EVERYBODY, WRITERS),
    "findings_paperword_changelist": (EVERYBODY, NOBODY),
    "findings_paperword_add": (EDITORS, EDITORS),
    "findings_paperword_change": (EVERYBODY, NOBODY),
    "findings_paperword_end": (NOBODY, EDITORS),
    "findings_paperword_table_import": (EDITORS, NOBODY),
    "findings_paperword_table_confirm": (NOBODY, NOBODY),
    "findings_paperword_table_export": (EVERYBODY, NOBODY),
    "findings_verdict_changelist": (EVERYBODY, NOBODY),
    "findings_verdict_change": (EVERYBODY, NOBODY),
    "findings_office_term": (NOBODY, ANSWERING),
}
Rows = dict[str, tuple[Any, ...]]
SEARCH = "?query=融媒中心"


@pytest.fixture(scope="module", autouse=True)
def rows(make_once: MakeOnce[Any]) -> Rows:
    """Return what the addresses are about, by the beginning of their names."""

    def make() -> Rows:
        editor = make_member("known", Role.EDITOR)
        for role in Role:
            make_member(f"walks as {role}", role)
        for day, name in (("2025-06-13", "张蔚旻"), ("2025-04-30", "张蔚漫")):
            text = "县融媒中心揭牌。\n县委书记周志远主持。"
            story = make_story(make_page(make_issue(day)), body=text)
            make_byline(story, name)
            check_page(story.page)
        paper = story.page.issue.publication
        known = Contributor.objects.create(publication=paper, name="王芳芳")
        other = Contributor.objects.create(publication=paper, name="王芳芬")
        judged = Verdict.objects.create(
            person=known, other=other, kind=Verdict.Kind.TWO, by=editor, reason="两人"
        )
        office = Office.objects.get()
        confirm_office(office, by=editor)
        word = add_word(PaperWord.Kind.TERM, "强县富民", by=editor, reason="编委会定")
        pair = [Contributor.objects.get(name=name).pk for name in ("张蔚旻", "张蔚漫")]
        finding = Finding.objects.get(code="similar-contributor")
        return {
            "namesakes_of_finding": (finding.pk,),
            "namesakes_pair": tuple(pair),
            "namesakes_judge": tuple(pair),
            "namesakes_act": (judged.pk,),
            "findings_paperword_change": (word.pk,),
            "findings_paperword_end": (word.pk,),
            "findings_verdict_change": (judged.pk,),
            "findings_office_term": (office.pk,),
            "story": (Article.objects.order_by("pk")[0].pk,),
        }

    made: Rows = make_once(make)
    return made


def address_of(name: str, rows: Rows) -> str:
    address = reverse(f"admin:{name}", args=rows.get(name, ()))
    return address + SEARCH if name == "mend" else address


def data_for(name: str, rows: Rows) -> dict[str, Any]:
    story = rows["story"][0]
    kind = {"findings_paperword_add": "term", "mend": "repair"}.get(name, "two")
    return {
        "kind": kind,
        "reason": "走一遍",
        "act": "undo",
        "text": "融媒体中心",
        "others": "",
        "rank": "1",
        "replacement": "融媒体中心",
        "story": f"{story}=0",
        f"place-{story}": "paragraph.0.1",
    }


def state() -> list[Any]:
    """Return all that such an address could change."""
    tables = (Verdict, PaperWord, Office, Article, Finding)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.looks
@pytest.mark.untraced
@pytest.mark.parametrize("name", EXPECTED)
def test_each_role_opens_and_changes_what_is_written_here(name: str, rows: Rows) -> None:
    from django.db import transaction

    opens, changes = EXPECTED[name]
    address, before = address_of(name, rows), state()
    for role in Role:
        browser = as_user(User.objects.get(username=f"walks as {role}"))
        # Of the other methods, those of who may do most.
        methods = METHODS if role == Role.EDITOR else ("get",)
        for method in (row for row in methods if row != "post"):
            response = getattr(browser, method)(address)
            if method in ("get", "head"):
                assert (response.status_code == 200) == (role in opens), (role, response)
        assert state() == before, role
        with transaction.atomic():
            browser.post(address, data_for(name, rows))
            changed = state() != before
            transaction.set_rollback(True)
        assert changed == (role in changes), role


@pytest.mark.looks
@pytest.mark.untraced
@pytest.mark.parametrize("name", EXPECTED)
def test_strangers_and_those_without_a_role_change_nothing(name: str, rows: Rows) -> None:
    address, before = address_of(name, rows), state()
    for browser in (Client(), as_user(make_user("somebody"))):
        for method in METHODS:
            data = data_for(name, rows) if method == "post" else None
            assert getattr(browser, method)(address, data).status_code in (302, 403, 405)
    assert state() == before


def test_every_address_of_these_rooms_is_walked() -> None:
    from desk.urls import urlpatterns

    names = {pattern.name or "" for pattern in _all(urlpatterns)}
    rooms = ("namesakes", "mend", "findings_paperword", "findings_verdict", "findings_office_term")
    ours = {name for name in names if name.startswith(rooms)}
    # Closed to all, and histories, which open as their rows do.
    closed = {name for name in ours if name.endswith(("_delete", "_history"))}
    assert ours - closed - {"findings_verdict_add"} == set(EXPECTED)


@pytest.fixture
def editor() -> User:
    return make_member("editor", Role.EDITOR)


def test_a_question_about_two_names_leads_to_them_and_is_decided_there(
    editor: User, rows: Rows
) -> None:
    browser = as_user(editor)
    screen = browser.get(address_of("namesakes_of_finding", rows), follow=True)
    assert "张蔚<mark>旻</mark>" in screen.content.decode()
    first, second = rows["namesakes_pair"]
    judge = {"kind": "slip", "right": str(first), "reason": "应为旻"}
    address = reverse("admin:namesakes_judge", args=[second, first])
    screen = browser.post(address, judge, follow=True)
    verdict = Verdict.objects.get(kind="slip")
    assert (verdict.person.name, verdict.other.name) == ("张蔚旻", "张蔚漫")
    story = Article.objects.get(bylines__contributor__name="张蔚漫")
    assert f'value="{story.pk}={story.version}"' in screen.content.decode()
    act = reverse("admin:namesakes_act", args=[verdict.pk])
    data = {"act": "repair", "change": "repair", "story": [f"{story.pk}={story.version}", "x"]}
    assert "1" in said(browser.post(act, data))
    assert story.bylines.get().contributor.name == "张蔚旻"
    assert (
        "2025-04-30"
        in browser.get(reverse("admin:namesakes_pair", args=[first, second])).content.decode()
    )
    browser.post(act, {"act": "undo", "reason": "错了"})
    assert story.bylines.get().contributor.name == "张蔚漫"
    refused = said(browser.post(act, {"act": "repair", "story": f"{story.pk}=9"}))
    assert str(story) in refused
    assert said(browser.post(address, {"reason": "x"}))
    assert said(browser.post(act, {"act": "undo"}))
    assert said(browser.post(act, {"change": "nothing"}))


def test_a_word_is_found_and_mended_on_one_screen(editor: User, rows: Rows) -> None:
    browser = as_user(editor)
    screen = browser.get(address_of("mend", rows)).content.decode()
    assert screen.count("<mark>融媒中心</mark>") == 2
    bad = browser.post(address_of("mend", rows), data_for("mend", rows) | {"reason": ""})
    assert bad.status_code == 200
    same = data_for("mend", rows) | {"replacement": "融媒中心"}
    assert said(browser.post(address_of("mend", rows), same))
    screen = browser.post(address_of("mend", rows), data_for("mend", rows)).content.decode()
    assert screen.count("<mark>融媒中心</mark>") == 1
    assert browser.get(reverse("admin:mend"), {"query": "融", "first": "x"}).status_code == 200
    assert browser.get(reverse("admin:mend")).status_code == 200


def test_the_next_screen_goes_on_further_back(
    editor: User, monkeypatch: pytest.MonkeyPatch, rows: Rows
) -> None:
    monkeypatch.setattr("editorial.mending.AT_ONCE", 1)
    screen = as_user(editor).get(address_of("mend", rows))
    newest = Article.objects.latest("pk").pk
    assert f"below={newest}" in screen.content.decode()


def test_a_word_is_added_and_ended_with_a_reason(editor: User, rows: Rows) -> None:
    browser, add = as_user(editor), reverse("admin:findings_paperword_add")
    again = {"kind": "term", "text": "强县富民", "others": "", "reason": "x"}
    assert browser.post(add, again).status_code == 200
    assert browser.post(add, again | {"text": "强"}).status_code == 200
    assert browser.post(add, again | {"text": ""}).status_code == 200
    data = {"kind": "forbidden", "text": "残废人", "others": "残疾人", "reason": "规定"}
    assert browser.post(add, data).status_code == 302
    word = PaperWord.objects.get(text="残废人")
    assert word.by == editor
    end = reverse("admin:findings_paperword_end", args=[word.pk])
    assert said(browser.post(end, {"reason": ""}))
    browser.post(end, {"reason": "不用了"})
    word.refresh_from_db()
    assert word.ended_by == editor


def test_a_confirmed_office_gets_its_term_on_its_form(editor: User, rows: Rows) -> None:
    browser, office = as_user(editor), Office.objects.get()
    form = browser.get(reverse("admin:findings_office_change", args=[office.pk]))
    assert 'name="since"' in form.content.decode()
    term = reverse("admin:findings_office_term", args=[office.pk])
    assert said(browser.post(term, {"since": "昨天", "reason": "x"}))
    browser.post(term, {"since": "2024-03-01", "rank": "1", "reason": "任免公告"})
    office.refresh_from_db()
    assert (f"{office.since}", office.rank, office.reason) == ("2024-03-01", 1, "任免公告")
