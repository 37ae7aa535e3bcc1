"""What the environment may say, and what stops the start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.environment import env_bool, env_int, env_list, env_str
from tests.make import FIXTURES

# What loading pages never needs; each takes longer to import than several pages to load.
HEAVY = ("openpyxl", "rjieba", "ninja", "celery", "desk.page", "paper.story_views")
LOADED = f"""
import sys
from django.contrib import admin
from django.core import checks
from django.core.management import load_command_class
load_command_class("console", "import_pages")
print(*(name for name in {HEAVY} if name in sys.modules))
checks.run_checks(tags=[checks.Tags.admin])
print(len(admin.site._registry))
"""


def start(more: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Start Django with exactly these variables, and do some ``more``."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "newsroom.settings"}
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{more}"],
        cwd=FIXTURES.parent,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_needs_to_be_set_for_a_start_while_debugging() -> None:
    started = start(LOADED)
    assert started.returncode == 0, started.stderr
    # An import starts without the desk and the paper; a check of the admin looks at all its lists.
    loaded, lists = started.stdout.splitlines()
    assert loaded == ""
    assert int(lists) > 20


def test_a_variable_that_is_set_to_nothing_is_as_good_as_unset() -> None:
    assert start(DATABASE_URL="", REDIS_URL="", DATA_DIR="").returncode == 0


@pytest.mark.parametrize(
    ("variables", "missing"),
    [
        ({"DEBUG": "false"}, "SECRET_KEY is not set"),
        ({"DEBUG": "false", "SECRET_KEY": "k" * 50}, "ALLOWED_HOSTS is not set"),
        ({"DEBUG": "perhaps"}, "DEBUG='perhaps'"),
        ({"LOGIN_FAILURE_LIMIT": "five"}, "LOGIN_FAILURE_LIMIT='five'"),
    ],
)
def test_the_start_is_refused_with_the_variable_named(
    variables: dict[str, str], missing: str
) -> None:
    done = start(**variables)
    assert done.returncode == 1
    assert missing in done.stderr


@pytest.mark.parametrize("behind_proxy", ["false", "true"])
def test_production_starts_with_a_key_and_hosts(behind_proxy: str) -> None:
    done = start(
        DEBUG="false",
        SECRET_KEY="k" * 50,
        ALLOWED_HOSTS="paper.example",
        DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
        REDIS_URL="redis://127.0.0.1:1/0",
        BEHIND_PROXY=behind_proxy,
    )
    assert done.returncode == 0, done.stderr


def test_words_for_true_and_false(monkeypatch: pytest.MonkeyPatch) -> None:
    for word, value in {"1": True, "Yes": True, "on": True, "0": False, "no": False}.items():
        monkeypatch.setenv("SWITCH", word)
        assert env_bool("SWITCH", default=not value) is value
    monkeypatch.delenv("SWITCH")
    assert env_bool("SWITCH", default=True) is True


def test_numbers_lists_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALUE", " 12 ")
    assert (env_int("VALUE", default=3), env_str("VALUE")) == (12, "12")
    monkeypatch.setenv("VALUE", "a, b,,c ")
    assert env_list("VALUE") == ["a", "b", "c"]
    monkeypatch.setenv("VALUE", "twelve")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        env_int("VALUE", default=3)
    monkeypatch.delenv("VALUE")
    assert (env_int("VALUE", default=3), env_str("VALUE", "d"), env_list("VALUE")) == (3, "d", [])
