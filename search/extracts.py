"""What a list of results shows of a story: headline and a passage, with the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Article, Byline
from articles.text import StoryText
from search.entries import corrected_lines, lines_of
from search.normal_form import spots, those_in

# So many characters of a passage are shown, and so many stand before the first word found.
SHOWN = 110
LEAD = 28


class Run(NamedTuple):
    """Some characters, marked or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found. ``earlier``: the passage is as it stood before it was changed."""

    article: Article
    title: Sequence[Run]
    passage: Sequence[Run]
    earlier: bool = False


def hits(stories: Sequence[Article], terms: Sequence[str], *, before: bool) -> list[Hit]:
    """Return what is shown of ``stories``; ``before`` also looks at what they once said.

    Where the story's own row has all the terms, nothing else of it is fetched.
    """
    passages = {story.pk: _passage(story, terms) for story in stories}
    others = [story for story in stories if passages[story.pk] is None]
    if others:
        bylines = Prefetch("bylines", Byline.objects.select_related("contributor"))
        once = ("corrections", "revisions") if before else ("corrections",)
        prefetch_related_objects(others, bylines, "photos", *once)
    return [
        _hit_with_parts(story, terms, before=before)
        if (passage := passages[story.pk]) is None
        else Hit(story, _title(story, terms), _runs(passage, terms))
        for story in stories
    ]


def _passage(article: Article, terms: Sequence[str]) -> str | None:
    """Return the line of a row's own that has the most of the terms, a paragraph before others.

    ``None``: some of the terms are not there. The headline is shown anyway.
    """
    other = (article.section, article.kicker, article.deck, article.dateline)
    lines = [*article.paragraphs, *other]
    left, best, most = set(terms), "", 0
    for line in lines:
        there = those_in(line, terms)
        if len(there) > most:
            best, most = line, len(there)
        left -= there
        if most == len(terms):
            break
    if left:
        left -= those_in(article.headline, left)
    return None if left else best or next(iter(article.paragraphs), "")


def _title(article: Article, terms: Sequence[str]) -> list[Run]:
    return _runs(article.headline or article.kicker, terms, whole=True)


def _hit_with_parts(article: Article, terms: Sequence[str], *, before: bool) -> Hit:
    title, text = _title(article, terms), StoryText.of(article)
    lines = lines_of(text)
    seen = set().union(*(those_in(line, terms) for line in lines))
    missing = [term for term in terms if term not in seen]
    if missing and (line := _best(_once(article, before=before), missing)):
        return Hit(article, title, _runs(line, missing), earlier=True)
    own = (line for line in lines if line != article.headline)
    shown = _best((*text.paragraphs, *own), terms) or next(iter(text.paragraphs), "")
    return Hit(article, title, _runs(shown, terms))


def _once(article: Article, *, before: bool) -> list[str]:
    lines = corrected_lines(article.corrections.all())
    if before:
        texts = (StoryText.from_dict(row.text) for row in article.revisions.all())
        lines += [line for text in texts for line in lines_of(text)]
    return lines


def _best(lines: Iterable[str], terms: Sequence[str]) -> str:
    """Return the first of the lines that have the most of the terms, ``""`` when none has any."""
    best, most = "", 0
    for line in lines:
        count = len(those_in(line, terms))
        if count > most:
            best, most = line, count
        if most == len(terms):
            break
    return best


def _runs(line: str, terms: Sequence[str], *, whole: bool = False) -> list[Run]:
    found = spots(line, terms)
    start, end = 0, len(line)
    if not whole:
        start = max((found[0][0] if found else 0) - LEAD, 0)
        end = min(start + SHOWN, len(line))
        start = max(min(start, end - SHOWN), 0)
    runs, at = [Run("…")] if start else [], start
    for first, last in found:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        runs += [Run(line[at:first]), Run(line[first:last], marked=True)]
        at = last
    runs.append(Run(line[at:end]))
    if end < len(line):
        runs.append(Run("…"))
    return [run for run in runs if run.text]
