"""What was received lies in a file of the store, and goes with the rows of its page."""

from __future__ import annotations

import errno
import os
import threading
import time
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models.fields.files import FieldFile
from django.test import Client, TestCase
from django.urls import reverse
from pytest_django import Settings

from articles.photo_files import note_written, undone_with_rows
from articles.whole_files import MOST_OPEN, WholeFileStorage, on_disk_by_then
from importing import rows
from issues.models import Page, Source
from tests.keeping.cast import refused, run
from tests.make import FIXTURES, JUNE, make_administrator

pytestmark = pytest.mark.django_db


def files(settings: Settings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_bytes_lie_in_a_file_and_not_in_the_row(settings: Settings) -> None:
    run("import_pages", JUNE)
    (file,) = files(settings)
    assert file.read_bytes() == JUNE.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM issues_source")
        assert [bytes(data) for (data,) in cursor.fetchall()] == [b""]


def test_a_dry_run_leaves_no_file(settings: Settings) -> None:
    run("import_pages", FIXTURES, dry_run=True)
    assert not files(settings)


def test_a_page_that_cannot_be_written_leaves_no_file(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("importing.rows.write_stories", fail)
    refused("import_pages", JUNE)
    assert not Page.objects.exists()
    assert not files(settings)


def test_what_fails_within_what_is_kept_takes_only_its_own_files(settings: Settings) -> None:
    def keep(name: str) -> None:
        field = Source._meta.get_field("file")
        saved = default_storage.save(name, ContentFile(b"x"))
        note_written(FieldFile(Source(), field, saved))

    def fail_within() -> None:
        with undone_with_rows():
            keep("within")
            raise KeyError

    with undone_with_rows():
        keep("before")
        with pytest.raises(KeyError):
            fail_within()
        with undone_with_rows():
            keep("after")
    assert {path.name for path in files(settings)} == {"before", "after"}


def test_rows_wait_for_their_file_and_the_file_for_no_row(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, told = threading.Event(), []

    def slow(_file: int) -> None:
        # The disk is not done before the stories are written.
        assert written.wait(20)
        time.sleep(0.05)
        reached.set()

    written = threading.Event()
    write = rows.write_stories

    def noted(*given: Any) -> Any:
        stories = write(*given)
        written.set()
        transaction.on_commit(lambda: told.append(reached.is_set()))
        return stories

    monkeypatch.setattr(os, "fsync", slow)
    monkeypatch.setattr(rows, "write_stories", noted)
    with TestCase.captureOnCommitCallbacks(execute=True):
        run("import_pages", JUNE)
        assert reached.is_set()
    assert told == [True]


def test_the_threads_that_wait_for_the_disk_are_those_of_the_page_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited: list[threading.Thread] = []
    monkeypatch.setattr(os, "fsync", lambda _file: waited.append(threading.current_thread()))
    run("import_pages", FIXTURES)
    assert len(waited) == 2
    assert len(set(waited)) == 1


def test_a_page_whose_file_does_not_reach_the_disk_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "disk is full" in refused("import_pages", JUNE)
    assert not Page.objects.exists()
    assert not files(settings)


def test_many_files_are_not_all_held_open(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended, most = [], [], []

    def counted(file: int) -> None:
        begun.append(file)
        time.sleep(0.001)
        ended.append(file)
        most.append(len(os.listdir("/proc/self/fd")))

    monkeypatch.setattr(os, "fsync", counted)
    before = len(os.listdir("/proc/self/fd"))
    with on_disk_by_then(), on_disk_by_then():
        for number in range(4 * MOST_OPEN):
            default_storage.save(str(number), ContentFile(b"x"))
    assert len(ended) == 4 * MOST_OPEN
    assert max(most) <= before + MOST_OPEN + 5


def test_a_file_that_is_gone_is_named_to_whoever_asks_for_it(client: Client) -> None:
    run("import_pages", JUNE)
    source = Source.objects.get()
    name, place = str(source.file.name), "2025-06-13/1"
    Path(source.file.path).unlink()
    for command in (("export_source", place), ("export_page", place)):
        assert name in refused(*command)
    assert name in run("reparse", "--all")
    client.force_login(make_administrator())
    assert client.get(reverse("admin:issues_source_download", args=[source.pk])).status_code == 404
    row = client.get(reverse("admin:issues_source_change", args=[source.pk]))
    assert name in row.content.decode()


@pytest.mark.parametrize("can_link", [True, False])
def test_a_name_that_somebody_took_meanwhile_stays_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_link: bool
) -> None:
    """Also where no file can have two names, as on many a disk that is shared or carried about."""
    if not can_link:
        refusal = PermissionError(errno.EPERM, "Operation not permitted")
        monkeypatch.setattr(os, "link", Mock(side_effect=refusal))
    storage = WholeFileStorage(location=tmp_path)
    first = storage._save("a/b.txt", ContentFile(b"one"))
    second = storage._save("a/b.txt", ContentFile(b"two"))
    assert first == "a/b.txt" != second
    assert (tmp_path / first).read_bytes() == b"one"
    assert (tmp_path / second).read_bytes() == b"two"
    assert len(list((tmp_path / "a").iterdir())) == 2
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "a").iterdir()} == {0o644}


def test_a_file_that_cannot_be_named_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = PermissionError(errno.EPERM, "Operation not permitted")
    monkeypatch.setattr(os, "link", Mock(side_effect=refusal))
    monkeypatch.setattr(os, "replace", Mock(side_effect=OSError(errno.ENOSPC, "full")))
    with pytest.raises(OSError, match="full"):
        WholeFileStorage(location=tmp_path).save("a/b.txt", ContentFile(b"one"))
    assert not list((tmp_path / "a").iterdir())


def test_a_file_gets_its_name_without_another_being_deleted(tmp_path: Path) -> None:
    """ext4 seeks past what was just deleted: a placeholder for each file was dear by thousands."""
    storage = WholeFileStorage(location=tmp_path)
    name = storage.save("a/b.txt", ContentFile(b"one"))
    with patch.object(os, "replace", side_effect=AssertionError):
        storage.save("a/c.txt", ContentFile(b"two"))
    assert (tmp_path / name).stat().st_nlink == 1
