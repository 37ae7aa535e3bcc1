"""What every test shares: settings of the run, and a word on what this machine leaves out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

# The same examples in every run: a test that fails once fails again.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_report_header() -> list[str]:
    """Say which database is used and what is not there to be tested."""
    database = os.environ.get("DATABASE_URL", "").split(":", 1)[0] or "sqlite"
    lines = [f"newsroom: database {database}"]
    if not os.environ.get("REDIS_URL"):
        lines.append("newsroom: REDIS_URL is not set: the tests of the shared cache are left out")
    if not shutil.which("chromium"):
        lines.append("newsroom: no chromium is found: the tests in a browser are left out")
    return lines


@pytest.fixture(autouse=True)
def _settings_of_the_suite(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Messages are English, uploads never reach the project's folder, passwords cost no time."""
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Between tests with real transactions every table is emptied, also those kept for ever.

    The triggers that refuse it step aside.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def empty(self: Any, sql_list: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(TRIGGERS[self.connection.vendor])
            steps = cursor.fetchall()
        away, back = [row[0] for row in steps], [row[1] for row in steps]
        flush(self, [*away, *sql_list, *back])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", empty)
        yield


# How each guard is taken away and put back.
TRIGGERS = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master"
    " WHERE type = 'trigger' AND name LIKE '%_kept_for_ever'",
    "postgresql": "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),"
    " format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname)"
    " FROM pg_trigger WHERE tgname LIKE '%_kept_whole'",
}
