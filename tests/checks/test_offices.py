"""Offices in a text: whose they are and who holds them; what is unsure is left out."""

from __future__ import annotations

import pytest
from django.utils import translation

from findings.codes import message_of
from proofing.galley import Galley, Part
from proofing.offices import find_offices, own_place, page_places
from reading.document import Story


@pytest.mark.parametrize(
    ("organ", "sponsor", "place"),
    [
        ("中共平阳县委机关报", "", "平阳县"),
        ("中共温州市委机关报", "", "温州市"),
        ("中共浙江省温州市委机关报", "", "温州市"),
        ("", "平阳县融媒体中心主办", "平阳县"),
        ("", "某某报社", ""),
    ],
)
def test_a_paper_has_its_place_from_its_masthead(organ: str, sponsor: str, place: str) -> None:
    assert own_place(organ, sponsor) == place


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("县委书记孟晓斌作总结讲话。", ["平阳县 县委书记 孟晓斌"]),
        ("我县县委书记孟晓斌出席。", ["平阳县 县委书记 孟晓斌"]),
        ("县委副书记、县长陈桂雷主持。", ["平阳县 县委副书记 陈桂雷", "平阳县 县长 陈桂雷"]),
        (
            "仙居县委书记占雅静、县长马奇华、县政协主席林杰等参加，平阳县县长陈桂雷陪同。",
            [
                "仙居县 县委书记 占雅静",
                "仙居县 县长 马奇华",
                "仙居县 县政协主席 林杰",
                "平阳县 县长 陈桂雷",
            ],
        ),
        ("台州市仙居县委书记占雅静强调，", ["仙居县 县委书记 占雅静"]),
        ("温州市委书记张振丰前往平阳调研。", ["温州市 市委书记 张振丰"]),
        ("昆阳镇党委书记王小明表示，", ["昆阳镇 镇党委书记 王小明"]),
        ("县委常委、组织部部长林浩主持。", ["平阳县 县委常委 林浩", "平阳县 县委组织部部长 林浩"]),
        (
            "县委常委、常务副县长李明华带队，",
            ["平阳县 县委常委 李明华", "平阳县 常务副县长 李明华"],
        ),
        ("县委书记欧阳明远主持。", ["平阳县 县委书记 欧阳明远"]),
        ("县长王奔等。", ["平阳县 县长 王奔"]),
        # What he does next is no part of his name.
        ("县长王奔在参加代表团审议时指出，", ["平阳县 县长 王奔"]),
        ("县长陈建和在会上表示，", ["平阳县 县长 陈建和"]),
        # Not sure, or not so.
        ("时任县委书记李强到会。", []),
        ("原县长王奔参加。", []),
        ("市委书记张振丰前往平阳调研。", []),
        ("陌生某县委书记李强到会。", []),
        ("城市长远发展和县长期规划。", []),
        ("镇长王小明说，", []),
        ("县委书记一行来到水头镇。", []),
        ("县委书记孟晓斌某某某某。", []),
        ("县委书记，孟晓斌。", []),
        ("县委书记、", []),
    ],
)
def test_offices_are_found_with_place_and_holder(text: str, found: list[str]) -> None:
    part = Part("paragraph", 0, text)
    rows = list(find_offices(part, own="平阳县", places={"平阳", "昆阳"}))
    assert [f"{row.place} {row.title} {row.holder}" for row in rows] == found
    for row in rows:
        assert text[row.start : row.end].endswith(row.holder)


def test_without_a_place_of_its_own_a_paper_tells_only_named_places() -> None:
    part = Part("paragraph", 0, "县委书记孟晓斌出席。")
    assert list(find_offices(part, own="", places=set())) == []


def test_the_page_itself_names_places() -> None:
    one = Galley(Story(headline="代表团来考察", paragraphs=["昨天，在某溪县、凤卧镇走访。"]))
    assert {"某溪", "凤卧"} <= page_places([one])


def test_several_may_hold_an_office_of_which_there_are_several() -> None:
    part = Part("paragraph", 0, "副县长朱邦丰、县委副书记邱忠瑜、县长陈桂雷参加。")
    rows = find_offices(part, own="平阳县", places=set())
    assert [row.is_single for row in rows] == [False, False, True]


@pytest.mark.parametrize(
    ("place", "title", "shown"),
    [
        ("平阳县", "县委书记", "平阳县委书记在此为"),
        ("平阳县", "纪委书记", "平阳县纪委书记在此为"),
        ("鳌江镇", "镇长", "鳌江镇镇长在此为"),
    ],
)
def test_a_question_names_an_office_as_people_say_it(place: str, title: str, shown: str) -> None:
    evidence = {"place": place, "title": title, "holder": "孟晓宾", "other": "孟晓斌"}
    with translation.override("zh-hans"):
        assert message_of("office-two-holders", evidence).startswith(shown)
        evidence = {"other_place": place, "other_title": title}
        assert shown.removesuffix("在此为") + "。" in message_of("holder-two-offices", evidence)
