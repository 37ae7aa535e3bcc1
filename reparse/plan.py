"""What a newer reading would change on a page. Looks at rows and writes none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from articles.diff import difference
from articles.layers import PARTS, PartDifference, shown
from articles.merge import Conflict, Merged, merge_story
from articles.models import Article
from articles.text import StoryText
from audit.outcomes import Outcome, Result
from audit.sentences import gettext as _
from importing import rows
from importing.placement import Refused
from issues.models import Page, Reading, SourceGone
from reading import READER_VERSION, invariants
from reading.decoding import Decoded
from reading.document import PageDocument
from reading.sources import read_source

Status = Article.Status
Document = dict[str, Any]
Spans = Sequence[Sequence[int]]


@dataclass(slots=True)
class StoryDifference:
    """One story that is added, removed or changed, and how."""

    sign: str
    title: str
    parts: list[PartDifference] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(slots=True)
class PageChange(Outcome):
    """What a newer reading changes on one page; ``message`` is why it is not applied there."""

    applied: bool = False
    changes: list[StoryDifference] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Its result, and how many places a person and the reader changed in different ways."""
        conflicts = sum(len(story.conflicts) for story in self.changes)
        return {self.result.value: 1, "conflicts": conflicts}


@dataclass(slots=True)
class Step:
    """What happens to one row: its new place in the reading and its words there.

    Without a place it is in no reading now, and its words stay.
    """

    article: Article | None
    index: int | None
    merged: Merged[StoryText]
    before: StoryText | None = None

    @property
    def changed(self) -> bool:
        """Whether the words of a story that was here change."""
        return self.before is not None and self.merged.text != self.before


@dataclass(slots=True)
class Plan:
    """All that happens to a page."""

    page: Page
    reading: Reading
    document: PageDocument
    raw: Document
    stories: list[Article]
    steps: list[Step] = field(default_factory=list)
    gone: list[Article] = field(default_factory=list)

    @property
    def is_touched(self) -> bool:
        """Whether a person has changed the page's words or order."""
        indexes = [row.read_index for row in self.stories if row.read_index is not None]
        edited = any(row.is_edited and row.status == Status.DRAFT for row in self.stories)
        aside = any(
            row.status != Status.DRAFT and row.read_index is not None for row in self.stories
        )
        return edited or aside or indexes != sorted(indexes)


def plan(page: Page, reading: Reading) -> Plan | None:
    """Read the page's source anew; ``None`` when that gives what is here already.

    Raises ``Refused`` when the new reading cannot be kept.
    """
    source = reading.source
    decoded = Decoded(source.text, source.encoding)
    try:
        document = read_source(source.received, decoded)
    except SourceGone as gone:
        raise Refused(str(gone)) from gone
    raw: Document = json.loads(json.dumps(document.to_dict(explain=True)))
    if raw == reading.document:
        return None
    rows.check_fit(document)
    faults = invariants.check(reading.source.text, document)
    if faults:
        raise Refused(_("The new reading is not sound: %(fault)s") % {"fault": faults[0]})
    stories = list(Article.objects.with_page().with_parts().filter(page=page).order_by("order"))
    found = Plan(page, reading, document, raw, stories)
    _pair(found)
    return found


def reason_to_hold(stories: list[Article]) -> str:
    """Return why the stories of a page are not to be changed by a program, ``""`` if they may."""
    public = [str(row) for row in stories if row.published_at is not None]
    if public:
        return _("published or scheduled: %(stories)s") % {"stories": _("; ").join(public)}
    review = [str(row) for row in stories if row.status not in (Status.DRAFT, Status.SET_ASIDE)]
    if review:
        return _("in review: %(stories)s") % {"stories": _("; ").join(review)}
    return ""


def describe(found: Plan) -> PageChange:
    reason = reason_to_hold(found.stories)
    result = Result.MERGES if found.is_touched else Result.CHANGES
    change = PageChange("", Result.HELD if reason else result, reason)
    for step in found.steps:
        if step.article is None:
            change.changes.append(StoryDifference("+", _title(step.merged.text)))
        elif step.before is not None and (step.changed or step.merged.conflicts):
            parts = list(_differences(step.before, step.merged.text))
            title = _title(step.before)
            change.changes.append(StoryDifference("~", title, parts, step.merged.conflicts))
    for article in found.gone:
        conflicts = [lost_story(article)] if article.is_edited else []
        change.changes.append(StoryDifference("-", str(article), conflicts=conflicts))
    change.others = list(_other_changes(found.reading.document, found.raw))
    return change


