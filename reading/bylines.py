"""Datelines, bylines and credits: the words that say where a story or picture came from.

Each function takes a flow and says where the mark ends or begins and what it holds, or None.
Patterns work on half-width forms, allow white space anywhere and look at a bounded stretch, so
that a paragraph's length never matters.
"""

from __future__ import annotations

import re

from .document import BylineText, Span
from .flow import Flow
from .lines import ends_sentence, squeeze
from .names import (
    could_be_name,
    has_known_part,
    has_two_surnames,
    is_latin_name,
    is_name,
    is_transcribed,
    is_unheard,
    part_both,
    split_names,
)
from .part_read import people_in_part
from .patterns import HAN, any_of
from .role_marks import (
    BULLET,
    FACE,
    ROLE_MARK,
    ROLE_WORD,
    all_have_marks,
    is_own,
    role_marks,
    role_of,
    stand_behind,
    stands_apart,
)
from .signed import Mark
from .unlisted import is_unlisted
from .words import ROLE_HEADS, ROLE_RANKS

REACH = 160


_DAY = r"(?:\s*\d(?:\s*\d)?\s*月\s*\d(?:\s*\d)?\s*日)?"
_OWN = any_of("本报|本台|本网|本刊|本社|县融媒体中心|市融媒体中心|区融媒体中心|融媒体中心")
_AGENCY = any_of(
    "新华社|新华网|中新社|中新网|中国新闻社|中国新闻网|人民日报|人民网|光明日报|光明网|经济日报|科技日报"
    "|农民日报|法治日报|工人日报|央视网|央视|央广网|中国网|国际在线|中央社"
)
_SOURCE = (
    r"(?:"
    + HAN
    + r"\s*){2,10}?(?:"
    + any_of("日报|晚报|时报|周报|新闻网|新闻客户端|电视台|广播电台|电台|融媒体中心|融媒|报|网|社")
    + r")"
)
# 电视台, 电力公司: the character begins a word and ends no dateline, but behind a day: 6月11日电.
_WIRE = r"(?:(?<=[日\s])电|电(?![视台力话影商网信子脑站价器动气缆厂池梯竞能路讯]))"
_END = (
    rf"(?:(?:专\s*)?(?:{_WIRE}|讯)|" + any_of("综合消息|综合报道|综合讯|消息|快讯|专讯|专电") + r")"
)
_PLACE = r"(?:\s*" + HAN + r"){0,12}?"
# 本报讯, 本报北京6月11日电, 据新华社电, 新华社北京6月11日电, XX日报讯
_DATELINE = re.compile(
    rf"\s*[\[(【]?\s*((?:据\s*)?(?:(?:{_OWN}|{_AGENCY})(?!\s*记\s*者){_PLACE}{_DAY}\s*{_END}"
    rf"|{_SOURCE}{_DAY}\s*{_END}|{HAN}{{2,6}}讯(?=\s*[(\[])))"
    rf"\s*[\])】]?(?=[\s(\[【:,，：]|$|\d|记者|通讯员|{HAN})"
)
# The dateline of an agency or of the paper's own correspondent, as it may stand below a text too.
WIRED = (
    rf"(?:据\s*)?(?:{_OWN}|{_AGENCY})(?!\s*记\s*者){_PLACE}"
    rf"(?:{_DAY}\s*(?:专\s*)?电|{_DAY.removesuffix('?')}\s*讯)"
)
_SIGNED = re.compile(rf"\({WIRED}[^()]*\)".replace(r"\s*", ""))
_ANCHOR = re.compile(
    rf"[\[(【]?(?:据)?(?:{_OWN}|{_AGENCY})(?!\s*记\s*者){_PLACE}{_DAY}{_END}".replace(r"\s*", "")
)
# 平阳讯（记者 甲）: a place before 讯 needs the byline behind it.
_BYLINED = rf"[(\[]\s*(?:{any_of(ROLE_RANKS)}\s*){{0,3}}(?:{any_of(ROLE_HEADS)})"
_ANCHOR_OTHER = re.compile(
    rf"(?:(?:{_SOURCE}){_DAY}{_END}[(\[]|{HAN}{{2,6}}讯{_BYLINED})".replace(r"\s*", "")
)


