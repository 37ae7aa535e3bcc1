"""What was received lies in a file of the store, and goes with the rows of its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.fields.files import FieldFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from articles.photo_files import note_written, undone_with_rows
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
