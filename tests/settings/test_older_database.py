"""A database made by other migrations is named, with the way on, or goes on where it is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from newsroom.older_database import older_databases
from tests.served import ROOT, production


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Return a database with the record of the first migrations that there once were."""
    path = tmp_path / "newsroom.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY AUTOINCREMENT,"
            " app varchar(255) NOT NULL, name varchar(255) NOT NULL, applied datetime NOT NULL)"
        )
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('issues', '0001_initial', '2026-11-22 06:36:00')"
        )
    database.close()
    return path


def rows_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        return list(database.iterdump())


def test_an_older_database_is_refused_by_migrate_and_left_as_it_is(older: Path) -> None:
    before = rows_of(older)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=production(older),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"The database {older} was made by a version of the newsroom before 0.2" in done.stderr
    assert "export_page --output pages.jsonl" in done.stderr
    assert rows_of(older) == before


@pytest.mark.django_db
def test_a_database_that_had_all_migrations_of_before_goes_on_where_it_is() -> None:
    # Their names are recorded, the one that stands for them is not yet.
    recorded = MigrationRecorder(connection).migration_qs
    assert recorded.filter(app="desk", name="0001_filters_and_jobs").delete()[0] == 1
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert older_databases(None, ["default"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("last", ["0003_rules", "0011_page_labels"])
def test_a_database_that_stopped_halfway_is_refused(last: str) -> None:
    recorded = MigrationRecorder(connection).migration_qs.filter(app="issues")
    recorded.filter(name__gt=last).delete()
    [error] = older_databases(None, ["default"])
    assert error.id == "newsroom.E002"
    assert str(connection.settings_dict["NAME"]) in error.msg
    assert "manage.py migrate" in error.msg
