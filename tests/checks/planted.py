"""Errors put into generated pages on purpose: each plants one and says whether there was room."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from random import Random

from proofing.lexicon import lexicon
from tests.reading.generator import PagePlan, StoryPlan

Planting = Callable[[PagePlan, Random], bool]
# A day that may stand at the head of a story, and one that no calendar has.
DATE = re.compile(r"^([0-9]{1,2})月([0-9]{1,2})日(?=，|上午|下午)")
HAN = re.compile(r"[\u4e00-\u9fff]")
TOWNS = [
    "昆阳",
    "鳌江",
    "水头",
    "萧江",
    "万全",
    "麻步",
    "腾蛟",
    "山门",
    "顺溪",
    "南雁",
    "青街",
    "凤卧",
]
# Adverbials, some of which the check knows and some of which it does not.
HEADS = [
    "全力以赴",
    "因地制宜",
    "坚定不移",
    "持之以恒",
    "千方百计",
    "真抓实干",
    "多措并举",
    "久久为功",
    "一以贯之",
    "驰而不息",
    "凝心聚力",
    "聚精会神",
    "全心全意",
    "精准施策",
    "统筹兼顾",
    "标本兼治",
    "拧成一股",
    "撸起袖子",
]
DEEDS = [
    ("强", "产业"),
    ("优", "环境"),
    ("抓", "项目"),
    ("惠", "民生"),
    ("护", "生态"),
    ("兴", "文化"),
    ("促", "经济"),
    ("稳", "企业"),
    ("扩", "市场"),
    ("富", "农民"),
    ("育", "人才"),
    ("保", "粮食"),
]
MARKS = [">>>", "▶", "□", "\ufffd", "\ue5d2", "&nbsp;", "（下转第3版）", "\u200b", "<br>"]


def _prose(plan: PagePlan) -> list[tuple[StoryPlan, int]]:
    """Return the paragraphs an error may be put into: whole ones of running text."""
    return [
        (story, index)
        for story in plan.stories
        if story.truth.kind == "news" and not story.subheads
        for index, text in enumerate(story.truth.paragraphs)
        if len(text) >= 30 and text.endswith("。") and "。" in text
    ]


def _change(plan: PagePlan, rng: Random, change: Callable[[str, Random], str | None]) -> bool:
    """Put ``change`` into the first paragraph, in random order, that has room for it."""
    places = _prose(plan)
    rng.shuffle(places)
    for story, index in places:
        text = change(story.truth.paragraphs[index], rng)
        if text is not None:
            story.truth.paragraphs[index] = text
            return True
    return False


def _at_comma(text: str, rng: Random, added: str) -> str | None:
    places = [row.end() for row in re.finditer("，", text)]
    if not places:
        return None
    place = rng.choice(places)
    return text[:place] + added + text[place:]


def wrong_weekday(plan: PagePlan, rng: Random) -> bool:
    last = plan.issue.weekday[-1]
    others = [day for day in "一二三四五六日" if day != last.replace("天", "日")]
    plan.issue.weekday = plan.issue.weekday[:-1] + rng.choice(others)
    return plan.kind == "front"


def wrong_lunar_day(plan: PagePlan, rng: Random) -> bool:
    days = [f"{ten}{one}" for ten in "初十廿" for one in "一二三四五六七八九"]
    right = plan.issue.lunar_date[-2:]
    plan.issue.lunar_date = plan.issue.lunar_date[:-2] + rng.choice(
        [day for day in days if day != right]
    )
    return plan.kind == "front"


def wrong_lunar_year(plan: PagePlan, rng: Random) -> bool:
    """Print another 干支 year."""
    found = re.search("[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年", plan.issue.lunar_date)
    if not found or plan.kind != "front":
        return False
    other = rng.choice([year for year in ("甲子", "乙丑", "庚午", "癸亥") if year != found[0][:2]])
    plan.issue.lunar_date = plan.issue.lunar_date.replace(found[0], f"{other}年")
    return True


def wrong_lunar_month(plan: PagePlan, rng: Random) -> bool:
    found = re.search("闰?[正二三四五六七八九十冬腊]月", plan.issue.lunar_date)
    if not found or plan.kind != "front":
        return False
    others = [f"{name}月" for name in "正二三四五六七八九冬腊" if name not in found[0]]
    plan.issue.lunar_date = plan.issue.lunar_date.replace(found[0], rng.choice(others))
    return True


def jump_beyond(plan: PagePlan, rng: Random) -> bool:
    """Let a jump or teaser point behind the last page."""
    for story in plan.stories:
        old = story.truth.jump_to
        if old and story.jump and plan.kind == "front":
            new = plan.issue.page_count + rng.randint(1, 9)
            story.jump = re.sub(rf"\b{old}\b|(?<![0-9]){old}(?![0-9])", str(new), story.jump)
            story.truth.jump_to = str(new)
            return True
    return False


def dropped_quote(plan: PagePlan, rng: Random) -> bool:
    """Leave out a closing quotation mark inside a paragraph."""
    return _change(plan, rng, lambda text, rng: _without(text, rng, "”"))


def dropped_bracket(plan: PagePlan, rng: Random) -> bool:
    """Leave out half of a bracket or of a title's marks."""
    return _change(plan, rng, lambda text, rng: _without(text, rng, "（）《》"))


