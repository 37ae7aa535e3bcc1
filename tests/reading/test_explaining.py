"""Every headline says by which features it is one, and every doubt is asked about."""

from __future__ import annotations

import pytest

from reading import read_page
from reading.features import templates
from reading.rules import FEATURES, explain
from reading.weights import weights
from tests.reading.samples import LEAD, NAMES, NEXT, blocks, sample


@pytest.mark.parametrize("name", NAMES)
def test_a_headline_is_explained_by_one_to_three_features(name: str) -> None:
    for story in read_page(sample(name)).articles:
        (rule,) = {s.rule for s in story.segments if s.part == "headline"}
        assert 1 <= len(rule.split("+")) <= 3
        assert set(rule.split("+")) <= FEATURES.keys()
        why = explain(rule)
        assert why is not None
        assert why.english.endswith(".")
        assert why.chinese.endswith("。")


def test_a_rule_that_nobody_knows_has_no_explanation() -> None:
    assert explain("headline-before-dateline") is None


def test_every_weight_belongs_to_a_feature_that_has_a_sentence() -> None:
    names = {feature.partition("=")[0] for feature in weights().features}
    assert names <= FEATURES.keys()
    assert {name.partition(" ")[0] for name in templates()[1]} <= FEATURES.keys()


def test_a_sure_page_asks_nothing() -> None:
    text = blocks("县领导检查防汛工作", "本报讯（记者 王强）" + LEAD, NEXT)
    assert read_page(text).warnings == []
