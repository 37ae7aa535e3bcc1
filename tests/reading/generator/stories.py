"""Stories: what is printed of each and what a reader must give for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from random import Random

from reading.document import PhotoText, Story
from tests.reading.generator.bylines import Credits, make_credits, photo_credit
from tests.reading.generator.grammar import TEXT_OF, fill
from tests.reading.generator.headlines import Headline, make_headline, single
from tests.reading.generator.people import Paper
from tests.reading.generator.prose import (
    LOCAL_GENRES,
    SEED_STORIES,
    day_before,
    numbered_list,
    story_words,
    write_paragraphs,
)

SECTIONS = {
    "强城看亮点": "QIANG CHENG",
    "今日聚焦": "JIN RI JU JIAO",
    "记者走基层": "JI ZHE ZOU JI CENG",
    "新春走基层": "XIN CHUN ZOU JI CENG",
    "民生直通车": "MIN SHENG ZHI TONG CHE",
    "一线见闻": "YI XIAN JIAN WEN",
    "共富路上": "GONG FU LU SHANG",
    "身边好人": "SHEN BIAN HAO REN",
    "文明实践": "WEN MING SHI JIAN",
    "大抓落实进行时": "DA ZHUA LUO SHI",
    "平安创建": "PING AN CHUANG JIAN",
    "高质量发展看基层": "GAO ZHI LIANG FA ZHAN",
}
SECTION_FORMS = ("pinyin", "pinyin", "pinyin", "pinyin-first", "lenticular", "square")
JUMP_ON = ("（下转第{}版）", "（下转{}版）", "(下转第{}版)", "（下转第 {} 版）", "下转第{}版")
JUMP_BACK = ("（上接第{}版）", "（上接{}版）", "(上接第{}版)", "（上接第 {} 版）")
TEASER_JUMPS = (
    ">>>{}",
    ">>> {}",
    "＞＞＞ {}",
    "＞＞＞{}",
    "▶▶{}版",
    "▶▶▶{}版",
    "详见第{}版",
    "详见{}版",
    "见{}版",
    "（详见第{}版）",
    ">>{}版",
    "▶{}版",
    ">>>第{}版",
)
TERMINAL = "。！？…”"


@dataclass(slots=True)
class StoryPlan:
    """One story before it is laid out: ``truth`` lacks only its spans.

    ``roles`` says what a paragraph is that is neither text nor 小标题, see ``Sheet``.
    """

    truth: Story
    head: list[str]
    credits: Credits = field(default_factory=lambda: Credits("none"))
    section_lines: list[str] = field(default_factory=list)
    subheads: set[int] = field(default_factory=set)
    roles: dict[int, str] = field(default_factory=dict)
    credit: str = ""
    credit_on_line: bool = False
    jump: str = ""
    jump_on_line: bool = False
    jump_back: str = ""
    jump_back_on_line: bool = False
    form: dict[str, str] = field(default_factory=dict)


def rename(plan: StoryPlan, old: str, new: str) -> None:
    """Put ``new`` for ``old`` wherever the story prints it, and in the truth too."""
    truth = plan.truth
    truth.kicker, truth.headline, truth.deck, truth.dateline = (
        text.replace(old, new)
        for text in (truth.kicker, truth.headline, truth.deck, truth.dateline)
    )
    truth.paragraphs[:] = [text.replace(old, new) for text in truth.paragraphs]
    plan.head[:] = [text.replace(old, new) for text in plan.head]
    for byline in truth.bylines:
        byline.name = byline.name.replace(old, new)
    for photo in truth.photos:
        photo.caption = photo.caption.replace(old, new)
        photo.credit = photo.credit.replace(old, new)
    widened = re.compile("[ 　]?".join(map(re.escape, old)))
    made = plan.credits
    made.prefix, made.line, made.suffix, plan.credit = (
        widened.sub(new, text) for text in (made.prefix, made.line, made.suffix, plan.credit)
    )


def make_story(
    rng: Random, paper: Paper, day: date, *, kind: str = "news", layout: str, pages: int = 8
) -> StoryPlan:
    """Return a story of the kind, in a form that the layout leaves no doubt of."""
    if kind == "photo":
        return photo_story(rng, paper, day)
    if kind == "teaser":
        return teaser(rng, paper, day, pages=pages)
    if kind == "notice":
        return notice(rng, paper, day)
    return news(rng, paper, day, layout=layout, pages=pages)


def _plan(kind: str, head: Headline, made: Credits) -> StoryPlan:
    truth = Story(
        kind=kind,
        kicker=head.kicker,
        headline=head.headline,
        deck=head.deck,
        dateline=made.dateline,
        bylines=made.bylines,
    )
    return StoryPlan(truth, head.lines, made, form={"headline": head.form, "byline": made.form})


def add_section(rng: Random, plan: StoryPlan) -> None:
    """Give the story a standing column's name, in a form that cannot be taken for a kicker."""
    section = rng.choice(list(SECTIONS))
    form = rng.choice(SECTION_FORMS)
    plan.truth.section = section
    plan.section_lines = {
        "pinyin": [section, SECTIONS[section]],
        "pinyin-first": [SECTIONS[section], section],
        "lenticular": [f"【{section}】"],
        "square": [f"■{section}"],
    }[form]
    plan.form["section"] = form


