"""What every test shares: settings, a database as migrated, the order, a word on what is left out.

``--only-database`` is for the second run, on the other kind of database: what sees none, or only
looks at pages made of its rows, has nothing new to say there. Who has not asked for a database
cannot reach one, pytest-django sees to that; so nothing that uses one can be missed.
"""

from __future__ import annotations

import gc
import itertools
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.apps import apps
from django.core.management.commands import flush
from django.db import connection, transaction
from django.db.models import Model
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings

from archive.restoration import count_on
from desk import jobs
from tests.choice import by_length, sees_database
from tests.databases import Databases, database_of_tests
from tests.processes import allow_forks, stop_forks
from tests.served import migrate

# The same examples in every run: a test that fails once fails again.
hypothesis_settings.register_profile(
    "suite", deadline=None, derandomize=True, max_examples=by_length(30, 100)
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
T = TypeVar("T")
MakeOnce = Callable[[Callable[[], T]], T]
LEFT_TO_THE_OTHER = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the second run is told."""
    parser.addoption(
        "--only-database",
        action="store_true",
        help="run what sees a database; the rest ran with the other kind of database",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long ones first, so that no worker begins one when the others have ended."""
    if config.getoption("only_database"):
        others = [item for item in items if not sees_database(item)]
        config.stash[LEFT_TO_THE_OTHER] = len(others)
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if sees_database(item)]
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look through the thousands of tests for garbage no more: they stay until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 100, 20)


def pytest_sessionstart() -> None:
    """Let processes of their own be forked from one that has Django loaded."""
    allow_forks()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker tell the one process that writes."""
    stop_forks()
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["others"] = session.config.stash.get(LEFT_TO_THE_OTHER, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take what the worker told: every one has collected the same."""
    node.config.stash[LEFT_TO_THE_OTHER] = getattr(node, "workeroutput", {}).get("others", 0)


