"""A table saved in a smaller character set: what it has lost is refused with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from django.utils import translation

from articles.models import Article, Contributor
from findings.models import Office
from issues.models import Publication
from tables.lost_characters import lost_in
from tests.make import make_byline, make_page, make_publication, make_story
from tests.tables.helpers import administrator, export, take, wrong

OFFICE = ("publication", "place", "title", "holder")
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
        ("真的吗", "真的吗?", ""),
        ("王明", "张强", ""),
        ("多少", "?多少", ""),
        ("x" * 3000 + "𬭎", "x" * 3000 + "?", "𬭎"),
        ("x" * 3000 + "\n王𬭎说", "x" * 3000 + "\n王?说了", "𬭎"),
    ],
)
def test_only_what_is_surely_lost_is_called_so(stored: str, cell: str, lost: str) -> None:
    assert lost_in(stored, cell) == lost
