"""The desk's addresses: what is typed, done, undone and saved through them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article
from issues.models import Page
from tests.make import JUNE, import_page, make_member

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Requested-With": "desk"}


class Window:
    """One window of the desk, as the script in the browser works."""

    def __init__(self, page: Page, client: Client) -> None:
        self.page, self.client, self.number = page, client, ""

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

    def type(
        self, story: str, text: str, part: str = "headline", index: int = 0, **more: Any
    ) -> Any:
        change = {"story": story, "part": part, "index": index, "text": text, **more}
        return self.post("typed", changes=[change])


@pytest.fixture
def window(client: Client) -> Window:
    import_page(JUNE)
    editor = make_member("editor", Role.EDITOR)
    client.force_login(editor)
    window = Window(Page.objects.get(), client)
    window.open()
    return window


def test_a_session(window: Window) -> None:
    first, second = list(window.page.articles.order_by("order"))[:2]
    typed = window.type(f"a{first.pk}", "新标题")
    assert typed.status_code == 200, typed.content
    split = window.step("split_story", story=f"a{second.pk}", index=1)
    assert split.status_code == 200, split.content
    undone = window.post("undo")
    assert undone.status_code == 200, undone.content
    again = window.post("redo")
    assert again.status_code == 200, again.content
    count = window.page.articles.count()
    saved = window.post("save")
    assert saved.status_code == 200, saved.content
    first.refresh_from_db()
    assert first.headline == "新标题"
    assert window.page.articles.count() == count + 1
    assert Article.objects.get(page=window.page, order=2).read_index is None