def pytest_report_header() -> list[str]:
    """Say which database and which cache are used."""
    database = os.environ.get("DATABASE_URL", "").split(":", 1)[0] or "sqlite"
    cache = "redis" if os.environ.get("REDIS_URL") else "in memory"
    return [f"newsroom: database {database}, cache {cache}"]


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last, so that nobody misses it, which tests were left out and what they need."""
    others = terminalreporter.config.stash.get(LEFT_TO_THE_OTHER, 0)
    if others:
        terminalreporter.write_line(
            f"{others} tests that see no database ran on the other one already."
        )
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(row.longrepr[2].removeprefix("Skipped: ") for row in skipped)
    if not reasons:
        return
    terminalreporter.section(f"LEFT OUT: {len(skipped)} tests", yellow=True, bold=True)
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"{count:4}  {reason}", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Messages are English, passwords cost no time, nothing reaches the project's folder."""
    folder = tmp_path_factory.mktemp("files")
    static = folder / "static"
    static.mkdir()
    with override_settings(
        LANGUAGE_CODE="en",
        MEDIA_ROOT=folder / "media",
        STATIC_ROOT=static,
        API_REQUESTS_A_MINUTE=1_000_000,
        JOBS_GO_ON=False,
        # Each test sees what its own views make; tests/reader/test_kept_answers.py keeps them.
        KEEP_ANSWERS=False,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield folder


NUMBERS = itertools.count()
# Where the files lie of what was made once for all tests of a file.
MADE = pytest.StashKey[Path]()


@pytest.fixture(autouse=True)
def _settings_of_the_suite(
    request: pytest.FixtureRequest,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    _folder: Path,
) -> Iterator[None]:
    """Every test has a folder for files to itself, with those of the rows that were made once.

    A step of a job goes to the job's end, however long that takes a machine at work.
    """
    settings.MEDIA_ROOT = _folder / f"media-{next(NUMBERS)}"
    module = request.node.getparent(pytest.Module)
    if MADE in module.stash and module.stash[MADE].exists():
        shutil.copytree(module.stash[MADE], settings.MEDIA_ROOT)
    monkeypatch.setattr(jobs, "STEP_SECONDS", 60.0)
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def make_once(
    request: pytest.FixtureRequest,
    _folder: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[MakeOnce[Any]]:
    """Yield what makes rows for all tests of a file, and returns what it made.

    Each test goes back to them; they go with the file's last test. Who uses this is ``autouse``,
    or what a test finds would depend on those before it. A test must read a row anew before it
    changes it, and have no transactions of its own.
    """

    files = request.node.stash[MADE] = _folder / f"made-{next(NUMBERS)}"

    def make(rows: Callable[[], T]) -> T:
        with (
            django_db_blocker.unblock(),
            translation.override("en"),
            override_settings(MEDIA_ROOT=files),
        ):
            return rows()

    around = transaction.atomic()
    make(around.__enter__)
    yield make

    def undo() -> None:
        transaction.set_rollback(True)
        around.__exit__(None, None, None)

    make(undo)


@pytest.fixture(scope="session")
def migrated(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Give Django its database, and yield the name of one that stays as migrations leave it."""
    folder = tmp_path_factory.getbasetemp()
    # The workers of one run share the folder above their own.
    folder = folder.parent if hasattr(request.config, "workerinput") else folder
    with django_db_blocker.unblock(), database_of_tests(folder / "migrated") as name:
        django_db_blocker.restore()
        yield name
        django_db_blocker.unblock()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory, migrated: str) -> Iterator[Databases]:
    """Yield what makes databases for processes of their own."""
    made = Databases(tmp_path_factory.mktemp("databases"), migrated)
    yield made
    made.drop()


@pytest.fixture(scope="session")
def new_file(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    """Return what makes a database of SQLite's, on whatever the other tests run."""

    def make(path: Path) -> None:
        if connection.vendor == "sqlite":
            shutil.copy(request.getfixturevalue("migrated"), path)
        else:
            migrate(path)

    return make


@pytest.fixture(scope="session")
def django_db_setup(migrated: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let every test begin with what the migrations leave, in whatever order the tests run.

    A test with real transactions empties all tables at its end. Django would then make its types
    and permissions anew, as after a migration; all that was there is written back as it was.
    """
    # A thread of the live server lives as long as its browser: it must not keep its connection.
    connection.settings_dict["CONN_MAX_AGE"] = 0
    with django_db_blocker.unblock():
        models = [
            model for model in apps.get_models(include_auto_created=True) if owns_table(model)
        ]
        left = [(model, rows) for model in models if (rows := list(model._base_manager.all()))]

    def write_back(*_args: object, **_options: object) -> None:
        # What they point to is looked for at the end.
        with transaction.atomic():
            for model, rows in left:
                model._base_manager.bulk_create(rows)
            count_on(model for model, _rows in left)

    with _tables_can_be_emptied(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "emit_post_migrate_signal", write_back)
        yield


def owns_table(model: type[Model]) -> bool:
    return model._meta.managed and not model._meta.proxy


@contextmanager
def _tables_can_be_emptied() -> Iterator[None]:
    """Empty also the tables that are kept for ever: the triggers that refuse it step aside.

    PostgreSQL makes the files of all tables and indexes anew to truncate them, which takes many
    times as long as to delete the few rows of a test.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def empty(self: Any, sql_list: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(WITHOUT_TRIGGERS[self.connection.vendor])
            steps = cursor.fetchall()
        if steps == [NONE_ACTS]:
            tables = self.connection.introspection.django_table_names(only_existing=True)
            names = map(self.quote_name, tables)
            sql_list = [f"DELETE FROM {name}" for name in names]  # noqa: S608 - names of tables
        away, back = [row[0] for row in steps], [row[1] for row in steps]
        flush(self, [*away, *sql_list, *back])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", empty)
        yield


# Only who may do anything on a server may say so.
NONE_ACTS = ("SET LOCAL session_replication_role TO replica", "RESET session_replication_role")
# How each guard is taken away and put back.
WITHOUT_TRIGGERS = {
    "sqlite": "SELECT 'DROP TRIGGER ' || name, sql FROM sqlite_master"
    " WHERE type = 'trigger' AND name LIKE '%_kept_for_ever'",
    "postgresql": "SELECT 'SET LOCAL session_replication_role TO replica',"
    " 'RESET session_replication_role' WHERE current_setting('is_superuser')::boolean UNION ALL"
    " SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname),"
    " format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname)"
    " FROM pg_trigger WHERE tgname LIKE '%_kept_whole'"
    " AND NOT current_setting('is_superuser')::boolean",
}