def _without(text: str, rng: Random, marks: str) -> str | None:
    places = [i for i, char in enumerate(text[:-2]) if char in marks and i]
    if not places:
        return None
    place = rng.choice(places)
    return text[:place] + text[place + 1 :]


def doubled_paragraph(plan: PagePlan, rng: Random) -> bool:
    places = _prose(plan)
    if not places:
        return False
    story, index = rng.choice(places)
    story.truth.paragraphs.insert(index, story.truth.paragraphs[index])
    return True


def doubled_sentence(plan: PagePlan, rng: Random) -> bool:
    def change(text: str, rng: Random) -> str | None:
        first = text.partition("。")[0] + "。"
        return first + text if len(first) > 20 and "“" not in first else None

    return _change(plan, rng, change)


def doubled_character(plan: PagePlan, rng: Random) -> bool:
    def change(text: str, rng: Random) -> str:
        place = rng.choice([row.start() for row in HAN.finditer(text)])
        return text[:place] + text[place] + text[place:]

    return _change(plan, rng, change)


def doubled_word(plan: PagePlan, rng: Random) -> bool:
    """Print a word of two characters twice."""

    def change(text: str, rng: Random) -> str | None:
        words = [i for i in range(len(text) - 1) if text[i : i + 2] in lexicon().words]
        if not words:
            return None
        place = rng.choice(words)
        return text[:place] + text[place : place + 2] + text[place:]

    return _change(plan, rng, change)


def wrong_count(plan: PagePlan, rng: Random) -> bool:
    """Add a list that is longer than its number."""

    def change(text: str, rng: Random) -> str:
        towns = rng.sample(TOWNS, rng.randint(4, 10))
        said = len(towns) - rng.randint(1, 2)
        opening = rng.choice(["会上，", "活动现场，", "随后，", "据统计，"])
        kind = rng.choice(["个乡镇", "个镇", "个乡镇（街道）"])
        return text + f"{opening}{'、'.join(towns)}等{said}{kind}作交流发言。"

    return _change(plan, rng, change)


def right_count(plan: PagePlan, rng: Random) -> bool:
    """Add a list that fits its number: no error."""

    def change(text: str, rng: Random) -> str:
        towns = rng.sample(TOWNS, rng.randint(3, 10))
        said = len(towns) + rng.choice((0, 0, 0, 2, 5))
        lead = rng.choice(["会上，", "记者先后来到", "县领导带队赴", "受台风影响，"])
        return text + f"{lead}{'、'.join(towns)}等{said}个乡镇的情况较为典型。"

    return _change(plan, rng, change)


