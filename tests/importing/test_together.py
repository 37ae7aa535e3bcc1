"""Pages that are written in one transaction: what one of them meets is not the others' trouble."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from audit.outcomes import Result
from importing import rows
from importing.intake import TOGETHER, import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from issues.models import Page, Source
from tests.make import make_publication

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = TOGETHER + 3
# The first page goes alone, so that this one stands amidst some that go together.
AMIDST = "2025-06-13-4.txt"


@pytest.fixture
def received() -> list[Received]:
    make_publication()
    return [
        Received(
            f"2025-06-13-{place}.txt",
            f"镇里修路{place}\n本报讯（记者 张三）昨天，镇里修了第{place}条路。\n".encode(),
        )
        for place in range(2, COUNT + 2)
    ]


def once_at(name: str, what: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Do ``what`` when that file is written first; return the list of all that are written."""
    write, written = rows.write_source, list[str]()

    def watched(page: Page, one: Received, *more: Any, **options: Any) -> None:
        write(page, one, *more, **options)
        written.append(one.name)
        if one.name == name and written.count(name) == 1:
            what()

    monkeypatch.setattr(rows, "write_source", watched)
    return written


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def told(received: list[Received]) -> list[Result]:
    outcomes = []
    for outcome in import_all(received, ImportOptions()):
        # Nobody is told of a page before it is there for everybody.
        assert not connection.in_atomic_block
        assert outcome.page_id is None or Page.objects.filter(pk=outcome.page_id).exists()
        outcomes.append(outcome.result)
    return outcomes


def test_many_pages_are_told_when_they_are_committed(
    received: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[bool] = []

    def alone() -> None:
        depths.append(len(connection.savepoint_ids) > 0)

    for place in (0, 1, TOGETHER):
        once_at(received[place].name, alone, monkeypatch)
    assert told(received) == [Result.IMPORTED] * COUNT
    # The first is committed by itself, those behind it as a part of something larger.
    assert depths == [False, True, True]
    assert Page.objects.count() == Source.objects.count() == len(files()) == COUNT


def test_one_that_breaks_takes_no_other_with_it(
    received: list[Received], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks() -> None:
        raise RuntimeError

    written = once_at(AMIDST, breaks, monkeypatch)
    with caplog.at_level(logging.CRITICAL):
        outcomes = told(received)
    assert outcomes.count(Result.REFUSED) == 1
    assert outcomes[written.index(AMIDST)] == Result.REFUSED
    # Each was written once: those beside it were not done anew.
    assert sorted(written) == sorted(row.name for row in received)
    assert Page.objects.count() == len(files()) == COUNT - 1


def test_a_transaction_that_is_lost_is_done_anew_page_by_page(
    received: list[Received], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLite takes back the whole of it when the disk is full or memory is short."""

    def lost() -> None:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
        raise RuntimeError

    written = once_at(AMIDST, lost, monkeypatch)
    with caplog.at_level(logging.CRITICAL):
        outcomes = told(received)
    assert outcomes == [Result.IMPORTED] * COUNT
    assert written.count(AMIDST) == 2
    assert Page.objects.count() == Source.objects.count() == len(files()) == COUNT


def test_a_disk_that_takes_no_file_is_asked_anew_for_each(
    received: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, failed = os.fsync, list[int]()

    def full(file: int) -> None:
        if not failed:
            failed.append(file)
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(file)

    once_at(received[0].name, lambda: monkeypatch.setattr(os, "fsync", full), monkeypatch)
    assert told(received) == [Result.IMPORTED] * COUNT
    assert failed
    assert Page.objects.count() == Source.objects.count() == len(files()) == COUNT
