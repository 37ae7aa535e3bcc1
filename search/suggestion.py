"""What to ask instead, when nothing is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from articles.models import Article
from search.audience import audience_of
from search.engine import Found, find, newest_keys
from search.keys import one_of
from search.models import Entry
from search.question import Question, Within

# A name misspelt is looked for in so many stories that have the rest of it.
LOOKED_AT = 60
SHORTEST, LONGEST = 3, 12
# A word of no more characters is tried as two.
PARTED = 8
# By so many characters at both its ends a headline is known that was typed without its spaces.
ENDS = (4, 3, 2)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that finds something, or ``more``. ``everywhere``: the same, without limits."""

    said: str
    total: int
    more: bool = False
    everywhere: bool = False


def suggest(
    question: Question, within: Within, among: QuerySet[Article] | None = None
) -> list[Suggestion]:
    """Return what to ask instead of a question that found nothing, the nearest first."""
    found = []
    if within and (there := _found(question, among)).total:
        found.append(Suggestion(question.said, there.total, there.more, everywhere=True))
    for other in _others(question, among, everywhere=not within):
        if (there := _found(other, among)).total:
            found.append(Suggestion(_said(other), there.total, there.more))
    return found[:SHOWN]


def _found(question: Question, among: QuerySet[Article] | None) -> Found:
    return find(question, among=among, count=0) if question.wanted else Found(question)


def _others(
    question: Question, among: QuerySet[Article] | None, *, everywhere: bool
) -> Iterator[Question]:
    """What is printed with spaces or marks, or another character, in a word that is nowhere.

    Else its words, or its parts, each for itself. Then without it, or one word of several.
    """
    absent: Sequence[str] = question.wanted
    if len(absent) > 1 or question.unwanted or not everywhere:
        absent = [term for term in absent if not _found(Question("", wanted=(term,)), among).total]
    there = tuple(term for term in question.wanted if term not in absent)
    for term in absent:
        near = _parted(term, among) or _nearest(term, among)
        if instead := (near,) if near else _apart(term, among):
            at = question.wanted.index(term)
            words = (*question.wanted[:at], *instead, *question.wanted[at + 1 :])
            yield replace(question, wanted=words)
    if absent and there:
        yield replace(question, wanted=there)
    if not absent and len(there) > 1:
        for term in sorted(there, key=len, reverse=True):
            yield Question("", wanted=(term,))


def _parted(term: str, among: QuerySet[Article] | None) -> str:
    """Return ``term`` as it is printed, with spaces or marks where none were typed."""
    pattern = re.compile(" ?".join(map(re.escape, term.replace(" ", ""))))
    for length in ENDS:
        if len(term) < 2 * length:
            continue
        for words in _words_with((term[:length], term[-length:]), among):
            if found := pattern.search(words):
                return found[0]
    return ""


def _nearest(term: str, among: QuerySet[Article] | None) -> str:
    """Return what stands in the texts where one character of ``term`` is another, or amiss."""
    if " " in term or not SHORTEST <= len(term) <= LONGEST:
        return ""
    seen: Counter[str] = Counter()
    for at in range(len(term)):
        left, right = term[:at], term[at + 1 :]
        many = "{0,2}" if left and right else ""
        pattern = re.compile(rf"{re.escape(left)}[^ \n]{many}{re.escape(right)}")
        for words in _words_with(tuple(filter(None, (left, right))), among):
            seen.update(set(pattern.findall(words)))
    return min(seen, key=lambda text: (-seen[text], text), default="")


def _apart(term: str, among: QuerySet[Article] | None) -> tuple[str, ...]:
    """Return the words of a phrase, or two parts of a word, that stand in one story."""
    ways: list[tuple[str, ...]] = [tuple(term.split())]
    if " " not in term:
        cuts = range(2, len(term) - 1) if len(term) <= PARTED else ()
        middle = len(term) / 2
        ways = [(term[:at], term[at:]) for at in sorted(cuts, key=lambda at: abs(at - middle))]
    stand = (way for way in ways if _found(Question("", wanted=way), among).total)
    return next(stand, ())


def _words_with(parts: tuple[str, ...], among: QuerySet[Article] | None) -> list[str]:
    """Return the words of the newest stories that have all of ``parts``."""
    keys = newest_keys(Question("", wanted=parts), Within(), LOOKED_AT)
    entries = Entry.objects.filter(one_of("search_entry.article_id", keys)).order_by()
    words = dict(entries.values_list("article_id", "words"))
    return [words[key] for key in audience_of(among).seen(list(words))]


def _said(question: Question) -> str:
    terms = [f'"{term}"' if " " in term else term for term in question.wanted]
    without = [f'-"{term}"' if " " in term else f"-{term}" for term in question.unwanted]
    return " ".join([*terms, *without])
