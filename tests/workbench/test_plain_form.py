"""The plain form of the desk: what Enter in one of its fields does."""

from __future__ import annotations

import json
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from findings.models import Finding
from issues.models import Page
from tests.admin.test_parts import picture
from tests.make import make_member
from tests.workbench.hands import key, on_desk, texts
from tests.workbench.test_windows import Window
from workbench.copies import load

pytestmark = pytest.mark.django_db
ENTER = {"do": "enter", "else": "save"}


@pytest.fixture
def window(page: Page, client: Client, editor: User) -> Window:
    client.force_login(editor)
    window = Window(page, client)
    window.form()
    return window


def filled(window: Window, **more: str) -> dict[str, str]:
    """Return every field of the plain form as it was shown last, but for ``more``."""
    fields = dict(json.loads(window.hidden["shown"]))
    texts = {f"text:{name}": text for name, text in fields.items() if name.count(":") == 2}
    return {**texts, **{name: text for name, text in fields.items() if name.count(":") == 1}} | more


def test_enter_in_a_field_of_the_plain_form_does_what_the_field_is_for(window: Window) -> None:
    page, first, second = window.page, key(window.page, 0), key(window.page, 1)
    window.press(ENTER, **filled(window, **{f"place:{second}": "1"}))
    editor = User.objects.get(username="editor")
    assert on_desk(page, editor) == ["公园开放", "全县掀起项目建设热潮"]
    window.press(ENTER, **filled(window, **{f"to-page:{first}": "3"}))
    window.press(ENTER, **filled(window, **{f"from-page:{first}": "2"}))
    story = load(page, editor).desk.stories[1]
    assert (story.jump_from, story.jump_to) == ("2", "3")
    more = {f"more:{first}:0": "1", f"to:{first}:0": second}
    window.press(ENTER, **filled(window, **more))
    park = load(page, editor).desk.stories[0]
    assert len(park.paragraphs) == 4
    # Nothing of it is saved before Enter stands in no such field.
    assert texts(page)[0][0] == "全县掀起项目建设热潮"
    window.press(ENTER, **filled(window))
    assert texts(page)[0][0] == "公园开放"


@pytest.mark.parametrize(
    ("code", "scope", "state"),
    [
        ("truncated", "once", "settled"),
        ("truncated", "paper", "ignored"),
        ("doubled-mark", "once", "ignored"),
    ],
)
def test_enter_in_a_reason_answers_that_finding_and_keeps_the_texts(
    window: Window, code: str, scope: str, state: str
) -> None:
    page, story = window.page, key(window.page, 0)
    asked = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    other = Finding.objects.create(page=page, code=code, fingerprint="y")
    answer = {f"reason:{other.pk}": "与原报核对无误", f"scope:{other.pk}": scope}
    typed = {f"text:{story}:headline:0": "甲题", f"reason:{asked.pk}": ""}
    window.press(ENTER, **filled(window, **typed, **answer))
    for row, now in ((asked, "open"), (other, state)):
        row.refresh_from_db()
        assert row.state == now
    assert other.reason == "与原报核对无误"
    assert on_desk(page, User.objects.get(username="editor"))[0] == "甲题"
    assert texts(page)[0][0] == "全县掀起项目建设热潮"


def test_enter_that_may_mean_two_things_does_neither_and_keeps_the_texts(window: Window) -> None:
    page, first, second = window.page, key(window.page, 0), key(window.page, 1)
    finding = Finding.objects.create(page=page, code="truncated", fingerprint="x")
    both = {f"place:{second}": "1", f"reason:{finding.pk}": "核对"}
    answer = window.press(ENTER, **filled(window, **both, **{f"text:{first}:headline:0": "甲题"}))
    assert "Press the button" in str(next(iter(answer.context["messages"])))
    finding.refresh_from_db()
    assert finding.state == "open"
    assert on_desk(page, User.objects.get(username="editor")) == ["甲题", "公园开放"]


def test_who_only_answers_findings_does_so_by_enter_too(page: Page, client: Client) -> None:
    client.force_login(make_member("chief", Role.FINAL_REVIEWER))
    asked, other = (
        Finding.objects.create(page=page, code="truncated", fingerprint=mark) for mark in "xy"
    )
    window = Window(page, client)
    assert '{"do":"enter"}' in unescape(window.form().content.decode())
    window.press({"do": "enter"}, **{f"reason:{asked.pk}": "", f"reason:{other.pk}": "核对"})
    for row, now in ((asked, "open"), (other, "settled")):
        row.refresh_from_db()
        assert row.state == now
    assert window.press({"do": "enter"}).status_code == 200


