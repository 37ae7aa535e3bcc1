"""What every test shares: settings, a database as migrated, a word on what is left out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import Settings

from desk.roles import grant_roles

# The same examples in every run: a test that fails once fails again.
hypothesis_settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_report_header() -> list[str]:
    """Say which database and which cache are used."""
    database = os.environ.get("DATABASE_URL", "").split(":", 1)[0] or "sqlite"
    cache = "redis" if os.environ.get("REDIS_URL") else "in memory"
    return [f"newsroom: database {database}, cache {cache}"]


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last, so that nobody misses it, which tests were left out and what they need."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(row.longrepr[2].removeprefix("Skipped: ") for row in skipped)
    if not reasons:
        return
    terminalreporter.section(f"LEFT OUT: {len(skipped)} tests", yellow=True, bold=True)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count:4}  {reason}", yellow=True)


@pytest.fixture(autouse=True)
def _settings_of_the_suite(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Messages are English, uploads never reach the project's folder, passwords cost no time."""
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Let every test begin with what the migrations leave, in whatever order the tests run.

    A test with real transactions empties all tables at its end. Django then makes its permissions
    again, as after a migration; the roles are rows of a migration, which does not run again.
    """
    # A thread of the live server lives as long as its browser: it must not keep its connection.
    connection.settings_dict["CONN_MAX_AGE"] = 0
    last = [app for app in apps.get_app_configs() if app.models_module][-1]

    def grant(**_kwargs: object) -> None:
        grant_roles(Group, Permission)

    post_migrate.connect(grant, sender=last)
    with _tables_can_be_emptied():
        yield
    post_migrate.disconnect(grant, sender=last)


@contextmanager
def _tables_can_be_emptied() -> Iterator[None]:
    """Empty also the tables that are kept for ever.

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