def news(rng: Random, paper: Paper, day: date, *, layout: str, pages: int = 8) -> StoryPlan:
    """Return a news story or a feature."""
    past = day_before(rng, day)
    words = story_words(rng, paper, past)
    genre = "national" if rng.random() < 0.14 else rng.choice(LOCAL_GENRES)
    form = _byline_form(rng, genre)
    made = make_credits(rng, paper, past, form=form)
    head = make_headline(rng, genre, words)
    plan = _plan("news", head, made)
    count = rng.choice((1, 2, 3, 3, 4, 5, 6, 8, 11))
    paragraphs = write_paragraphs(rng, genre, words, max(count, 2 if form == "none" else 1))
    if rng.random() < 0.04:
        paragraphs[1:1] = numbered_list(rng)
        plan.form["list"] = "numbered"
    if rng.random() < 0.03:
        _reuse(rng, plan, paragraphs, made)
    plan.truth.paragraphs = paragraphs
    plan.form["genre"] = genre
    _dress(rng, plan, paper, words, layout, pages)
    return plan


def _byline_form(rng: Random, genre: str) -> str:
    if genre == "national":
        return rng.choice(["agency+brackets", "agency", "according-to"])
    if genre == "people":
        return rng.choice(["own-line", "own-line", "dateline+brackets", "none", "end-name", ""])
    return rng.choices(
        ["dateline+brackets", "dateline", "dateline-place+brackets", "own-line", "end-name",
         "end-role", "brackets-only", "none"],
        [14, 2, 2, 3, 2, 1, 1, 3],
    )[0]  # fmt: skip


def _reuse(rng: Random, plan: StoryPlan, paragraphs: list[str], made: Credits) -> None:
    if made.form != "dateline+brackets":
        return
    line, text = rng.choice(SEED_STORIES)
    paragraphs[:] = text
    plan.head[:] = [line]
    kicker, *rest = line.split(" ")
    plan.truth.kicker, plan.truth.headline, plan.truth.deck = kicker, " ".join(rest), ""
    plan.form["headline"] = "three"
    plan.form["body"] = "sample"


def _dress(
    rng: Random,
    plan: StoryPlan,
    paper: Paper,
    words: dict[str, tuple[str, ...]],
    layout: str,
    pages: int,
) -> None:
    """Add what only some stories have: a section, sub-headings, a jump, a picture, a cut end."""
    if rng.random() < 0.10:
        add_section(rng, plan)
    if layout != "blocks" and len(plan.truth.paragraphs) > 5 and rng.random() < 0.4:
        _subheads(rng, plan)
    chance = rng.random()
    if plan.credits.suffix:
        return
    if chance < 0.06:
        jump_on(rng, plan, pages)
    elif chance < 0.10:
        jump_back(rng, plan)
    elif chance < 0.14 and len(plan.truth.paragraphs) > 1:
        _picture(rng, plan, paper, words)
    elif chance < 0.20:
        truncate(rng, plan)


SUBHEADS = (
    "让产业“活”起来",
    "从一片荒山到满目青翠",
    "一份特殊的答卷",
    "有困难找支书",
    "路通了，心更近了",
    "“等不起”的紧迫感",
    "把服务送到家门口",
    "谁来种地，怎么种好地？",
)


def _subheads(rng: Random, plan: StoryPlan) -> None:
    paragraphs = plan.truth.paragraphs
    for place in sorted(rng.sample(range(2, len(paragraphs) - 1), 2), reverse=True):
        paragraphs.insert(place, rng.choice(SUBHEADS))
        plan.subheads = {at + 1 for at in plan.subheads} | {place}
    plan.form["subheads"] = "yes"


