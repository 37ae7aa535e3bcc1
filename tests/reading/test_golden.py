"""Both samples give their page documents, key by key."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.document import PageDocument
from reading.invariants import check
from tests.reading.samples import NAMES, golden, sample


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", ["masthead", "issue", "page"])
def test_a_sample_gives_its_golden_fields(name: str, part: str) -> None:
    document = read_page(sample(name)).to_dict()
    for key, expected in golden(name)[part].items():
        assert document[part][key] == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_gives_its_golden_stories(name: str) -> None:
    stories = read_page(sample(name)).to_dict()["articles"]
    expected = golden(name)["articles"]
    assert len(stories) == len(expected)
    for story, wanted in zip(stories, expected, strict=True):
        assert {key: story[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_leaves_nothing_unassigned(name: str) -> None:
    document = read_page(sample(name))
    assert document.unassigned == []
    assert check(sample(name), document) == []


def test_the_truncated_story_is_the_only_warning_and_points_at_its_end() -> None:
    text = sample(NAMES[1])
    (warning,) = read_page(text).warnings
    assert warning.code == "truncated"
    assert warning.span is not None
    assert text[: warning.span[1]].endswith("进一步强链延")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_text_gives_the_same_document(name: str) -> None:
    assert read_page(sample(name)) == read_page(sample(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_document_survives_being_written_and_read_back(name: str) -> None:
    document = read_page(sample(name))
    assert PageDocument.from_dict(document.to_dict(explain=True)) == document


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\x0b", "\u2028"])
def test_line_ends_of_any_kind_give_the_same_stories(newline: str) -> None:
    text = sample(NAMES[0])
    plain, other = read_page(text), read_page(text.replace("\n", newline))
    assert [s.paragraphs for s in other.articles] == [s.paragraphs for s in plain.articles]
    assert other.issue == plain.issue