def date_after_issue(plan: PagePlan, rng: Random) -> bool:
    """Date the news some days after the paper."""

    def change(text: str, rng: Random) -> str | None:
        late = plan.issue.day + dt.timedelta(days=rng.randint(1, 20))
        new = DATE.sub(f"{late.month}月{late.day}日", text)
        return new if new != text else None

    return _change(plan, rng, change)


def date_ahead(plan: PagePlan, rng: Random) -> bool:
    """Tell of what lies ahead: no error."""

    def change(text: str, rng: Random) -> str:
        late = plan.issue.day + dt.timedelta(days=rng.randint(1, 40))
        day = f"{late.month}月{late.day}日"
        return text + rng.choice(
            [
                f"活动将于{day}正式举行。",
                f"报名截至{day}。",
                f"{day}起，新规正式施行。",
                f"据悉，{day}上午还将举办专场招聘会。",
                f"整改工作须在{day}前全部完成。",
            ]
        )

    return _change(plan, rng, change)


def impossible_date(plan: PagePlan, rng: Random) -> bool:
    day = rng.choice(["2月30日", "4月31日", "6月31日", "9月31日", "13月5日", "8月32日"])
    return _change(plan, rng, lambda text, rng: text + f"自{day}以来，已走访农户120户。")


def mixed_digits(plan: PagePlan, rng: Random) -> bool:
    """Print one digit of a number in the other width."""

    def change(text: str, rng: Random) -> str | None:
        numbers = list(re.finditer("[0-9]{2,}", text))
        if not numbers:
            return None
        place = rng.choice(numbers).start() + 1
        return text[:place] + chr(ord(text[place]) + 0xFEE0) + text[place + 1 :]

    return _change(plan, rng, change)


def leftover_mark(plan: PagePlan, rng: Random) -> bool:
    mark = rng.choice(MARKS)
    return _change(plan, rng, lambda text, rng: _at_comma(text, rng, mark))


def half_width(plan: PagePlan, rng: Random) -> bool:
    return _change(plan, rng, lambda text, rng: _half(text, rng))


def _half(text: str, rng: Random) -> str | None:
    places = [
        i
        for i, char in enumerate(text[:-1])
        if char == "，" and HAN.match(text[i - 1]) and HAN.match(text[i + 1])
    ]
    if not places:
        return None
    place = rng.choice(places)
    return text[:place] + "," + text[place + 1 :]


def doubled_mark(plan: PagePlan, rng: Random) -> bool:
    return _change(plan, rng, lambda text, rng: _at_comma(text, rng, "，"))


def missing_verb(plan: PagePlan, rng: Random) -> bool:
    """Add a row of which one leg has lost its verb."""
    heads, deeds = rng.sample(HEADS, 3), rng.sample(DEEDS, 3)
    legs = [f"{head}{verb}{noun}" for head, (verb, noun) in zip(heads, deeds, strict=True)]
    lame = rng.randrange(3)
    legs[lame] = heads[lame] + deeds[lame][1]
    row = "、".join(legs)
    return _change(plan, rng, lambda text, rng: text + f"要找准自身赛道，{row}，奋力走在前列。")


def whole_row(plan: PagePlan, rng: Random) -> bool:
    """Add a row that has all its verbs: no error."""
    heads, deeds = rng.sample(HEADS, 3), rng.sample(DEEDS, 3)
    legs = [f"{head}{verb}{noun}" for head, (verb, noun) in zip(heads, deeds, strict=True)]
    if rng.random() < 0.5:
        legs[1] = heads[1] + rng.choice(["攻坚", "招商", "推进", "谋划", "创新"])
    return _change(plan, rng, lambda text, rng: text + f"要{'、'.join(legs)}，奋力走在前列。")
