"""Where the line of a headline may break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper.line_breaks import phrases


@pytest.mark.parametrize(
    ("headline", "pieces"),
    [
        ("县人民医院新院区启用首日接诊", "县人民|医院|新院区|启用|首日|接诊"),
        ("掀起大抓落实大干快上干事热潮", "掀起|大抓落实|大干|快上|干事|热潮"),
        ("我县召开2025年经济工作会议", "我县|召开|2025年|经济|工作|会议"),
        ("“三比三看”掀热潮", "“三比三看”|掀热潮"),
        ("云岭：小山村的大变化", "云岭：|小山村的|大变化"),
        ("县", "县"),
    ],
)
def test_a_line_breaks_between_words_only(headline: str, pieces: str) -> None:
    assert "|".join(phrases(headline)) == pieces


@given(st.text(max_size=40))
def test_nothing_is_lost_or_added(text: str) -> None:
    assert "".join(phrases(text)) == text
