"""A table saved in a smaller character set: what it has lost is refused with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Contributor
from findings.models import Office
from issues.models import Publication
from tables.lost_characters import lost_in, say_lost, smaller_sets
from tests.make import (
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
)
from tests.tables.helpers import administrator, dump, export, take, wrong

OFFICE = ("publication", "place", "title", "holder")
# What GBK has not, or GB 2312 has not.
SIGNS = ("²", "½", "€", "❷", "–", "•", "‧", "∙", "･", "\u00a0", "\u200d", "\ue863", "\U0001f5de")
BODY = "县长张明𬭎到南岭镇调研。\n\n李㛃、王𠅤陪同。情况如何？"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def in_gbk(data: bytes, *, twice: bool = False) -> bytes:
    """Return a CSV as a spreadsheet saves it as ANSI: ? for what GBK does not have."""
    text = data.decode("utf-8-sig")
    if twice:
        text = "".join("??" if char > "\uffff" else char for char in text)
    return text.encode("gbk", "replace")


@pytest.mark.django_db
@pytest.mark.parametrize("twice", [False, True])
def test_a_cell_that_lost_characters_is_refused_with_its_place(twice: bool) -> None:
    story = make_story(make_page(), headline="张明𬭎调研", body=BODY)
    make_byline(story, "王𬭎")
    data = in_gbk(export("articles", "csv"), twice=twice)
    result = take("articles", data, "csv", user=administrator())
    assert {(row, column) for row, column, _value in wrong(result)} == {
        (2, "headline"),
        (2, "bylines"),
        (2, "body"),
    }
    assert "𬭎" in result.wrong_cells[0].message
    assert "UTF-8" in result.wrong_cells[0].message
    story = Article.objects.get()
    assert (story.headline, story.body) == ("张明𬭎调研", BODY)


@pytest.mark.django_db
def test_a_full_width_question_mark_is_refused_only_where_a_rare_character_stood() -> None:
    make_story(make_page(), headline="张明𬭎调研", kicker="防汛要落实。", body=BODY)
    table = export("articles", "csv").decode("utf-8-sig")
    lost = table.replace("张明𬭎", "张明？").replace("王𠅤", "王？")
    result = take("articles", lost.encode(), "csv", user=administrator())
    assert {row[:2] for row in wrong(result)} == {(2, "headline"), (2, "body")}
    assert Article.objects.get().headline == "张明𬭎调研"
    meant = table.replace("防汛要落实。", "防汛要落实？").replace("情况如何", "情况好不好")
    assert wrong(take("articles", meant.encode(), "csv", user=administrator())) == []
    story = Article.objects.get()
    assert (story.kicker, story.headline) == ("防汛要落实？", "张明𬭎调研")


@pytest.mark.django_db
def test_a_name_that_lost_characters_makes_no_second_one() -> None:
    paper = make_publication("𬇕溪报")
    Contributor.objects.create(publication=paper, name="王𬭎")
    Office.objects.create(publication=paper, place="𬇕溪县", title="县长", holder="张明𬭎")
    for name, row in (
        ("contributors", {"publication": "𬇕溪报", "name": "王?"}),
        ("contributors", {"publication": "𬇕溪报", "name": "王？"}),
        ("offices", dict(zip(OFFICE, ("𬇕溪报", "𬇕溪县", "县长", "张明??"), strict=True))),
        ("publications", {"name": "□溪报"}),
    ):
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
        result = take(name, stream.getvalue().encode(), "csv", user=administrator())
        assert [place[:2] for place in wrong(result)] == [(2, list(row)[-1])], name
    assert Publication.objects.count() == Contributor.objects.count() == 1
    assert Office.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "known", "named", "unnamed"),
    [
        ("陈?", ["陈华", "陈𬭎"], "“陈𬭎”", "陈华"),
        ("陈??", ["陈华", "陈𬭎"], "“陈𬭎”", "陈华"),
        ("陈?", ["陈华", "陈𬭎", "陈㛃"], "any of these: 陈㛃, 陈𬭎.", "陈华"),
        ("陈?", ["陈华"], "in place of a character:", "陈华"),
        ("朱?基", ["朱镕基", "朱建基"], "“朱镕基”", "朱建基"),
        # Saved as Big5 or in Shift JIS, which have 王 and not 华.
        ("王?", ["王华", "王林"], "“王华”", "王林"),
        ("Jos?", ["José", "Jose"], "“José”", "“Jose”"),
    ],
)
def test_a_refusal_names_only_whom_a_smaller_character_set_loses(
    cell: str, known: list[str], named: str, unnamed: str
) -> None:
    paper = make_publication("澜溪报")
    for name in known:
        Contributor.objects.create(publication=paper, name=name)
    data = f"publication,name\n澜溪报,{cell}\n".encode("gb2312")
    result = take("contributors", data, "csv", user=administrator())
    (fault,) = result.wrong_cells
    assert named in fault.message
    assert unnamed not in fault.message
    assert "UTF-8" in fault.message
    assert Contributor.objects.count() == len(known)


@pytest.mark.parametrize(
    ("stored", "cell", "lost"),
    [
        ("王𬭎", "王?", "𬭎"),
        ("王𬭎", "王??", "𬭎"),
        ("李㛃报道", "李□报道", "㛃"),
        ("张明𬭎到镇里调研。", "张明?到镇里考察调研。", "𬭎"),
        ("王𬭎", "王？", "𬭎"),
        ("王𬭎", "王？？", "𬭎"),
        ("李㛃报道", "李？报道", "㛃"),
        ("朱镕基", "朱？基", "镕"),
        ("王𬭎、李㛃到镇里。", "王？、李？到镇里。", "𬭎"),
        ("张明𬭎到镇里调研。", "张明？到镇里考察调研。", "𬭎"),
        ("阿卜杜‧买买提", "阿卜杜？买买提", "‧"),
        ("x" * 3000 + "\n王𬭎说", "x" * 3000 + "\n王？说了", "𬭎"),
        ("王𬭎说：“真的。”", "王𬭎说：“真的？”", ""),
        ("王𬭎说他来了", "王𬭎说他来？", ""),
        ("王明来了——", "王明来了？", ""),
        ("阿卜杜·买买提", "阿卜杜？买买提", ""),
        ("情况如何", "情况如何？", ""),
        ("今天好。", "今天好？", ""),
        ("真的吗?", "真的吗?", ""),
        # Whatever the character is, and whatever stands beside it.
        *[(f"甲{char}乙说", f"甲{mark}乙说", char) for char in SIGNS for mark in "?□\ufffd？"],
        *[(f"甲{char}乙说", f"甲{mark}来乙说", char) for char in SIGNS for mark in "?□\ufffd？"],
        *[(f"甲{char}乙说", "甲??乙说", char) for char in SIGNS],
        ("县长罗永𬭎看秋收", "县长罗永?去看秋收了", "𬭎"),
        ("县长罗永𬭎看秋收", "县长罗永？去看秋收了", "𬭎"),
        ("县长罗永𬭎看秋收", "罗永去看?看秋收", "𬭎"),
        ("占地12km²。\n" + "好" * 3000 + "\n共20m³。", "占地12km?。\n新的一段。\n共20m?。", "²"),
        ("多" * 2500 + "€300" + "少" * 2500, "多" * 2500 + "?300" + "少" * 2400, "€"),
        ("罗\ue863", "罗?", "\ue863"),
        ("葛\U000e0100文", "葛??文", "\U000e0100"),
        ("❤\ufe0f广场", "????广场", "❤\ufe0f"),
        ("3—5天", "3?5天", "—"),
        # Saved as ASCII, nothing is left; saved as Big5, what is Chinese there.
        ("罗永强", "???", "罗永强"),
        ("台灣的着色", "台灣的?色", "着"),
        ("Café", "Caf?", "é"),
        ("新增三家企业？", "新增□家企业？", "三"),
        ("□三家企业", "□?家企业", ""),
        # An editor asks.
        ("真的。", "真的?", ""),
        ("他来了。", "他来了?", ""),
        ("谁来守护𬇕溪", "谁来守护？", ""),
        ("他看了20m³。", "他看了多少？", ""),
        ("新增三家企业", "新增?家企业", ""),
        ("他来不来——", "他来不来?", ""),
        ("他来不来——", "他来不来？", ""),
        ("住着²层", "住着²层?", ""),
        ("²层住人", "²层住人?", ""),
        ("真的吗", "真的吗?", ""),
        ("王明", "张强", ""),
        ("多少", "?多少", ""),
        ("x" * 3000 + "𬭎", "x" * 3000 + "?", "𬭎"),
        ("x" * 3000 + "\n王𬭎说", "x" * 3000 + "\n王?说了", "𬭎"),
    ],
)
def test_only_what_is_surely_lost_is_called_so(stored: str, cell: str, lost: str) -> None:
    assert lost_in(stored, cell, smaller_sets([cell])) == lost


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["gbk", "gb2312"])
def test_every_cell_of_every_table_that_lost_a_sign_is_refused(charset: str) -> None:
    paper = make_publication("澜溪报", hotline="5½–8时", organ="中共澜溪县委•机关")
    page = make_page(make_issue(publication=paper), name="要闻•综合")
    story = make_story(
        page,
        section="❷版",
        kicker="∙导语",
        headline="奖金€300万",
        deck="5½小时",
        body="占地12km²。\n\n挖土20m³，用时1½天。",
    )
    make_byline(story, "艾尼•买买提")
    make_byline(story, "罗\ue863")
    make_photo(story, caption="葛\U000e0100文在看❷号井", credit="罗\ue863 摄")
    Office.objects.create(publication=paper, place="澜\ue863县", title="副‧县长", holder="艾尼•江")
    Office.objects.create(publication=paper, place="澜溪县", title="副‧县长", holder="罗英")
    places = {
        "publications": {(2, "organ"), (2, "hotline")},
        "pages": {(2, "name")},
        "articles": {
            (2, name) for name in ("section", "kicker", "headline", "deck", "bylines", "body")
        },
        "photos": {(2, "caption"), (2, "credit")},
        "contributors": {(2, "name"), (3, "name")},
        "offices": {(2, "title"), (3, "place"), (3, "title"), (3, "holder")},
    }
    by = administrator()
    before = dump()
    for name, lost in places.items():
        text = export(name, "csv").decode("utf-8-sig")
        result = take(name, text.encode(charset, "replace"), "csv", user=by)
        assert {cell[:2] for cell in wrong(result)} == lost, name
        assert all("UTF-8" in cell.message for cell in result.wrong_cells)
    assert dump() == before


def test_a_sign_that_nobody_sees_is_told_by_its_number() -> None:
    assert "“U+E863”" in say_lost("\ue863")
    assert "“²”" in say_lost("²")


PLAIN = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"


@given(
    st.lists(st.sampled_from([*PLAIN, *SIGNS, "。", "，", "！", "\n"]), min_size=1, max_size=40),
    st.data(),
)
def test_what_an_editor_asks_is_taken_and_what_is_lost_is_not(
    chars: list[str], data: st.DataObject
) -> None:
    stored = PLAIN + "".join(chars)
    charsets = smaller_sets([PLAIN])
    ordinary = [at for at, char in enumerate(stored) if char not in SIGNS]
    at = data.draw(st.sampled_from(ordinary))
    mark = data.draw(st.sampled_from("?？"))
    assert lost_in(stored, stored[:at] + mark + stored[at + 1 :], charsets) == ""
    lossy = stored.encode("gbk", "replace").decode("gbk")
    assert bool(lost_in(stored, lossy, charsets)) == (lossy != stored)
    at = data.draw(st.sampled_from(range(len(PLAIN))))
    edited = lossy[:at] + "新增" + lossy[at + 1 :]
    assert bool(lost_in(stored, edited, charsets)) == (lossy != stored)