def begins_with_dateline(key: str) -> bool:
    """Say whether a squeezed line begins as a dateline does."""
    head = key[:40]
    if "讯" not in head and "电" not in head and "消息" not in head and "报道" not in head:
        return False
    if key[0] == "(" and _SIGNED.fullmatch(key):
        # （新华社北京6月11日电）: that stands below a text.
        return False
    return bool(_ANCHOR.match(head) or _ANCHOR_OTHER.match(head))


# 【记者王明/台北报道】: the place stands behind the names.
_PLACED = re.compile(
    rf"\s*[\[(【]\s*((?:{any_of(ROLE_RANKS)}\s*){{0,3}}(?:{any_of(ROLE_HEADS)})[^\[\]()【】/]{{2,40}})"
    rf"/(?:\s*{HAN}){{2,10}}?\s*(?:报\s*[导道]|特\s*稿|专\s*访|电)\s*[\])】]"
)
_BYLINE_OPENING = re.compile(rf"[(\[](?:{ROLE_RANKS})*(?:{ROLE_HEADS})[^()]{{2,40}}?(?:[)\]]|$)")


def begins_with_byline(key: str) -> bool:
    """Say whether a squeezed line begins with a byline in brackets."""
    pattern = _PLACED if key[0] == "【" else _BYLINE_OPENING
    return key[0] in "([【" and bool(pattern.match(key[:60]))


def dateline(flow: Flow) -> Mark | None:
    """Return the dateline at the head of a flow."""
    head = flow.norm[:REACH]
    if not begins_with_dateline(squeeze(head)[:40]):
        return None
    found = _DATELINE.match(head)
    if found is None:
        return None
    return Mark(0, found.end(), [], squeeze(flow.text[found.start(1) : found.end(1)]))


def byline_after(flow: Flow, start: int) -> Mark | None:
    """Return the byline in brackets that follows a dateline, or opens a paragraph."""
    head = flow.norm[start : start + REACH]
    placed = _PLACED.match(head)
    if placed:
        people = parse_people(flow.text[start + placed.start(1) : start + placed.end(1)])
        return Mark(start, start + placed.end(), people) if people else None
    opened = re.match(r"\s*([(\[])", head)
    if opened is None:
        return _bare_byline(flow, start, head)
    close = head.find(")" if opened[1] == "(" else "]", opened.end())
    if close < 0:
        return None
    inside = start + opened.end(), start + close
    people = parse_people(flow.text[slice(*inside)])
    if people:
        return Mark(start, start + close + 1, people)
    return _in_part(flow, start + opened.start(1), inside)


def _in_part(flow: Flow, start: int, inside: Span) -> Mark | None:
    """Return the byline in brackets that begin at a place, if some of its names can be read."""
    low, high = inside
    text = flow.text[low:high]
    found = None if is_at_work(squeeze(text)) else people_in_part(text)
    if found is None:
        return None
    people, left = found
    runs = [(start, low), *((low + at, low + end) for at, end in left), (high, high + 1)]
    return Mark(start, high + 1, people, left=tuple(runs))


