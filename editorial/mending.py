"""Find and mend: one word for another in all the archive, each place looked at by a person.

The archive is gone through in windows of keys, newest first, so that an answer comes soon however
large it is; where it stopped, the next one goes on. ``foresee`` says how each chosen place will
read. What was chosen is written one transaction a story, guarded by the version that was shown: as
a repair or an edit where readers do not see the story, else as a proposal. The report says what
was done, proposed and refused.
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

from articles.models import Article, Byline, Photo, Revision
from articles.nearness import distance, received_text
from articles.text import StoryText
from audit import log as audit
from audit.outcomes import Outcome, Report, Result
from audit.sentences import gettext as _
from editorial.chosen_stories import change_words, outcome_of, written
from editorial.editing import EditConflict, EditRefused, check_fits
from issues.models import Publication
from reading.folded import usual_text

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
    """What is looked for, in which paper and days.

    With ``unlike`` the query is a name and that is another one: inside it the query is not meant,
    nor is it as a part of who stands over a story.
    """

    query: str
    publication: Publication | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    unlike: str = ""

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
            spots = list(spots_of(StoryText.of(row), wanted.query, unlike=wanted.unlike))
            if spots:
                found.stories.append(FoundStory(row, spots))
        ceiling = floor
        if time.monotonic() > end and ceiling > 1:
            found.below = ceiling
            return found
    return found


def spots_of(text: StoryText, query: str, *, unlike: str = "") -> Iterator[Spot]:
    """Yield every place of ``query``, part by part; none of them touches another."""
    for (part, index), words in _parts(text).items():
        if unlike and part == "byline" and words != query:
            continue
        start = words.find(query)
        while start >= 0:
            end = start + len(query)
            before = words[max(0, start - AROUND) : start]
            if not _is_inside(words, start, query, unlike):
                yield Spot(part, index, start, before, query, words[end : end + AROUND])
            start = words.find(query, end)


def _is_inside(words: str, start: int, query: str, other: str) -> bool:
    """Whether ``query`` stands there as a part of the ``other`` name."""
    offset = other.find(query)
    return offset >= 0 and words.startswith(other, start - offset)


def _stories(wanted: Wanted) -> QuerySet[Article]:
    query = wanted.query
    named = _any_holds(("contributor__name", "printed"), query)
    bylines = Byline.objects.filter(named, article=OuterRef("pk"))
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
class Chosen:
    """The places of one story that were chosen by their keys, and its version that was shown.

    ``kind`` is what a person says that the change is; without it, it is what ``foresee`` proposes.
    """

    version: int
    places: frozenset[str]
    kind: Revision.Kind | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """What takes the place of the word, and why."""

    query: str
    replacement: str
    reason: str = ""
    notice: str = ""

    def check(self) -> None:
        """Raise ``MendRefused`` when it would change nothing."""
        if self.query == self.replacement:
            raise MendRefused(_("The replacement is the same as what is looked for."))
        if "\n" in self.replacement or len(self.replacement) > LONGEST:
            raise MendRefused(_("Write the replacement on one line, at most 60 characters."))


@dataclass(frozen=True, slots=True)
class MendedPart:
    """One part of a story with a chosen place, as it stands and as it will read."""

    part: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What becomes of a story: each changed part, and what the source says that the change is."""

    article: Article
    proposed: Revision.Kind
    parts: list[MendedPart]


def foresee(
    chosen: Mapping[int, Chosen], mending: Mending, *, by: User
) -> tuple[dict[int, Foreseen], Report[Outcome]]:
    """Return how the ``chosen`` places will read, and of which stories that cannot be said.

    Nothing is written. Raises ``MendRefused`` when nothing may be done at all.
    """
    _check(chosen, mending, by)
    found: dict[int, Foreseen] = {}
    report: Report[Outcome] = Report()
    for pk, (story, choice) in _stories_of(chosen).items():
        try:
            found[pk] = _foreseen(story, choice, mending)
        except (MendRefused, EditConflict, EditRefused) as refusal:
            report.add(Outcome(_name(story, pk), Result.REFUSED, str(refusal)))
    return found, report


