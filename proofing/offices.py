"""Who holds which office where, as a text says it. Pure code; what is unsure is left out.

县委书记孟晓斌 is an office of the paper's own county; 仙居县委书记占雅静、县长马奇华、… carries its
place over the whole row; 县委副书记、县长陈桂雷 is two offices of one person. A former holder (原,
时任) is no holder, and a place that cannot be told is no office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from proofing.galley import Galley, Part
from proofing.lexicon import characters, lexicon, phrases

LEVELS = "省市县区旗州镇乡"
TITLE = re.compile(
    r"(?:(?:县|市|区|旗|州|省)(?:委副书记|委书记|委常委|人大常委会副主任|人大常委会主任|人大常委会党组书记|政协副主席|政协主席"
    r"|纪委书记|监委主任|委办公室主任|委组织部部长|委组织部长|委宣传部部长|委宣传部长|委统战部部长|委统战部长|委政法委书记"
    r"|公安局局长|公安局长|人民法院院长|法院院长|人民检察院检察长|检察院检察长|长))"
    r"|(?:(?:镇|乡|街道)(?:党委副书记|党委书记|党工委副书记|党工委书记|人大主席|长|办事处主任))"
    r"|(?:常务)?副(?:县|市|区|旗|州|省|镇|乡)长"
    r"|(?:纪委书记|监委主任|组织部部长|组织部长|宣传部部长|宣传部长|统战部部长|统战部长|政法委书记)"
)
# One person holds such an office at a time; of the others there are several.
SINGLE = re.compile(
    r"委书记\Z|党委书记\Z|党工委书记\Z|(?<!副)[县市区旗州省镇乡]长\Z|人大常委会主任\Z|政协主席\Z|监委主任\Z|常务副.长\Z"
    r"|部长\Z|局长\Z|院长\Z|检察长\Z|人大主席\Z"
)
# Nobody holds two of these in one place. 人大常委会主任 is left out: a 书记 may be that too.
HEADS = (r"[县市区旗州省]委书记\Z", r"(?<!副)[县市区旗州省]长\Z", r"政协主席\Z")
OWN = ("我", "全", "本")
FORMER = ("原", "前", "时任", "前任", "曾任", "原任", "历任", "老", "代")
NEUTRAL = (
    *"由同和与是在对向被任给请及跟随并",
    "当选",
    "以及",
    "现任",
    "担任",
    "陪同",
    "会见",
    "邀请",
)
HAN = "\u4e00-\u9fff"
BEFORE = re.compile(rf"[{HAN}]{{0,12}}\Z")
RUN = re.compile(rf"[{HAN}]{{2,8}}")
PLACED = re.compile(
    rf"(?:(?<![{HAN}])|(?<=[省市县区州在往赴到从为向与和来进]))(?![在往赴到从为向与和来进是])([{HAN}]{{2,3}}?)[省市县区旗州镇乡]"
)
LEADING = set("在往赴到从为向与和来进是各全本我该此")
ORGAN = re.compile(rf"中共([{HAN}]{{2,12}}?[县市区旗州省])委")
SPONSOR = re.compile(rf"([{HAN}]{{2,8}}?[县市区旗州省])")
SURNAMES = characters("names")
COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "尉迟",
    "夏侯",
    "皇甫",
    "东方",
    "慕容",
    "令狐",
    "公孙",
)
# What a story lets an official do next. Two characters each, so that no name runs into them.
FOLLOWERS = tuple(sorted(phrases("followers")))
# These begin what he does and end no name: 市委书记尹力|在参加审议时.
PARTICLES = set("在到赴率就还也又已将对")


@dataclass(frozen=True, slots=True)
class Seen:
    """One holder of one office, and where the text says so."""

    place: str
    title: str
    holder: str
    start: int
    end: int

    @property
    def office(self) -> tuple[str, str]:
        """The place and the title."""
        return self.place, self.title

    @property
    def is_single(self) -> bool:
        """Whether one person holds this office at a time."""
        return bool(SINGLE.search(self.title)) and "副书记" not in self.title


@dataclass(slots=True)
class _Row:
    """A row of offices joined by 、 : where it ends so far, its place, offices still nameless."""

    end: int = -1
    place: str | None = None
    waiting: list[tuple[str, int]] = field(default_factory=list)


def own_place(organ: str, sponsor: str) -> str:
    """Return the place whose paper it is, from its organ or sponsor line; ``""`` for none."""
    found = ORGAN.search(organ) or SPONSOR.match(sponsor)
    if not found:
        return ""
    place = found[1]
    # 浙江省温州市 is 温州市's paper.
    return re.split(r"(?<=.)[省市州](?=..)", place)[-1]


def page_places(stories: list[Galley]) -> set[str]:
    """Return the stems of places that the page names with their rank: 仙居 of 仙居县."""
    texts = (part.text for one in stories for part in (*one.heads, *one.paragraphs))
    stems = {stem for text in texts for stem in PLACED.findall(text)}
    return {stem for stem in stems if stem[0] not in LEADING}


def find_offices(part: Part, *, own: str, places: set[str]) -> Iterator[Seen]:
    text, row = part.text, _Row()
    for match in TITLE.finditer(text):
        title, start = match[0], match.start()
        if text[row.end : start] == "、" and row.end >= 0:
            place = row.place
        else:
            row.waiting = []
            place = _place(text, start, title, own, places)
        row.place, row.end = place, match.end()
        if text[match.end() : match.end() + 1] == "、":
            row.waiting.append((title, start))
            continue
        holder = _name(text, match.end())
        if holder and place:
            row.end = match.end() + len(holder)
            for named, begin in (*row.waiting, (title, start)):
                if fitting := _fitting(named, place):
                    yield Seen(place, fitting, holder, begin, row.end)
        row.waiting = []


def _fitting(title: str, place: str) -> str:
    """Return the title with its rank; ``""`` when it is another rank's: 市委书记 of a county."""
    rank = title[0] if title[0] in LEVELS or title.startswith("街道") else ""
    named = re.search(r"副([县市区旗州省镇乡])长", title)
    if named:
        rank = named[1]
    if rank in ("镇", "乡", "街") or place[-1:] == rank or not rank:
        return title if rank else place[-1:] + "委" * (not title.startswith(("纪", "监"))) + title
    return ""