# Not a byline but a sentence: 记者从县教育局获悉…
_AT_WORK = re.compile(r"记者(?:从|在|获|了|日|近|来|走|看|采|发|注|跟|昨|今|现|调|到)")
_BARE_ROLE = re.compile(rf"\s*({ROLE_WORD.pattern})")
_LATIN = r"[A-Z][A-Za-z.'’-]+(?: [A-Z][A-Za-z.'’-]+){0,3}"
_DOTTED = rf"{HAN}{{1,16}}(?:[·•・]{HAN}{{1,16}}){{1,5}}"
_BARE_NAMES = re.compile(
    rf"\s*(?!{ROLE_WORD.pattern})(?:{_DOTTED}(?<!报道)|{HAN}{{2,30}}|{_LATIN})"
    rf"(?:[、\s](?!{ROLE_WORD.pattern}|报\s*道)(?:{_DOTTED}|{HAN}{{2,3}}|{HAN}{{5,30}})(?=[\s、]))*"
    r"(?=\s|报\s*道)"
)
_REPORTS = re.compile(r"\s*报\s*道\s*[:：]?")


def _bare_byline(flow: Flow, start: int, head: str) -> Mark | None:
    """Return a byline that stands between spaces without brackets: 本报讯 记者 甲 6月11日…"""
    end = 0
    found: list[BylineText] = []
    while (role := _BARE_ROLE.match(head, end)) and not _AT_WORK.match(squeeze(head[end:])):
        names = _BARE_NAMES.match(head, role.end())
        printed = flow.text[start + names.start() : start + names.end()] if names else ""
        people = split_names(printed)
        if names is None or not all(map(_is_sure, people)):
            break
        found += [BylineText(role_of(squeeze(role[1])), name) for name in people]
        end = names.end()
    reports = _REPORTS.match(head, end) if found else None
    end = reports.end() if reports else end
    return Mark(start, start + end, found) if found else None


def is_at_work(key: str) -> bool:
    """Say whether a squeezed text tells what a reporter does: 记者从县教育局获悉."""
    return bool(_AT_WORK.search(key))


def _is_sure(name: str) -> bool:
    """Say whether what stands behind a role without brackets is a name beyond doubt."""
    return is_name(name) or is_transcribed(name) or is_latin_name(name)


def parse_people(
    text: str, *, vouched: bool = False, reach: int = REACH
) -> list[BylineText] | None:
    """Return the people in a run that holds roles and names only, or None when it holds more.

    甲 乙 after one role share it; a name with /文 or /图 behind it keeps the role it stands under,
    or else takes that word as its role. ``vouched``: something else says that these are names.
    ``reach``: the longest run that is asked.
    """
    bare = FACE.sub("", text[:1]) + text[1:]
    if len(text) > reach or not bare.strip():
        return None
    text = part_both(text)
    people: list[BylineText] = []
    role, at = "", 0
    marks = role_marks(text)
    if stand_behind(text):
        marks, ahead = [], marks
        for found in ahead:
            if not _add(people, role_of(squeeze(found[0])), text[at : found.start()], vouched):
                return None
            at = found.end()
    for found in marks:
        if not _add(people, role, _LABEL_BEFORE_ROLE.sub("", text[at : found.start()]), vouched):
            return None
        role, at = role_of(squeeze(found[0])), found.end()
    if not _add(people, role, text[at:], vouched):
        return None
    return people or None


