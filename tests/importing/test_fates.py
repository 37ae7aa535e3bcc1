"""Of every file in a folder or an archive it is said what became of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from articles.models import Photo
from issues.models import Page
from tests.importing.mixed_files import FATES, contents, folder_of, told, zip_of
from tests.importing.test_import_pages import refused, run
from tests.make import make_publication

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paper(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    make_publication("山溪报")


def test_of_a_folder(tmp_path: Path) -> None:
    folder = folder_of(contents(), tmp_path / "files")
    refused(folder, report=str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text())
    assert told(report["outcomes"], f"{folder}/") == FATES
    assert list(Page.objects.order_by("number").values_list("number", flat=True)) == [*range(1, 8)]
    again = refused(folder)
    assert "7 unchanged, 3 refused" in again


def test_of_an_archive(tmp_path: Path) -> None:
    (tmp_path / "files.zip").write_bytes(zip_of(contents()))
    refused(tmp_path / "files.zip", report=str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text())
    assert told(report["outcomes"], f"{tmp_path}/files.zip/") == FATES
    assert Photo.objects.get().image


def test_an_archive_whose_files_overlap_is_refused(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.txt": b"x" * 3000, "b.txt": b"y" * 3000}))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    (tmp_path / "bomb.zip").write_bytes(bytes(data))
    assert "it unpacks to more than it holds" in refused(tmp_path / "bomb.zip")


def test_a_folder_without_pages_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "It has no text files in it" in refused(tmp_path / "empty")
    files = {"style.css": b"p{}", "front.jpg": b"x"}
    for place in (folder_of(files, tmp_path / "files"), tmp_path / "files.zip"):
        (tmp_path / "files.zip").write_bytes(zip_of(files))
        said = refused(place)
        assert "It has no text files in it" in said
        assert "It belongs to the web site" in said
        assert "It is a picture that no page of these shows" in said


def test_a_page_named_by_itself_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "page.dat").write_bytes(contents()["01.txt"])
    assert "1 imported" in run(tmp_path / "page.dat")
