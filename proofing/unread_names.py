"""Bylines that nobody was read from: a role stands there as over a story, and what follows it is
no name that the reader is sure of.

（记者段春星李明华） may be two people or one, 本报记者 长谷川博己 a name or a headline. What is
sure was read as a byline and stands in the text no more; what is left over is asked about, so that
nobody's name is lost in silence. 记者从县教育局获悉 is a sentence and no question.

So is a short line where names alone stand, below a headline or below a text, of a story that nobody
signs: 长谷川博己. The characters of words go together, those of a name that is none of the usual
ones do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofing.galley import Galley, Part
from proofing.hits import Hit, hit
from reading.bylines import is_at_work, parse_people
from reading.han import CHARACTERS, is_han
from reading.lines import half_width, squeeze
from reading.names import cohere, could_be_name, is_glued, is_transcribed, split_names
from reading.role_marks import OPENINGS
from reading.words import IN_NO_NAME

_ROLE = (
    r"(?:本报|本台|本网|本刊|首席|特约|特派|见习|实习|全媒体|融媒体?|摄影|文字|驻地|驻站|\s)*"
    r"(?:记\s*者|通\s*讯\s*员|通\s*信\s*员|实\s*习\s*生)"
)
_LONGEST = 100
_LONGEST_CREDIT = 40
# Cheap: what each form holds one of.
_TELLING = re.compile(
    r"记\s*者|[讯信]\s*员|实\s*习\s*生|摄|供\s*图"
    rf"|[者文图字{''.join(word[-1] for word in OPENINGS)}][:：/／]"
)
# What stands between names, and in no sentence.
_WHO = rf"[{CHARACTERS}○A-Za-z·•・‧.'’、/\s]"
_BRACKETED = re.compile(
    rf"[(\[【](?P<all>\s*(?:{_ROLE}|摄\s*影)(?P<gap>[\s:：]*)(?P<who>{_WHO}{{2,40}}?))\s*[)\]】]"
)
# 作者 and its likes begin words as well: a mark must part them from a name.
_LINE = re.compile(
    rf"[\s□■●○◆◇▲△★☆—-]*(?P<all>(?:{_ROLE}(?P<gap>[\s:：/]*)|(?:作者|文字|摄影|撰文|图文|文|图|{'|'.join(OPENINGS)})[:：/]\s*)"
    rf"(?P<who>{_WHO}{{2,40}}?)(?:\s*(?:文\s*/\s*[图摄]|摄影报道|摄影|报道))?)\s*"
)
_OPENING = re.compile(
    rf"\s*(?P<all>{_ROLE}(?P<gap>[\s:：]*)(?P<who>[{CHARACTERS}]{{5,30}}?))(?=\s|报\s*道)"
)
_CREDIT = re.compile(
    rf"(?:[。！？]|[(\[【])\s*(?P<all>(?P<who>[{CHARACTERS}、\s]{{5,24}}?)(?P<gap>)"
    r"\s*/?\s*(?:摄影报道|摄影|供图|摄))[)\]】]?\s*\Z"
)
_NAME_ALONE = re.compile(rf"[\s□■●○◆◇▲△★☆—-]*(?P<all>[{CHARACTERS}]+\s?[{CHARACTERS}]+)\s*")
_SHORTEST_ALONE, _LONGEST_ALONE = 4, 8
# The middle of how the neighbours in it go together (``cohere``): of 186 short lines of
# 2,000 printed pages five are below, and each names who wrote.
_LOOSE = 0.8


def check_bylines(one: Galley) -> Iterator[tuple[Part, Hit]]:
    """Yield where a story's words still name who made it; a whole line, or in brackets at the
    beginning or the end of a paragraph, or behind a picture's caption."""
    # A short line with a mark before it was taken for a column's name.
    for part in (Part("section", 0, one.story.section), *one.parts):
        found = _found(part)
        if found is not None and _is_open(found, part.text):
            yield part, hit("unread-byline", part.text, *found.span("all"))
    if not one.story.bylines:
        yield from _names_alone(one)


def _names_alone(one: Galley) -> Iterator[tuple[Part, Hit]]:
    """Yield a line of a name alone below a headline, or at an end of a text of several lines."""
    lines = one.story.paragraphs
    ends = (0, len(lines) - 1) if len(lines) > 1 else ()
    short = [at for at in ends if len(lines[at]) <= _LONGEST_CREDIT]
    text = one.paragraphs if short else []
    for part in (*one.heads[1:][-1:], *(text[at] for at in short)):
        found = _NAME_ALONE.fullmatch(part.text) if len(part.text) <= _LONGEST_CREDIT else None
        if found is not None and _could_sign(squeeze(found["all"])):
            yield part, hit("unread-byline", part.text, *found.span("all"))


def _could_sign(key: str) -> bool:
    if not (is_han(key) and _SHORTEST_ALONE <= len(key) <= _LONGEST_ALONE):
        return False
    if is_transcribed(key):
        return True
    return IN_NO_NAME.isdisjoint(key) and cohere(key) < _LOOSE


def _found(part: Part) -> re.Match[str] | None:
    if not _TELLING.search(part.text):
        return None
    norm = half_width(part.text).rstrip()
    lead, end = len(norm) - len(norm.lstrip()), len(norm)
    # A pattern sees so much only, however long a hostile paragraph is.
    near = min(end, lead + _LONGEST)
    if near == end and (whole := _LINE.fullmatch(norm, lead)):
        return whole
    if part.name not in ("paragraph", "caption"):
        return None
    tail = max(norm.rfind(mark) for mark in "([【")
    behind = tail >= max(0, end - _LONGEST)
    return (
        _BRACKETED.match(norm, lead, near)
        or (_BRACKETED.fullmatch(norm, tail) if behind else None)
        or _OPENING.match(norm, lead, near)
        or _CREDIT.search(norm, max(0, end - _LONGEST_CREDIT))
    )


def _is_open(found: re.Match[str], printed: str) -> bool:
    """Say whether it is a question who is named there, or if anybody is."""
    told = squeeze(found["all"])
    if is_at_work(told):
        return False
    if found.re in (_BRACKETED, _CREDIT) and parse_people(printed[slice(*found.span("all"))]):
        return False
    if found.re is _BRACKETED:
        return True
    names = split_names(found["who"].strip())
    if not all(could_be_name(name) or is_glued(name) for name in names):
        return False
    # 通讯员培训班开班: without a gap it must be its own reporter, or more than one name.
    apart = found["gap"] != "" or found.re is _CREDIT or told.startswith("本")
    return bool(apart) or found.string[found.end() :][:1] == "报" or any(map(is_glued, names))
