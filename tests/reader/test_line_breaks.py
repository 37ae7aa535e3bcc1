"""Where the line of a headline may break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper.line_breaks import phrases, with_breaks
from paper.template_words import marked_parts, parts
from search.extracts import Run


@pytest.mark.parametrize(
    ("headline", "pieces"),
    [
        ("县人民医院新院区启用首日接诊", "县人民|医院|新院区|启用|首日|接诊"),
        ("掀起大抓落实大干快上干事热潮", "掀起|大抓落实|大干快上|干事|热潮"),
        ("我县召开2025年经济工作会议", "我县|召开|2025年|经济|工作|会议"),
        ("“三比三看”掀热潮", "“三比三看”|掀热潮"),
        ("云岭：小山村的大变化", "云岭：|小山村的|大变化"),
        ("比学赶超创佳绩", "比学赶超|创佳绩"),
        ("——写在城际铁路开工之际", "——写|在城际|铁路|开工|之际"),
        ("暑期托管班“上新”啦", "暑期|托管班|“上新”啦"),
        ("首届古琴文化惠民周即将来袭", "首届|古琴|文化|惠民周|即将|来袭"),
        ("杨梅节开幕", "杨梅节|开幕"),
        ("县", "县"),
    ],
)
def test_a_line_breaks_between_words_only(headline: str, pieces: str) -> None:
    assert "|".join(phrases(headline)) == pieces


@given(st.text(max_size=40))
def test_nothing_is_lost_or_added(text: str) -> None:
    assert "".join(phrases(text)) == text


def test_an_address_breaks_at_its_marks_and_nothing_else_does() -> None:
    said = "登录www.minsheng.gov.cn/a_b或写信至news@example.cn，0577-58129999，3.2%、<b>&5G"
    assert with_breaks(said) == (
        "登录www.<wbr>minsheng.<wbr>gov.<wbr>cn/<wbr>a_<wbr>b或写信至news@<wbr>example.<wbr>cn，"
        "0577-58129999，3.2%、&lt;b&gt;&amp;5G"
    )


def test_no_line_breaks_between_a_word_and_its_quotation() -> None:
    assert '<span class="whole">到“领跑”</span>' in parts("绿色发展到“领跑”")


def test_no_line_begins_with_the_dot_of_a_name() -> None:
    name = '<span class="whole">阿依古丽·</span>'
    assert parts("“新农人”阿依古丽·买买提").startswith(
        f'<span class="part">“新农人”<wbr>{name}<wbr>'
    )
    marked = marked_parts([Run("“新农人”阿依古丽·", False), Run("买买提", True)])
    assert marked == f"“新农人”<wbr>{name}<wbr><mark>买买提</mark>"
