"""Folios and page counts in rarer forms: what a page is called, and where it ends."""

from __future__ import annotations

from itertools import permutations

import pytest

from reading import read_page

STORIES = (
    (
        "南岭水库完成清淤",
        "本报讯（记者 周平）11月5日，南岭水库清淤工程完工，下游三个乡镇的灌溉有了保障。",
        "水库管理所说，明年还要加固大坝，让库区的群众更加安心。",
    ),
    (
        "粮站开秤收购晚稻",
        "本报讯（记者 林雨）入冬以来，全县二十一个粮站开秤收购晚稻，农户随到随卖。",
        "粮站负责人说，收购要持续到月底，粮款当天就能拿到手。",
    ),
)
TOLD = "\n\n".join("\n　　".join(story) for story in STORIES)
HEADLINES = [story[0] for story in STORIES]


@pytest.mark.parametrize("count", ["今日4版", "今日四版", "今天4版", "本报今日 4 版"])
@pytest.mark.parametrize(
    "rest",
    [
        ["2025年11月6日 星期四", "{}"],
        ["2025年11月6日", "{}"],
        ["2025年11月6日 星期四", "{}", "中共南岭县委机关报"],
        ["2025年11月6日 星期四 {}"],
    ],
)
def test_how_many_pages_there_are_is_no_page_s_number(count: str, rest: list[str]) -> None:
    for lines in permutations(["南岭日报", *(line.format(count) for line in rest)]):
        page = read_page("\n".join(lines) + f"\n\n{TOLD}\n")
        told = (page.page.label, page.page.name, page.issue.page_count)
        assert (*told, [row.headline for row in page.articles]) == ("1", "", 4, HEADLINES), lines