_LABEL_BEHIND = re.compile(
    rf"(?:(?<=\S\S)[^\S\n]+|\s*[/／]\s*|(?<={HAN}{HAN}\n)(?=摄))"
    r"(文\s*[/／、]?\s*图|图\s*[/／、]?\s*文|文\s*[/／、]?\s*摄|摄\s*影\s*报\s*道|报\s*道|综\s*合|摄\s*影|供\s*图|文|图|摄)$"
    r"|(摄\s*影\s*报\s*道|供\s*图)$"
)
# 文/图 behind a name says that one person did both, and is nobody's role.
_BOTH_BEHIND = re.compile(
    r"(?:(?<=\s)|[/／])\s*(?:文\s*[/／、]?\s*[图摄]|图\s*[/／、]?\s*文|摄\s*[/／、]\s*文|摄\s*影\s*报\s*道|综\s*合)\s*$"
)
_LABEL_BEFORE = re.compile(
    r"^\s*(文\s*[/／、]?\s*图|图\s*[/／、]?\s*文|文\s*[/／、]\s*摄|文|图|摄\s*影|摄)"
    r"(?:\s*[/／:：|]\s*|[^\S\n]+)"
)
# 文/甲 图/乙: the words stand before the names.
_LABEL_EACH = re.compile(
    r"(?<!\S)(文\s*[/／、]?\s*[图摄]|图\s*[/／、]?\s*文|文|图|摄\s*影|摄)(?:\s*[/／:：|]\s*|[^\S\n]+)(?=\S)"
)
# What one may have done alone, and is his role then.
_OWN_ROLES = ("文", "图", "摄", "摄影")
_LABEL_BEFORE_ROLE = re.compile(r"(?<!\S)(?:文|图|摄\s*影|摄)\s*[/／:：|]\s*$")
_LABELLED = re.compile(
    r"\s*[/／]\s*(?:文\s*图|文|图|摄)(?=[\s、，,;；]|$)|(?<=\S\S[^\S\n])(?:文|图|摄影|摄)(?=[\s、，,;；])"
)


def _add(people: list[BylineText], role: str, text: str, vouched: bool) -> bool:
    """Add the names of one stretch under its role; say False when it holds anything else."""
    role = role.rstrip(":：/／")
    label = ""
    both = _BOTH_BEHIND.search(text)
    if both and both.start() > 0:
        text = text[: both.start()]
    each = _add_each(people, role, text, vouched)
    if each is not None:
        return each
    at = 0
    for found in _LABELLED.finditer(text):
        printed = squeeze(found[0]).strip("/／")
        if not _add_names(people, role, text[at : found.start()], printed, vouched):
            return False
        at = found.end()
    rest = text[at:]
    before = _LABEL_BEFORE.match(rest)
    if before:
        label, rest = squeeze(before[1]), rest[before.end() :]
    behind = _LABEL_BEHIND.search(rest)
    if behind and behind.start() > 0:
        label = squeeze(behind[1] or behind[2])
        rest = rest[: behind.start()]
    return _add_names(people, role, rest, label, vouched)


def _add_each(people: list[BylineText], role: str, text: str, vouched: bool) -> bool | None:
    """Add names that have their words before them, or return None where they have not.

    文/甲 图/乙; a name that the first such word follows (记者 甲 图/乙) has its role to itself.
    """
    marks = list(_LABEL_EACH.finditer(text))
    led = bool(marks) and bool(text[: marks[0].start()].strip())
    if led:
        marks = [mark for mark in marks if mark[0].rstrip()[-1] in "/／:：|"]
    if not marks or not (led or marks[1:] or squeeze(marks[0][1]) not in _OWN_ROLES):
        return None
    own = "" if led else role
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return _add_names(people, role, text[: marks[0].start()], "", vouched) and all(
        _add_names(people, own, text[mark.end() : end], squeeze(mark[1]), vouched)
        for mark, end in zip(marks, ends, strict=True)
    )


# The office that stands between a role and a name.
_OFFICE = re.compile(r"..(?:[部局委办院校站所社会队处厅镇乡村]|中心|公司|街道|集团)$")
# A body that gave a picture stands where its maker would: 图/县供电公司.
_GIVER = re.compile(rf"{HAN}{{2,16}}(?:[部局委办院校站所队厅]|中心|公司|街道|集团)")


def _add_names(people: list[BylineText], role: str, text: str, label: str, vouched: bool) -> bool:
    names = split_names(text.strip(BULLET + " \n\t　、，,;；:：/／"))
    if not names:
        return True
    if role or vouched:
        good = all(could_be_name(name) for name in names)
    else:
        good = all(is_name(name) for name in names)
    if not good and len(names) > 1 and could_be_name(names[-1]) and role:
        # 通讯员 县委宣传部 甲: the office before a name belongs to nobody's name.
        names = [name for name in names if not _OFFICE.search(name)]
        good = all(could_be_name(name) for name in names)
    if not good and not (label == "图" and not role and all(map(_GIVER.fullmatch, names))):
        return False
    kept = role or (label if label in _OWN_ROLES else "")
    people.extend(BylineText(kept, name) for name in names)
    return True


