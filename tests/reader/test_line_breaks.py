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
        # Numbers in Han figures, with what they count, and one thing with its name.
        ("一万二千五百亩农田建成", "一万二千五百亩|农田|建成"),
        ("三百二十户移民喜迁新居", "三百二十户|移民|喜迁新居"),
        ("成立一百零四周年大会", "成立|一百零四周年|大会"),
        ("百分之九十二点五的人满意", "百分之九十二点五|的人|满意"),
        ("百分之八十六点四的农户", "百分之八十六点四|的农户"),
        ("二十大精神宣讲", "二十大|精神|宣讲"),
        ("从一粒米看乡村产业", "从一粒米|看乡村|产业"),
        ("从一片叶看茶乡富民路", "从一片叶|看茶乡|富民路"),
        ("一粒小胡椒富民", "一粒|小胡椒|富民"),
        # Names of people and of places.
        ("返乡大学生欧阳雪梅归来", "返乡|大学生|欧阳雪梅|归来"),
        ("县领导赴李家坳村调研", "县领导|赴李家坳村|调研"),
        ("白水洋镇举办采摘节", "白水洋镇|举办|采摘节"),
        ("石榴沟村二十年坚持种树", "石榴沟村|二十年|坚持|种树"),
        ("S321省道白沙段养护工程", "S321省道|白沙段|养护|工程"),
        ("石门坎水库蓄水发电", "石门坎水库|蓄水|发电"),
        # Meetings and houses, and a word that the dictionary only guesses.
        ("全县防汛工作部署会召开", "全县|防汛|工作|部署会|召开"),
        ("经济运行形势分析会", "经济运行|形势|分析会"),
        ("小微企业园开园投产", "小微|企业园|开园|投产"),
        ("青溪县融媒体中心揭牌", "青溪县|融媒体中心|揭牌"),
        ("妇幼保健院新院区投用", "妇幼保健院|新院区|投用"),
        ("村里来了位会唱越剧的书记", "村里|来了|位会|唱越剧的|书记"),
        ("第八届创新年会举行", "第八届|创新|年会|举行"),
        ("直播带货助农增收", "直播|带货|助农增收"),
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
