"""Names of people: what can be one, and how to find several in a run of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .cohesion import cohesion
from .han import ANY_RARE, HAN, is_uncommon
from .lines import MARGIN, half_width
from .words import (
    COMPOUND_SURNAMES,
    IN_NO_NAME,
    NAME_PARTS,
    NO_NAMES,
    PAGE_NAMES,
    ROLE_HEADS,
    SURNAMES,
    TRANSCRIBING,
)

_PLAIN = re.compile(HAN + r"{2,4}")
_LONG = re.compile(HAN + r"{5,30}")
# Behind a role; the longest without dots that no sound vouches for.
_LONGEST_UNHEARD = 12
_LONGEST_GLUED = 16
_DOTTED = re.compile(HAN + r"{1,8}(?:[·•・．]" + HAN + r"{1,8}){1,3}")
# Behind a role only: 安哥拉经济和计划部部长马里奥·若昂 has its form, too.
_LONG_DOTTED = re.compile(HAN + r"{1,16}(?:[·•・．]" + HAN + r"{1,16}){1,5}")
# 约翰·F·道尔, J·R·史密斯: initials are of Latin letters, and one part is not.
_INITIAL = r"[A-Z]{1,2}[·•・．.]"
WITH_INITIALS = (
    rf"(?:(?:{HAN}{{1,16}}[·•・．.])+(?:{_INITIAL}){{1,3}}|(?:{_INITIAL}){{1,3}})"
    rf"{HAN}{{1,16}}(?:[·•・．]{HAN}{{1,16}})*"
)
_WITH_INITIALS = re.compile(WITH_INITIALS)
# Names of house that have more than two characters.
_LONG_SURNAMES = ("爱新觉罗", "叶赫那拉", "钮祜禄", "瓜尔佳", "萨克达", "乌拉那拉", "博尔济吉特")
# The middle of how the neighbours in a name go together, where one of words stands in it.
_LOOSE, _LONGEST_LOOSE = 0.8, 7
_DOTS = "·•・．"
_WITHOUT_SURNAME = re.compile(
    "(?:" + "|".join(sorted(NAME_PARTS, key=len, reverse=True)) + "){2,3}"
)
_FOREIGN = re.compile(r"[A-Z][A-Za-z.'’-]{1,20}(?: [A-Z][A-Za-z.'’-]{1,20}){0,3}")
# What somebody did, which stands where a name could.
_DOINGS = ("采访", "采写", "整理", "报道", "综合", "撰写", "编译")
_LATIN = re.compile(r"[A-Z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*)*")
_WRITES_SOUNDS = TRANSCRIBING.union(ANY_RARE, *NAME_PARTS)
# A dot of the keyboard in a name, or any dot with a space beside it, and what stands next to it.
_ANY_DOT = re.compile(r"[.．·•・]")
_GAP = r"[^\S\r\n]?"
_BEFORE_DOT = re.compile(rf"({HAN}{{2,16}})({_GAP})\Z")
_BEHIND_DOT = re.compile(rf"({_GAP})({HAN}{{1,16}})")
_ROLE_BEFORE = re.compile(rf".*(?:{ROLE_HEADS}|摄影)")
_DEED_BEHIND = re.compile("(?:摄影报道|摄影|供图|报道|摄|文|图)+$")
_LONGEST_PART, _SHORTEST_DOTTED, _FEWEST_HEARD = 17, 5, 3
# What one person did both of, right behind a name: 李明文/图; 李明文/摄 may be 李明文's picture.
_BOTH_GLUED = re.compile(
    rf"(?:(?<={HAN}{{2}})|(?<={HAN}\s{HAN}))(?:(?:文\s*[/／、]\s*图|[图摄]\s*[/／、]\s*文)|(?P<bare>文图|图文)"
    rf"|(?<={HAN}{{3}})(?P<photo>文\s*[/／、]\s*摄))(?=[\s、，,;；)）\]】]|$)"
)
_OPENED = " 　(（[【"
_ONE_OF_TWO = re.compile(r"[/／]\s*[文图摄]|[文图摄]\s*[/／]")


def is_name(text: str) -> bool:
    """Say whether a text can be the name of a person, by its length and surname."""
    if _DOTTED.fullmatch(text) or _WITHOUT_SURNAME.fullmatch(text):
        return True
    if is_transcribed(text):
        return any(part in text for part in NAME_PARTS)
    if not _PLAIN.fullmatch(text) or text in NO_NAMES:
        return False
    if text[:2] in COMPOUND_SURNAMES:
        return len(text) >= 3
    return (text[0] in SURNAMES or is_uncommon(text[0])) and len(text) <= 3


def is_transcribed(text: str) -> bool:
    """Say whether five characters and more write nothing but sounds: 艾力买提江, 阿卜杜热合曼.

    A country's name may do so too; is there a role, it is somebody's name.
    """
    return bool(_LONG.fullmatch(text)) and _WRITES_SOUNDS.issuperset(text)


def dots_in_names(text: str) -> Iterator[tuple[int, list[int]]]:
    """Yield where a dot parts a name as the middle dot does, and where spaces stand beside it.

    古丽努尔.买买提, 阿里木 · 吐尔逊: the parts write sounds.
    Between other words it may end a sentence, or part two people.
    """
    for found in _ANY_DOT.finditer(text):
        at = found.start()
        before = _BEFORE_DOT.search(text, max(at - _LONGEST_PART, 0), at)
        behind = _BEHIND_DOT.match(text, at + 1, at + 1 + _LONGEST_PART)
        if before is None or behind is None:
            continue
        parts = _ROLE_BEFORE.sub("", before[1]), _DEED_BEHIND.sub("", behind[2])
        around = text[max(before.start() - 1, 0)], text[behind.end() : behind.end() + 1]
        # Two that have surnames are two people, but for three parts of one name.
        two = all(is_name(part) and part not in NAME_PARTS for part in parts)
        if _are_sounds(*parts) and not (two and not any(map(_ANY_DOT.match, around))):
            yield at, [*range(*before.span(2)), *range(*behind.span(1))]


def _are_sounds(*parts: str) -> bool:
    """Say whether parts of a name write sounds: all but one character of each, and a third."""
    unheard = [sum(char not in _WRITES_SOUNDS for char in part) for part in parts]
    size = sum(map(len, parts))
    return size >= _SHORTEST_DOTTED and max(unheard) <= 1 and _FEWEST_HEARD * sum(unheard) <= size


def part_both(text: str) -> str:
    """Return a run of names with a space before 文/图 where it stands right behind one: 李明文/图.

    Of two who did one thing each (李明/文 王博文/图) nobody did both. Words without a slash name a
    picture's text, too: 时政图文.
    """
    if "文" not in text or not (marks := list(_BOTH_GLUED.finditer(text))):
        return text
    if _ONE_OF_TWO.search(_BOTH_GLUED.sub("", text)):
        return text
    parts, at = [], 0
    for mark in marks:
        if _did_both(text[at : mark.start()], mark):
            parts += [text[at : mark.start()], " "]
            at = mark.start()
    return "".join([*parts, text[at:]])


def _did_both(before: str, mark: re.Match[str]) -> bool:
    """Say whether what stands right before 文/图 is a name: in a role, or by its surname."""
    before = before.replace("\n", " ")
    who = _ROLE_BEFORE.sub("", before)
    name = next(reversed(split_names(who.lstrip(_OPENED))), "")
    if name in COMPOUND_SURNAMES or (mark["photo"] and is_name(f"{name}文")):
        return False
    if mark["bare"]:
        return is_name(name) and name not in PAGE_NAMES and IN_NO_NAME.isdisjoint(name)
    return is_name(name) or (who != before and could_be_name(name))


def is_glued(text: str) -> bool:
    """Say whether a text falls into names that nothing parts: 段春星李明华."""
    if len(text) > _LONGEST_GLUED or is_transcribed(text):
        return False
    parted = ((text[:at], text[at:]) for at in range(2, len(text) - 1))
    return any(
        is_name(one) and (is_name(two) or is_transcribed(two) or is_glued(two))
        for one, two in parted
    )


def is_unheard(text: str) -> bool:
    """Say whether a text is five characters and more of which not all write sounds."""
    return bool(_LONG.fullmatch(text)) and not is_transcribed(text)


def is_latin_name(text: str) -> bool:
    """Say whether a text is a name in Latin letters of either width: John Smith, Ｊｏｈｎ."""
    return len(text) > 2 and bool(_FOREIGN.fullmatch(half_width(text)))


def could_be_long_name(text: str) -> bool:
    """Say whether five characters and more can be one name behind a role.

    Not what tells of a body or a doing (从县教育局获悉), and not two names that nothing parts
    (段春星李明华): whether those are names, somebody must say.
    """
    if is_transcribed(text) or _WITH_INITIALS.fullmatch(text):
        return True
    if is_nearly_heard(text):
        return True
    of_words = sum(char in IN_NO_NAME for char in text)
    short = bool(_LONG.fullmatch(text)) and len(text) <= _LONGEST_LOOSE
    if of_words and not (of_words == 1 and short and is_loose(text)):
        return False
    if _LONG_DOTTED.fullmatch(text):
        return True
    if len(text) > _LONGEST_UNHEARD or not _LONG.fullmatch(text):
        return False
    return text.startswith(_LONG_SURNAMES) or not is_glued(text)


def is_nearly_heard(text: str) -> bool:
    """Say whether all of five characters and more but one in six write sounds: 木拉提别克江."""
    if not _LONG.fullmatch(text):
        return False
    unheard = sum(char not in _WRITES_SOUNDS for char in text)
    return unheard <= max(1, len(text) // 6)


def is_loose(text: str) -> bool:
    """Say whether the characters of a text go together less than those of words do."""
    return cohere(text) < _LOOSE


def cohere(text: str) -> float:
    """Return the middle of how the neighbours in a text of two characters and more go together."""
    bonds = [cohesion(before, after) for before, after in pairwise(text)]
    return sum(bonds) / len(bonds)


def has_two_surnames(text: str) -> bool:
    """Say whether a text has four characters, of which two can be surnames: 陈林若溪."""
    plain = len(text) == 4 and bool(_PLAIN.fullmatch(text)) and text[2:] not in _DOINGS
    return plain and SURNAMES.issuperset(text[:2])


def has_known_part(text: str) -> bool:
    """Say whether one part of a name with dots is known from names."""
    return any(part in NAME_PARTS for part in re.split(f"[{_DOTS}]", text))


def could_be_name(text: str) -> bool:
    """Say whether a text standing after a role can be a name; the role vouches for it.

    者 and 员 begin no name: they are the rest of 记者 and 通讯员 cut by a column's edge. Nor does
    what somebody did end one: 艾山参与采写.
    """
    if text[:1] in ("者", "员") or text.endswith(_DOINGS):
        return False
    if _PLAIN.fullmatch(text) or _DOTTED.fullmatch(text) or _FOREIGN.fullmatch(half_width(text)):
        return True
    return could_be_long_name(text)


def split_names(text: str) -> list[str]:
    """Return the names in a run of text that holds nothing else.

    Names are parted by 、，/ or white space; a single character belongs to its neighbour, as in
    the spaced name 王 奔 or a name cut by a line's end.
    """
    names: list[str] = []
    for chunk in re.split(r"[、，,;；/／|]+", text):
        names.extend(_spaced(chunk))
    return names


def _spaced(chunk: str) -> list[str]:
    """Return the names of a chunk parted by white space only."""
    tokens = _tokens(chunk)
    if len(tokens) == 3 and all(len(token) == 1 for token, _ in tokens):
        return ["".join(token for token, _ in tokens)]
    names: list[str] = []
    pending = ""
    for number, (token, wrapped) in enumerate(tokens):
        if wrapped and not pending and _begins_spaced(tokens, number):
            pending = token
        elif pending:
            names.append(pending + token)
            pending = ""
        elif (wrapped and names and _belong_together(names[-1], token)) or (
            len(token) == 1 and names and wrapped
        ):
            names[-1] += token
        elif len(token) == 1:
            pending = token
        else:
            names.append(token)
    if pending:
        names.append(pending)
    return [name for name in names if name]


def _begins_spaced(tokens: list[tuple[str, bool]], number: int) -> bool:
    """Say whether a token begins a name of two characters that stand apart: 李 伟."""
    pair = tokens[number : number + 2]
    return len(pair) == 2 and all(len(token) == 1 for token, _ in pair) and not pair[1][1]


def _belong_together(before: str, after: str) -> bool:
    """Say whether a line's end cut one name in two."""
    if before[-1] in _DOTS or before in COMPOUND_SURNAMES:
        return True
    if any(dot in before for dot in _DOTS):
        if before[-2] in _DOTS:
            return True
        return not is_name(after) and len(after) <= 3
    if is_transcribed(before + after) and len(after) <= 4 and not is_name(after):
        return True
    dot = next((at for at, char in enumerate(after) if char in _DOTS), -1)
    if dot > 0:
        return dot <= 2
    return not is_name(after) and len(before) + len(after) <= 4


def _tokens(chunk: str) -> list[tuple[str, bool]]:
    """Return the tokens of a chunk, each with whether only a line's end parted it from the last."""
    found: list[tuple[str, bool]] = []
    for number, row in enumerate(chunk.split("\n")):
        hard = row[:1].isspace()
        for place, token in enumerate(row.split()):
            token = token.strip(MARGIN)
            latin = place and found and _LATIN.fullmatch(half_width(token))
            if latin and _LATIN.fullmatch(half_width(found[-1][0])):
                # Zoé Li is one person.
                found[-1] = (f"{found[-1][0]} {token}", found[-1][1])
            elif token:
                found.append((token, number > 0 and place == 0 and not hard))
    return found