def _place(text: str, start: int, title: str, own: str, places: set[str]) -> str | None:
    """Return whose office it is, from the words before it; ``None`` when that is not sure."""
    found = BEFORE.search(text, max(0, start - 12), start)
    before = found[0] if found else ""
    rank = "街道" if title.startswith("街道") else title[0]
    if "副" in title[:3] and title[0] in "副常":
        rank = title[title.index("副") + 1]
    if before.endswith(FORMER):
        return None
    stem = _known_place(before.removesuffix(rank), own, places)
    if stem:
        return stem + rank
    if rank not in LEVELS or rank in "镇乡":
        return None
    if before == "" or before.endswith((*OWN, *NEUTRAL)) or before.removesuffix(rank).endswith(OWN):
        return own or None
    return None


def _known_place(before: str, own: str, places: set[str]) -> str:
    """Return the place that ``before`` ends with: the own one, a common one, one of the page."""
    ends = [before[-length:] for length in (4, 3, 2) if len(before) >= length]
    known = lexicon().places
    common = [stem for stem in ends if stem == own[:-1] or stem in known]
    return next(iter(common or [stem for stem in reversed(ends) if stem in places]), "")


def _name(text: str, start: int) -> str:
    """Return the name that stands at ``start``; ``""`` when it is not sure where it ends."""
    found = RUN.match(text, start)
    if not found:
        return ""
    run = found[0]
    compound = run[:2] in COMPOUND
    if not compound and run[0] not in SURNAMES:
        return ""
    lengths = (4, 3) if compound else (3, 2)
    fitting = [length for length in lengths if _ends(run, length)]
    return run[: fitting[0]] if len(fitting) == 1 else ""


def _ends(run: str, length: int) -> bool:
    """Whether a name of ``length`` is followed by the run's end or by what an official does."""
    if len(run) < length or run[length - 1] in PARTICLES or run[length - 1] == "等":
        return False
    rest = run[length:]
    return not rest or rest == "等" or rest[0] in PARTICLES or rest.startswith(FOLLOWERS)
