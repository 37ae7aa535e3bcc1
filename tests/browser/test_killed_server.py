"""A real server that is killed between a key press and the saving: no letter is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.test_workbench import open_desk, paragraph
from tests.browser.test_workbench_keeping import state, write
from tests.databases import Databases
from tests.make import APRIL, PASSWORD
from tests.served import free_port, kill, manage, python, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long,
    # What a killed process leaves in each kind of database, the kills without a browser tell.
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="Linux: tells a server's workers"),
]
EDITOR = """
import django; django.setup()
from accounts.roles import Role
from tests.make import make_member
make_member("editor", Role.EDITOR)
"""
FIRST = """
import django; django.setup()
from articles.models import Article
print(Article.objects.order_by("order")[0].paragraphs[0])
"""


@dataclass
class Newsroom:
    """One database and one address; its server comes and goes."""

    database: str
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def served(self) -> Iterator[None]:
        more = {"DATA_DIR": str(self.folder)}
        with served(self.database, pid_file=self.folder / "pid", port=self.port, **more):
            yield

    def kill(self) -> None:
        kill(self.folder / "pid")

    def first_paragraph(self) -> str:
        return python(self.database, "-c", FIRST).strip()


@pytest.fixture
def newsroom(databases: Databases, tmp_path: Path) -> Newsroom:
    """Return a newsroom with one page of five stories and an editor."""
    url = databases.new()
    manage(url, "import_pages", str(APRIL), "--verbosity", "0")
    python(url, "-c", EDITOR)
    return Newsroom(url, tmp_path, free_port())


def log_in(page: Page, newsroom: Newsroom) -> None:
    page.goto(f"{newsroom.url}/admin/login/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", PASSWORD)
    page.click("#login-form [type=submit]")
    page.wait_for_url(f"{newsroom.url}/admin/")


def test_a_killed_server_costs_no_letter(newsroom: Newsroom, new_page: NewPage) -> None:
    page = new_page(failing=True)
    with newsroom.served():
        log_in(page, newsroom)
        open_desk(page, newsroom, 1)
        before = paragraph(page, 1, 0).inner_text()
        write(page, "甲")
        state(page, "kept")
        write(page, "乙")
        newsroom.kill()
    state(page, "browser")
    expect(page.locator("[data-alarm]")).to_be_visible()
    # The window goes on by itself; then the server is killed while it saves.
    with newsroom.served():
        state(page, "kept")
        write(page, "丙")
        page.keyboard.press("Control+s")
        newsroom.kill()
    write(page, "丁")
    state(page, "browser")
    context = page.context
    page.close()
    with newsroom.served():
        page = context.new_page()
        open_desk(page, newsroom, 1)
        expect(paragraph(page, 1, 0)).to_have_text(f"{before}甲乙丙丁")
        expect(paragraph(page, 1, 0)).to_be_focused()
        state(page, "kept")
        page.keyboard.press("Control+s")
        state(page, "saved")
    assert newsroom.first_paragraph() == f"{before}甲乙丙丁"
