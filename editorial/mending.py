"""Find and mend: one word for another in all the archive, each place looked at by a person.

The archive is gone through in windows of keys, newest first, so that an answer comes soon however
large it is; where it stopped, the next one goes on. What was chosen is written one transaction a
story, guarded by the version that was shown: as a repair or an edit where readers do not see the
story, else as a proposal. The report says what was done, proposed and refused.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Byline, Photo, Revision
from articles.text import StoryText
from audit import log as audit
from audit.outcomes import Outcome, Report
from editorial.chosen_stories import change_words, outcome_of, written
from editorial.editing import EditConflict
from issues.models import Publication

WRITE = "articles.change_article"
# Parts in which a word is looked for, beside the paragraphs and who stands over them.
HEADS = ("section", "kicker", "headline", "deck", "dateline")
PHOTO_PARTS = ("caption", "credit", "alt")
SHORTEST, LONGEST = 1, 60
# Stories on one screen, keys in one window, and seconds after which an answer is given.
AT_ONCE = 25
WINDOW = 5_000
LONGEST_LOOK = 3.0
AROUND = 20


class MendRefused(Exception):
    """A rule forbids the search or the change; the message says which and what to do instead."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, in which paper and days."""

    query: str
    publication: Publication | None = None
    first: dt.date | None = None
    last: dt.date | None = None

    def check(self) -> None:
        """Raise ``MendRefused`` when there is nothing that could be looked for."""
        if not SHORTEST <= len(self.query) <= LONGEST or "\n" in self.query:
            raise MendRefused(_("Write what is looked for: at most 60 characters, on one line."))
        if self.first and self.last and self.last < self.first:
            raise MendRefused(_("The first day lies after the last one. Check the two days."))


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of the word: in which part of its story, and what stands round it."""

    part: str
    index: int
    start: int
    before: str
    text: str
    after: str

    @property
    def key(self) -> str:
        """The name under which a form sends it back."""
        return f"{self.part}.{self.index}.{self.start}"


@dataclass(frozen=True, slots=True)
class FoundStory:
    """A story with the word, and every place of it."""

    article: Article
    spots: list[Spot]


@dataclass(slots=True)
class Find:
    """One screen of what was found; ``below`` is the key at which the next one goes on."""

    stories: list[FoundStory] = field(default_factory=list)
    below: int | None = None

    @property
    def spots(self) -> int:
        return sum(len(row.spots) for row in self.stories)


def find(wanted: Wanted, *, below: int | None = None) -> Find:
    """Return the newest stories under the key ``below`` that have the word. ``MendRefused``."""
    wanted.check()
    found, end = Find(), time.monotonic() + LONGEST_LOOK
    top = Article.objects.aggregate(top=Max("pk"))["top"] or 0
    ceiling = top + 1 if below is None else below
    while ceiling > 1:
        floor = max(1, ceiling - WINDOW)
        rows = _stories(wanted).filter(pk__gte=floor, pk__lt=ceiling).order_by("-pk")
        for row in rows[: AT_ONCE - len(found.stories) + 1]:
            if len(found.stories) == AT_ONCE:
                found.below = found.stories[-1].article.pk
                return found
            # A database may take capitals and small letters for the same.
            if spots := list(spots_of(StoryText.of(row), wanted.query)):
                found.stories.append(FoundStory(row, spots))
        ceiling = floor
        if time.monotonic() > end and ceiling > 1:
            found.below = ceiling
            return found
    return found


def spots_of(text: StoryText, query: str) -> Iterator[Spot]:
    """Yield every place of ``query``, part by part; none of them touches another."""
    for (part, index), words in _parts(text).items():
        start = words.find(query)
        while start >= 0:
            end = start + len(query)
            before = words[max(0, start - AROUND) : start]
            yield Spot(part, index, start, before, query, words[end : end + AROUND])
            start = words.find(query, end)


def _stories(wanted: Wanted) -> QuerySet[Article]:
    query = wanted.query
    bylines = Byline.objects.filter(article=OuterRef("pk"), contributor__name__contains=query)
    photos = Photo.objects.filter(_any_holds(PHOTO_PARTS, query), article=OuterRef("pk"))
    holds = _any_holds(("body", *HEADS), query) | Q(Exists(bylines)) | Q(Exists(photos))
    rows = Article.objects.on_page().filter(holds)
    if wanted.publication:
        rows = rows.filter(page__issue__publication=wanted.publication)
    if wanted.first:
        rows = rows.filter(page__issue__date__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(page__issue__date__lte=wanted.last)
    return rows.with_page().with_parts()


def _any_holds(columns: Iterable[str], query: str) -> Q:
    return reduce(or_, (Q(**{f"{name}__contains": query}) for name in columns))


def _parts(text: StoryText) -> dict[tuple[str, int], str]:
    """Return every part that is searched, by its name and its place in its list."""
    parts = {(name, 0): getattr(text, name) for name in HEADS}
    parts |= {("byline", at): row.name for at, row in enumerate(text.bylines)}
    parts |= {("paragraph", at): words for at, words in enumerate(text.paragraphs)}
    photos = enumerate(text.photos)
    return parts | {(name, at): getattr(row, name) for at, row in photos for name in PHOTO_PARTS}


@dataclass(frozen=True, slots=True)
class Mending:
    """What takes the place of the word, as what, and why."""

    query: str
    replacement: str
    kind: Revision.Kind
    reason: str
    notice: str = ""

    def check(self) -> None:
        """Raise ``MendRefused`` when it would change nothing or says not why."""
        if self.query == self.replacement:
            raise MendRefused(_("The replacement is the same as what is looked for."))
        if "\n" in self.replacement or len(self.replacement) > LONGEST:
            raise MendRefused(_("Write the replacement on one line, at most 60 characters."))
        if not self.reason.strip():
            raise MendRefused(_("Say why, for the record of each story."))


def mend(
    chosen: Mapping[int, tuple[int, Iterable[str]]], mending: Mending, *, by: User
) -> Report[Outcome]:
    """Write the replacement into the ``chosen`` places, and say of each story what became of it.

    ``chosen`` has the version of each story that was shown and the keys of its places. Raises
    ``MendRefused`` when nothing may be done at all.
    """
    if not (by.is_active and by.has_perm(WRITE)):
        raise MendRefused(
            _("%(user)s may not do this. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": WRITE}
        )
    mending.check()
    if not chosen:
        raise MendRefused(_("Choose at least one place first. Nothing was changed."))
    report: Report[Outcome] = Report()
    stories = Article.objects.with_page().with_parts()
    for pk, (version, keys) in sorted(chosen.items()):
        story = stories.filter(pk=pk).first()
        act = partial(_mend, story, version, set(keys), mending, by=by)
        report.add(outcome_of(str(story) if story else f"#{pk}", act, MendRefused))
    return report


def _mend(
    story: Article | None, version: int, keys: set[str], mending: Mending, *, by: User
) -> Outcome:
    if story is None:
        raise MendRefused(_("The story is no longer there."))
    if story.version != version:
        raise EditConflict(story)
    before = StoryText.of(story)
    spots = {spot.key: spot for spot in spots_of(before, mending.query)}
    if not keys or keys - spots.keys():
        raise MendRefused(_("The word no longer stands at the chosen places. Search again."))
    after = _replaced(before, [spots[key] for key in keys], mending.replacement)
    told = {
        "query": mending.query,
        "replacement": mending.replacement,
        "places": sorted(keys),
        "reason": mending.reason.strip(),
    }
    kind, why = mending.kind, mending.reason
    number = change_words(story, after, by=by, kind=kind, notice=mending.notice, reason=why)
    audit.record("mend", story, by=by, **told, kind=str(kind), proposal=number)
    return written(story, number)


def _replaced(text: StoryText, spots: Iterable[Spot], replacement: str) -> StoryText:
    parts = _parts(text)
    rows: dict[tuple[str, int], list[Spot]] = defaultdict(list)
    for spot in spots:
        rows[spot.part, spot.index].append(spot)
    for place, found in rows.items():
        # From the end, so that what stands before keeps its place.
        for spot in sorted(found, key=lambda row: -row.start):
            end = spot.start + len(spot.text)
            parts[place] = parts[place][: spot.start] + replacement + parts[place][end:]
    return _with_parts(text, parts)


def _with_parts(text: StoryText, parts: Mapping[tuple[str, int], str]) -> StoryText:
    """Return the text with other words; a paragraph or a name of which none is left goes."""
    heads: dict[str, Any] = {name: parts[name, 0] for name in HEADS}
    names = (replace(row, name=parts["byline", at]) for at, row in enumerate(text.bylines))
    whole = (parts["paragraph", at] for at in range(len(text.paragraphs)))
    photos = (
        replace(row, **{name: parts[name, at] for name in PHOTO_PARTS})
        for at, row in enumerate(text.photos)
    )
    return replace(
        text,
        **heads,
        bylines=tuple(row for row in names if row.name.strip()),
        paragraphs=tuple(filter(str.strip, whole)),
        photos=tuple(photos),
    )
