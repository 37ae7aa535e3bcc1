"""Day and page that an archive's file names tell."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command

from findings.models import Finding
from importing.file_names import day_and_page
from importing.parcels import Origin
from issues.models import Source
from tests.importing.test_import_pages import run
from tests.make import make_publication

DAY = dt.date(2025, 6, 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("20250603_02.txt", (DAY, "2")),
        ("archive/2025-06-03/02.txt", (DAY, "2")),
        ("2025/06/03/12.txt", (DAY, "12")),
        ("平阳-20250603-p1.txt", (DAY, "1")),
        ("2025年6月3日 第2版.txt", (DAY, "2")),
        ("2025.6.3 2版.txt", (DAY, "2")),
        ("2024-01-01/20250603_02.txt", (DAY, "2")),
        ("20250603.txt", (DAY, None)),
        ("20250603_final.txt", (DAY, None)),
        ("20250603_00.txt", (DAY, None)),
        ("2025-06-03/03民生.txt", (DAY, "3")),
        ("20250603_A03要闻·综合.docx", (DAY, "A03")),
        ("2025年6月3日/第4版：乡土中国.txt", (DAY, "4")),
        ("2025-06-03/03王明.txt", (DAY, None)),
        ("in/03民生.txt", (None, "3")),
        ("P3 民生.txt", (None, "3")),
        ("第12版.txt", (None, "12")),
        ("in/第12版", (None, "12")),
        ("03防汛工作.txt", (None, None)),
        # No whole date: nothing is told.
        ("000_a9866df5d050a74f.txt", (None, None)),
        ("20251303_02.txt", (None, None)),
        ("120250603_02.txt", (None, None)),
        ("202506031.txt", (None, None)),
        ("2025-06_03.txt", (None, None)),
        ("02.txt", (None, None)),
        ("-", (None, None)),
    ],
)
def test_only_whole_dates_and_the_number_behind_them_count(
    name: str, expected: tuple[dt.date | None, str | None]
) -> None:
    assert day_and_page(name) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "found"), [((), True), (("--date=2025-06-16",), False)])
def test_the_words_are_checked_against_the_day_the_page_came_to(
    tmp_path: Path, given: tuple[str, ...], found: bool
) -> None:
    make_publication()
    file = tmp_path / "20250613_03.txt"
    file.write_text("防汛工作全面部署\n\n本报讯（记者 王奔）6月14日，县里召开会议。\n")
    run(file, *given)
    assert Finding.objects.filter(code="date-after-issue").exists() is found


@pytest.mark.django_db
@pytest.mark.parametrize("background", [False, True])
def test_a_name_that_is_no_utf8_is_read_as_windows_wrote_it(
    tmp_path: Path, background: bool
) -> None:
    make_publication()
    folder = tmp_path / "archive"
    folder.mkdir()
    text = "镇里修路\n\n本报讯（记者 张三）昨天，镇里修了一条路。\n"
    name = os.path.join(os.fsencode(folder), "2025-06-03-2版.txt".encode("gbk"))
    try:
        with open(name, "wb") as file:
            file.write(text.encode())
    except OSError:
        pytest.skip("This disk takes no such name.")
    report = tmp_path / "report.json"
    if background:
        run(folder, background=True)
        call_command("run_jobs", verbosity=0)
    else:
        run(folder, report=str(report))
        (row,) = json.loads(report.read_text(encoding="utf-8"))["outcomes"]
        assert row["name"].endswith("archive/2025-06-03-2版.txt")
    source = Source.objects.get()
    assert source.file_name == "archive/2025-06-03-2版.txt"
    assert source.page.number == 2


def test_an_archive_s_own_name_may_be_no_utf8_either() -> None:
    place = Origin(os.fsdecode("/in/六月.zip".encode("gbk")), 0, "2025-06-03/02.txt")
    assert place.file_name == "六月.zip/2025-06-03/02.txt"
    assert place.name == "/in/六月.zip/2025-06-03/02.txt"
