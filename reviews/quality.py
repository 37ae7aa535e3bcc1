"""Errors of an issue against the national limits, for many issues in a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Aggregate, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Concat

from articles.models import Article, Photo
from findings.limits import (
    ERRORS_IN_TEN_THOUSAND,
    ERRORS_OF_FORM,
    FORM_CODES,
    NO_ERRORS,
    Quality,
)
from findings.models import Finding
from issues.models import Issue, Page

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 960, 280, 44, 46, 14


@dataclass(frozen=True, slots=True)
class IssueQuality:
    """One issue and how it stands."""

    issue: Issue
    quality: Quality


@dataclass(frozen=True, slots=True)
class Bar:
    """One issue's column in the chart, in the chart's own units."""

    x: float
    y: float
    width: float
    height: float
    label: str
    row: IssueQuality
    labelled: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A column chart with the national limit as a line. Drawn by a template as plain SVG."""

    bars: list[Bar]
    limit_y: float
    ticks: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def qualities(issues: Sequence[Issue]) -> list[IssueQuality]:
    """Return how each issue stands: the figures of ``checks.limits``, in three queries for all."""
    keys = [row.pk for row in issues]
    errors: Counter[int] = Counter()
    of_form: Counter[int] = Counter()
    settled = Finding.objects.filter(page__issue__in=keys, state=Finding.State.SETTLED)
    for key, code in settled.values_list("page__issue", "code"):
        of_form[key] += code in FORM_CODES
        errors[key] += code not in FORM_CODES | NO_ERRORS
    sizes = _characters(keys)
    return [
        IssueQuality(row, Quality(sizes[row.pk], errors[row.pk], of_form[row.pk])) for row in issues
    ]


def _characters(keys: list[int]) -> Counter[int]:
    stories = Article.objects.filter(page=OuterRef("pk")).on_page()
    words = Concat(*("kicker", "headline", "deck", "body"), output_field=TextField())
    # Asked page by page: asked for all of them at once a server may go through all the stories.
    pages = Page.objects.filter(issue__in=keys).order_by()
    rows = pages.annotate(
        words=_joined(stories, words), numbers=_joined(stories, Cast("pk", TextField()))
    ).values_list("issue", "words", "numbers")
    sizes: Counter[int] = Counter()
    owners: dict[int, int] = {}
    for issue, text, numbers in rows:
        sizes[issue] += _length(text)
        owners |= dict.fromkeys(map(int, (numbers or "").split()), issue)
    captions = Photo.objects.filter(article__in=list(owners)).order_by()
    for story, caption in captions.values_list("article", "caption"):
        sizes[owners[story]] += _length(caption)
    return sizes


def _length(text: str | None) -> int:
    return len("".join((text or "").split()))


class Joined(Aggregate):
    """The texts of many rows as one, with a space between them, which is no character."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = TextField()

    def as_sqlite(self, *args: Any, **extra: Any) -> Any:
        return self.as_sql(*args, function="GROUP_CONCAT", **extra)


def _joined(stories: QuerySet[Article], text: Any) -> Subquery:
    return Subquery(stories.order_by().values("page").values(joined=Joined(text)))


def rate_chart(rows: Sequence[IssueQuality]) -> Chart:
    """Return the errors in 10,000 characters over time, the oldest issue on the left."""
    return _chart(rows, [row.quality.rate for row in rows], ERRORS_IN_TEN_THOUSAND)


def form_chart(rows: Sequence[IssueQuality]) -> Chart:
    """Return the errors of form over time, the oldest issue on the left."""
    return _chart(rows, [float(row.quality.errors_of_form) for row in rows], ERRORS_OF_FORM)


def _chart(rows: Sequence[IssueQuality], values: list[float], limit: int) -> Chart:
    top = max([*values, limit * 4 / 3])
    room, floor = HEIGHT - BOTTOM - TOP, HEIGHT - BOTTOM
    step = min((WIDTH - LEFT) / max(len(rows), 1), 90)
    every = max(1, -(-len(rows) // 10))
    bars = [
        Bar(
            x=round(LEFT + step * (place + 0.15), 1),
            y=round(floor - room * value / top, 1),
            width=round(step * 0.7, 1),
            height=round(room * value / top, 1),
            label=f"{row.issue.date:%m-%d}",
            row=row,
            labelled=place % every == 0,
        )
        for place, (row, value) in enumerate(zip(rows, values, strict=True))
    ]
    ticks = [(round(floor - room * value / top, 1), f"{value:g}") for value in (0, limit)]
    return Chart(bars, round(floor - room * limit / top, 1), ticks)
