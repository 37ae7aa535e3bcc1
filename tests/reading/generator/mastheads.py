"""Mastheads, folios and imprint lines, with the fields that a reader must find in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from reading.document import IssueFields, Masthead, PageFields
from tests.reading.generator.issues import (
    FULL_WIDTH,
    HAN_DIGITS,
    IssuePlan,
    han_number,
)
from tests.reading.generator.people import Paper, person

CORE_VALUES = ("富强 民主 文明 和谐", "自由 平等 公正 法治", "爱国 敬业 诚信 友善")
SLOGANS = ("讲好{}故事 传播{}声音", "看{} 知天下", "权威 贴近 服务")
PAGE_NAMES = ("要闻", "综合", "民生", "时政", "经济", "文化", "副刊", "教育", "专题", "公益广告",
              "国内国际", "健康", "乡村振兴", "综合新闻", "社会", "体育")  # fmt: skip
NUMBER_FORMS = ("总第{}期", "第{}期", "总第{}期", "总第 {} 期")
COUNT_FORMS = ("今日{}版", "本期{}版", "本期共{}版", "今日{}版", "今日共{}版")
HOTLINES = ("新闻热线：{}", "新闻热线:{}", "新闻热线 {}", "新闻热线：{}", "新闻热线{}")


@dataclass(slots=True)
class FurnitureLines:
    """Lines of furniture, and the fields they give."""

    lines: list[str] = field(default_factory=list)
    masthead: Masthead = field(default_factory=Masthead)
    issue: IssueFields = field(default_factory=IssueFields)
    page: PageFields = field(default_factory=PageFields)
    form: dict[str, str] = field(default_factory=dict)


def date_lines(rng: Random, day: date, weekday: str) -> tuple[str, list[str]]:
    """Return a form's name and the pieces that print the date and the weekday in it."""
    year, month, number = str(day.year), str(day.month), str(day.day)
    whole = f"{year}年{month}月{number}日"
    numeral = f"{year.translate(HAN_DIGITS)}年{han_number(day.month)}月{han_number(day.day)}日"
    forms = {
        "split": [f"{year}年{month}月", weekday, number],
        "split-day": [f"{year}年{month}月", weekday, number + "日"],
        "split-day-first": [number, f"{year}年{month}月", weekday],
        "split-weekday-last": [f"{year}年{month}月", number, weekday],
        "whole": [whole, weekday],
        "whole-spaced": [f"{whole} {weekday}"],
        "joined": [whole + weekday],
        "weekday-first": [weekday, whole],
        "wide": [whole.translate(FULL_WIDTH), weekday],
        "loose": [f"{year} 年 {month} 月 {number} 日", weekday],
        "dots": [f"{year}.{month:0>2}.{number:0>2}", weekday],
        "dashes": [f"{year}-{month:0>2}-{number:0>2}", weekday],
        "numerals": [numeral, weekday],
        "no-weekday": [whole],
    }
    name = rng.choices(list(forms), [6, 2, 2, 2, 4, 5, 3, 2, 1, 1, 1, 1, 1, 1])[0]
    return name, forms[name]


def make_masthead(rng: Random, paper: Paper, issue: IssuePlan) -> FurnitureLines:
    """Return the masthead of a front page."""
    made = FurnitureLines(page=PageFields(number=1, label="1"))
    groups = [_names(rng, paper, made), _mottoes(rng, paper, made)]
    dated = [_date(rng, issue, made), _numbers(rng, issue, made), _contact(rng, paper, made)]
    if rng.random() < 0.25:
        rng.shuffle(dated)
    if rng.random() < 0.1:
        groups.reverse()
    if rng.random() < 0.08:
        # Mottoes stand inside the masthead, never last, where they might be a headline.
        groups = [groups[0], dated.pop(0), groups[1]]
    pieces = [group for group in (*groups, *dated) if group]
    style = rng.choices(["pieces", "groups", "one-line"], [5, 3, 2])[0]
    if style == "one-line" and made.masthead.mottoes[:1] not in ([], [CORE_VALUES[0]]):
        style = "groups"
    made.form["masthead"] = style
    made.lines = _arrange(rng, pieces, style)
    return made


def _arrange(rng: Random, groups: list[list[str]], style: str) -> list[str]:
    gap = rng.choice([" ", "　", "  "])
    if style == "pieces":
        return [piece for group in groups for piece in group]
    if style == "groups":
        # Mottoes keep lines of their own: two on one line could be read as one.
        return [
            line
            for group in groups
            for line in (group if " " in group[0] and "版" not in group[0] else [gap.join(group)])
        ]
    return [gap.join(piece for group in groups for piece in group)]


def _names(rng: Random, paper: Paper, made: FurnitureLines) -> list[str]:
    pieces: list[str] = []
    if rng.random() < 0.75:
        made.masthead.channels = list(paper.channels)
        pieces += paper.channels
    if rng.random() < 0.85:
        made.masthead.organ = paper.organ
        pieces.append(paper.organ)
    if rng.random() < 0.8:
        made.masthead.sponsor = paper.sponsor
        pieces.append(rng.choice(["{}主办", "{}主办", "{} 主办", "主办：{}"]).format(paper.sponsor))
    if rng.random() < 0.15:
        pieces.append(f"{paper.pinyin} RIBAO")
    return pieces


def _mottoes(rng: Random, paper: Paper, made: FurnitureLines) -> list[str]:
    chance = rng.random()
    if chance < 0.5:
        made.masthead.mottoes = list(CORE_VALUES)
    elif chance < 0.6:
        made.masthead.mottoes = [rng.choice(SLOGANS).replace("{}", paper.place)]
    return list(made.masthead.mottoes)


