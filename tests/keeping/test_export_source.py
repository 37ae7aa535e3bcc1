"""``export_source``: what came in goes out again, to the byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from tests.keeping.cast import INNER, refused, run
from tests.make import APRIL, JUNE, make_issue, make_page, make_publication

pytestmark = pytest.mark.django_db
RAW = {
    "utf-8": INNER.encode(),
    "utf-8-sig": INNER.replace("\n", "\r\n").encode("utf-8-sig"),
    "utf-16": INNER.encode("utf-16"),
    "gb18030": INNER.encode("gb18030"),
}


@pytest.mark.parametrize("sample", [JUNE, APRIL])
def test_the_samples_come_back_byte_for_byte(sample: Path, capfdbinary: Any) -> None:
    run("import_pages", sample)
    place = "2025-06-13/1" if sample == JUNE else "2025-04-30/1"
    run("export_source", place)
    assert capfdbinary.readouterr().out.endswith(sample.read_bytes())


@pytest.mark.parametrize("encoding", RAW)
def test_every_encoding_comes_back_as_it_came(encoding: str, tmp_path: Path) -> None:
    make_publication()
    (tmp_path / "in.txt").write_bytes(RAW[encoding])
    run("import_pages", tmp_path / "in.txt")
    out = tmp_path / "deep" / "out.txt"
    assert "out.txt" in run("export_source", "2025-06-13/2", output=out)
    assert out.read_bytes() == RAW[encoding]


def test_all_gives_the_earlier_sources_too(tmp_path: Path) -> None:
    make_publication()
    versions = [INNER.encode(), INNER.replace("昨天", "今天").encode()]
    for data in versions:
        (tmp_path / "in.txt").write_bytes(data)
        run("import_pages", tmp_path / "in.txt", replace=True)
    assert run("export_source", "2025-06-13/2", all=tmp_path / "all", verbosity=0) == ""
    files = sorted((tmp_path / "all").iterdir())
    assert [file.read_bytes() for file in files] == versions
    assert files[0].name.startswith("2025-06-13-2-1-")


def test_a_page_of_two_papers_is_asked_for_by_paper(tmp_path: Path) -> None:
    make_page(text="一")
    make_page(make_issue(publication=make_publication("另一报")), text="二")
    assert "--publication" in refused("export_source", "2025-06-13/1")
    out = tmp_path / "out.txt"
    run("export_source", "2025-06-13/1", publication="另一报", output=out)
    assert out.read_text() == "二"
    assert "没有这报" in refused("export_source", "2025-06-13/1", publication="没有这报")


def test_a_page_that_is_not_there_is_named() -> None:
    assert "2025-06-13/9" in refused("export_source", "2025-06-13/9")


def test_a_page_without_a_source_says_so() -> None:
    page = make_page()
    page.issue.pages.create(number=7)
    assert "7" in refused("export_source", "2025-06-13/7")


@pytest.mark.parametrize("place", ["2025-06-13", "2025-06-31/1", "June"])
def test_only_one_page_can_be_asked_for(place: str) -> None:
    with pytest.raises(CommandError, match=r"2025-06|June"):
        run("export_source", place)


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    make_page(text="一")
    (tmp_path / "file").write_text("")
    output = tmp_path / "file" / "x"
    assert str(output) in refused("export_source", "2025-06-13/1", output=output)
