"""What is typed, done, undone and saved through the desk's addresses."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from accounts.roles import Role
from articles.models import Article
from desk.workbench_views import urls
from findings.models import Finding
from findings.page_check import check_page
from issues.models import Page
from tests.choice import by_length
from tests.make import make_member, make_photo, make_story, put_image
from tests.workbench.hands import key, make_desk_page, make_long_page, texts
from workbench.copies import load
from workbench.models import Operation, Presence, WorkingCopy, WorkingStep, WorkingStory

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "desk"}


class Window:
    """One window of the desk, as the script in the browser works."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client, self.number = page, client, ""
        self.hidden: dict[str, str] = {}

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"admin:desk{'_' if name else ''}{name}", args=[self.page.pk, *more])

    def open(self) -> Any:
        response = self.client.get(self.address(""))
        self.number = response.context["desk"].number
        return response

    def post(self, name: str, *more: Any, **data: Any) -> Any:
        data.setdefault("number", self.number)
        response = self.client.post(
            self.address(name, *more), data, content_type="application/json", headers=SCRIPT
        )
        if response.status_code == 200:
            self.number = response.json().get("number", self.number)
        return response

    def step(self, name: str, **args: Any) -> Any:
        return self.post("step", step=name, args=args)

    def type(self, story: str, text: str, part: str = "headline", **more: Any) -> Any:
        change = {"story": story, "part": part, "index": 0, "text": text, **more}
        return self.post("typed", changes=[change])

    def form(self) -> Any:
        """Open the plain form."""
        response = self.client.get(f"{self.address('')}?plain=1")
        self.hidden = hidden_fields(response)
        return response

    def press(self, do: Any, **fields: Any) -> Any:
        """Press a button of the plain form, as the form that was shown last sends it."""
        data = {**self.hidden, "do": json.dumps(do), **fields}
        response = self.client.post(self.address("step"), data, follow=True)
        self.hidden = hidden_fields(response) or self.hidden
        return response


