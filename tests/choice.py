"""Which tests a run chooses, and how far it goes: ``LONG=1`` for all the way."""

from __future__ import annotations

import os
from typing import TypeVar

import pytest
from django.test import TransactionTestCase

LONG = os.environ.get("LONG", "") not in ("", "0")
# What opens a database to a test; ``databases`` are those of processes of their own.
FIXTURES = {
    *("db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"),
    *("django_db_setup", "live_server", "make_once", "databases"),
}
T = TypeVar("T")


def by_length(short: T, long: T) -> T:
    """Return how far a case goes: every kind of it in the suite, many of each with ``LONG=1``."""
    return long if LONG else short


def sees_database(item: pytest.Item) -> bool:
    """Whether a test may say something else on another kind of database."""
    if item.get_closest_marker("looks"):
        return False
    if item.get_closest_marker("django_db") or FIXTURES & {*getattr(item, "fixturenames", ())}:
        return True
    cls = getattr(item, "cls", None)
    return cls is not None and issubclass(cls, TransactionTestCase)
