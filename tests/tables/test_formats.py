"""The four formats: formulas made harmless, hostile and broken files refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from django.utils import translation
from pytest_django import Settings

from tables import formats, opendocument, sheets
from tables.cells import BadCell
from tables.file_types import FORMATS
from tables.formats import CsvFormat, JsonFormat, TableRefused
from tables.opendocument import FOOT, HEAD, OdsFormat
from tables.sheets import XlsxFormat

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def written(kind: str, *rows: list[object]) -> bytes:
    stream = io.BytesIO()
    FORMATS[kind]().write(stream, [f"c{place}" for place in range(len(rows[0]))], rows)
    return stream.getvalue()


def workbook(*rows: list[object]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def ods(content: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
    return stream.getvalue()


def ods_rows(rows: str) -> bytes:
    return ods(HEAD + rows + FOOT)


NAMES = (
    "<table:table-row>"
    + "".join(
        f"<table:table-cell><text:p>{name}</text:p></table:table-cell>" for name in ("a", "b")
    )
    + "</table:table-row>"
)


ROWS = 'table:number-rows-repeated="900000"'
COLUMNS = 'table:number-columns-repeated="900000"'


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_has_no_cell_that_a_spreadsheet_would_run(text: str) -> None:
    data = written("csv", [text, "x"])
    assert f"'{text}".encode() in data
    assert CsvFormat().read(data).rows == [[text, "x"]]


def test_csv_takes_away_no_other_quote() -> None:
    assert CsvFormat().read(b"a,b\n'90s,''\n").rows == [["'90s", "''"]]


@pytest.mark.parametrize("text", DANGEROUS)
def test_xlsx_writes_text_as_text(text: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written("xlsx", [text]))).active
    assert (sheet["A2"].data_type, sheet["A2"].quotePrefix) == ("s", True)


def test_xlsx_keeps_whole_numbers_days_and_truth_as_what_they_are() -> None:
    sheet = openpyxl.load_workbook(
        io.BytesIO(written("xlsx", [5, dt.date(2025, 6, 13), True, dt.date(1899, 1, 1)]))
    ).active
    kinds = [cell.data_type for cell in sheet[2]]
    assert kinds == ["n", "d", "b", "s"]


def test_ods_writes_text_as_text() -> None:
    with zipfile.ZipFile(io.BytesIO(written("ods", ["=1+1"]))) as archive:
        content = archive.read("content.xml").decode()
        assert archive.infolist()[0].filename == "mimetype"
    assert 'value-type="string"><text:p>=1+1</text:p>' in content
    assert "table:formula" not in content


def test_a_formula_in_xlsx_is_never_evaluated() -> None:
    cell = XlsxFormat().read(workbook(["a"], ["=1+1"])).rows[0][0]
    assert isinstance(cell, BadCell)
    assert "never evaluated" in cell.reason


def test_a_formula_in_ods_is_never_evaluated() -> None:
    row = (
        '<table:table-row><table:table-cell table:formula="of:=1+1" office:value-type="float"'
        ' office:value="2"/><table:table-cell/></table:table-row>'
    )
    cell = OdsFormat().read(ods_rows(NAMES + row)).rows[0][0]
    assert isinstance(cell, BadCell)


def test_an_error_of_the_spreadsheet_is_refused() -> None:
    cell = XlsxFormat().read(workbook(["a"], ["#REF!"])).rows[0][0]
    assert isinstance(cell, BadCell)
    assert "error" in cell.reason
    row = (
        '<table:table-row><table:table-cell xmlns:calcext="urn:org:documentfoundation:names:'
        'experimental:calc:xmlns:calcext:1.0" calcext:value-type="error">'
        "<text:p>#REF!</text:p></table:table-cell></table:table-row>"
    )
    assert isinstance(OdsFormat().read(ods_rows(NAMES + row)).rows[0][0], BadCell)


def test_a_list_in_json_is_refused() -> None:
    cell = JsonFormat().read(b'[{"a": [1]}]').rows[0][0]
    assert isinstance(cell, BadCell)


def test_ods_of_other_programs_is_read_as_they_mean_it() -> None:
    row = """
    <table:table-row table:number-rows-repeated="2">
      <table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p>
      </office:annotation><text:p>one<text:s/><text:s text:c="2"/>two<text:line-break/>
        <text:span>th<text:a>r</text:a>ee</text:span><text:tab/></text:p><text:p/></table:table-cell>
      <table:table-cell office:value-type="date" office:date-value="2025-06-13T00:00:00"/>
      <table:table-cell table:number-columns-repeated="16382"/>
    </table:table-row>
    <table:table-row table:number-rows-repeated="1048573">
      <table:table-cell table:number-columns-repeated="16384"/></table:table-row>
    """
    table = OdsFormat().read(ods_rows(NAMES + row))
    assert table.rows == [["one   two\n three\t\n", dt.datetime(2025, 6, 13)]] * 2


def test_ods_values_of_each_type() -> None:
    row = (
        '<table:table-row><table:table-cell office:value-type="boolean"'
        ' office:boolean-value="false"/><table:table-cell office:value-type="string"'
        ' office:string-value="given"/></table:table-row>'
    )
    assert OdsFormat().read(ods_rows(NAMES + row)).rows == [[False, "given"]]


def test_empty_rows_keep_their_numbers_and_empty_ends_are_cut() -> None:
    expected = [["", ""], ["1", "2"]]
    assert CsvFormat().read(b"a,b,,\n,\n1,2,,\n\n,,\n").rows == expected
    assert XlsxFormat().read(workbook(["a", "b"], [], [1, 2], [None, None])).rows == [
        ["", ""],
        [1, 2],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_csv_in_the_encodings_that_excel_saves(encoding: str) -> None:
    assert CsvFormat().read("名,b\n记者,2\n".encode(encoding)).headers == ["名", "b"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def xlsx_with(old: str, new: str) -> bytes:
    stream = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(workbook(["a"], ["b"])))
    with source, zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            target.writestr(name, text.replace(old, new, 1) if "sheet1" in name else text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("kind", "make", "message"),
    [
        ("csv", lambda: b'a,b\n"x,1\n', "line 2"),
        ("csv", lambda: b"a,b\n1\n", "Row 2 has 1 cells"),
        ("csv", lambda: b"a,b\n1,2,3\n", "Row 2 has 3 cells"),
        ("csv", lambda: b"a,,c\n1,2,3\n", "Column 2 has no name"),
        ("csv", lambda: b"", "The file is empty"),
        ("xlsx", lambda: workbook([]), "The file is empty"),
        ("ods", lambda: ods_rows(""), "The file is empty"),
        ("csv", lambda: "记者".encode() + b"\xe8\xae\n", "Save it as UTF-8"),
        ("csv", lambda: b"a\xff\xff\n", "Save it as UTF-8"),
        ("csv", lambda: b"\xff\xfea", "Save it as UTF-8"),
        ("csv", lambda: b"a," * 101 + b"a\n", "more than 100 columns"),
        ("json", lambda: b"{", "cannot be read"),
        ("json", lambda: b"[" * 100_000, "cannot be read"),
        ("json", lambda: b'{"a": 1}', "no list of objects"),
        ("json", lambda: b"[1]", "no list of objects"),
        ("json", lambda: b'[{"a": 1, "a": 2}]', "stands twice"),
        ("json", lambda: b'[{"a": NaN}]', "NaN is no number"),
        ("json", lambda: b'[{"a": 1}, {"b": 1}]', "Object 2 has other keys"),
        ("xlsx", lambda: b"no zip", "no spreadsheet"),
        ("xlsx", lambda: ods(""), "cannot be read as XLSX"),
        ("xlsx", lambda: xlsx_with("<worksheet", f"{ENTITIES}<worksheet"), "entities"),
        ("xlsx", lambda: xlsx_with("</sheetData>", ""), "cannot be read as XLSX"),
        ("xlsx", lambda: workbook(["a"] * 101), "more than 100 columns"),
        ("ods", lambda: workbook(["a"]), "cannot be read as ODS"),
        ("ods", lambda: ods(HEAD), "cannot be read as ODS"),
        ("ods", lambda: ods(ENTITIES + HEAD.split("\n", 1)[1] + FOOT), "entities"),
        (
            "ods",
            lambda: ods_rows(NAMES + NAMES.replace("-row>", f"-row {ROWS}>", 1)),
            "more than 200000 rows",
        ),
        (
            "ods",
            lambda: ods_rows(NAMES.replace("-cell>", f"-cell {COLUMNS}>", 1)),
            "more than 100 columns",
        ),
    ],
)
def test_a_broken_or_hostile_file_is_refused(
    kind: str, make: Callable[[], bytes], message: str
) -> None:
    with pytest.raises(TableRefused, match=message):
        FORMATS[kind]().read(make())


@pytest.mark.parametrize("kind", FORMATS)
def test_a_large_file_is_refused_before_it_is_read(kind: str, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 100
    with pytest.raises(TableRefused, match="101 bytes, more than 100"):
        FORMATS[kind]().read(b"x" * 101)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_long_table_is_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_ROWS", 2)
    monkeypatch.setattr(opendocument, "MAX_ROWS", 2)
    assert len(FORMATS[kind]().read(written(kind, ["a"], ["b"])).rows) == 2
    with pytest.raises(TableRefused, match="more than 2 rows"):
        FORMATS[kind]().read(written(kind, ["a"], ["b"], ["c"]))


@pytest.mark.parametrize("kind", FORMATS)
def test_much_text_out_of_a_small_file_is_refused(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "MAX_TEXT", 100)
    with pytest.raises(TableRefused, match="100 characters"):
        FORMATS[kind]().read(written(kind, ["a" * 60], ["b" * 60]))


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_archive_that_unpacks_to_too_much_is_refused(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 1000)
    with pytest.raises(TableRefused, match="unpacks to more than 1000 bytes"):
        FORMATS[kind]().read(written(kind, ["a" * 2000]))


def test_a_text_that_excel_would_cut_is_not_exported() -> None:
    with pytest.raises(TableRefused, match="Row 2 has a text of 32768 characters"):
        written("xlsx", ["x" * 32768])
    assert XlsxFormat().read(written("xlsx", ["x" * 32767])).rows == [["x" * 32767]]


@pytest.mark.parametrize("kind", FORMATS)
def test_an_empty_table_is_a_table(kind: str) -> None:
    stream = io.BytesIO()
    assert FORMATS[kind]().write(stream, ["a", "b"], []) == 0
    table = FORMATS[kind]().read(stream.getvalue())
    assert (table.headers, table.rows) == ([] if kind == "json" else ["a", "b"], [])