def hidden_fields(response: Any) -> dict[str, str]:
    """Return what a plain form sends of itself."""
    html = response.content.decode()
    found = re.findall(r'<input type="hidden" name="(number|shown|asked)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def window(page: Page, client: Client, editor: User) -> Window:
    client.force_login(editor)
    window = Window(page, client)
    window.open()
    return window


def state() -> list[Any]:
    tables: tuple[Any, ...] = (
        *(WorkingCopy, WorkingStory, WorkingStep, Operation, Presence, Article, Finding),
    )
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("name", [str(row.name) for row in urls(admin.site)])
def test_a_session_that_ended_is_told_to_the_script_and_leads_others_to_the_login(
    name: str, page: Page
) -> None:
    more = [1] if name in ("desk_finding", "desk_image") else []
    address = reverse(f"admin:{name}", args=[page.pk, *more])
    response = Client().post(address, {}, "application/json", headers=SCRIPT)
    assert (response.status_code, response.json()) == (401, {"login": reverse("admin:login")})
    assert Client().post(address).status_code == 302
    assert not WorkingCopy.objects.exists()


def test_who_only_looks_is_told_so(page: Page, client: Client) -> None:
    reviewer = make_member("reviewer", Role.FIRST_REVIEWER)
    client.force_login(reviewer)
    window = Window(page, client)
    assert not window.open().context["desk"].may_edit
    answer = window.type(key(page, 0), "新")
    assert (answer.status_code, answer.json()["user"]) == (403, reviewer.pk)


def test_what_one_person_typed_is_not_taken_for_another_s(window: Window, editor: User) -> None:
    other = make_member("other", Role.EDITOR)
    window.client.force_login(other)
    answer = window.type(key(window.page, 0), "新", user=editor.pk)
    assert answer.status_code == 200
    change = {"story": key(window.page, 0), "part": "headline", "index": 0, "text": "旧"}
    answer = window.post("typed", user=editor.pk, changes=[change])
    assert (answer.status_code, answer.json()["user"]) == (403, other.pk)
    assert window.client.get(window.address("pulse")).json()["user"] == other.pk


def test_a_login_in_another_tab_gives_the_text_back_with_its_new_token(
    page: Page, editor: User
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    window = Window(page, browser)
    window.open()
    refused = window.type(key(page, 0), "新标题")
    assert refused.status_code == 403
    assert refused["Content-Type"].startswith("text/html")
    token = browser.get(window.address("pulse"), headers=SCRIPT).json()["token"]
    change = {"story": key(page, 0), "part": "headline", "index": 0, "text": "新标题"}
    answer = browser.post(
        window.address("typed"),
        {"number": window.number, "changes": [change]},
        "application/json",
        headers={**SCRIPT, "X-CSRFToken": token},
    )
    assert answer.status_code == 200
    assert load(page, editor).desk.stories[0].title == "新标题"


def test_typed_text_is_at_the_same_place_after_a_crash(window: Window) -> None:
    story = key(window.page, 1)
    place = {"story": story, "part": "paragraphs", "index": 1, "offset": 3}
    change = {"story": story, "part": "paragraphs", "index": 1, "text": "秋色真好。"}
    window.post("typed", changes=[change], place=place)
    view = window.open().context["desk"]
    assert view.place == place
    assert view.unsaved == [story]


def test_steps_undo_redo_and_save(window: Window) -> None:
    first, second = key(window.page, 0), key(window.page, 1)
    assert window.type(first, "新标题").json()["runs"] == {f"{first}/headline/0": "-3"}
    assert window.type(second, "公园今天开放").json()["unsaved"] == [first, second]
    window.post("undo")
    split = window.step("split_story", story=second, index=1).json()
    assert split["told"] == "split story 3 from story 2"
    assert split["focus"]["story"] == "n1"
    assert set(split["html"]) == {"stories", "source", "outline", "findings"}
    assert sorted(split["unsaved"]) == [first, second, "n1"]
    assert window.post("undo").json()["redo"]
    assert window.post("redo").json()["redo"] == ""
    saved = window.post("save", kinds={first: "edit"}).json()
    assert "added" in saved["told"]
    assert saved["unsaved"] == []
    assert [head for head, _body in texts(window.page)] == ["新标题", "公园开放", ""]
    assert Article.objects.get(headline="新标题").revisions.get().kind == "edit"
    assert window.post("save").json()["told"] == "Nothing differed, so nothing was saved."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("step", {"step": "fly"}),
        ("step", {"step": "accept", "args": {"finding": "x"}}),
        ("step", {"step": "accept", "args": {"finding": 0}}),
        ("step", {"step": "use", "args": {"story": "a0", "layer": "received"}}),
        ("step", {"step": "join_continuation", "args": {"story": "a0"}}),
        ("step", {"step": "reorder", "args": "x"}),
        ("undo", {}),
        ("redo", {}),
        ("take", {"story": "n7"}),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(
    window: Window, name: str, data: dict[str, Any]
) -> None:
    answer = window.post(name, **data)
    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize(
    "act",
    [
        lambda one: one.step("reorder", story=key(one.page, 0), place=2),
        lambda one: one.post("undo"),
        lambda one: one.post("save"),
        lambda one: one.post("step", step="accept", args={"finding": 1}),
        lambda one: one.post("step", step="use", args={"layer": "received"}),
        lambda one: one.post("step", step="join_continuation"),
        lambda one: one.type(key(one.page, 0), "没有底本"),
    ],
)
def test_a_window_that_is_behind_gets_what_stands_and_does_nothing(
    window: Window, act: Callable[[Window], Any]
) -> None:
    behind = Window(window.page, window.client)
    behind.number = window.number
    window.type(key(window.page, 0), "新标题")
    before = state()
    answer = act(behind)
    assert answer.status_code == 409
    assert "新标题" in answer.json()["html"]["stories"]
    assert answer.json()["number"] == window.number
    assert state() == before


def test_two_windows_type_into_one_text_and_lose_nothing(window: Window) -> None:
    story, base = key(window.page, 0), "全县掀起项目建设热潮"
    other = Window(window.page, window.client)
    other.number = window.number
    window.type(story, "全县再掀起项目建设热潮", base=base)
    answer = other.type(story, "全县掀起项目建设新热潮", base=base)
    assert answer.json()["texts"] == {f"{story}/headline/0": "全县再掀起项目建设新热潮"}


def test_both_texts_are_shown_where_two_people_changed_the_same(window: Window) -> None:
    story = key(window.page, 0)
    window.type(story, "全县掀起建设热潮")
    other = make_member("other", Role.EDITOR)
    second = Window(window.page, Client())
    second.client.force_login(other)
    second.open()
    second.type(story, "全市掀起项目热潮")
    assert second.post("save").status_code == 200
    answer = window.post("save")
    assert answer.status_code == 409
    assert "全市" in answer.json()["conflicts"] or "市" in answer.json()["conflicts"]
    assert window.press({"do": "save"}).status_code == 409
    done = window.press({"do": "save"}, **{f"resolve:{story}": "mine"})
    assert done.status_code == 200
    assert texts(window.page)[0][0] == "全县掀起建设热潮"


def test_two_orders_of_one_story_are_shown_with_and_without_a_script(window: Window) -> None:
    make_story(window.page, headline="第三篇")
    window.open()
    rows = [key(window.page, at) for at in range(3)]
    window.step("reorder", story=rows[0], place=2)
    second = Window(window.page, Client())
    second.client.force_login(make_member("other", Role.EDITOR))
    second.open()
    second.step("reorder", story=rows[2], place=2)
    assert second.post("save").status_code == 200
    answer = window.post("save")
    assert answer.status_code == 409
    assert 'data-conflict="order"' in answer.json()["conflicts"]
    assert "another order" in answer.json()["message"]
    assertContains(window.press({"do": "save"}), "resolve:order", status_code=409)
    window.press({"do": "save"}, **{"resolve:order": "mine"})
    heads = [head for head, _body in texts(window.page)]
    assert heads == ["公园开放", "全县掀起项目建设热潮", "第三篇"]


def test_submitting_saves_first_and_asks_about_gaps(client: Client, editor: User) -> None:
    page = make_desk_page(3)
    client.force_login(editor)
    window = Window(page, client)
    window.open()
    window.type(key(page, 1), "")
    asked = window.post("submit")
    assert asked.status_code == 409
    assert texts(page)[1][0] == ""
    assert "headline" in asked.json()["questions"]
    done = window.post("submit", confirmed=asked.json()["confirm"])
    assert done.status_code == 200, done.content
    assert set(page.articles.values_list("status", flat=True)) == {"first-review"}
    assert window.post("submit").status_code == 422


def test_a_finding_is_answered_on_the_desk(window: Window, editor: User) -> None:
    page = window.page
    make_story(page, headline="双字", body="市民散步其间，，风景很好。")
    check_page(page)
    finding = page.findings.open().filter(code="doubled-mark").get()
    window.open()
    assert window.post("finding", finding.pk, answer="ignored").status_code == 422
    answer = window.post("finding", finding.pk, answer="ignored", reason="原文如此")
    assert "findings" in answer.json()
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by) == ("ignored", editor)
    plain = window.client.get(f"{window.address('')}?plain=1").content.decode()
    assert 'name="answer" value="open"' in plain
    window.client.post(window.address("finding", finding.pk), {"answer": "open"}, follow=True)
    finding.refresh_from_db()
    assert finding.state == "open"
    elsewhere = make_long_page(1)
    strange = Window(elsewhere, window.client).post("finding", finding.pk, answer="open")
    assert strange.status_code == 422


def test_others_on_the_page_are_shown_and_a_claim_is_taken_over(
    window: Window, editor: User
) -> None:
    story = key(window.page, 0)
    editor.last_name = "王芳"
    editor.save()
    other = make_member("other", Role.EDITOR)
    second = Window(window.page, Client())
    second.client.force_login(other)
    assert window.post("pulse", story=story).json()["others"] == []
    window.type(story, "新标题")
    (seen,) = second.post("pulse", story=story).json()["others"]
    assert (seen["name"], seen["editing"], seen["story"], seen["unsaved"]) == (
        "王芳",
        "全县掀起项目建设热潮",
        story,
        True,
    )
    assert "王芳" in second.post("take", story=story).json()["told"]
    told = window.post("pulse", story=story).json()
    assert "other" in told["taken"]
    assert told["others"][0]["story"] == story
    assert load(window.page, editor).unsaved == [story]
    assert window.post("pulse", story=story).json()["taken"] == ""
    assert window.client.get(window.address("pulse")).json()["logged_in"]


@pytest.mark.parametrize("show", ["received", "repaired"])
def test_earlier_layers_are_shown(window: Window, show: str) -> None:
    html = window.client.get(f"{window.address('layers')}?show={show}").json()["html"]
    assert "公园开放" in html
    assert (
        window.client.get(f"{window.address('layers')}?show=x", headers=SCRIPT).status_code == 422
    )


def test_without_a_script_all_of_it_is_a_form(window: Window) -> None:
    page, story = window.page, key(window.page, 1)
    shown = window.form()
    assert f'name="text:{story}:headline:0"' in shown.content.decode()
    fields = {
        f"text:{story}:headline:0": "公园昨日开放",
        f"text:{story}:paragraphs:0": "市民散步其间。",
        f"text:{story}:paragraphs:1": "秋色正好。\r\n明天继续。",
        "text:broken:headline:0": "x",
        "to": key(page, 0),
    }
    moved = {"step": "move_text", "args": {"story": story, "index": 0, "to": "@to"}}
    assert window.press(moved, **fields).status_code == 200
    assert window.press({"do": "undo"}).status_code == 200
    window.press({"do": "redo"})
    window.press({"step": "reorder", "args": {"story": story, "place": "@place"}}, place="1")
    refused = window.press({"step": "fly"})
    assert [str(row) for row in refused.context["messages"]]
    saved = window.press({"do": "save"}, **{f"kind:{story}": "edit"})
    assert "Saved" in str(next(iter(saved.context["messages"])))
    assert texts(page)[0] == ("公园昨日开放", "秋色正好。\n明天继续。")
    assert texts(page)[1][1].endswith("市民散步其间。")
    assert Article.objects.get(headline="公园昨日开放").revisions.latest("pk").kind == "edit"
    assert window.client.post(window.address("typed"), {"do": "{"}).status_code == 302
    assert window.press({"do": "submit"}).status_code == 200
    taken = window.client.post(window.address("take"), {"story": story})
    assert taken.status_code == 302


def test_text_that_stands_in_no_story_is_taken_up_without_a_script(window: Window) -> None:
    first, second = key(window.page, 0), key(window.page, 1)
    away = {"step": "move_text", "args": {"story": second, "index": 0, "to": "unassigned"}}
    screen = window.press(away)
    (start, end) = next(
        (start, end) for start, end, text in screen.context["desk"].loose if "散步" in text
    )
    assert f'name="take:{start}"' in screen.content.decode()
    take = {"step": "take_up", "args": {"start": start, "end": end, "to": f"@take:{start}"}}
    window.press(take, **{f"take:{start}": first})
    window.press({"do": "save"})
    assert texts(window.page)[0][1].endswith("市民散步其间。")
    assert "散步" not in texts(window.page)[1][1]


@pytest.mark.parametrize("text", ["x" * 500_001, None])
def test_what_is_no_change_is_passed_over(window: Window, text: Any) -> None:
    change = {"story": key(window.page, 0), "part": "headline", "index": "x", "text": text}
    assert window.post("typed", changes=[change, "x"]).status_code == 200
    bad = window.client.post(window.address("typed"), "{", "application/json", headers=SCRIPT)
    assert bad.status_code == 200
    assert not load(window.page, User.objects.get(username="editor")).is_changed


def test_the_desk_leads_to_what_readers_see_and_who_publishes_to_that(
    page: Page, client: Client, editor: User
) -> None:
    publish, withdraw = (
        reverse(f"admin:issues_page_{name}", args=[page.pk]) for name in ("publish", "withdraw")
    )
    readers = reverse("page", args=[page.issue.date, page.label])

    def offered(who: User) -> list[bool]:
        client.force_login(who)
        shown = client.get(reverse("admin:desk", args=[page.pk])).content.decode()
        return [f'href="{address}' in shown for address in (publish, withdraw, readers)]

    publisher = make_member("publisher", Role.PUBLISHER)
    assert offered(publisher) == [False, False, False]
    page.articles.update(status=Article.Status.SIGNED_OFF)
    assert (offered(publisher), offered(editor)) == ([True, False, False], [False] * 3)
    page.articles.update(status=Article.Status.PUBLISHED, published_at=timezone.now())
    assert (offered(publisher), offered(editor)) == ([False, True, True], [False, False, True])


def test_what_was_withdrawn_of_a_page_is_named_at_the_desk(
    page: Page, client: Client, editor: User
) -> None:
    restore = reverse("admin:issues_page_restore", args=[page.pk])
    story = page.articles.all()[0]
    named = f'<a href="{reverse("admin:articles_article_change", args=[story.pk])}" lang='
    publisher = make_member("publisher", Role.PUBLISHER)
    for count in range(2):
        for who in (publisher, editor):
            client.force_login(who)
            for address in ("", "?plain=1"):
                at = reverse("admin:desk", args=[page.pk]) + address
                shown = client.get(at).content.decode()
                assert (named in shown) is bool(count)
                assert (restore in shown) is (bool(count) and who == publisher)
        published = {"published_at": timezone.now()}
        page.articles.filter(pk=story.pk).update(status=Article.Status.WITHDRAWN, **published)


def count_queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert act().status_code == 200
    return len(queries)


@pytest.mark.long
def test_the_desk_costs_the_same_queries_however_long_the_page_is(
    client: Client, editor: User
) -> None:
    client.force_login(editor)
    days = [f"2025-06-{day}" for day in (10, 11, 13)]
    # A page of more stories than it may ask about.
    sizes, letters = (3, 3, by_length(32, 60)), by_length(320, 1000)
    pages = [make_long_page(size, letters, day) for size, day in zip(sizes, days, strict=True)]
    bodies = pages[-1].articles.values_list("body", flat=True)
    assert sum(map(len, bodies)) > by_length(10_000, 32_000)
    # The first session also asks what the process keeps from then on.
    _first, few, many = (queries_of_a_session(Window(page, client)) for page in pages)
    assert few == many
    assert few["open"] < 30


def queries_of_a_session(window: Window) -> dict[str, int]:
    """Return what each deed of an editor costs on a page that asks about each of its stories."""
    page, story = window.page, key(window.page, 1)
    for row in page.articles.all():
        put_image(make_photo(row), name=f"{row.pk}.jpg")
        Article.objects.filter(pk=row.pk).update(body=f"{row.body}\n第{row.order}件事，，办成。")
    check_page(page)
    asked = page.findings.open().filter(code="doubled-mark")
    # A page is asked thirty times about one thing, not more.
    assert asked.count() == min(page.articles.count(), 30)
    return {
        "open": count_queries(window.open),
        "first letter": count_queries(lambda: window.type(story, "标题")),
        "next letter": count_queries(lambda: window.type(story, "标题二")),
        "step": count_queries(lambda: window.step("reorder", story=story, place=1)),
        "open again": count_queries(window.open),
        "save": count_queries(lambda: window.post("save")),
        "save one story": count_queries(
            lambda: window.type(story, "标题三") and window.post("save")
        ),
        "answer": count_queries(
            lambda: window.post("finding", asked[0].pk, answer="ignored", reason="是")
        ),
        "findings": count_queries(lambda: window.client.get(f"{window.address('')}?plain=1")),
        "layers": count_queries(
            lambda: window.client.get(f"{window.address('layers')}?show=received")
        ),
        "pulse": count_queries(lambda: window.post("pulse", story=story)),
    }


def test_any_two_versions_are_compared_and_one_is_taken_again(window: Window) -> None:
    page = window.page
    story = page.articles.get(order=0)
    for title in ("甲标题", "乙标题", "丙标题"):
        window.type(key(page, 0), title)
        window.post("save")
    window.step("move_text", story=key(page, 1), index=1, to=key(page, 0))
    window.post("save")
    address = reverse("admin:articles_article_revisions", args=[story.pk])
    shown = window.client.get(address, {"from": "1", "to": "3"})
    (part,) = shown.context["compared"].differences
    assert [run.text for run in part.runs] == ["甲", "丙", "标题"]
    assert "from story 2 to story 1" in shown.content.decode()
    assert window.client.get(address, {"from": "9", "to": "read"}).context["compared"] is None
    pressed = {"step": "use", "args": {"story": f"a{story.pk}", "layer": "version:1"}}
    answer = window.client.post(window.address("step"), {"do": json.dumps(pressed), "screen": "1"})
    assert answer["Location"] == f"{window.address('')}#story-a{story.pk}"
    window.press({"do": "save"})
    story.refresh_from_db()
    assert story.headline == "甲标题"
    assert story.revisions.count() == 5


def test_the_record_tells_steps_as_what_they_are_and_shows_no_ghost(window: Window) -> None:
    page = window.page
    window.step("join_stories", story=key(page, 0), into=key(page, 1))
    window.post("save")
    html = window.client.get(reverse("admin:review_record", args=[page.pk])).content.decode()
    assert "joined story 1 with story 2" in html
    stories, aside = html.split("Set aside: no part of the page")
    assert "全县掀起项目建设热潮</td><td>" not in stories
    assert "joined with “公园开放”" in aside
    assert list(page.articles.on_page().values_list("order", flat=True)) == [0]


@pytest.mark.parametrize("publishes", [False, True])
def test_what_waits_for_its_time_is_open_to_who_publishes(page: Page, publishes: bool) -> None:
    later = timezone.now() + dt.timedelta(days=1)
    waits = page.articles.get(order=0)
    Article.objects.filter(pk=waits.pk).update(status="published", published_at=later)
    roles = (Role.EDITOR, Role.PUBLISHER) if publishes else (Role.EDITOR,)
    client = Client()
    client.force_login(make_member("lu", *roles))
    shown = client.get(reverse("admin:desk", args=[page.pk])).content.decode()
    sheets = re.findall(r'<article class="sheet[^>]*>', shown)
    assert ["data-fixed" in one for one in sheets] == [not publishes, False]
    plain = client.get(reverse("admin:desk", args=[page.pk]), {"plain": "1"}).content.decode()
    fields = re.findall(rf'name="text:a{waits.pk}:[^>]*>', plain)
    assert {"readonly" in one for one in fields} == {not publishes}
