"""Whatever writes words, places or corrections writes what is searched, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from articles.models import Article
from editorial.editing import StoryChange, add_story
from editorial.workflow import publish_page
from issues.models import Page, Publication
from search.engine import find
from search.entries import stale_count
from search.models import Entry
from tests import proposing
from tests.conftest import MakeOnce
from tests.keeping.cast import INNER, edit, exported, run, somebody, write_documents
from tests.make import JUNE, make_page
from tests.publishing.cast import make_publisher
from tests.wishes import text, wish

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def archive(make_once: MakeOnce[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    inner = tmp_path_factory.mktemp("pages") / "inner.txt"
    inner.write_text(INNER, encoding="utf-8")
    make_once(lambda: run("import_pages", JUNE, inner))


@pytest.fixture(autouse=True)
def publisher() -> Any:
    return make_publisher()


def story(number: int = 2) -> Article:
    return Article.objects.with_page().get(page__number=number, order=0)


def public_story(by: Any) -> Article:
    Publication.objects.update(reviews=0)
    publish_page(story().page, by=by)
    return story()


def rows() -> list[dict[str, Any]]:
    names = [field.attname for field in Entry._meta.concrete_fields if field.name != "id"]
    return list(Entry.objects.order_by("article").values(*names))


def assert_as_rebuilt() -> None:
    """Nothing is stale, and a rebuilding writes the same."""
    assert not stale_count()
    before = rows()
    Entry.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    assert rows() == before
    assert len(before) == Article.objects.count() > 0


def keys(said: str) -> list[int]:
    return list(find(said, among=Article.objects.all()).keys)


def test_an_import_does() -> None:
    assert keys("防汛工作全面部署") == [story().pk]
    assert keys("王奔") == [story().pk]
    assert_as_rebuilt()


def test_an_edit_does_and_only_the_desk_finds_what_was_there() -> None:
    edit(story(), headline="防汛工作再次部署")
    assert keys("再次部署") == [story().pk]
    assert not keys("全面部署")
    assert find("全面部署", among=Article.objects.all(), before=True).keys == [story().pk]
    assert_as_rebuilt()


def test_the_description_of_an_image_does() -> None:
    edit(story(), photos=[{"caption": "开工现场。", "alt": "塔吊下站着工人"}])
    assert keys("塔吊下") == [story().pk]
    assert_as_rebuilt()


def test_a_story_added_by_hand_does() -> None:
    added = add_story(
        story().page, StoryChange(text(headline="本县举办龙舟赛", kind="news")), by=somebody()
    )
    assert keys("龙舟赛") == [added.pk]
    assert_as_rebuilt()


def test_a_correction_does_and_readers_find_both(publisher: Any) -> None:
    one = public_story(publisher)
    change = wish(one, headline="防汛工作再次部署")
    proposing.correct(
        one, change, by=publisher, reason="写错", notice="标题有误。", version=one.version
    )
    for said in ("再次部署", "全面部署"):
        assert [hit.article.pk for hit in find(said).hits] == [one.pk], said
    (before,) = find("全面部署").hits
    assert before.earlier
    assert [run.text for run in before.passage if run.marked] == ["全面部署"]
    (now,) = find("再次部署").hits
    assert not now.earlier
    assert_as_rebuilt()


def test_another_day_number_or_page_does(publisher: Any) -> None:
    one = public_story(publisher)
    proposing.relocate_page(
        one.page, date=dt.date(2025, 6, 13), number=5, by=publisher, reason="错"
    )
    assert Entry.objects.get(article=one).number == 5
    proposing.relocate_issue(one.page.issue, date=dt.date(2025, 6, 16), by=publisher, reason="错")
    assert Entry.objects.get(article=one).day == dt.date(2025, 6, 16)
    target = make_page(Page.objects.get(number=5).issue, number=7)
    proposing.relocate_story(story(5), page=target, by=publisher, reason="错")
    assert Entry.objects.get(article=one).number == 7
    assert_as_rebuilt()


def test_another_source_and_a_brought_document_do(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(INNER.replace("防汛会议", "抗旱会议"), encoding="utf-8")
    run("import_pages", other, replace=True)
    assert keys("抗旱会议") == [story().pk]
    assert not keys("防汛会议")
    assert_as_rebuilt()
    edit(story(), headline="抗旱工作再次部署")
    (document,) = exported("2025-06-13/2")
    run("import_pages", write_documents(tmp_path / "page.jsonl", document), replace=True)
    assert_as_rebuilt()


def test_a_dry_run_does_not(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(INNER.replace("防汛会议", "抗旱会议"), encoding="utf-8")
    run("import_pages", other, replace=True, dry_run=True)
    assert not keys("抗旱会议")


STATES: list[tuple[str, Callable[[Article], Any]]] = [
    ("draft", lambda row: row),
    (
        "scheduled",
        lambda row: Article.objects.filter(pk=row.pk).update(
            status="published", published_at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
        ),
    ),
    (
        "withdrawn",
        lambda row: Article.objects.filter(pk=row.pk).update(
            status="withdrawn", published_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        ),
    ),
]


@pytest.mark.parametrize(("name", "put"), STATES)
def test_readers_find_only_what_is_published(
    name: str, put: Callable[[Article], Any], publisher: Any
) -> None:
    one = public_story(publisher) if name == "withdrawn" else story()
    put(one)
    assert not find("防汛会议").total
    assert find("防汛会议", among=Article.objects.all()).total == 1