def test_a_reason_stays_when_another_button_is_pressed(window: Window) -> None:
    page, first = window.page, key(window.page, 0)
    rows = [
        Finding.objects.create(page=page, code="weekday", fingerprint=str(number))
        for number in range(2)
    ]
    written = {f"reason:{rows[0].pk}": "与原报核对", f"text:{first}:headline:0": "新标题"}
    button = {"step": "set_truncated", "args": {"story": first, "truncated": True}}
    sent = {**window.hidden, **filled(window, **written), "do": json.dumps(button)}
    place = f'name="reason:{rows[0].pk}" value="与原报核对"'
    shown = window.client.post(window.address("step"), sent, follow=True).content.decode()
    assert place in shown
    assert "新标题</textarea>" in shown
    # The answer to another finding keeps it too, its own takes it away.
    for row, stays in ((rows[1], True), (rows[0], False)):
        window.form()
        address = f"/admin/issues/page/{page.pk}/desk/finding/{row.pk}/"
        reasons = {f"reason:{one.pk}": "与原报核对" for one in rows}
        sent = {**window.hidden, **reasons, "answer": "ignored"}
        shown = window.client.post(address, sent, follow=True).content.decode()
        assert (place in shown) is stays


def test_what_stands_beside_other_buttons_stays_when_one_is_pressed(window: Window) -> None:
    page, first, second = window.page, key(window.page, 0), key(window.page, 1)
    beside = {
        f"place:{second}": "1",
        f"to-page:{first}": "4",
        f"sort:{second}": "photo",
        f"to:{second}:0": "furniture",
        f"to:{first}:0": "furniture",
        f"more:{first}:0": "1",
    }
    button = {"step": "set_jump", "args": {"story": first, "part": "jump_to"}}
    button["args"]["number"] = f"@to-page:{first}"  # type: ignore[index]
    shown = window.press(button, **filled(window, **beside)).content.decode()
    assert f'name="place:{second}" inputmode="numeric" size="3" value="1"' in shown
    assert f'name="sort:{second}"' in shown
    assert shown.count('<option value="photo" selected>') == 1
    # What follows a paragraph of the story that was changed may be others by now.
    assert shown.count('<option value="furniture" selected>') == 1
    assert f'name="more:{first}:0" inputmode="numeric" size="2" value="0"' in shown
    assert load(page, User.objects.get(username="editor")).desk.stories[0].jump_to == "4"
    # Pressed with success, a field shows what has come of it; refused, what was typed.
    refused = button | {"args": {**button["args"], "number": f"@from-page:{first}"}}  # type: ignore[dict-item]
    typed = filled(window, **{f"from-page:{first}": "zz", f"place:{second}": "1"})
    shown = window.press(refused, **typed).content.decode()
    assert f'name="from-page:{first}" size="4" value="zz"' in shown
    assert f'name="to-page:{first}" size="4" value="4"' in shown
    # Shown once, it is not kept for whoever opens the form anew.
    assert f'name="place:{second}" inputmode="numeric" size="3" value="2"' in (
        window.form().content.decode()
    )


def test_images_that_were_chosen_beside_another_button_are_taken(window: Window) -> None:
    page, first = window.page, key(window.page, 0)
    window.press({"step": "add_photo", "args": {"story": first}}, **filled(window))
    files = {
        f"image:{first}:0": SimpleUploadedFile("a.png", picture("PNG")),
        "image": SimpleUploadedFile("page.png", picture("PNG")),
        "image:broken": SimpleUploadedFile("b.png", b"no image"),
    }
    button = {"step": "set_truncated", "args": {"story": first, "truncated": True}}
    window.press(button, **filled(window), **files)
    story = load(page, User.objects.get(username="editor")).desk.stories[0]
    assert (story.truncated, bool(story.photos[0].image)) == (True, True)
    assert page.images.count() == 1
    broken = {f"image:{first}:0": SimpleUploadedFile("a.png", b"no image")}
    answer = window.press({"do": "save"}, **filled(window), **broken)
    assert "no JPEG" in str(next(iter(answer.context["messages"])))
    # The photo's own button takes its own, whatever was chosen for the page.
    files = {
        name: SimpleUploadedFile("c.png", picture("PNG", (30, 30)))
        for name in (f"image:{first}:0", "image")
    }
    before = load(page, User.objects.get(username="editor")).desk.stories[0].photos[0].image
    window.press(
        {"step": "put_image", "args": {"story": first, "index": 0}}, **filled(window), **files
    )
    after = load(page, User.objects.get(username="editor")).desk.stories[0].photos[0].image
    assert after != before
    assert page.images.count() == 2


def test_what_is_undone_and_done_again_is_called_so(window: Window) -> None:
    first = key(window.page, 0)
    said = []
    for button in (
        {"step": "set_truncated", "args": {"story": first, "truncated": True}},
        {"do": "undo"},
        {"do": "redo"},
    ):
        answer = window.press(button, **filled(window))
        said.append(str(next(iter(answer.context["messages"]))))
    assert said[1:] == [f"Undone: {said[0]}", f"Done again: {said[0]}"]
