"""Export and import give the same database again, in every format."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Revision
from tables import byline_cells
from tables.catalog import TABLES
from tables.file_types import FORMATS, format_name
from tests.make import make_byline, make_page, make_photo, make_story
from tests.tables.helpers import (
    administrator,
    counts,
    dump,
    empty_newsroom,
    export,
    make_newsroom,
    take,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)
TEXT |= st.text("=+-@\t\r'\" _x0D，；;\\—。　😀\n", max_size=12).filter(lambda t: "\r\n" not in t)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FORMATS)
def test_every_table_into_an_empty_database_gives_the_same_one(kind: str) -> None:
    make_newsroom()
    before = dump()
    files = {name: export(name, kind) for name in TABLES if name in before}
    empty_newsroom()
    assert not any(dump().values())
    user = administrator()
    for name, data in files.items():
        result = take(name, data, kind, user=user)
        assert [str(row.error) for row in result.base_errors] == []
        assert result.wrong_cells == []
        assert counts(result) == (len(before[name]), 0, 0, 0)
    assert dump() == before
    for name, data in files.items():
        assert counts(take(name, data, kind, user=user)) == (0, 0, len(before[name]), 0)
    assert dump() == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_goes_out_and_comes_back(name: str, kind: str) -> None:
    assert counts(take(name, export(name, kind), kind, user=administrator())) == (0, 0, 0, 0)


@pytest.mark.django_db
def test_stories_come_in_as_drafts_with_their_first_revision() -> None:
    make_newsroom()
    data = export("articles")
    empty_publications = [export(name) for name in ("publications", "issues", "pages")]
    empty_newsroom()
    user = administrator()
    for name, file in zip(("publications", "issues", "pages"), empty_publications, strict=True):
        take(name, file, user=user)
    take("articles", data, user=user)
    assert set(Article.objects.values_list("status", "published_at", "version")) == {
        ("draft", None, 1)
    }
    assert Revision.objects.count() == Article.objects.count()
    revision = Revision.objects.get(article__headline="已见报")
    assert (revision.by, revision.version) == (user, 1)
    assert revision.text["paragraphs"] == revision.article.paragraphs


@given(values=st.lists(TEXT, min_size=1, max_size=4), kind=st.sampled_from(list(FORMATS)))
def test_any_text_goes_through_every_format(values: list[str], kind: str) -> None:
    row = [*values, None, 5, True, dt.date(2025, 6, 13), "end"]
    stream = io.BytesIO()
    FORMATS[kind]().write(stream, [f"c{place}" for place in range(len(row))], [row, row])
    first, second = FORMATS[kind]().read(stream.getvalue()).rows
    assert first == second
    assert [cell or "" for cell in first[: len(values)]] == values
    expected: dict[str, list[Any]] = {
        "csv": ["", "5", "true", "2025-06-13", "end"],
        "json": [None, 5, True, "2025-06-13", "end"],
        "xlsx": [None, 5, True, dt.datetime(2025, 6, 13), "end"],
        "ods": [None, 5, True, dt.date(2025, 6, 13), "end"],
    }
    assert first[len(values) :] == expected[kind]


WORD = st.text(min_size=1, max_size=6)


@given(st.lists(st.tuples(st.one_of(st.just(""), WORD), WORD), max_size=6))
def test_the_notation_of_bylines_loses_nothing(rows: list[tuple[str, str]]) -> None:
    assert byline_cells.parse(byline_cells.write(rows)) == rows


def test_bylines_read_like_the_paper() -> None:
    rows = [("记者", "甲"), ("记者", "乙"), ("通讯员", "丙"), ("", "丁 戊")]
    assert byline_cells.write(rows) == "记者 甲 乙；通讯员 丙；— 丁\\ 戊"
    assert byline_cells.parse(" 记者　甲 乙 ; 通讯员 丙；—  丁\\ 戊；") == rows


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["articles", "photos"])
def test_an_export_asks_the_database_as_often_for_many_rows_as_for_few(
    name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    page = make_page()
    expected = {"articles": 3, "photos": 1}[name]
    for _more in range(2):
        for _story in range(5):
            story = make_story(page)
            make_byline(story)
            make_photo(story)
        with django_assert_num_queries(expected):
            export(name)


@pytest.mark.django_db
def test_an_import_asks_the_database_as_often_for_many_new_rows_as_for_few(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page = make_page()
    user = administrator()
    for place in range(60):
        make_byline(make_story(page), f"人{place}")
    data = export("articles")
    Revision.objects.all()._raw_delete("default")
    Article.objects.all().delete()
    with django_assert_max_num_queries(28):
        assert counts(take("articles", data, user=user)) == (60, 0, 0, 0)
    # Two of them write to the audit log, with one more for its lock on PostgreSQL.
    with django_assert_max_num_queries(14):
        assert counts(take("articles", data, user=user)) == (0, 0, 60, 0)


@pytest.mark.parametrize("name", list(TABLES))
def test_every_field_of_a_model_is_a_column_or_left_out_for_a_reason(name: str) -> None:
    table = TABLES[name]()
    columns = {column.attribute.split("__")[0] for column in table.columns.values()}
    fields = {field.name for field in table._meta.model._meta.fields}
    assert fields - columns - set(table.left_out) == set()
    assert set(table.left_out) - fields == set()


@pytest.mark.parametrize(
    ("file", "kind"), [("a.CSV", "csv"), ("dir/b.xlsx", "xlsx"), ("c.xls", ""), ("ods", "")]
)
def test_the_ending_of_a_file_names_its_format(file: str, kind: str) -> None:
    assert format_name(file) == kind
