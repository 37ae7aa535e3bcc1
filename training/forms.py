"""Forms: what stands about stories in print and seldom in a corpus, put into composed pages.

Sections, editor's notes, signatures of notices, lists without stops, tables, poems, interviews,
notes on authors, numbered pictures, jumps, texts that break off, and what a site prints about them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from tests.reading.generator import PagePlan, StoryPlan
from tests.reading.generator.bylines import Credits

SECTIONS = (
    "【{}】", "■{}", "▍{}", "[{}]", "★{}★", "——{}——", "{}", "·{}·", "●{}", "〖{}〗",
)  # fmt: skip
NAMES = (
    "短评", "百姓故事", "读者来信", "今日聚焦", "一线见闻", "图片新闻", "走基层", "社论",
    "文明实践", "身边好人", "民生直通车", "乡村振兴看基层", "学思践悟",
    "记者手记", "热点关注", "来论", "回声",
)  # fmt: skip
SLOGANS = (
    "奋进新征程 建功新时代", "凝心聚力 共谋发展", "学思想 强党性", "牢记嘱托 感恩奋进",
    "抓项目 促发展", "新时代 新作为 新篇章", "强信心 稳经济 促发展", "走好群众路线 办好民生实事",
)  # fmt: skip
BODIES = (
    "县自然资源和规划局", "县人民政府办公室", "城东街道办事处", "县自来水公司", "县供电公司",
    "县教育局", "农村商业银行", "县融媒体中心", "县水务集团有限公司", "县公安局交通警察大队",
)  # fmt: skip
AUTHORS = (
    "（作者系{}主任）", "（作者单位：{}）", "（本报评论员）", "（作者为{}干部）",
    "（本文作者系{}工作人员）",
    "（{} 供稿）", "（据新华社）", "（完）", "（记者采访整理）", "（未完待续）",
    "（新华社北京9月6日电）",
    "（本报东京8月7日电）", "（影像中国）", "（新华社发）", "浙江省杭州市  王小明",
    "（相关报道见第三版）",
    "（全文见第五版）", "（李明参与采写）", "（下转头版）", "（社论）", "（待续）",
)  # fmt: skip
SITE_TOP = (
    "首页 > 新闻 > 正文", "首页 | 要闻 | 时政 | 民生 | 视频", "当前位置：首页 > 数字报 > 正文",
    "返回目录 放大 缩小 全文复制", "上一篇 下一篇", "来源：融媒体中心 编辑：{}", "字号：大 中 小",
    "来源：县新闻网 发布时间：2024-05-06 浏览次数：128", "登录 | 注册 | 设为首页 | 加入收藏",
)  # fmt: skip
SITE_FOOT = (
    "版权所有 未经授权不得转载", "Copyright © 2024 All Rights Reserved", "责任编辑：{}",
    "网站备案号：浙ICP备12345678号", "分享到：微信 微博 QQ空间",
    "关于我们 | 联系我们 | 广告服务 | 法律声明", "上一篇：{}", "扫一扫在手机打开当前页",
    "本网站由县融媒体中心主办", "打印本页 关闭窗口", "新闻热线：0577-61234567",
)  # fmt: skip
_ITEMS = (
    "水稻",
    "小麦",
    "玉米",
    "油菜籽",
    "生猪出栏",
    "城镇居民人均可支配收入",
    "固定资产投资",
    "外贸出口",
)
Form = Callable[[Random, StoryPlan, "list[str]"], None]


def dress(random: Random, plan: PagePlan, sentences: list[str]) -> None:
    """Give some stories of a page other forms."""
    # A box of teasers, or a column of briefs.
    alike = random.choice((_teaser, _untold)) if random.random() < 0.15 else None
    for story in plan.stories:
        if story.truth.kind in ("news", "notice"):
            if alike and random.random() < 0.7:
                alike(random, story, sentences)
            elif random.random() < 0.5:
                random.choice(FORMS)(random, story, sentences)


def _section(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    if not story.section_lines and story.head:
        slogan = random.random() < 0.3
        name = (
            random.choice(SLOGANS)
            if slogan
            else random.choice(SECTIONS).format(random.choice(NAMES))
        )
        story.section_lines = [name]


def _head_lines(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    """Set a headline in two or three lines."""
    if len(story.head) == 1:
        words = re.split(r"[ \u3000]+", story.head[0])
        if len(words) > 1:
            story.head = words[:3]
        short = [
            text.rstrip("。") for text in sentences if 6 <= len(text) <= 22 and "，" not in text
        ]
        if random.random() < 0.5 and short:
            story.head = [*story.head, "——" + random.choice(short)]


def _note(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    word = random.choice(("编者按：", "编者按", "核心提示：", "开栏的话："))
    _insert(story, 0, word + random.choice(sentences), "P")
    if story.credits.prefix:
        story.truth.paragraphs[1] = story.credits.prefix + story.truth.paragraphs[1]
        story.credits = Credits("none")


def _signature(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    if story.jump or story.credits.suffix or story.truth.truncated:
        return
    if story.truth.kind == "notice" or random.random() < 0.3:
        _insert(story, len(story.truth.paragraphs), random.choice(BODIES), "A")
        day = f"202{random.randint(0, 6)}年{random.randint(1, 12)}月{random.randint(1, 28)}日"
        _insert(story, len(story.truth.paragraphs), day, "A")
    else:
        text = random.choice(AUTHORS).format(random.choice(BODIES))
        _insert(story, len(story.truth.paragraphs), text, "A")


def _numbered(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    """Set numbered or bare short lines between the paragraphs."""
    form = random.choice(("{}、{}", "（{}）{}", "{}. {}", "{}", "0{} {}"))
    short = [text.rstrip("。") for text in sentences if 4 <= len(text) <= 14 and "，" not in text]
    places = range(1, len(story.truth.paragraphs), random.choice((1, 2)))
    if len(short) < 4 or not places:
        return
    for number, place in reversed(list(enumerate(places, 1))):
        digit = (
            str(number)
            if form[:1] == "0" or "." in form
            else "一二三四五六七八九十"[number % 10 - 1]
        )
        words = random.choice(short)
        _insert(story, place, form.format(digit, words) if form != "{}" else words, "S")


def _list(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    """End a text with rows that have no stops: a list or a table."""
    rows = random.randint(3, 9)
    form = random.choice(("{} {} {}%", "{}　{}万吨　+{}%", "{}{}万元", "{}、{}、{}"))
    _insert(
        story,
        len(story.truth.paragraphs),
        random.choice(
            ("具体如下：", "现将有关事项公告如下：", "主要指标完成情况（单位：万元）", "名单如下：")
        ),
        "P",
    )
    for _ in range(rows):
        text = form.format(random.choice(_ITEMS), random.randint(2, 999), random.randint(1, 60))
        _insert(story, len(story.truth.paragraphs), text, "P")


def _poem(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    size = random.choice((5, 7, 9))
    pool = re.sub(r"[^\u4e00-\u9fff]", "", "".join(sentences))
    if len(pool) < 400:
        return
    place = random.randint(1, len(story.truth.paragraphs))
    for number in range(random.choice((2, 4, 4, 8))):
        at = random.randrange(len(pool) - 20)
        _insert(story, place + number, pool[at : at + size] + "，。"[number % 2], "P")


def _interview(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    names = random.choice(
        (("记者：", "答："), ("问：", "答："), ("记者：", "王强："), ("主持人：", "嘉宾："))
    )
    for number in range(random.randint(2, 5)):
        asked = random.choice(sentences).rstrip("。") + "？"
        _insert(story, len(story.truth.paragraphs), names[0] + asked[:40], "P")
        told = names[1] + "".join(random.sample(sentences, 1 + number % 2))
        _insert(story, len(story.truth.paragraphs), told, "P")


def _pictures(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    place = random.choice((0, len(story.truth.paragraphs)))
    if story.credits.prefix and place == 0:
        return
    for number in range(random.randint(1, 4)):
        mark = random.choice(("图①：", "图②：", "▲", "上图：", "图为", "图③ "))
        text = mark + random.choice(sentences)[:60]
        _insert(story, place + number, text, "G")


def _breaks_off(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    if story.jump or story.credits.suffix or not story.truth.paragraphs:
        return
    last = story.truth.paragraphs[-1]
    if len(last) > 60 and not story.roles.get(len(story.truth.paragraphs) - 1):
        text = last[: random.randint(45, len(last) - 5)].rstrip("，。、；：！？”（“")
        story.truth.paragraphs[-1] = text
        story.truth.truncated = True


def _turns(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    if story.jump or story.credits.suffix or not story.truth.paragraphs:
        return
    last = story.truth.paragraphs[-1]
    story.truth.paragraphs[-1] = last[: max(12, random.randint(8, max(9, len(last) - 2)))]
    story.jump = random.choice(
        (
            "（下转第2版）",
            "（下转第二版）",
            "（转第3版）",
            "[下转A2]",
            "▶▶下转第2版",
            "（未完，下转第4版）",
        )
    )
    story.jump_on_line = random.random() < 0.5


_TOLD = re.compile(r"^(?:本报|新华社|据).{0,24}?[电讯](?:（[^）]*）)?[ \u3000]*")


def _untold(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    """Leave out the dateline, and at times all but the first paragraph: a brief."""
    paragraphs = story.truth.paragraphs
    if not paragraphs or story.credits.suffix or story.jump or story.truth.jump_from:
        return
    paragraphs[0] = _TOLD.sub("", paragraphs[0]) or paragraphs[0]
    story.credits = Credits("none")
    if random.random() < 0.6 and not story.truth.truncated:
        del paragraphs[random.choice((1, 1, 2)) :]
        story.roles = {at: role for at, role in story.roles.items() if at < len(paragraphs)}


def _teaser(random: Random, story: StoryPlan, sentences: list[str]) -> None:
    """Leave the headline alone, with a jump behind it."""
    if story.head and not story.section_lines:
        story.truth.paragraphs, story.roles, story.subheads = [], {}, set()
        story.credits, story.credit, story.truth.photos = Credits("none"), "", []
        story.jump_back, story.truth.kind, story.truth.truncated = "", "teaser", False
        story.jump = random.choice((">>>{}", ">>> {}", "▶▶{}版", "详见第{}版", "→{}版")).format(
            random.randint(2, 8)
        )
        story.jump_on_line = random.random() < 0.3


FORMS: tuple[Form, ...] = (
    _section, _section, _head_lines, _head_lines, _note, _signature, _signature, _numbered, _list,
    _poem, _interview, _pictures, _breaks_off, _breaks_off, _turns, _untold, _untold, _teaser,
)  # fmt: skip


def _insert(story: StoryPlan, place: int, text: str, role: str) -> None:
    story.truth.paragraphs.insert(place, text)
    story.subheads = {at + (at >= place) for at in story.subheads}
    story.roles = {at + (at >= place): kept for at, kept in story.roles.items()}
    story.roles[place] = role


def site_lines(random: Random, *, top: bool) -> list[str]:
    """Return the lines that a site prints above or below a page's text."""
    if random.random() < 0.88:
        return []
    lines = SITE_TOP if top else SITE_FOOT
    name = random.choice(("张明", "李晓华", "王强", "关于做好防汛工作的通知"))
    return [line.format(name) for line in random.sample(lines, random.randint(1, 3))]
