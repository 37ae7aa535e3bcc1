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

from articles.models import Article
from importing import rows
from importing.receipt import find_files, receive
from issues.models import Page, Source
from reading import read_page
from tests.importing.test_import_pages import refused, run
from tests.make import APRIL, JUNE, make_publication

pytestmark = pytest.mark.django_db


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    path.parent.mkdir(exist_ok=True)
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
    assert Source.objects.get(file_name__endswith="june.txt").received == JUNE.read_bytes()


def test_names_packed_on_a_chinese_windows_are_read(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "old.zip", {"XXXXXX.txt": JUNE.read_bytes()})
    # The writer cannot make such an archive, so its six letters become three characters of GBK.
    path.write_bytes(path.read_bytes().replace(b"XXXXXX", "平阳报".encode("gbk")))
    (place,) = find_files([str(path)])
    assert place.name == f"{path}/平阳报.txt"
    assert next(receive([place])).data == JUNE.read_bytes()


def test_names_packed_on_macos_are_read_and_tell_day_and_page() -> None:
    path = Path(__file__).parent / "trials" / "macnoflag.zip"
    names = [place.label for place in find_files([str(path)])]
    assert names == ["北溪报/20250714_02 第2版.txt", "北溪报/2025年7月14日 第4版.txt"]
    make_publication("北溪报")
    assert "2 imported" in run(path, publication="北溪报")
    assert list(Page.objects.values_list("number", flat=True)) == [2, 4]


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("臨江日報 2025年6月13日 第二版", "cp950"),
        ("雲嶺報/第2版", "cp950"),
        ("第2版", "cp950"),
        ("A02版要聞", "cp950"),
        ("云岭报/第2版", "gbk"),
        ("要闻", "gbk"),
        ("河口镇", "gbk"),
    ],
)
def test_names_packed_on_a_windows_of_either_script_are_read(
    name: str, encoding: str, tmp_path: Path
) -> None:
    coded = name.encode(encoding)
    path = make_zip(tmp_path / "old.zip", {"X" * len(coded) + ".txt": JUNE.read_bytes()})
    path.write_bytes(path.read_bytes().replace(b"X" * len(coded), coded))
    (place,) = find_files([str(path)])
    assert place.label == f"{name}.txt"


def test_a_name_that_is_no_gbk_stays_as_it_is(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "odd.zip", {"XX.txt": b"x"})
    path.write_bytes(path.read_bytes().replace(b"XX.txt", b"\xff\xff.txt"))
    (place,) = find_files([str(path)])
    assert place.name.endswith(".txt")


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    (tmp_path / "papers.zip").write_bytes(b"no zip at all")
    said = refused(tmp_path / "papers.zip")
    assert "It is no readable zip" in said
    assert "Copy or pack it anew." in said


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    said = refused(tmp_path / "none")
    assert said == f"{tmp_path / 'none'}: There is no such file or folder. Check the path."


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


def test_a_member_that_is_a_link_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "papers.zip", {"june.txt": JUNE.read_bytes()})
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "link.txt: It is a link to another file" in refused(path)
    assert Page.objects.count() == 1


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
    document = json.loads(report.read_text())
    assert [row["result"] for row in document["outcomes"]] == ["unchanged"]
    assert document["counts"] == {"unchanged": 1, "findings": 0}


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


def test_two_members_of_one_name_are_both_read(tmp_path: Path) -> None:
    path = tmp_path / "papers.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", JUNE.read_bytes())
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", APRIL.read_bytes())
    assert "2 imported" in run(path)


def test_a_member_whose_name_leads_out_of_the_archive_is_a_page_like_any(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "papers.zip",
        {"../../june.txt": JUNE.read_bytes(), "/etc/april.txt": APRIL.read_bytes()},
    )
    assert "2 imported" in run(path)
    names = set(Source.objects.values_list("file_name", flat=True))
    assert names == {"papers.zip/june.txt", "papers.zip/etc/april.txt"}
    assert [row.name for row in tmp_path.iterdir()] == ["papers.zip"]


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_an_archive_inside_is_named_and_not_left_out_unsaid(tmp_path: Path, kind: str) -> None:
    inner = make_zip(tmp_path / "in" / "2024.zip", {"a.txt": APRIL.read_bytes()})
    (tmp_path / "in" / "june.txt").write_bytes(JUNE.read_bytes())
    outer = tmp_path / "all.zip"
    make_zip(outer, {"2024.zip": inner.read_bytes(), "june.txt": JUNE.read_bytes()})
    out = refused(tmp_path / "in" if kind == "folder" else outer)
    assert "2024.zip: It is an archive inside" in out
    assert Page.objects.count() == 1


@pytest.mark.parametrize("kind", ["folder", "archive"])
def test_what_has_no_page_in_it_is_an_error(tmp_path: Path, kind: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "readme.md").write_text("x")
    outer = make_zip(tmp_path / "all.zip", {"readme.md": b"x", "2025/": b""})
    assert "no text files" in refused(tmp_path / "in" if kind == "folder" else outer)


def test_a_folder_below_a_hidden_one_is_read_when_it_is_named(tmp_path: Path) -> None:
    folder = tmp_path / ".archive"
    folder.mkdir()
    (folder / "june.txt").write_bytes(JUNE.read_bytes())
    assert "1 imported" in run(folder)


def test_a_link_that_leads_nowhere_is_named_and_one_in_a_circle_is_not_followed(
    tmp_path: Path,
) -> None:
    (tmp_path / "june.txt").write_bytes(JUNE.read_bytes())
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    out = refused(tmp_path)
    assert "gone.txt: It cannot be read (No such file" in out
    assert "self.txt: It cannot be read (Too many levels" in out
    assert "circle: no page It is a link to a folder, which is not followed." in out
    assert "1 imported, 0 replaced, 0 unchanged, 2 refused" in out
    assert "There is no such file" in refused(tmp_path / ("x" * 300))


def test_more_stories_than_a_page_can_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 3)
    assert "The page has more than 3 of this kind: articles" in refused(JUNE)


def test_a_page_that_cannot_be_read_does_not_stop_the_rest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_on_april(text: str) -> Any:
        if "4387" in text:
            raise ZeroDivisionError
        return read_page(text)

    monkeypatch.setattr("reading.sources.read_page", fail_on_april)
    assert "It could not be read. The log says why" in refused(APRIL, JUNE)
    assert "ZeroDivisionError" in caplog.text
    assert Page.objects.count() == 1
