"""What an import adds, changes and refuses, cell by cell, and that it writes all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.utils import translation

from articles.models import Contributor
from audit import journal
from findings.models import Office
from issues.models import Issue, Page, Publication
from tables.formats import JsonFormat
from tables.results import PREVIEW_ROWS
from tests.make import make_issue, make_page, make_publication, make_user
from tests.tables.helpers import (
    administrator,
    counts,
    dump,
    export,
    make_newsroom,
    take,
    take_rows,
    wrong,
)

pytestmark = pytest.mark.django_db
PAPER = "海口县报"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def person(name: str, paper: str = PAPER) -> dict[str, Any]:
    return {"publication": paper, "name": name}


def issue(date: str, **values: Any) -> dict[str, Any]:
    return {"publication": PAPER, "date": date, **values}


def base_error(result: Any) -> str:
    return str(result.base_errors[0].error)


def test_columns_that_are_left_out_stay_as_they_are() -> None:
    make_publication(hotline="57786200")
    result = take_rows("publications", [{"name": PAPER, "licence": "CN33-0001"}])
    assert counts(result) == (0, 1, 0, 0)
    paper = Publication.objects.get()
    assert (paper.hotline, paper.licence) == ("57786200", "CN33-0001")


def test_new_changed_and_unchanged_rows_are_counted_and_shown() -> None:
    make_publication(hotline="1")
    make_publication("另一报")
    rows: list[dict[str, Any]] = [
        {"name": PAPER, "hotline": "<2>", "weekdays": 135},
        {"name": "另一报", "hotline": "", "weekdays": "135"},
        {"name": "新报", "hotline": "3", "weekdays": "1"},
    ]
    result = take_rows("publications", rows, dry_run=True)
    assert counts(result) == (1, 1, 1, 0)
    changed, new = result.preview()
    assert changed.diff[0] == PAPER
    assert changed.diff[3] == "<del>1</del><ins>&lt;2&gt;</ins>"
    assert new.diff[0] == "<ins>新报</ins>"
    assert "style" not in "".join(changed.diff + new.diff)


def test_a_dry_run_writes_nothing_and_says_the_same() -> None:
    make_publication()
    rows = [person("甲"), person("乙")]
    user = administrator()
    planned = take_rows("contributors", rows, dry_run=True, user=user)
    assert not Contributor.objects.exists()
    assert not LogEntry.objects.exists()
    assert counts(planned) == counts(take_rows("contributors", rows, user=user)) == (2, 0, 0, 0)
    assert Contributor.objects.count() == 2


def test_one_wrong_cell_and_nothing_is_written() -> None:
    make_publication()
    result = take_rows("contributors", [person("甲"), person(""), person("乙", "无此报")])
    assert counts(result) == (1, 0, 0, 2)
    assert wrong(result) == [(3, "name", ""), (4, "publication", "无此报")]
    assert not Contributor.objects.exists()
    assert str(result.wrong_cells[1]) == (
        "4, publication: “无此报”: "
        "There is no such paper. Correct the name, or import the papers first."
    )


def test_every_wrong_cell_of_a_row_is_named() -> None:
    make_publication()
    row = issue("2025-02-30", number="x", page_count=0, printed_weekday="五" * 21)
    assert wrong(take_rows("issues", [row])) == [(2, "date", "2025-02-30"), (2, "number", "x")]
    row = issue("2025-06-13", number=0, page_count=401, printed_weekday="五" * 21)
    result = take_rows("issues", [row])
    assert wrong(result) == [
        (2, "number", "0"),
        (2, "page_count", "401"),
        (2, "printed_weekday", "五" * 21),
    ]
    assert len(str(result.wrong_cells[2])) < 200


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"publication": PAPER, "nmae": "甲"}], "There is no column “nmae”"),
        ([{"name": "甲"}], "The column “publication” is missing"),
        ([{"publication": PAPER, "name": "甲", "id": 1}], "There is no column “id”"),
    ],
)
def test_a_table_with_other_columns_is_refused(rows: list[dict[str, Any]], message: str) -> None:
    make_publication()
    result = take_rows("contributors", rows)
    assert message in base_error(result)
    assert result.refused


def test_a_column_that_stands_there_twice_is_refused() -> None:
    result = take("contributors", b"publication,name,name\n", "csv")
    assert "stands there twice" in base_error(result)


def test_a_row_that_stands_there_twice_is_refused() -> None:
    make_publication()
    result = take_rows("contributors", [person("甲"), person("乙"), person("甲")])
    assert wrong(result) == [(4, "name", "甲")]
    assert "Row 2 names the same one" in result.wrong_cells[0].message


def test_a_formula_is_refused_in_any_column() -> None:
    make_newsroom()
    data = JsonFormat().read(export("articles"))
    rows = [dict(zip(data.headers, row, strict=True)) for row in data.rows]
    rows[0]["published_at"] = ["=NOW()"]
    assert wrong(take_rows("articles", rows[:1], user=administrator())) == [
        (2, "published_at", '["=NOW()"]')
    ]


def test_running_numbers_may_change_places_but_not_stand_twice() -> None:
    make_issue("2025-06-11", number=1)
    make_issue("2025-06-13", number=2)
    make_issue("2025-06-16", number=3)
    swapped = [issue("2025-06-11", number=2), issue("2025-06-13", number=1)]
    assert counts(take_rows("issues", swapped)) == (0, 2, 0, 0)
    assert list(Issue.objects.order_by("date").values_list("number", flat=True)) == [2, 1, 3]
    given_on = [issue("2025-06-11", number=9), issue("2025-06-18", number=2)]
    assert counts(take_rows("issues", given_on)) == (1, 1, 0, 0)
    result = take_rows("issues", [issue("2025-06-20", number=3), issue("2025-06-23", number=3)])
    assert wrong(result) == [(2, "number", "3"), (3, "number", "3")]
    assert "2025-06-16" in result.wrong_cells[0].message


def test_numbers_of_another_paper_do_not_matter() -> None:
    make_issue("2025-06-11", number=1)
    make_publication("另一报")
    row = {"publication": "另一报", "date": "2025-06-11", "number": 1}
    assert counts(take_rows("issues", [row])) == (1, 0, 0, 0)


def test_known_days_do_not_end_before_they_begin() -> None:
    row = {"name": PAPER, "days_known_from": "2025-06-13", "days_known_to": "2025-06-12"}
    assert wrong(take_rows("publications", [row])) == [(2, "days_known_to", "2025-06-12")]


def test_an_office_is_confirmed_by_nobody_who_imports_it() -> None:
    make_publication()
    row = {
        "publication": PAPER,
        "place": "仙居县",
        "title": "县委书记",
        "holder": "占雅静",
        "confirmed_by": "root",
        "confirmed_at": "2025-06-13T00:00:00+08:00",
    }
    assert counts(take_rows("offices", [row], user=administrator())) == (1, 0, 0, 0)
    office = Office.objects.get()
    assert (office.confirmed_by, office.confirmed_at) == (None, None)
    office.confirmed_by = administrator()
    office.save()
    assert counts(take_rows("offices", [row | {"confirmed_by": ""}])) == (0, 0, 1, 0)
    office.refresh_from_db()
    assert office.confirmed_by == administrator()


def test_what_was_printed_is_not_changed() -> None:
    make_issue(printed_weekday="星期四")
    result = take_rows("issues", [issue("2025-06-13", printed_weekday="星期五")])
    assert wrong(result) == [(2, "printed_weekday", "星期五")]


@pytest.mark.parametrize(
    ("name", "column"), [("pages", "date"), ("articles", "page"), ("photos", "article")]
)
def test_a_row_whose_place_is_not_there_is_refused(name: str, column: str) -> None:
    make_publication()
    row = issue("2025-06-13", number=1) if name == "pages" else issue("2025-06-13", page=1, order=0)
    if name == "photos":
        row["article"] = 0
    result = take_rows(name, [row], user=administrator())
    assert [cell[1] for cell in wrong(result)] == [column]


@pytest.mark.parametrize("name", ["pages", "articles", "photos"])
def test_a_row_of_an_unknown_paper_is_refused(name: str) -> None:
    row = {"publication": "无此报", "date": "2025-06-13", "page": 1, "article": 0, "order": 0}
    if name == "pages":
        row = {"publication": "无此报", "date": "2025-06-13", "number": 1}
    elif name == "articles":
        del row["article"]
    result = take_rows(name, [row], user=administrator())
    assert [cell[1] for cell in wrong(result)] == ["publication"]


def test_a_page_keeps_what_was_received() -> None:
    page = make_page(text="原文")
    source = page.sources.get()
    row = issue("2025-06-13", number=1, name="要闻")
    assert counts(take_rows("pages", [row])) == (0, 1, 0, 0)
    page.refresh_from_db()
    assert (page.name, page.sources.get()) == ("要闻", source)
    assert Page.objects.count() == 1


def test_a_table_deletes_nothing() -> None:
    make_newsroom()
    before = dump()
    for name in before:
        rows = JsonFormat().read(export(name))
        first = dict(zip(rows.headers, rows.rows[0], strict=True))
        take_rows(name, [first], user=administrator())
    assert dump() == before


def test_each_written_row_leaves_an_entry_in_the_log() -> None:
    make_publication(hotline="1")
    user = administrator()
    rows = [{"name": PAPER, "hotline": "2"}, {"name": "新报", "hotline": ""}]
    take_rows("publications", rows, user=user, file_name="papers.xlsx")
    entries = LogEntry.objects.order_by("action_flag")
    told = [(row.action_flag, row.object_repr, row.user_id, journal.read(row)) for row in entries]
    assert told == [
        (ADDITION, "新报", user.pk, "Table papers.xlsx, row 3: name, hotline"),
        (CHANGE, PAPER, user.pk, "Table papers.xlsx, row 2: hotline"),
    ]


def test_without_a_person_there_is_no_entry() -> None:
    take_rows("publications", [{"name": PAPER}])
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("permissions", "refused"),
    [((), [2, 3]), (("add_publication",), [2]), (("change_publication",), [3])],
)
def test_only_what_the_person_may_do_is_done(
    permissions: tuple[str, ...], refused: list[int]
) -> None:
    make_publication(hotline="1")
    user = make_user("editor", *permissions)
    rows = [{"name": PAPER, "hotline": "2"}, {"name": "新报", "hotline": ""}]
    result = take_rows("publications", rows, user=user)
    assert [(cell.row, cell.column) for cell in result.wrong_cells] == [(n, "") for n in refused]
    assert "lacks the permission" in str(result.wrong_cells[0])


def test_a_rule_of_the_database_that_no_cell_shows_undoes_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_publication()
    from tables.story_tables import ContributorResource

    def meanwhile(self: Any, rows: Any) -> None:
        super(ContributorResource, self).load(rows)
        Contributor.objects.create(publication=self.papers[PAPER], name="乙")

    monkeypatch.setattr(ContributorResource, "load", meanwhile)
    result = take_rows("contributors", [person("甲"), person("乙")])
    assert "The database refuses a row" in base_error(result)
    assert not Contributor.objects.exists()


def test_a_preview_shows_the_first_rows_and_how_many_more_there_are() -> None:
    make_publication()
    result = take_rows(
        "contributors", [person(f"人{place}") for place in range(PREVIEW_ROWS + 5)], dry_run=True
    )
    assert (len(result.preview()), result.preview_left_out()) == (PREVIEW_ROWS, 5)


def test_days_and_numbers_as_excel_stores_them() -> None:
    import io

    import openpyxl

    make_publication()
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["publication", "date", "number"])
    book.active.append([PAPER, dt.datetime(2025, 6, 13), 4403.0])
    book.active.append([PAPER, 45823, 4403.5])
    book.save(stream)
    result = take("issues", stream.getvalue(), "xlsx")
    assert wrong(result) == [(3, "date", "45823"), (3, "number", "4403.5")]
    assert counts(result) == (1, 0, 0, 1)
