"""Three layers of every story, and each later one against the earlier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import DjangoAssertNumQueries

from articles.diff import Op
from articles.layers import PARTS, layers, page_layers, repaired_text
from articles.models import Article, Revision
from editorial.editing import add_story
from tests.keeping.cast import edit, run, somebody
from tests.make import APRIL, JUNE, make_page, make_story
from tests.wishes import new, text

pytestmark = pytest.mark.django_db
WRAPPED = "一站式选品中心、企业产"


def story(order: int = 0) -> Article:
    return Article.objects.with_page().with_parts().get(order=order)


def test_the_received_layer_is_the_source_with_its_column_wraps() -> None:
    run("import_pages", JUNE)
    found = layers(story(1))
    assert f"{WRAPPED}\n品展厅" in found.received["paragraphs"]
    assert f"{WRAPPED}品展厅" in found.repaired["paragraphs"]
    assert found.repaired == found.edited
    assert "（记者 曹文倩）" in found.received["bylines"]
    assert found.repaired["bylines"] == "记者 曹文倩"


def test_the_join_of_columns_is_shown_as_a_difference() -> None:
    run("import_pages", JUNE)
    parts = {row.part: row.runs for row in layers(story(1)).compare("received", "repaired")}
    assert (Op.DELETE, "\n") in parts["paragraphs"]
    assert "headline" not in parts


def test_an_edit_is_in_the_edited_layer_only() -> None:
    run("import_pages", JUNE)
    was = story().headline
    found = layers(edit(story(), headline="新题"))
    assert (found.repaired["headline"], found.edited["headline"]) == (was, "新题")
    assert [row.part for row in found.compare("repaired", "edited")] == ["headline"]


def test_a_repair_before_an_edit_is_in_both_layers() -> None:
    run("import_pages", APRIL)
    repaired = edit(story(2), "repair", bylines=[{"role": "记者", "name": "张蔚旻"}])
    found = layers(edit(repaired, headline="新题"))
    assert found.repaired["bylines"] == found.edited["bylines"] == "记者 张蔚旻"
    assert found.repaired["headline"] != "新题"


def test_a_repair_after_an_edit_lands_in_the_repaired_layer_too() -> None:
    run("import_pages", APRIL)
    edited = edit(
        story(2), headline="新题", paragraphs=["改过的第一段。", *story(2).paragraphs[1:]]
    )
    again = [*edited.paragraphs[:-1], edited.paragraphs[-1] + "补上的尾句。"]
    found = layers(edit(edited, "repair", paragraphs=again))
    assert found.repaired["paragraphs"].endswith("补上的尾句。")
    assert "改过的第一段" not in found.repaired["paragraphs"]
    assert not found.conflicts


def test_a_repair_of_edited_words_is_told_as_a_conflict() -> None:
    run("import_pages", APRIL)
    edited = edit(story(2), headline="新题目")
    found = layers(edit(edited, "repair", headline="新题日"))
    assert [row.part for row in found.conflicts] == ["headline"]
    assert found.edited["headline"] == "新题日"
    assert found.repaired["headline"] != "新题日"


def test_a_story_added_by_hand_has_no_received_layer() -> None:
    page = make_page(text="别的")
    change = new(headline="补录", paragraphs=["一段。"])
    added = add_story(page, change, by=somebody())
    found = layers(edit(added, headline="改题"))
    assert not any(found.received.values())
    assert (found.repaired["headline"], found.edited["headline"]) == ("补录", "改题")


def test_a_story_without_a_reading_has_only_its_text() -> None:
    found = layers(make_story(read_index=3))
    assert not any(found.received.values())
    assert found.repaired == found.edited
    assert set(found.edited) == set(PARTS)


@given(st.lists(st.tuples(st.sampled_from(["repair", "edit"]), st.text("甲乙丙丁。", max_size=9))))
def test_only_repairs_reach_the_repaired_layer(changes: list[tuple[str, str]]) -> None:
    base = text(paragraphs=["原文一句。"])
    revisions = [
        Revision(version=at, kind=kind, text={"headline": head, "paragraphs": ["原文一句。"]})
        for at, (kind, head) in enumerate(changes, start=1)
    ]
    repaired, conflicts = repaired_text(base, revisions)
    assert repaired is not None
    kinds = {kind for kind, _head in changes}
    if kinds <= {"edit"}:
        assert (repaired.headline, conflicts) == ("", [])
    if kinds == {"repair"}:
        assert (repaired.headline, conflicts) == (changes[-1][1], [])


def test_the_layers_of_all_stories_of_a_page_are_those_of_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    run("import_pages", JUNE)
    stories = list(Article.objects.with_page().with_parts())
    with django_assert_num_queries(2):
        found = page_layers(stories)
    assert found == {story.pk: layers(story) for story in stories}
    assert page_layers([]) == {}