def _date(rng: Random, issue: IssuePlan, made: FurnitureLines) -> list[str]:
    form, pieces = date_lines(rng, issue.day, issue.weekday)
    made.form["date"] = form
    made.issue.date = issue.day.isoformat()
    made.issue.weekday = "" if form == "no-weekday" else issue.weekday
    return list(pieces)


def _numbers(rng: Random, issue: IssuePlan, made: FurnitureLines) -> list[str]:
    wide = rng.random() < 0.08
    number, count = str(issue.number), str(issue.page_count)
    if wide:
        number, count = number.translate(FULL_WIDTH), count.translate(FULL_WIDTH)
    elif rng.random() < 0.03:
        count = han_number(issue.page_count)
    pieces: list[str] = []
    if rng.random() < 0.9:
        made.issue.lunar_date = issue.lunar_date
        pieces.append(issue.lunar_date)
    tail: list[str] = []
    if rng.random() < 0.9:
        made.issue.page_count = issue.page_count
        tail.append(rng.choice(COUNT_FORMS).format(count))
    if rng.random() < 0.95:
        made.issue.number = issue.number
        tail.append(rng.choice(NUMBER_FORMS).format(number))
    if rng.random() < 0.3:
        tail.reverse()
    if len(tail) == 2 and rng.random() < 0.5:
        tail = [rng.choice([" ", "　"]).join(tail)]
    pieces += tail
    made.form["digits"] = "wide" if wide else "half"
    return pieces


def _contact(rng: Random, paper: Paper, made: FurnitureLines) -> list[str]:
    code = paper.area_code[-2:]
    extras = [
        f"国内统一连续出版物号：CN{code}-{rng.randint(10, 99):04d}",
        f"国内统一刊号：CN {code}-{rng.randint(1000, 9999)}",
        f"邮发代号：{code}-{rng.randint(10, 199)}",
        f"网址：http://www.{paper.pinyin.lower()}news.com",
        f"www.{paper.pinyin.lower()}.gov.cn",
        f"零售价：{rng.choice(('1.00', '0.80', '1.50'))}元",
        f"投稿邮箱：{paper.pinyin.lower()}bao@163.com",
        f"广告热线：{paper.area_code}-{rng.randint(2000000, 8999999)}",
    ]
    pieces = rng.sample(extras, rng.choice((0, 0, 1, 2, 3)))
    if rng.random() < 0.75:
        made.masthead.hotline = paper.hotline
        line = rng.choice(HOTLINES).format(paper.hotline)
        pieces.insert(rng.randint(0, len(pieces)), line)
    return pieces


FOLIO_FORMS = ("{n} {name}", "第{n}版 {name}", "{n}版 {name}", "0{n} {name}", "0{n}版/{name}",
               "第{n}版：{name}", "{name} {n}", "{n}　{name}", "第0{n}版 {name}", "{n}/{name}",
               "{name} 第{n}版", "A{n}", "{n}版")  # fmt: skip


def make_folio(rng: Random, paper: Paper, issue: IssuePlan, number: int) -> FurnitureLines:
    """Return the folio of an inner page: its number and name, at times the date."""
    made = FurnitureLines()
    name = rng.choice(PAGE_NAMES)
    forms = FOLIO_FORMS[:-2] if number < 10 else ("{n} {name}", "第{n}版 {name}", "{n}版 {name}")
    form = rng.choice(forms)
    made.page = PageFields(number=number, label=str(number), name=name)
    made.form["folio"] = form
    pieces = [form.format(n=number, name=name)]
    if rng.random() < 0.2:
        pieces = [part for part in pieces[0].split(" ") if part]
        made.form["folio"] += " split" if len(pieces) > 1 else ""
    if rng.random() < 0.7:
        pieces += _folio_date(rng, issue, made)
    if rng.random() < 0.2:
        pieces.insert(rng.choice((0, len(pieces))), f"{paper.place}日报")
    if rng.random() < 0.35:
        pieces.append(imprint(rng, paper))
    made.lines = [rng.choice([" ", "　"]).join(pieces)] if rng.random() < 0.35 else pieces
    made.form["folio-lines"] = "one" if len(made.lines) == 1 else "many"
    return made


def _folio_date(rng: Random, issue: IssuePlan, made: FurnitureLines) -> list[str]:
    form, pieces = date_lines(rng, issue.day, issue.weekday)
    while form.startswith("split"):
        form, pieces = date_lines(rng, issue.day, issue.weekday)
    made.form["date"] = form
    made.issue.date = issue.day.isoformat()
    made.issue.weekday = "" if form == "no-weekday" else issue.weekday
    return list(pieces)


def imprint(rng: Random, paper: Paper) -> str:
    """Return an imprint line: who edited and laid out, where to write and to call."""
    one, two, three = (person(rng) for _ in range(3))
    return rng.choice([
        f"责任编辑：{one} 版式：{two} 校对：{three}",
        f"责任编辑 {one} 版式 {two} 校对 {three}",
        f"责编：{one}　校对：{three}",
        f"编辑：{one} 美编：{two}",
        f"责任编辑：{one}",
        f"值班总编：{one} 责任编辑：{two} 校对：{three}",
        f"投稿邮箱：{paper.pinyin.lower()}rmt@126.com",
        f"电话：{paper.hotline} 投稿邮箱：{paper.pinyin.lower()}@163.com",
        f"本版责编：{one} 版面设计：{two}",
    ])  # fmt: skip
