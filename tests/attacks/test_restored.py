"""A backup and its return by the commands themselves, in the process of the test."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from archive.backup import MANIFEST
from articles.models import Photo
from issues.models import Page
from tests.databases import Databases
from tests.make import APRIL, import_page, make_administrator, put_image


@contextmanager
def newsroom(url: str, folder: Path, settings: Settings) -> Iterator[None]:
    """Work in the newsroom of another database and another folder."""
    before = connection.settings_dict["NAME"]
    connection.close()
    is_file = connection.vendor == "sqlite"
    connection.settings_dict["NAME"] = (
        url.removeprefix("sqlite:///") if is_file else url.rsplit("/", 1)[-1]
    )
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    # Their numbers are remembered for the process, and another database has others.
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
        ContentType.objects.clear_cache()


def told(*words: str) -> str:
    """Run a command and return what it prints."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def rewrite(backup: Path, target: Path, change: Callable[[list[list[str]]], object]) -> None:
    """Write a backup again whose manifest tells of other migrations."""
    with tarfile.open(backup) as old, tarfile.open(target, "w") as new:
        for member in old:
            file = old.extractfile(member)
            assert file is not None
            data = file.read()
            if member.name == MANIFEST:
                manifest = json.loads(data)
                change(manifest["migrations"])
                data = json.dumps(manifest).encode()
            member.size = len(data)
            new.addfile(member, BytesIO(data))


def test_what_was_lost_comes_back_by_two_commands(
    databases: Databases,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    rename = Path.rename
    left: list[Path] = []

    def watched(path: Path, target: Path) -> Path:
        left.extend(path.parent.glob(".*.room"))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", watched)
    with django_db_blocker.unblock():
        with newsroom(databases.new(), tmp_path / "lost", settings):
            import_page(APRIL, by=make_administrator())
            page = Page.objects.get()
            put_image(Photo.objects.all()[0])
            assert "the log ends with entry" in told("backup", str(tmp_path / "backups"))
            (backup,) = (tmp_path / "backups").iterdir()
            assert not left, "Killed at this moment a backup would leave what the next overlooks."
            with pytest.raises(CommandError, match="an empty one only"):
                told("restore", str(backup))
            stories = list(page.articles.order_by("pk").values())
        with newsroom(databases.new(), tmp_path / "new", settings):
            data = backup.read_bytes()
            (tmp_path / "cut.tar").write_bytes(data[: len(data) // 2])
            older, newer = tmp_path / "older.tar", tmp_path / "newer.tar"
            rewrite(backup, older, lambda names: names.remove(["articles", "0004_newest_by_key"]))
            rewrite(backup, newer, lambda names: names.append(["articles", "9999_later"]))
            for name, reason in (("older.tar", "older program"), ("newer.tar", "articles.9999")):
                with pytest.raises(CommandError, match=reason):
                    told("restore", str(tmp_path / name))
            for name, reason in (("cut.tar", "damaged"), ("none.tar", "no such file")):
                with pytest.raises(CommandError, match=reason):
                    told("restore", str(tmp_path / name))
            assert "2 files" in told("restore", str(backup))
            # What it found then is said by ``verify`` itself.
            assert "0 faults" in capsys.readouterr().out
            assert list(Page.objects.get().articles.order_by("pk").values()) == stories
