"""A story's text: one value, one canonical form, one hash, wherever it is made."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from articles import layers
from articles.models import Article
from articles.text import COLUMNS, PARTS, StoryByline, StoryPhoto, StoryText, sha256_of
from desk.differences import part_label
from editorial import corrections
from reading.document import BylineText, PhotoText, Story
from tests.make import make_byline, make_photo, make_story, put_image

WORDS = st.text(max_size=12)
TEXTS = st.builds(
    StoryText,
    kind=st.sampled_from(["news", "photo"]),
    section=WORDS,
    kicker=WORDS,
    headline=WORDS,
    deck=WORDS,
    dateline=WORDS,
    jump_to=st.none() | st.integers(1, 9).map(str),
    jump_from=st.none() | st.integers(1, 9).map(str),
    truncated=st.booleans(),
    bylines=st.lists(st.builds(StoryByline, WORDS, WORDS), max_size=2).map(tuple),
    paragraphs=st.lists(WORDS, max_size=3).map(tuple),
    photos=st.lists(st.builds(StoryPhoto, WORDS, WORDS, st.just("0a")), max_size=2).map(tuple),
)


@given(TEXTS)
def test_what_is_written_down_comes_back_with_the_same_hash(text: StoryText) -> None:
    back = StoryText.from_dict(json.loads(json.dumps(text.to_dict())))
    assert (back, back.sha256) == (text, text.sha256)
    assert StoryText.from_dict(json.loads(text.canonical)) == text


@given(TEXTS, TEXTS)
def test_two_texts_have_one_hash_only_when_they_are_one(one: StoryText, other: StoryText) -> None:
    assert (one.sha256 == other.sha256) == (one == other)
    assert (one.words == other.words) == (not one.changed_parts(other))


@given(st.dictionaries(st.sampled_from(["z", "headline", "a"]), WORDS))
def test_keys_that_are_no_part_are_passed_over(raw: dict[str, str]) -> None:
    assert StoryText.from_dict(raw).headline == raw.get("headline", "")


def test_a_text_cannot_be_changed() -> None:
    text = StoryText.from_dict({"headline": "标题"})
    with pytest.raises(FrozenInstanceError):
        text.headline = "别的"  # type: ignore[misc]


@pytest.mark.django_db
def test_a_row_and_the_reading_it_came_from_say_the_same() -> None:
    row = make_story(kicker="引题", jump_to="3", truncated=True, body="甲。\n\n乙。")
    make_byline(row, "曹文倩")
    make_photo(row, "图。", "林鑫")
    read = Story(
        kicker="引题",
        headline=row.headline,
        dateline=row.dateline,
        jump_to="3",
        truncated=True,
        bylines=[BylineText("记者", "曹文倩")],
        paragraphs=["甲。", "乙。"],
        photos=[PhotoText("图。", "林鑫")],
    )
    assert StoryText.of(row) == StoryText.read(read)


@pytest.mark.django_db
def test_an_image_counts_by_its_bytes_and_is_no_word() -> None:
    row = make_story()
    photo = make_photo(row)
    before = StoryText.of(row)
    put_image(photo, b"one")
    after = StoryText.of(Article.objects.get(pk=row.pk))
    assert after != before
    assert after.words == before.words
    assert after.photos[0].image == photo.sha256


def test_every_part_has_its_place_where_parts_are_shown() -> None:
    said_about_it = {"kind", "truncated"}
    assert {*layers.PARTS} == {*PARTS} - said_about_it
    assert {*corrections.PARTS} == {*PARTS, corrections.IMAGES} - said_about_it
    with translation.override("zh-hans"):
        assert [part for part in PARTS if part_label(part) == part] == []


def test_the_parts_of_a_row_are_columns_of_its_model() -> None:
    columns = {field.name for field in Article._meta.concrete_fields}
    assert {*COLUMNS, "body"} <= columns
    text = replace(StoryText.from_dict({}), paragraphs=("甲。", "乙。"))
    assert text.columns["body"] == "甲。\n乙。"


@pytest.mark.django_db
def test_a_text_of_before_labels_has_the_hash_it_had() -> None:
    raw = StoryText.of(make_story(jump_to="3")).to_dict()
    before = raw | {"jump_to": 3}
    assert sha256_of(raw) == sha256_of(before) == StoryText.from_dict(before).sha256
    assert '"jump_to":3' in StoryText.from_dict(before).canonical.replace(" ", "")
    assert sha256_of(raw) != sha256_of(raw | {"jump_to": "B03"})
