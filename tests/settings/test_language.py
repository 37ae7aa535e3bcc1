"""The interface is Chinese unless a person chose otherwise."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from newsroom.language import terminal_language

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_installed(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "zh-hans"


def test_the_browsers_language_does_not_change_the_paper(client: Client) -> None:
    response = client.get("/admin/login/", headers={"accept-language": "en"})
    assert response.headers["Content-Language"] == "zh-hans"


def test_a_person_chooses_english(client: Client) -> None:
    client.post("/language/setlang/", {"language": "en", "next": "/admin/login/"})
    assert client.get("/admin/login/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "zh-hans"),
        ({"LC_ALL": "", "LANG": "zh_CN"}, "zh-hans"),
    ],
)
def test_commands_speak_the_terminals_language(variables: dict[str, str], language: str) -> None:
    assert terminal_language(variables) == language


@pytest.mark.parametrize("cookie", ["xx", "../../etc", "e" * 600])
def test_a_strange_cookie_means_chinese(client: Client, cookie: str) -> None:
    client.cookies["django_language"] = cookie
    assert client.get("/admin/login/").headers["Content-Language"] == "zh-hans"


def test_logging_in_is_throttled(client: Client) -> None:
    wrong = {"username": "somebody", "password": "wrong"}
    statuses = [client.post("/admin/login/", wrong).status_code for _ in range(6)]
    assert statuses[:4] == [200] * 4
    assert statuses[5] == 429
