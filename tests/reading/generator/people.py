"""The cast and the scene: invented people, and papers with their place, officials and staff."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.reading.generator.grammar import TEXTS

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤占"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "司徒", "尉迟", "夏侯", "皇甫")
GIVEN = (TEXTS / "names.txt").read_text(encoding="utf-8").split()
MINORITY = (
    "阿依古丽·买买提",
    "古丽娜扎·艾力",
    "扎西·多吉",
    "巴特尔·乌云",
    "买合木提·吐尔逊",
    "次仁央宗",
)
TOWN_HEADS = "昆鳌萧麻顺青怀腾凤龙白石黄大上下南北东西金银桃梅柳松竹云清永安太和福泰兴旺双三"
TOWN_TAILS = "阳江溪全步门街头蛟岭山桥塘湖湾坪坑岩洋渡坝店集寨沟川河泉林峰浦"
VILLAGE_TAILS = "元顺水仁高平上中前后新古沙塘垟垅坞墩岙岸坂田"


@dataclass(frozen=True, slots=True)
class Paper:
    """报纸: a paper's place, officials, staff and what its masthead says of it."""

    place: str
    level: str
    province: str
    city: str
    pinyin: str
    area_code: str
    towns: tuple[str, ...]
    villages: tuple[str, ...]
    boss: str
    mayor: str
    vices: tuple[str, ...]
    staff: tuple[str, ...]
    neighbours: tuple[str, ...]
    channels: tuple[str, ...]
    organ: str
    sponsor: str
    hotline: str
    first_number: int

    @property
    def full(self) -> str:
        """The place with its level: 平阳县."""
        return self.place if self.place.endswith(self.level) else self.place + self.level


def _rows() -> list[list[str]]:
    return [
        line.split() for line in (TEXTS / "places.txt").read_text(encoding="utf-8").splitlines()
    ]


PLACES = _rows()
CITIES = sorted({row[1] for row in PLACES} | {"北京", "上海", "东京", "日内瓦", "莫斯科", "香港"})


def choose(rng: Random, items: str | tuple[str, ...] | list[str]) -> str:
    """Return one item (quicker than ``rng.choice``)."""
    return items[int(rng.random() * len(items))]


def person(rng: Random) -> str:
    """Return any name; one in thirty has a two-character surname, one in eighty is a minority's."""
    chance = rng.random()
    if chance < 1 / 80:
        return choose(rng, MINORITY)
    surname = choose(rng, COMPOUND) if chance < 1 / 30 else choose(rng, SURNAMES)
    return surname + choose(rng, GIVEN)


def cast(rng: Random, count: int) -> list[str]:
    """Return names of different surnames and given names, so that none looks like another."""
    surnames = rng.sample(SURNAMES, count - 3) + rng.sample(COMPOUND, 2)
    names = [a + b for a, b in zip(surnames, rng.sample(GIVEN, count - 1), strict=True)]
    names.append(choose(rng, MINORITY))
    rng.shuffle(names)
    return names


def make_paper(rng: Random, *, place: list[str] | None = None) -> Paper:
    """Return a paper of a real county, city or province with an invented staff and officials."""
    province, city, name, level, pinyin, area_code = (
        place or PLACES[int(rng.random() * len(PLACES))]
    )
    full = name if name.endswith(level) else name + level
    officials = rng.sample(SURNAMES, 8)
    given = rng.sample(GIVEN, 8)
    leaders = [a + b for a, b in zip(officials, given, strict=True)]
    towns = {choose(rng, TOWN_HEADS) + choose(rng, TOWN_TAILS) for _ in range(14)}
    villages = {choose(rng, TOWN_TAILS) + choose(rng, VILLAGE_TAILS) for _ in range(24)}
    digits = rng.randint(8, 8) if len(area_code) > 3 else 7
    hotline = str(rng.randint(2, 8)) + "".join(str(rng.randint(0, 9)) for _ in range(digits - 1))
    return Paper(
        place=name,
        level=level,
        province=province,
        city=city,
        pinyin=pinyin,
        area_code=area_code,
        towns=tuple(sorted(town + rng.choice("镇镇镇乡") for town in sorted(towns))),
        villages=tuple(sorted(village + "村" for village in villages)),
        boss=leaders[0],
        mayor=leaders[1],
        vices=tuple(leaders[2:]),
        staff=tuple(cast(rng, 18)),
        neighbours=tuple(
            row[2] if row[2].endswith(row[3]) else row[2] + row[3]
            for row in rng.sample(PLACES, 4)
            if row[2] != name
        ),
        channels=tuple(_channels(rng, name)),
        organ=f"中共{full}委机关报",
        sponsor=full + rng.choice(["融媒体中心", "融媒体中心（传媒集团）", "新闻传媒中心", "报社"]),
        hotline=hotline if rng.random() < 0.6 else f"{area_code}-{hotline}",
        first_number=rng.randint(1, 9000),
    )


def _channels(rng: Random, name: str) -> list[str]:
    forms = ["{}发布", "{}第一时间", "爱{}", "{}融媒", "掌上{}", "{}新闻网", "无线{}", "看{}"]
    return [form.format(name) for form in rng.sample(forms, rng.randint(1, 4))]
