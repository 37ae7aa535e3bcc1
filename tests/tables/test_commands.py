"""``export_table`` and ``import_table``: every option and every way they fail."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django import Settings

from articles.models import Contributor
from issues.models import Publication
from tests.make import make_issue, make_page, make_publication, make_story
from tests.tables.helpers import administrator

pytestmark = pytest.mark.django_db
TABLE = "publication,name\r\n海口县报,甲\r\n"


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def run(*arguments: str, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(*arguments, stdout=out, stderr=err, no_color=True, **options)
    return out.getvalue(), err.getvalue()


def test_a_table_goes_to_standard_output_as_csv() -> None:
    paper = make_publication()
    Contributor.objects.create(publication=paper, name="甲")
    out, err = run("export_table", "contributors")
    assert out == "\ufeff" + TABLE
    assert err == "1 rows of contributors written to stdout\n"
    assert run("export_table", "contributors", verbosity=0)[1] == ""


def test_bytes_go_to_standard_output_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    make_publication()
    stream = io.TextIOWrapper(io.BytesIO())
    call_command("export_table", "contributors", stdout=stream, stderr=io.StringIO())
    assert stream.buffer.getvalue() == "\ufeffpublication,name\r\n".encode()
    stream = io.TextIOWrapper(io.BytesIO())
    call_command(
        "export_table", "contributors", "--format=ods", stdout=stream, stderr=io.StringIO()
    )
    assert stream.buffer.getvalue()[:2] == b"PK"
    monkeypatch.setattr(stream, "isatty", lambda: True)
    with pytest.raises(CommandError, match="XLSX is no text"):
        call_command("export_table", "contributors", "--format=xlsx", stdout=stream)


def test_a_spreadsheet_needs_a_file() -> None:
    with pytest.raises(CommandError, match="Name a file with --output"):
        run("export_table", "contributors", "--format", "xlsx")


@pytest.mark.parametrize(
    ("name", "option", "start"),
    [
        ("a.csv", None, b"\xef\xbb\xbf"),
        ("a.xlsx", None, b"PK"),
        ("a.ods", None, b"PK"),
        ("a.json", None, b"["),
        ("a.txt", None, b"\xef\xbb\xbf"),
        ("a.csv", "json", b"["),
    ],
)
def test_the_format_follows_the_option_then_the_file(
    name: str, option: str | None, start: bytes, tmp_path: Path
) -> None:
    make_publication()
    path = tmp_path / name
    run("export_table", "publications", output=str(path), format=option)
    assert path.read_bytes().startswith(start)
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("place", ["missing/a.csv", "."])
def test_a_file_that_cannot_be_written_is_named(place: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        run("export_table", "publications", output=str(tmp_path / place))
    assert list(tmp_path.iterdir()) == []


def test_a_text_too_long_for_excel_leaves_no_file(tmp_path: Path) -> None:
    make_story(body="长" * 40_000)
    with pytest.raises(CommandError, match="Export as CSV, JSON or ODS"):
        run("export_table", "articles", output=str(tmp_path / "a.xlsx"))
    assert list(tmp_path.iterdir()) == []


def test_rows_are_chosen_by_paper_and_days() -> None:
    for day in ("2025-06-11", "2025-06-13", "2025-06-16"):
        make_story(make_page(make_issue(day)), headline=day)
    make_story(make_page(make_issue("2025-06-13", publication=make_publication("另一报"))))
    out, _err = run(
        "export_table", "articles", "--publication=海口县报", "--from=2025-06-12", "--to=2025-06-15"
    )
    assert [line.split(",")[1] for line in out.splitlines() if "海口" in line] == ["2025-06-13"]
    assert "另一报" not in out
    assert run("export_table", "issues", "--from=2025-06-13")[1].startswith("3 rows")
    assert run("export_table", "pages", "--to=2025-06-11")[1].startswith("1 rows")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["contributors", "--from=2025-06-13"], "have no dates"),
        (["issues", "--from=2025-06-13", "--to=2025-06-12"], "--from is after --to"),
        (["issues", "--publication=无此报"], "There is no paper “无此报”"),
        (["issues", "--from=yesterday"], "'yesterday' is no day"),
        (["sources"], "invalid choice: 'sources'"),
        (["issues", "--format=xls"], "invalid choice: 'xls'"),
    ],
)
def test_an_export_that_cannot_be_is_refused(arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run("export_table", *arguments)


def table_file(tmp_path: Path, text: str = TABLE) -> str:
    make_publication()
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_an_import_prints_its_counts(tmp_path: Path) -> None:
    path = table_file(tmp_path)
    assert run("import_table", "contributors", path) == (
        "1 new, 0 changed, 0 unchanged, 0 refused\n",
        "",
    )
    assert run("import_table", "contributors", path, verbosity=0) == ("", "")
    assert "0 new, 0 changed, 1 unchanged" in run("import_table", "contributors", path)[0]


def test_a_dry_run_says_so(tmp_path: Path) -> None:
    out, _err = run("import_table", "contributors", table_file(tmp_path), "--dry-run")
    assert out == "1 new, 0 changed, 0 unchanged, 0 refused (dry run: nothing was written)\n"
    assert not Contributor.objects.exists()


def test_the_person_stands_in_the_log(tmp_path: Path) -> None:
    user = administrator()
    run("import_table", "contributors", table_file(tmp_path), "--by", user.username)
    assert LogEntry.objects.get().user == user


@pytest.mark.parametrize(("option", "data"), [("csv", TABLE), ("json", "[]"), (None, TABLE)])
def test_standard_input_is_csv_unless_said_otherwise(
    option: str | None, data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_publication()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
    new = 0 if option == "json" else 1
    assert run("import_table", "contributors", "-", format=option)[0].startswith(f"{new} new")


def test_every_wrong_cell_goes_to_standard_error(tmp_path: Path) -> None:
    path = table_file(tmp_path, TABLE + "无此报,乙\r\n海口县报,\r\n")
    err = io.StringIO()
    with pytest.raises(CommandError, match="2 refused: nothing was written") as caught:
        call_command("import_table", "contributors", path, stderr=err, no_color=True)
    assert caught.value.returncode == 1
    assert err.getvalue().splitlines() == [
        "row 3, publication: “无此报”: "
        "There is no such paper. Correct the name, or import the papers first.",
        "row 4, name: “”: This cell must not be empty. Fill it in.",
    ]
    assert not Contributor.objects.exists()


def test_what_is_wrong_with_the_table_goes_to_standard_error(tmp_path: Path) -> None:
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_table", "contributors", table_file(tmp_path, "a\r\n1\r\n"), stderr=err)
    assert "There is no column “a”" in err.getvalue()


def test_an_import_that_cannot_be_is_refused(tmp_path: Path, settings: Settings) -> None:
    path = table_file(tmp_path)
    odd = tmp_path / "people.txt"
    odd.write_text(TABLE, encoding="utf-8")
    for arguments, message in [
        (["contributors", path, "--by=nobody"], "There is no user “nobody”. Give the name"),
        (["contributors", str(tmp_path / "none.csv")], "It cannot be read .*Check the path"),
        (["contributors", str(odd)], "names no format"),
        (["contributors", path, "--format=xlsx"], "no spreadsheet"),
        (["people", path], "invalid choice"),
    ]:
        with pytest.raises(CommandError, match=message):
            run("import_table", *arguments)
    assert run("import_table", "contributors", str(odd), "--format=csv")[0].startswith("1 new")
    settings.IMPORT_MAX_BYTES = 10
    with pytest.raises(CommandError, match="11 bytes, more than 10"):
        run("import_table", "contributors", path)


def test_stories_need_a_person(tmp_path: Path) -> None:
    make_story()
    path = tmp_path / "stories.ods"
    run("export_table", "articles", output=str(path))
    with pytest.raises(CommandError):
        run("import_table", "articles", str(path))
    user = administrator().username
    assert run("import_table", "articles", str(path), by=user)[0].startswith(
        "0 new, 0 changed, 1 unchanged"
    )


def test_a_new_paper_comes_out_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    path.write_text('[{"name": "新报", "weekdays": "12"}]', encoding="utf-8")
    run("import_table", "publications", str(path))
    assert Publication.objects.get().weekdays == "12"
