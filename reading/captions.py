"""图片说明: what stands under a picture, told from the last words of a story.

Papers close a story with （记者 甲 文/图） or （甲 摄）, which look like the credit of a caption.
"""

from __future__ import annotations

import re

from .bylines import parse_people
from .credits import credit_names
from .document import BylineText
from .lines import half_width, squeeze
from .names import part_both, split_names
from .patterns import HAN, any_of

_LONGEST = 160
# Shorter than a sentence of news: 座谈会会场。
_SHORT = 20
_OPENS = re.compile(
    r"[▲△■◆●]?\s*(?:图为|图\s*[①-⑩\d一二三四五]|上图|下图|左图|右图|本版图片|题图|组图)"
)
_OF_PICTURES = re.compile("图片|图说|影像|摄影|镜头|光影|瞬间")
# What is seen, and when: 6月12日，村民正在采收…; 初夏时节，荷花次第开放.
_SHOWS = re.compile(
    r"^[▲△▼■◆●]|正在|在[^，。]{2,20}[，。]|俯瞰|航拍|无人机|画面|景象|场景|现场[。，]"
    r"|^(?:[^，。]{0,4}\d{1,2}[月日]|昨|今[天日晨晚]|[近日]日|日前|连日|眼下|时下|[初仲盛深隆]?[春夏秋冬])"
)
# What goes on with a story: 会议强调，…; 据了解，…; …，张明说.
_TELLS = re.compile(
    r"^(?:会议|会上|会前|会后|与会|据[^，。]{0,6}[，。]|下一步|接下来|今后|此外|另外|同时|随后)"
    r"|(?:强调|要求|指出|表示|介绍|认为|说|提出|希望)[，：:“”]|[，”](?:他|她|[^，。“”]{2,16})(?:说|表示)。$"
)
_BOTH = r"(?:文\s*[/、]?\s*[图摄]|图\s*[/、]?\s*文|摄\s*[/、]\s*文)"
_WROTE = re.compile(
    rf"(?<!{HAN}){_BOTH}(?!{HAN})|/\s*文(?!{HAN})|(?<=\s)文(?=[\s、，,)\]]|$)|(?<!{HAN})文\s*[/:|]"
)
_REPORTED = re.compile(any_of("摄影报道") + r"\s*[)\]]$")
_FRAME = re.compile(r"[(（)）\[\]【】]")


def _begins_as_caption(text: str) -> bool:
    return bool(_OPENS.match(text))


def is_caption(text: str, *, alone: bool) -> bool:
    """Say whether a text before a credit is its caption: by its words, or short beside others."""
    return _begins_as_caption(text) or (not alone and len(text) <= _LONGEST)


def says_what_is_shown(text: str) -> bool:
    """Say whether a text is a caption by its own words, 图为 at its beginning or further on."""
    return _begins_as_caption(text) or (len(text) <= _LONGEST and "图为" in squeeze(text))


def is_of_pictures(section: str) -> bool:
    """Say whether a standing column shows pictures: 图片新闻, 光影瞬间."""
    return bool(_OF_PICTURES.search(section))


def tells_on(text: str) -> bool:
    """Say whether a text before （甲 摄） goes on with its story, and shows no picture."""
    key = squeeze(half_width(text))
    if len(key) > _LONGEST or _TELLS.search(key):
        return True
    return len(key) > _SHORT and not _SHOWS.search(key)


def is_bracketed(credit: str) -> bool:
    """Say whether a credit as printed stands in brackets."""
    return half_width(credit).strip().startswith(("(", "[", "【"))


def writers(credit: str) -> list[BylineText]:
    """Return the people of a photo credit that says that they wrote, too, else nobody.

    （记者 甲 文/图）, （甲/文 乙/图）, （记者 甲 摄影报道）; who took pictures only has that role.
    """
    norm = part_both(half_width(credit).strip())
    if not (_WROTE.search(norm) or _REPORTED.search(norm)):
        return []
    people = parse_people(_FRAME.sub(" ", credit).strip())
    return people or [BylineText("", name) for name in split_names(credit_names(credit) or "")]
