"""Where a login leads, and what the folder of static files gives away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.attacks.visitor import Visitor
from tests.make import PASSWORD, make_administrator
from tests.served import served


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "/\\evil.example"],
)
def test_a_login_that_shall_lead_elsewhere_leads_to_the_desk(client: Client, path: str) -> None:
    boss = make_administrator()
    sent = {"username": boss.username, "password": PASSWORD, "next": path}
    answer = client.post("/admin/login/", sent, follow=True)
    assert answer.redirect_chain == [("/admin/", 302)]
    assert answer.status_code == 200


@pytest.mark.django_db
def test_a_login_leads_to_the_page_that_asked_for_it(client: Client) -> None:
    boss = make_administrator()
    sent = {"username": boss.username, "password": PASSWORD, "next": "/admin/issues/page/"}
    answer = client.post("/admin/login/", sent)
    assert answer.headers["Location"] == "/admin/issues/page/"


@pytest.fixture(scope="module")
def served_folder(
    tmp_path_factory: pytest.TempPathFactory, new_file: Callable[[Path], None]
) -> Iterator[tuple[Visitor, Path]]:
    folder = tmp_path_factory.mktemp("static")
    database = folder / "newsroom.sqlite3"
    new_file(database)
    with served(database) as port:
        yield Visitor(port), folder


def test_nobody_is_given_the_list_of_the_static_files(
    served_folder: tuple[Visitor, Path],
) -> None:
    visitor, folder = served_folder
    paths = json.loads((folder / "staticfiles.json").read_text())["paths"]
    assert visitor.ask(f"/static/{paths['reader/reader.css']}").status == 200
    sheet = visitor.ask(f"/static/{paths['reader/list.css']}").text
    assert ".cover" in sheet
    assert "@import" not in sheet
    assert visitor.ask("/static/staticfiles.json").status == 404
    assert not list((folder / "staticfiles").glob("staticfiles.json*"))