def lost_story(article: Article) -> Conflict:
    """Return the conflict over a story that a person changed and the new reading has not."""
    return Conflict("story", "", str(article), "")


def _title(text: StoryText) -> str:
    return text.headline or text.kicker or "".join(text.paragraphs)[:20] or "…"


def _differences(old: StoryText, new: StoryText) -> Iterator[PartDifference]:
    before, after = shown(old), shown(new)
    for part in PARTS:
        if before[part] != after[part]:
            yield PartDifference(part, difference(before[part], after[part]))
    for part in old.changed_parts(new):
        if part not in PARTS:
            runs = difference(str(getattr(old, part)), str(getattr(new, part)))
            yield PartDifference(part, runs)


def _other_changes(old: Document, new: Document) -> Iterator[str]:
    for owner in ("masthead", "issue", "page"):
        for name, value in new[owner].items():
            was = old.get(owner, {}).get(name)
            if was != value:
                yield f"{owner}.{name}: {was!r} → {value!r}"
    for name in ("furniture", "unassigned", "warnings"):
        if old.get(name, []) != new[name]:
            yield f"{name}: {len(old.get(name, []))} → {len(new[name])}"


def _pair(found: Plan) -> None:
    """Give each new story the row that shares most of its characters; a row goes to one story."""
    read = found.reading.document["articles"]
    here = [row for row in found.stories if row.read_index is not None]
    # A story that stands on another page by now keeps its place in the reading, and its words.
    indexes = {row.read_index for row in here}
    away = [story["spans"] for index, story in enumerate(read) if index not in indexes]
    spans = [row.spans for row in here] + away
    owners = _owners(_shared(spans, [story.spans for story in found.document.articles]))
    rows = {index: here[owner] for index, owner in owners.items() if owner < len(here)}
    for index, story in enumerate(found.raw["articles"]):
        if index in rows or index not in owners:
            found.steps.append(_step(rows.get(index), index, read, StoryText.from_dict(story)))
    found.gone = _without(here, rows.values())


def _without(rows: list[Article], others: Collection[Article]) -> list[Article]:
    return [row for row in rows if row not in others]


def _owners(shared: Counter[tuple[int, int]]) -> dict[int, int]:
    """Return for each new story the old one that has most of it, each old one for one only."""
    owners: dict[int, int] = {}
    taken: set[int] = set()
    for number, index in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        if number not in taken and index not in owners:
            taken.add(number)
            owners[index] = number
    return owners


def _shared(old: Sequence[Spans], new: Sequence[Spans]) -> Counter[tuple[int, int]]:
    """Count the characters that an old and a new story both have, in one walk along the text."""
    shared: Counter[tuple[int, int]] = Counter()
    one, other = _in_order(old), _in_order(new)
    left = right = 0
    while left < len(one) and right < len(other):
        (start, end), number = one[left]
        (low, high), index = other[right]
        if min(end, high) > max(start, low):
            shared[number, index] += min(end, high) - max(start, low)
        if end <= high:
            left += 1
        else:
            right += 1
    return shared


def _in_order(stories: Sequence[Spans]) -> list[tuple[Sequence[int], int]]:
    return sorted((span, number) for number, spans in enumerate(stories) for span in spans)


def _step(article: Article | None, index: int, read: list[Any], theirs: StoryText) -> Step:
    if article is None:
        return Step(None, index, Merged(theirs))
    mine = StoryText.of(article).words
    if not article.is_edited:
        return Step(article, index, Merged(theirs), mine)
    base = StoryText.from_dict(read[article.read_index or 0])
    return Step(article, index, _with_images(article, merge_story(base, mine, theirs), mine), mine)


def _with_images(article: Article, merged: Merged[StoryText], mine: StoryText) -> Merged[StoryText]:
    """A photo that somebody gave an image stays, whatever the new reading makes of its caption."""
    dropped = list(article.photos.all())[len(merged.text.photos) :]
    if any(photo.image for photo in dropped):
        theirs = shown(merged.text)["photos"]
        merged.conflicts.append(Conflict("photos", "", shown(mine)["photos"], theirs))
        merged.text = replace(merged.text, photos=mine.photos)
    return merged


def reader_now() -> str:
    return READER_VERSION