def mend(chosen: Mapping[int, Chosen], mending: Mending, *, by: User) -> Report[Outcome]:
    """Write the replacement into the ``chosen`` places, and say of each story what became of it.

    Raises ``MendRefused`` when nothing may be done at all.
    """
    _check(chosen, mending, by)
    if not mending.reason.strip():
        raise MendRefused(_("Say why, for the record of each story."))
    report: Report[Outcome] = Report()
    for pk, (story, choice) in _stories_of(chosen).items():
        act = partial(_mend, story, choice, mending, by=by)
        report.add(outcome_of(_name(story, pk), act, MendRefused))
    return report


def _check(chosen: Mapping[int, Chosen], mending: Mending, by: User) -> None:
    if not (by.is_active and by.has_perm(WRITE)):
        raise MendRefused(
            _("%(user)s may not do this. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": WRITE}
        )
    mending.check()
    if not chosen:
        raise MendRefused(_("Choose at least one place first. Nothing was changed."))


def _stories_of(chosen: Mapping[int, Chosen]) -> dict[int, tuple[Article | None, Chosen]]:
    rows = Article.objects.with_page().with_parts().in_bulk(chosen)
    return {pk: (rows.get(pk), choice) for pk, choice in sorted(chosen.items())}


def _name(story: Article | None, pk: int) -> str:
    return str(story) if story else f"#{pk}"


def mended(story: Article | None, choice: Chosen, mending: Mending) -> tuple[Article, StoryText]:
    """Return a story and the text that it is to have, with all its parts in their places.

    Raises ``MendRefused``, ``EditConflict``.
    """
    if story is None:
        raise MendRefused(_("The story is no longer there."))
    if story.version != choice.version:
        raise EditConflict(story)
    before = StoryText.of(story)
    spots = {spot.key: spot for spot in spots_of(before, mending.query)}
    if not choice.places or choice.places - spots.keys():
        raise MendRefused(_("The word no longer stands at the chosen places. Search again."))
    return story, replaced(before, [spots[key] for key in choice.places], mending.replacement)


def _foreseen(story: Article | None, choice: Chosen, mending: Mending) -> Foreseen:
    row, after = mended(story, choice, mending)
    check_fits(after)
    before, new = _parts(StoryText.of(row)), _parts(after)
    parts = [
        MendedPart(place[0], words, new[place])
        for place, words in before.items()
        if words != new[place]
    ]
    return Foreseen(row, proposed_kind(row, _without_empty(after)), parts)


def proposed_kind(story: Article, after: StoryText) -> Revision.Kind:
    """Return what a change is by the source: a repair where it comes nearer to what was received.

    So is, where readers do not see it, the usual form of a look-alike, and what is done to a story
    for which nothing was received.
    """
    received = received_text(story)
    if received is None:
        return Revision.Kind.EDIT if story.is_published else Revision.Kind.REPAIR
    if not story.is_published:
        received = usual_text(received)
    before = StoryText.of(story)
    if distance(received, after) < distance(received, before):
        return Revision.Kind.REPAIR
    return Revision.Kind.EDIT


def _mend(story: Article | None, choice: Chosen, mending: Mending, *, by: User) -> Outcome:
    row, after = mended(story, choice, mending)
    told = {
        "query": mending.query,
        "replacement": mending.replacement,
        "places": sorted(choice.places),
        "reason": mending.reason.strip(),
    }
    after = _without_empty(after)
    kind, why = choice.kind or proposed_kind(row, after), mending.reason
    number = change_words(row, after, by=by, kind=kind, notice=mending.notice, reason=why)
    audit.record("mend", row, by=by, **told, kind=str(kind), proposal=number)
    return written(row, number)


def replaced(text: StoryText, spots: Iterable[Spot], replacement: str) -> StoryText:
    """Return a text with other words in some of its places, all its parts where they were."""
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
    """Return the text with other words."""
    heads: dict[str, Any] = {name: parts[name, 0] for name in HEADS}
    names = (replace(row, name=parts["byline", at]) for at, row in enumerate(text.bylines))
    whole = (parts["paragraph", at] for at in range(len(text.paragraphs)))
    photos = (
        replace(row, **{name: parts[name, at] for name in PHOTO_PARTS})
        for at, row in enumerate(text.photos)
    )
    more: dict[str, Any] = {"paragraphs": tuple(whole), "photos": tuple(photos)}
    return replace(text, **heads, **more, bylines=tuple(names))


def _without_empty(text: StoryText) -> StoryText:
    """Return the text without the paragraphs and names of which nothing is left."""
    return replace(
        text,
        bylines=tuple(row for row in text.bylines if row.name.strip()),
        paragraphs=tuple(filter(str.strip, text.paragraphs)),
    )
