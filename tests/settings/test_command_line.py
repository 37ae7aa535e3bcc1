"""What a command says when the database as a whole is not there, in a process of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes import start
from tests.served import production


def refused(database: Path | str, language: str = "C.UTF-8") -> str:
    """Run a command that must be refused and return the last line that it says."""
    process = start(("manage.py", "verify"), production(database) | {"LC_ALL": language})
    _out, errors = process.communicate()
    assert process.returncode == 1
    assert "Traceback" not in errors
    return errors.splitlines()[-1]


def test_a_database_without_tables_is_named(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    expected = f"The database {path} has no tables yet. Run “manage.py migrate”."
    assert refused(path) == expected
    assert refused(path, "zh_CN.UTF-8") == (
        f"数据库 {path} 还没有建表。请运行“manage.py migrate”。"
    )


@pytest.fixture
def without_log(tmp_path: Path, new_file: Callable[[Path], None]) -> Path:
    """Return a database that lacks one table of all."""
    path = tmp_path / "broken.sqlite3"
    new_file(path)
    execute(path, "DROP TABLE audit_auditentry")
    return path


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()


def test_a_database_of_an_earlier_version_is_named(without_log: Path) -> None:
    execute(without_log, "DELETE FROM django_migrations WHERE app = 'articles'")
    assert refused(without_log) == (
        f"The database {without_log} lacks newer migrations. Run “manage.py migrate”."
    )


def test_a_server_that_does_not_answer_is_named() -> None:
    errors = refused("postgres://nobody@127.0.0.1:9/newsroom")
    assert errors.startswith("The database newsroom cannot be opened: ")
    assert errors.endswith("Start it, or mend DATABASE_URL.")


def test_a_fault_of_one_statement_is_not_taken_for_one_of_the_database(without_log: Path) -> None:
    process = start(("manage.py", "verify"), production(without_log))
    _out, errors = process.communicate()
    assert process.returncode == 1
    assert "no such table" in errors
