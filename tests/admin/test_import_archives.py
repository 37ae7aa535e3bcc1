"""Archives, web files and pictures that are uploaded to the import page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from articles.models import Photo
from importing.models import PendingFile, PendingImport, PendingPicture
from issues.models import Page, Source
from tests.admin.test_import_screens import confirm, upload
from tests.importing.mixed_files import FATES, contents, told, zip_of
from tests.make import make_publication

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_publication("山溪报")


def test_of_an_archive_in_the_admin(desk: Client) -> None:
    preview: Any = upload(desk, ("files.zip", zip_of(contents())))
    shown = preview.content.decode()
    assert not Page.objects.exists()
    confirm(desk, preview)
    # On a slow machine the job waits for its next step.
    call_command("run_jobs", verbosity=0)
    pending = PendingImport.objects.get()
    response = desk.get(reverse("admin:issues_page_import_report", args=[pending.pk]))
    assert told(pending.report, "files.zip/") == FATES
    html = response.content.decode()
    for name in FATES:
        assert f"files.zip/{name}" in shown
        assert f"files.zip/{name}" in html
    assert Photo.objects.get().image
    assert Source.objects.filter(file_name="files.zip/01.txt").exists()
    assert not PendingFile.objects.exists()
    assert not PendingPicture.objects.exists()


def test_loose_web_files_come_together_in_the_admin(desk: Client) -> None:
    files = contents()
    names = ("07/node_7.htm", "07/content_1.htm", "07/a.jpg")
    preview = upload(desk, *((name[3:], files[name]) for name in names))
    confirm(desk, preview)
    assert Page.objects.get().number == 7
    assert Photo.objects.get().image


def test_a_broken_archive_is_said_in_the_admin_and_the_rest_is_taken(desk: Client) -> None:
    good = contents()["01.txt"]
    preview: Any = upload(desk, ("files.zip", b"PK no archive"), ("01.txt", good))
    assert "It is no readable zip archive" in preview.content.decode()
    confirm(desk, preview)
    assert Page.objects.get().number == 1


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path, desk: Client) -> None:
    data = zip_of({"../../../evil/01.txt": contents()["01.txt"]})
    confirm(desk, upload(desk, ("files.zip", data)))
    assert Source.objects.get().file_name == "files.zip/../../../evil/01.txt"
    assert not (tmp_path.parent / "evil").exists()


def test_an_archive_that_holds_too_many_files_is_refused_in_the_admin(desk: Client) -> None:
    data = zip_of({f"{number}.css": b"" for number in range(2001)} | {"a.txt": b"x"})
    html = upload(desk, ("files.zip", data)).content.decode()
    assert "The archive holds more than one preview does" in html
    assert not PendingFile.objects.exists()
