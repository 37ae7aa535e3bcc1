"""The guards in the database survive a step back through the migrations that strengthened them."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from articles.verifying.archive import missing_guards

pytestmark = pytest.mark.django_db


def test_a_step_back_takes_only_the_guards_that_the_step_brought() -> None:
    migration = import_module("articles.migrations.0204_keep_approvals_for_ever").Migration
    # Its ``with`` is not for the inside of a transaction, in which this test is.
    editor = connection.schema_editor(atomic=False)
    for operation in reversed(migration.operations):
        operation.reverse_code(apps, editor)
    words = ("for_ever",) if connection.vendor == "sqlite" else ("for_ever", "whole")
    gone = {f"articles_{name}_kept_{word}" for name in ("approval", "voiding") for word in words}
    assert set(missing_guards()) == gone
    for operation in migration.operations:
        operation.code(apps, editor)
    assert not missing_guards()
