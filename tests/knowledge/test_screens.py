"""What the paper knows, on the desk's screens."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article, Contributor
from findings.answers import confirm_office
from findings.models import Finding, Office, PaperWord, Verdict
from findings.page_check import check_page
from findings.word_list import add_word
from tests.accounts.cast import as_user, said
from tests.conftest import MakeOnce
from tests.make import (
    make_byline,
    make_issue,
    make_member,
    make_page,
    make_publication,
    make_story,
)

pytestmark = pytest.mark.django_db
Rows = dict[str, tuple[Any, ...]]
SEARCH = "?query=融媒中心"


@pytest.fixture(scope="module", autouse=True)
def rows(make_once: MakeOnce[Any]) -> Rows:
    """Return what the addresses are about, by the beginning of their names."""

    def make() -> Rows:
        editor = make_member("known", Role.EDITOR)
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
    return {
        "kind": "term" if name == "findings_paperword_add" else "two",
        "reason": "走一遍",
        "act": "apply" if name == "mend" else "undo",
        "text": "融媒体中心",
        "others": "",
        "rank": "1",
        "replacement": "融媒体中心",
        "story": f"{story}=0",
        f"place-{story}": "paragraph.0.1",
        "shown": f"{story}.paragraph.0.1",
        "shown_replacement": "融媒体中心",
    }


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
    shown = screen.content.decode()
    assert f'value="{story.pk}={story.version}"' in shown
    assert f'name="place-{story.pk}" value="byline.0.0" checked' in shown
    act = reverse("admin:namesakes_act", args=[verdict.pk])
    data: dict[str, Any] = {"act": "repair", "story": [f"{story.pk}={story.version}", "x"]}
    assert "Choose at least one place" in said(browser.post(act, data))
    data[f"place-{story.pk}"] = "byline.0.0"
    assert "1" in said(browser.post(act, data))
    assert story.bylines.get().contributor.name == "张蔚旻"
    assert (
        "2025-04-30"
        in browser.get(reverse("admin:namesakes_pair", args=[first, second])).content.decode()
    )
    browser.post(act, {"act": "undo", "reason": "错了"})
    assert story.bylines.get().contributor.name == "张蔚漫"
    refused = said(browser.post(act, data | {"story": f"{story.pk}=9"}))
    assert str(story) in refused
    # What was written for it stands there again, once.
    again = browser.post(address, {"reason": "两个人都见过"}, follow=True).content.decode()
    assert 'name="reason" maxlength="300" value="两个人都见过"' in again
    assert "两个人都见过" not in browser.get(address_of("namesakes_pair", rows)).content.decode()
    assert said(browser.post(act, {"act": "undo"}))


def test_a_question_about_names_in_the_text_leads_to_every_place(editor: User) -> None:
    page = make_page(make_issue("2025-07-04", publication=make_publication("文中报")))
    slip = "县委书记周志远主持。\n周志源强调，要抓落实。周志源指出，要快。"
    story = make_story(page, headline="会议", body=slip)
    check_page(page)
    finding = Finding.objects.open().filter(code="name-slip").earliest("pk")
    browser = as_user(editor)
    address = reverse("admin:namesakes_of_finding", args=[finding.pk])
    for where in ("admin:desk", "admin:issues_page_change"):
        assert address in browser.get(reverse(where, args=[page.pk])).content.decode()
    assert address in browser.get(reverse("admin:namesakes")).content.decode()
    shown = browser.get(address).content.decode()
    assert "周志<mark>源</mark>" in shown
    assert "<mark>周志源</mark>强调" in shown
    # Looking founds nobody; who decides does.
    assert not Contributor.objects.filter(name="周志源").exists()
    refused = browser.post(address, {"reason": "应为远"}, follow=True).content.decode()
    assert 'value="应为远"' in refused
    judged = {"kind": "slip", "right": "周志远", "reason": "应为远"}
    shown = browser.post(address, judged, follow=True).content.decode()
    places = ["paragraph.1.0", "paragraph.1.11"]
    for place in places:
        assert f'name="place-{story.pk}" value="{place}" checked' in shown
    assert f'name="kind-{story.pk}"><option value="repair" selected>' in shown
    verdict = Verdict.objects.get(person__name="周志远")
    act = reverse("admin:namesakes_act", args=[verdict.pk])
    data = {"act": "repair", "story": f"{story.pk}={story.version}", f"place-{story.pk}": places}
    some = data | {f"place-{story.pk}": places[1:]}
    assert "1 changed" in said(browser.post(act, some))
    # What was left out stays on offer, and nobody has to leave it out again.
    shown = browser.get(address, follow=True).content.decode()
    assert f'name="place-{story.pk}" value="{places[0]}">' in shown
    data |= {"story": f"{story.pk}={story.version + 1}", f"place-{story.pk}": places[:1]}
    assert "1 changed" in said(browser.post(act, data))
    assert "周志源" not in Article.objects.get(pk=story.pk).body
    assert browser.get(address).status_code == 302
    reader = as_user(make_member("reviewer", Role.FIRST_REVIEWER))
    assert reader.post(address, judged).status_code == 403


def test_a_word_is_found_and_mended_on_one_screen(editor: User, rows: Rows) -> None:
    browser = as_user(editor)
    screen = browser.get(address_of("mend", rows)).content.decode()
    assert screen.count("<mark>融媒中心</mark>") == 2
    data = data_for("mend", rows)
    story = rows["story"][0]
    # Before anything is done it is shown by character, with the kind that the source speaks for.
    look = data | {"act": "look", "reason": ""}
    html = browser.post(address_of("mend", rows), look).content.decode()
    assert '<span class="same">县融媒</span><ins>体</ins><span class="same">中心揭牌。' in html
    assert '<option value="repair" selected>' in html
    assert f'name="shown" value="{story}.paragraph.0.1"' in html
    assert "errorlist" not in html
    # What is chosen or written since is shown first, too; so is a kind that was changed.
    for since in ({"shown": ""}, {"shown_replacement": "中心"}):
        kind = {f"kind-{story}": "edit", f"proposed-{story}": "repair"}
        unseen = browser.post(address_of("mend", rows), data | since | kind)
        assert "Nothing was changed" in said(unseen)
        assert '<option value="edit" selected>' in unseen.content.decode()
    bad = browser.post(address_of("mend", rows), data | {"reason": ""}).content.decode()
    assert "errorlist" in bad
    assert "<ins>体</ins>" in bad
    assert Article.objects.get(pk=story).version == 0
    same = data | {"replacement": "融媒中心", "shown_replacement": "融媒中心"}
    refused = browser.post(address_of("mend", rows), same)
    assert said(refused)
    # What he has chosen and written is still there.
    html = refused.content.decode()
    assert html.count(" checked>") == 1
    assert f'value="{same["reason"]}"' in html
    none = {name: value for name, value in same.items() if not name.startswith("place-")}
    assert "at least one place" in said(
        browser.post(address_of("mend", rows), none | {"replacement": "融媒体中心"})
    )
    # A story that was refused stays chosen, with the notice that was written for it.
    stale = data_for("mend", rows) | {"story": f"{rows['story'][0]}=7", "notice": "更正名称。"}
    html = browser.post(address_of("mend", rows), stale).content.decode()
    assert (html.count(" checked>"), ">\n更正名称。</textarea>" in html) == (1, True)
    edit = {f"kind-{story}": "edit", f"proposed-{story}": "repair"}
    screen = browser.post(address_of("mend", rows), data | edit).content.decode()
    assert screen.count("<mark>融媒中心</mark>") == 1
    assert Article.objects.get(pk=story).revisions.get().kind == "edit"
    assert browser.get(reverse("admin:mend"), {"query": "融", "first": "x"}).status_code == 200
    assert browser.get(reverse("admin:mend")).status_code == 200


def test_a_name_over_stories_is_found_and_leads_to_its_person(editor: User, rows: Rows) -> None:
    browser = as_user(editor)
    person = Contributor.objects.get(name="张蔚漫")
    there = reverse("admin:articles_contributor_change", args=[person.pk])
    wanted = {"query": "蔚漫", "publication": str(person.publication_id)}
    screen = browser.get(reverse("admin:mend"), wanted).content.decode()
    assert there in screen
    assert 'value="byline.0.1"' in screen
    screen = browser.get(reverse("admin:mend"), {"query": "融媒"}).content.decode()
    assert there not in screen


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
