"""Archives, web files and pictures that are uploaded to the import page."""

from __future__ import annotations

import html
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
    report = response.content.decode()
    for name in FATES:
        assert f"files.zip/{name}" in shown
        assert f"files.zip/{name}" in report
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
    shown = upload(desk, ("files.zip", data)).content.decode()
    assert "The archive holds more than one preview does" in shown
    assert not PendingFile.objects.exists()


def test_of_every_uploaded_file_it_is_said_what_became_of_it(
    desk: Client, settings: Settings
) -> None:
    settings.IMPORT_MAX_BYTES = 200_000
    files = contents()
    full = zip_of({f"{number}.css": b"" for number in range(2001)} | {"a.txt": b"x"})
    bad = {
        "o.pdf": (b"%PDF-1.4", "o.pdf: It looks like a PDF, not like a page. Extract its text"),
        "run.exe": (b"MZ" + bytes(90), "run.exe is no text file. Save the page as plain text"),
        "empty.txt": (b"", "empty.txt is empty. Choose the file that holds the page."),
        "long.txt": (b"x" * 200_001, "of one page. Split it."),
        "full.zip": (full, "Divide it, or have it"),
    }
    good = {"01.txt": files["01.txt"], "02.bin": files["02.docx"], "04.doc": files["04.rtf"]}
    sent = [*good.items(), *((name, data) for name, (data, _said) in bad.items())]
    preview: Any = upload(desk, *sent)
    shown = html.unescape(preview.content.decode())
    for _data, said in bad.values():
        assert said in shown
    confirm(desk, preview)
    call_command("run_jobs", verbosity=0)
    assert list(Page.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 4]
    report = PendingImport.objects.get().report
    assert told(report, "") == dict.fromkeys(bad, "refused") | dict.fromkeys(good, "imported")


def test_where_no_uploaded_file_is_good_each_is_named(desk: Client) -> None:
    response = upload(desk, ("o.pdf", b"%PDF-1.4"), ("empty.txt", b""))
    shown = html.unescape(response.content.decode())
    assert "o.pdf: It looks like a PDF" in shown
    assert "empty.txt is empty" in shown
    assert not PendingImport.objects.exists()


def test_text_is_taken_beside_a_file_that_is_not(desk: Client) -> None:
    text = contents()["01.txt"].decode()
    preview: Any = upload(desk, ("o.pdf", b"%PDF-1.4"), text=text)
    assert "o.pdf: It looks like a PDF" in html.unescape(preview.content.decode())
    confirm(desk, preview)
    assert Page.objects.get().number == 1
