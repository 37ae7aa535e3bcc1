"""Zip archives, files that cannot be read, and runs of many pages."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from articles.importing import rows
from articles.importing.receiving import find_files, receive
from articles.models import Article
from issues.models import Page, Source
from tests.importing.test_import_pages import refused, run
from tests.make import APRIL, JUNE

pytestmark = pytest.mark.django_db


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    """Write an archive of ``members``."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_an_archive_gives_its_pages(tmp_path: Path) -> None:
    archive = make_zip(
        tmp_path / "papers.zip",
        {
            "2025/june.txt": JUNE.read_bytes(),
            "2025/april.txt": APRIL.read_bytes(),
            "__MACOSX/2025/._june.txt": b"x",
            "2025/.hidden.txt": b"x",
            "readme.md": b"x",
            "2025/": b"",
        },
    )
    assert "2 imported" in run(archive)
    names = list(Source.objects.order_by("pk").values_list("file_name", flat=True))
    assert names == ["papers.zip/2025/april.txt", "papers.zip/2025/june.txt"]
    assert bytes(Source.objects.get(file_name__endswith="june.txt").data) == JUNE.read_bytes()


def test_names_packed_on_a_chinese_windows_are_read(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "old.zip", {"XXXXXX.txt": JUNE.read_bytes()})
    # The writer cannot make such an archive, so its six letters become three characters of GBK.
    path.write_bytes(path.read_bytes().replace(b"XXXXXX", "平阳报".encode("gbk")))
    (place,) = find_files([str(path)])
    assert place.name == f"{path}/平阳报.txt"
    assert next(receive([place])).data == JUNE.read_bytes()


def test_a_name_that_is_no_gbk_stays_as_it_is(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "odd.zip", {"XX.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"XX.txt", b"\xff\xff.txt"))
    (place,) = find_files([str(path)])
    assert place.name.endswith(".txt")


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "papers.zip").write_bytes(b"no zip at all")
    assert "no readable zip" in refused(tmp_path / "papers.zip")


def test_a_damaged_member_does_not_stop_the_rest(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "papers.zip", {"a.txt": b"broken text", "b.txt": JUNE.read_bytes()})
    path.write_bytes(path.read_bytes().replace(b"broken text", b"BROKEN TEXT", 1))
    assert "cannot be read" in refused(path)
    assert Page.objects.count() == 1


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "papers.zip", {"a.txt": b"text"})
    data = bytearray(path.read_bytes())
    # Bit 0 of the flags, in the local header and in the central directory.
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(signature) + offset, 1)
    path.write_bytes(bytes(data))
    assert "encrypted" in refused(path)


def test_a_member_that_unpacks_to_too_much_is_refused(tmp_path: Path, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1000
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 10_000_000)
    assert "1000 bytes" in refused(tmp_path / "bomb.zip")


@pytest.mark.parametrize("value", ["0", "-1", "65", "many", "1.5"])
def test_a_number_of_processes_that_is_none_is_refused_at_once(value: str) -> None:
    with pytest.raises(CommandError, match="1 to 64"):
        call_command("import_pages", str(JUNE), f"--jobs={value}")


def test_a_long_run_says_at_its_end_what_was_refused(tmp_path: Path) -> None:
    for number in range(22):
        (tmp_path / f"{number:02}.txt").write_text("没有报头")
    out = refused(tmp_path)
    assert out.count(str(tmp_path / "07.txt")) == 2
    assert out.index("Refused:") > out.index(str(tmp_path / "21.txt"))


def test_a_page_that_cannot_be_written_does_not_stop_the_rest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write = rows.write_stories

    def fail_on_april(page: Page, *words: Any) -> Any:
        if page.issue.number == 4387:
            raise ZeroDivisionError
        return write(page, *words)

    monkeypatch.setattr(rows, "write_stories", fail_on_april)
    out = refused(APRIL, JUNE)
    assert "The log says why" in out
    assert "ZeroDivisionError" in caplog.text
    assert [page.issue.number for page in Page.objects.all()] == [4403]
    assert Article.objects.count() == 4


def test_the_report_is_whole_json_with_every_outcome(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    run(JUNE, APRIL, report=str(report))
    document = json.loads(report.read_text())
    assert [row["result"] for row in document["outcomes"]] == ["imported", "imported"]
    assert document["outcomes"][0]["stories"] == 4
    assert {row["code"] for row in document["outcomes"][1]["findings"]} >= {"truncated"}
    assert document["counts"]["imported"] == 2
    run(JUNE, report=str(report))
    assert json.loads(report.read_text()) == {
        "outcomes": [],
        "dry_run": False,
        "counts": {"unchanged": 1, "findings": 0},
    }


def test_a_progress_bar_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    out = run(JUNE)
    assert "1/1" in terminal.getvalue()
    assert "imported 2025-06-13" not in out
    assert "1 imported" in out