def _cut(rng: Random, text: str) -> str:
    """Return the text cut in mid-sentence, well inside and not beside a mark, digit or letter."""
    sentence = text[: len(text) - 1]
    places = [
        at
        for at in range(max(12, len(sentence) // 3), len(sentence))
        if re.match(r"[一-鿿]{4}", text[at - 2 : at + 2])
    ]
    return text[: rng.choice(places)] if places else text


def jump_on(rng: Random, plan: StoryPlan, pages: int) -> None:
    """Let the story go on on another page, cut in mid-sentence or after a paragraph."""
    page = rng.randint(2, max(2, pages))
    plan.truth.jump_to = str(page)
    plan.jump_on_line = rng.random() < 0.5
    plan.jump = rng.choice(JUMP_ON if plan.jump_on_line else JUMP_ON[:-1]).format(page)
    cut = rng.random() < 0.6
    if cut:
        plan.truth.paragraphs[-1] = _cut(rng, plan.truth.paragraphs[-1])
    plan.form["jump"] = f"to-{'line' if plan.jump_on_line else 'inline'}-{'cut' if cut else 'end'}"


def jump_back(rng: Random, plan: StoryPlan) -> None:
    """Let the story begin on another page: no byline of its own, and the jump before its text."""
    page = rng.randint(1, 3)
    plan.truth.jump_from = str(page)
    plan.jump_back = rng.choice(JUMP_BACK).format(page)
    plan.jump_back_on_line = rng.random() < 0.3
    plan.credits = Credits("none")
    plan.truth.dateline, plan.truth.bylines = "", []
    plan.form.update(jump=f"from-{'line' if plan.jump_back_on_line else 'inline'}", byline="none")


def truncate(rng: Random, plan: StoryPlan) -> None:
    """Let the text stop in mid-sentence with no word of where it goes on."""
    last = plan.truth.paragraphs[-1]
    cut = _cut(rng, last)
    if cut != last and cut[-1] not in TERMINAL:
        plan.truth.paragraphs[-1] = cut
        plan.truth.truncated = True
        plan.form["truncated"] = "yes"


def _picture(rng: Random, plan: StoryPlan, paper: Paper, words: dict[str, tuple[str, ...]]) -> None:
    name = rng.choice(paper.staff)
    plan.truth.photos = [PhotoText(fill(rng, rng.choice(TEXT_OF["photo"]["short"]), words), name)]
    plan.credit, _ = photo_credit(rng, name)
    plan.credit_on_line = rng.random() < 0.6
    plan.form["picture"] = "in-news"


def photo_story(rng: Random, paper: Paper, day: date) -> StoryPlan:
    """Return a picture with a headline, a caption and a credit."""
    words = story_words(rng, paper, day_before(rng, day))
    head = make_headline(rng, "photo", words, form=rng.choice(["single", "single", "couplet"]))
    plan = _plan("photo", head, Credits("none"))
    name = rng.choice(paper.staff)
    plan.truth.photos = [PhotoText(fill(rng, rng.choice(TEXT_OF["photo"]["caption"]), words), name)]
    plan.credit, credit_form = photo_credit(rng, name)
    plan.credit_on_line = rng.random() < 0.5
    place = "line" if plan.credit_on_line else "caption-end"
    plan.form.update(credit=f"{place} {credit_form}", genre="photo")
    if rng.random() < 0.06:
        add_section(rng, plan)
    return plan


def teaser(rng: Random, paper: Paper, day: date, *, pages: int = 8) -> StoryPlan:
    """Return a headline with no text, whose story stands on another page."""
    words = story_words(rng, paper, day_before(rng, day))
    form = rng.choice(["single", "two-lines", "two-lines-parts", "couplet", "three", "actor+rest"])
    plan = _plan("teaser", make_headline(rng, rng.choice(LOCAL_GENRES), words, form=form),
                 Credits("none"))  # fmt: skip
    page = rng.randint(2, max(2, pages))
    jump_form = rng.choice(TEASER_JUMPS)
    plan.truth.jump_to = str(page)
    plan.jump = jump_form.format(page)
    plan.jump_on_line = rng.random() < 0.75
    place = "line" if plan.jump_on_line else "headline-end"
    plan.form.update(teaser=f"{place} {jump_form}", genre="teaser")
    if rng.random() < 0.15:
        add_section(rng, plan)
    return plan


def notice(rng: Random, paper: Paper, day: date) -> StoryPlan:
    """Return a 公告 or 启事."""
    words = story_words(rng, paper, day_before(rng, day))
    head = single(rng, "notice", words)
    plan = _plan("notice", Headline([head], "", head, "", "single"), Credits("none"))
    plan.truth.paragraphs = write_paragraphs(rng, "notice", words, rng.randint(1, 3))
    plan.form["genre"] = "notice"
    return plan
