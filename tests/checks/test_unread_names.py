"""Where a role stands as over a story and nobody was read from it, one question asks."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from articles.models import Byline
from findings.models import Finding
from proofing.galley import Galley
from proofing.unread_names import check_bylines
from reading.document import BylineText, PhotoText, Story
from tests.make import import_page
from tests.reading.trial_pages import TOP

NEWS = "6月12日，我县召开防汛工作会议，部署下一阶段工作。"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"（记者段春星李明华）{NEWS}", "记者段春星李明华"),
        (f"{NEWS}（本报记者王明对此文亦有贡献）", "本报记者王明对此文亦有贡献"),
        (f"（通讯员 县公安局交警大队）{NEWS}", "通讯员 县公安局交警大队"),
        ("本报记者 长谷川博己", "本报记者 长谷川博己"),
        ("□ 本报记者 段春星李明华", "本报记者 段春星李明华"),
        (f"记者 长谷川博己 {NEWS}", "记者 长谷川博己"),
        (f"记者长谷川博己报道：{NEWS}", "记者长谷川博己"),
        ("图为现场。段春星李明华 摄", "段春星李明华 摄"),
        ("作者：长谷川博己", "作者：长谷川博己"),
        ("口述：长谷川博己", "口述：长谷川博己"),
        ("本报记者 段春星李明华 文/图", "本报记者 段春星李明华 文/图"),
        ("图为现场。段春星李明华 供图", "段春星李明华 供图"),
        # Nobody is named here.
        ("文/图片新闻报道工作", ""),
        ("作者简介", ""),
        (f"记者从县教育局获悉，{NEWS}", ""),
        (f"（记者从县教育局获悉）{NEWS}", ""),
        (f"记者 从县教育局获悉 {NEWS}", ""),
        ("本报记者荣获一等奖", ""),
        ("记者节快乐", ""),
        ("通讯员培训班开班", ""),
        (f"记者注意到，{NEWS}", ""),
        (f"{NEWS}（记者注：此处有删节）", ""),
        ("此次展出的作品由市民自发拍摄", ""),
        (f"{NEWS}（阿尔及利亚）", ""),
    ],
)
def test_a_byline_that_was_not_read_is_asked_about(text: str, shown: str) -> None:
    for story in (
        Story(paragraphs=[text]),
        Story(paragraphs=[NEWS], photos=[PhotoText(text)]),
    ):
        found = [row.params["text"] for _part, row in check_bylines(Galley(story))]
        assert found == ([shown] if shown else [])


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("长谷川博己", "长谷川博己"),
        ("□ 长谷川 博己", "长谷川 博己"),
        ("佐藤弘树", "佐藤弘树"),
        ("克里斯蒂亚诺", "克里斯蒂亚诺"),
        ("春风化雨", ""),
        ("筑牢安全屏障", ""),
        ("■ 乡风文明", ""),
        ("北坡村修通生产路", ""),
    ],
)
def test_a_name_alone_on_its_line_is_asked_about_and_no_words_are(line: str, shown: str) -> None:
    asked = [shown] if shown else []
    signed = [BylineText("", "王芳")]
    for story in (
        Story(headline="防汛", paragraphs=[line, NEWS]),
        Story(headline="防汛", paragraphs=[NEWS, line]),
        Story(kicker="我县部署防汛工作", headline=line, paragraphs=[NEWS]),
    ):
        assert [row.params["text"] for _part, row in check_bylines(Galley(story))] == asked
        assert not list(check_bylines(Galley(replace(story, bylines=signed))))
    for story in (Story(headline=line, paragraphs=[NEWS]), Story(paragraphs=[NEWS, line, NEWS])):
        assert not list(check_bylines(Galley(story)))


@pytest.mark.parametrize(
    "text", ["记" + " " * 200_000, "（" * 100_000 + "记者", "本报记者 " * 40_000]
)
def test_a_hostile_paragraph_takes_no_time(text: str) -> None:
    begun = time.perf_counter()
    for paragraph in (text, text[::-1], f"[{text}", f" {text} 记者"):
        list(check_bylines(Galley(Story(paragraphs=[paragraph]))))
    assert time.perf_counter() - begun < 5


@pytest.mark.django_db
def test_the_editor_of_a_page_is_asked_once_and_nobody_where_the_names_are_sure() -> None:
    import_page(
        Path("page.txt"), f"{TOP}我县部署防汛工作\n\n本报讯（记者段春星李明华）{NEWS}\n".encode()
    )
    finding = Finding.objects.get(code="unread-byline")
    assert (finding.part, finding.params["text"]) == ("paragraph", "记者段春星李明华")
    assert not Byline.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["□ 本报记者 小野寺", "□本报记者段春星李明华"])
def test_a_line_that_was_taken_for_a_column_s_name_is_asked_about(line: str) -> None:
    text = f"{TOP}我县部署防汛工作\n\n{line}\n\n{NEWS}\n\n他说，要抓好工作落实。\n"
    import_page(Path("page.txt"), text.encode())
    assert Finding.objects.get(code="unread-byline").params["text"] == line.strip("□ ")


@pytest.mark.django_db
def test_a_sure_name_raises_no_question() -> None:
    import_page(
        Path("page.txt"),
        f"{TOP}我县部署防汛工作\n\n本报讯（记者 艾力买提江 阿卜杜热合曼）{NEWS}\n".encode(),
    )
    made = Byline.objects.values_list("role", "contributor__name")
    assert list(made) == [("记者", "艾力买提江"), ("记者", "阿卜杜热合曼")]
    assert not Finding.objects.filter(article__isnull=False).exists()
