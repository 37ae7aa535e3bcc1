"""Errors of an issue against the national limits, for many issues in a few queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    """Return how each issue stands: the figures of ``checks.limits``, in four queries for all."""
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
    pages = dict(Page.objects.filter(issue__in=keys).order_by().values_list("pk", "issue"))
    stories = Article.objects.filter(page__in=list(pages)).on_page().order_by()
    owners: dict[int, int] = {}
    rows: list[tuple[Any, ...]] = []
    for pk, page, *words in stories.values_list("pk", "page", "kicker", "headline", "deck", "body"):
        owners[pk] = pages[page]
        rows.append((pk, *words))
    captions = Photo.objects.filter(article__in=list(owners)).order_by()
    rows += captions.values_list("article", "caption")
    sizes: Counter[int] = Counter()
    for pk, *texts in rows:
        sizes[owners[pk]] += sum(len("".join(str(text).split())) for text in texts)
    return sizes


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
