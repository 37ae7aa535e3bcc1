"""Names that resemble each other are found without comparing every name with every other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Contributor
from audit.outcomes import Result
from findings.directory import Known, People
from findings.models import Finding, Office
from findings.page_check import check_page
from issues.models import Page
from proofing.similarity import forms, one_apart
from tests.make import import_page, make_publication

NAMES = st.text("王芳芬甲", min_size=1, max_size=5)


@given(NAMES, NAMES)
def test_names_that_begin_alike_and_are_one_apart_have_a_form_in_common(a: str, b: str) -> None:
    if a[0] == b[0] and one_apart(a, b):
        assert forms(a) & forms(b)


@pytest.mark.django_db
def test_those_alike_are_those_one_apart_with_the_same_first_character() -> None:
    paper = make_publication()
    names = ["王芳", "王芳芳", "王芬", "王芳甲", "张芳", "王", "王甲乙丙"]
    Contributor.objects.bulk_create(Contributor(publication=paper, name=name) for name in names)
    people = People()
    for name in [*names, "王乙"]:
        expected = sorted(row for row in names if row[0] == name[0] and one_apart(name, row))
        assert people.alike(paper.pk, name) == expected
    assert people.size == len(names)


@pytest.mark.django_db
def test_the_look_for_names_that_begin_alike_uses_its_index(
    django_assert_num_queries: Any,
) -> None:
    paper = make_publication()
    Contributor.objects.bulk_create(
        Contributor(publication=paper, name=f"{chr(0x4E00 + n // 20)}{chr(0x5E00 + n % 20)}")
        for n in range(2_000)
    )
    if connection.vendor == "postgresql":
        # It looks at how many rows there are; SQLite must choose without having counted them.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    with django_assert_num_queries(1) as queries:
        assert len(People().keys(paper.pk, [chr(0x4E00) + chr(0x5E00)])) == 1
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + queries.captured_queries[0]["sql"])
        assert "contributor_begins_alike" in str(cursor.fetchall())


@pytest.mark.django_db
def test_a_page_of_a_thousand_names_asks_no_more_than_a_person_can_answer(
    django_assert_max_num_queries: Any,
) -> None:
    head = "2025年6月13日 星期五 总第4403期\n\n"
    given = [chr(0x4F1F + n) for n in range(30)]
    stories = [
        f"全县部署防汛工作\n\n本报讯（记者 王{a}{b}）昨天，县里召开会议。\n\n"
        for a in given[:12]
        for b in given
    ]
    make_publication()
    with django_assert_max_num_queries(300):
        outcome = import_page(Path("a_01.txt"), (head + "".join(stories)).encode(), page=1)
    assert outcome.result == Result.IMPORTED
    asked = Finding.objects.filter(code="similar-contributor")
    assert 0 < asked.count() <= 30


@pytest.mark.django_db
def test_a_page_that_is_checked_again_does_not_count_its_own_days() -> None:
    make_publication()
    text = (
        "2025年6月13日 星期五 总第4403期\n\n全县部署防汛工作\n\n"
        "本报讯（记者 王奔）昨天，海口县委书记占雅静强调，要抓好工作。\n"
    )
    import_page(Path("a.txt"), text.encode(), page=1)
    page = Page.objects.get()
    offices = Known(but_for=page.pk).offices
    (row,) = offices.concerning(page.issue.publication_id, set(), {"占雅静"})
    assert row.last is None
    (row,) = Known().offices.concerning(page.issue.publication_id, set(), {"占雅静"})
    assert row.last == page.issue.date
    assert check_page(page) == []


@pytest.mark.django_db
def test_the_offices_of_a_page_are_looked_up_by_their_indexes(
    django_assert_num_queries: Any,
) -> None:
    paper = make_publication()
    Office.objects.bulk_create(
        Office(publication=paper, place=f"{n % 50}县", title=f"{n % 7}长", holder=f"王{n}")
        for n in range(2_000)
    )
    offices = Known().offices
    with django_assert_num_queries(2) as queries:
        found = offices.concerning(paper.pk, {("8县", "1长")}, {"王8"})
    assert {row.holder for row in found} == {f"王{n}" for n in range(8, 2_000, 350)}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for query, index in zip(
                queries.captured_queries, ("office_once", "office_by_holder"), strict=True
            ):
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                plan = str(cursor.fetchall())
                assert index in plan or "place=? AND title=?" in plan
    with django_assert_num_queries(0):
        offices.concerning(paper.pk, {("8县", "1长")}, {"王8"})
