"""Two texts of a story against each other."""

from __future__ import annotations

from desk.differences import as_text, story_differences
from tests.wishes import text


def test_the_order_of_keys_in_the_database_is_no_difference() -> None:
    old = text(
        bylines=[{"name": "曹文倩", "role": "记者"}],
        photos=[{"credit": "林鑫", "caption": "图。"}],
    )
    new = text(
        bylines=[{"role": "记者", "name": "曹文倩"}],
        photos=[{"caption": "图。", "credit": "林鑫"}],
    )
    assert story_differences(old, new) == []
    assert as_text(old.bylines) == "记者 曹文倩"
    assert as_text(old.photos) == "图。 林鑫"


def test_each_part_that_differs_is_named_with_its_characters() -> None:
    (one,) = story_differences(text(headline="旧题", deck="同"), text(headline="新题", deck="同"))
    assert [(run.op, run.text) for run in one.runs] == [
        ("delete", "旧"),
        ("insert", "新"),
        ("equal", "题"),
    ]
