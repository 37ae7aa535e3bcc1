"""Of every file in a folder or an archive it is said what became of it."""

from __future__ import annotations

import json
import os
import socket
import zipfile
from pathlib import Path

import pytest
from pytest_django import Settings

from articles.models import Photo
from issues.models import Page
from tests.importing.mixed_files import FATES, contents, folder_of, lines, told, zip_of
from tests.importing.test_import_pages import refused, run
from tests.make import make_publication
from tests.reading.test_manuscripts import docx, odt, rtf

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


def unnamed() -> dict[str, bytes]:
    """Return pages whose names do not tell what they are, and files of other kinds beside them."""
    rows = lines(4)
    semantic = f"<article><h1>{rows[3]}</h1><p>{rows[5]}</p></article>"
    return {
        "01": "\n".join(lines(1)).encode(),
        "02.doc": rtf(*lines(2)),
        "03.bin": docx(*lines(3)),
        "04.jsp": f"<html><body><p>{rows[0]} {rows[1]}</p>{semantic}</body></html>".encode(),
        "05": odt(*lines(5)),
        "06.dat": "\n".join(lines(6)).encode("gb18030"),
        "07.page": ("\n".join([*lines(7), *["各乡镇压实责任。"] * 9000])).encode(),
        "08": "\n".join(lines(8)).encode("utf-16"),
        "09.old": "臺灣的報紙，不是我們的，年月日大會上下".encode("big5") * 9,
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "scan": b"%PDF-1.4",
        "film.mp4": b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 300,
        "gtag": b"function gtag(){dataLayer.push(arguments)}; // \xe7\xbb\x9f\xe8\xae\xa1",
        "list.csv": "标题,作者\n防汛,王明\n".encode(),
        "sheet.xlsx": zip_of({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}),
        "settings.json": '{"名称": "山溪报"}'.encode(),
        "page.json": b'{"masthead": {}, "articles": []}',
        "nothing": b"",
    }


REASONS = {
    "09.old": "is Big5",
    "old.doc": "an old Office document, not like a page. Save it as plain text first.",
    "scan": "a PDF, not like a page. Extract its text first.",
    "film.mp4": "neither text nor a document",
    "gtag": "hardly any Chinese text",
    "list.csv": "is a table",
    "sheet.xlsx": "is a table",
    "settings.json": "is JSON, and no page",
    "page.json": "Name the file itself",
    "nothing": "The file is empty",
}


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_files_are_known_by_their_bytes_where_their_names_do_not_tell(
    kind: str, tmp_path: Path
) -> None:
    place = folder_of(unnamed(), tmp_path / "files")
    if kind == "archive":
        place = tmp_path / "files.zip"
        place.write_bytes(zip_of(unnamed()))
    refused(place, report=str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text())["outcomes"]
    fates = told(report, f"{place}/")
    assert {
        name for name, fate in fates.items() if fate == "imported"
    } == unnamed().keys() - REASONS
    assert {name for name, fate in fates.items() if fate == "refused"} == {"09.old"}
    said = {row["name"].removeprefix(f"{place}/"): row["message"] for row in report}
    for name, reason in REASONS.items():
        assert reason in said[name]


@pytest.mark.parametrize("name", sorted(unnamed().keys() - REASONS))
def test_each_of_them_is_read_when_it_is_named_itself(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(unnamed()[name])
    assert "1 imported" in run(tmp_path / name)


def test_what_is_no_file_is_said_and_not_waited_for(tmp_path: Path) -> None:
    folder = folder_of({"01.txt": contents()["01.txt"]}, tmp_path / "files")
    (folder / "empty" / "inside").mkdir(parents=True)
    os.mkfifo(folder / "pipe.txt")
    (folder / "to-pipe.txt").symlink_to("pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "s"))
        out = run(folder)
    assert "1 imported" in out
    assert f"{folder}/empty/inside: no page It is an empty folder." in out
    for name in ("pipe.txt", "to-pipe.txt", "s"):
        assert f"{folder}/{name}: no page It is a pipe, a socket or a device" in out
    assert "It is a pipe, a socket or a device" in refused(folder / "pipe.txt")


def test_a_folder_that_cannot_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of({"01.txt": contents()["01.txt"], "in/02.txt": b""}, tmp_path / "files")
    listed = Path.iterdir

    def refuse(path: Path) -> object:
        if path.name == "in":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert f"{folder}/in: The folder cannot be opened (Permission denied)." in refused(folder)


def test_an_empty_folder_in_an_archive_is_said(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "files.zip", "w") as archive:
        for name, data in {"a/": b"", "a/b/": b"", "c/": b"", "c/01.txt": b""}.items():
            archive.writestr(name, data or (contents()["01.txt"] if name[-1] != "/" else b""))
    out = run(tmp_path / "files.zip")
    assert out.count("It is an empty folder.") == 1
    assert "files.zip/a/b/: no page It is an empty folder." in out
