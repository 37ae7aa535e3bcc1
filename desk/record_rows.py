"""The review record as it is printed: what happened to several stories at once is one row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reviews.models import Stage
from reviews.record import PageRecord, StoryRecord
from reviews.review_rules import rules_of
from reviews.stages import chain_of


@dataclass(slots=True)
class Shared:
    """One row of a table, and the places of the stories for which it holds."""

    row: Any
    places: list[int] = field(default_factory=list)

    @property
    def stories(self) -> str:
        """The places as a person writes them: ``1–3, 7``."""
        runs: list[list[int]] = []
        for place in sorted(set(self.places)):
            if runs and place == runs[-1][-1] + 1:
                runs[-1].append(place)
            else:
                runs.append([place])
        return _(", ").join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: the review, and who did it of the text as it stands."""

    stage: str
    people: list[Any]
    at: dt.datetime | None


def approvals(record: PageRecord) -> list[Shared]:
    def same(row: Any) -> tuple[Any, ...]:
        ending = getattr(row, "voiding", None)
        ended = (ending.cause, ending.by_id, _minute(ending.at)) if ending else ()
        return (row.stage, row.by_id, _minute(row.at), ended)

    return _shared(record, lambda story: story.approvals, same)


def moves(record: PageRecord) -> list[Shared]:
    def same(row: Any) -> tuple[Any, ...]:
        return (row.old, row.new, row.author, row.reason, _minute(row.at))

    return _shared(record, lambda story: story.transitions, same)


def changes(record: PageRecord) -> list[Shared]:
    def same(row: Any) -> tuple[Any, ...]:
        return (row.version, row.kind, row.by_id, row.author, _minute(row.at))

    return _shared(record, lambda story: story.revisions, same)


def signatures(record: PageRecord) -> list[Signature]:
    """Return a line for each review that the page's rules ask for."""
    given = [
        row
        for story in record.stories
        if story.article.is_on_page
        for row in story.approvals
        if getattr(row, "voiding", None) is None
    ]
    return [_signature(stage, given) for stage in chain_of(rules_of(record.page))]


def _signature(stage: Stage, given: list[Any]) -> Signature:
    own = [row for row in given if row.stage == stage.value]
    people = list({row.by_id: row.by for row in own}.values())
    return Signature(str(stage.label), people, max((row.at for row in own), default=None))


def _shared(
    record: PageRecord,
    rows_of: Callable[[StoryRecord], Iterable[Any]],
    same: Callable[[Any], tuple[Any, ...]],
) -> list[Shared]:
    found: dict[tuple[Any, ...], Shared] = {}
    for story in record.stories:
        for row in rows_of(story):
            shared = found.setdefault(same(row), Shared(row))
            shared.places.append(story.article.order + 1)
    return sorted(found.values(), key=lambda one: (one.row.at, one.row.pk))


def _minute(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
