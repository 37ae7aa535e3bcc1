"""Every row that is written once is guarded by the database itself, on every table of its kind."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython

from audit.models import Kept
from audit.triggers import expected_guards, missing_guards

pytestmark = pytest.mark.django_db
GUARDS = [
    f"{app}.migrations.0002_guards"
    for app in ("audit", "issues", "articles", "reviews", "workbench")
]


def test_a_migrated_database_guards_every_table_that_is_written_once() -> None:
    assert {f"{model._meta.db_table}_kept" for model in Kept.__subclasses__()} <= expected_guards()
    assert missing_guards() == []


def test_a_step_back_takes_the_guards_of_its_app_and_a_step_forward_brings_them_back() -> None:
    # Its ``with`` is not for the inside of a transaction, in which this test is.
    editor = connection.schema_editor(atomic=False)
    operations: list[Any] = [
        operation
        for name in GUARDS
        for operation in import_module(name).Migration.operations
        if isinstance(operation, RunPython)
    ]
    for operation in reversed(operations):
        operation.reverse_code(apps, editor)
    assert set(missing_guards()) == expected_guards()
    for operation in operations:
        operation.code(apps, editor)
    assert missing_guards() == []
