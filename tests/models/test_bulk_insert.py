"""``insert`` writes what ``bulk_create`` writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model

from articles.models import Article, Byline, Contributor, Photo
from audit.bulk_insert import MOST_BESIDE, insert
from findings.models import Finding
from issues.models import Reading, Source
from tests.make import make_issue, make_page

pytestmark = pytest.mark.django_db
# What each of the two sets by itself.
OWN = {"id", "created_at", "updated_at", "found_at", "received_at", "read_at"}


def rows_of(kind: str) -> list[Model]:
    page = make_page(make_issue())
    story = Article.objects.create(page=page, order=99, headline="标题")
    person = Contributor.objects.create(publication=page.issue.publication, name="王奔")
    source = Source.objects.create(page=page, data=b"x", sha256="0", encoding="utf-8")
    made: dict[str, Callable[[], list[Model]]] = {
        "article": lambda: [
            Article(
                page=page, order=order, headline=f"标题{order}", spans=[[0, order]], jump_to="2"
            )
            for order in range(60)
        ],
        "byline": lambda: [Byline(article=story, contributor=person, role="记者", order=0)],
        "photo": lambda: [Photo(article=story, order=0, caption="图为现场。", credit="林鑫")],
        "finding": lambda: [
            Finding(page=page, code="weekday", params={"甲": [1, None]}, fingerprint="1"),
            Finding(
                page=page,
                article=story,
                code="truncated",
                fingerprint="2",
                span_start=1,
                span_end=2,
            ),
        ],
        "source": lambda: [
            Source(page=page, data=b"\x00\xff%s", sha256="1", encoding="gb18030", text="%s “”")
        ],
        "reading": lambda: [Reading(source=source, reader_version="1", document={"字": "%"})],
    }
    return made[kind]()


def written(rows: list[Model]) -> list[dict[str, Any]]:
    found = type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).order_by("pk")
    plain = [{key: _plain(value) for key, value in row.items()} for row in found.values()]
    assert all(row[name] for row in plain for name in OWN & row.keys())
    return [{key: value for key, value in row.items() if key not in OWN} for row in plain]


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


@pytest.mark.parametrize("kind", ["article", "byline", "photo", "finding", "source", "reading"])
def test_the_rows_are_those_of_bulk_create(kind: str) -> None:
    rows = rows_of(kind)
    type(rows[0])._default_manager.bulk_create(rows)
    expected = written(rows)
    if kind not in ("source", "reading"):
        type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.pk, row._state.adding = None, True
    insert(rows)
    assert written(rows) == expected
    assert [row.pk for row in rows] == sorted({row.pk for row in rows})
    assert not any(row._state.adding for row in rows)


def test_rows_that_have_their_keys_keep_them() -> None:
    page = make_page(make_issue())
    insert([Article(pk=key, page=page, order=key, headline=f"标题{key}") for key in (8001, 8000)])
    kept = Article.objects.filter(page=page).order_by("pk").values_list("pk", "headline")
    assert list(kept) == [(8000, "标题8000"), (8001, "标题8001")]


def test_no_rows_are_no_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert([])


def test_more_values_than_a_statement_may_have_go_in_several() -> None:
    page = make_page(make_issue())
    rows = [
        Finding(page=page, code="weekday", fingerprint=f"{number}")
        for number in range(MOST_BESIDE // len(Finding._meta.concrete_fields) + 500)
    ]
    insert(rows)
    kept = dict(Finding.objects.values_list("pk", "fingerprint"))
    assert {row.pk: row.fingerprint for row in rows} == kept