# A voice of the paper that gives no name: 本报评论员, （本报编辑部）, 新华社评论员.
_VOICE = (
    rf"(?:{any_of('本报|本刊|本台|本网|新华社|人民日报|光明日报|经济日报|求是')}\s*)"
    rf"(?:{any_of('特约|首席')}\s*)?(?:{any_of('评论员|编辑部|社论|评论部|时评员')})"
)
_UNNAMED = re.compile(rf"[\s{re.escape(BULLET)}]*[(\[]?\s*({_VOICE})\s*[)\]]?")


def bare_names(text: str) -> list[str]:
    """Return the names on a line that holds up to three names and nothing else, or none."""
    names = split_names(text)
    # 二十四节气·小暑 has the form of a name and is none.
    sure = all(is_name(name) and (name.isalpha() or has_known_part(name)) for name in names)
    return names if len(names) <= 3 and sure else []


def byline_line(flow: Flow) -> Mark | None:
    """Return the byline when the whole flow is one: □ 本报记者 甲 通讯员 乙, or 新华社记者 甲."""
    if len(flow.text) > REACH:
        return None
    if _AT_WORK.match(flow.norm):
        return None
    unnamed = _UNNAMED.fullmatch(flow.norm)
    if unnamed:
        name = squeeze(flow.text[slice(*unnamed.span(1))])
        return Mark(0, len(flow.text), [BylineText("", name)])
    face = FACE.match(flow.norm)
    text = flow.text[face.end() if face else 0 :]
    bracketed = re.fullmatch(r"[(（\[]\s*(.*?)\s*[)）\]]", text, re.DOTALL)
    text = bracketed[1] if bracketed else text
    faced = bool(face and face[0].strip())
    names = split_names(text) if faced or bracketed else []
    bare = bool(names) and all(map(is_name, names))
    if bracketed and bare:
        return Mark(0, len(flow.text), [BylineText("", name) for name in names])
    labelled = faced and bool(_LABELLED.search(text + " "))
    labelled = labelled or stand_behind(text)
    if not (ROLE_MARK.match(text) or _LABEL_BEFORE.match(text) or labelled or (faced and bare)):
        return None
    people = parse_people(text)
    names = [one.name for one in people or ()]
    signed = faced or bool(bracketed) or is_own(flow.norm)
    apart = signed or stands_apart(flow.norm)
    known = [name for name in names if is_unlisted(name, apart=apart, signed=signed)]
    unheard = any(
        is_unheard(one.name) and one.role != "图" and one.name not in known for one in people or ()
    )
    if unheard and not (bracketed or all_have_marks(text)):
        # 记者 今年以来、投资稳定增长: a line of a narrow column.
        return None
    if not people or not (known or any(_is_sure(name) or has_two_surnames(name) for name in names)):
        return None
    return Mark(0, len(flow.text), people)


_TAIL_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]\s*$")


def byline_behind(flow: Flow, end: int) -> Mark | None:
    """Return the byline in brackets after the last sentence of a flow: （甲）, （记者 甲）."""
    start = max(end - REACH, 0)
    tail = flow.norm[start:end]
    found = _TAIL_BRACKET.search(tail)
    if found is None:
        return None
    before = tail[: found.start()].rstrip()
    if before and not ends_sentence(before):
        return None
    text = flow.text[start + found.start(1) : start + found.end(1)]
    if _UNNAMED.fullmatch(found[1]):
        return Mark(start + found.start(), end, [BylineText("", squeeze(text))])
    if people := parse_people(text):
        return Mark(start + found.start(), end, people)
    return _in_part(flow, start + found.start(), (start + found.start(1), start + found.end(1)))
