"""What nearly every reader asks for, by statements that are made once (``audit.ready``).

Each is the QuerySet of ``paper.queries`` with the same name; a test compares their rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import BooleanField, F, Func, Model, QuerySet, Subquery

from articles.first_pictures import PICTURE
from articles.models import Article, Byline, Correction, Photo
from audit.ready import A_DAY, A_KEY, A_NUMBER, A_WORD, SOME_KEYS, Ready, give_parts
from issues.models import Issue, Page, Publication
from paper import queries

# One more than a page of the archive shows.
NEWEST = 25
COVER_LINES = 3

M = TypeVar("M", bound=Model)


def _of_page(rows: QuerySet[M], page: int) -> QuerySet[M]:
    """What belongs to the stories of a page, by the index on them.

    PostgreSQL, when it has not looked at its rows yet, goes through all there are for a subquery,
    and not for an array.
    """
    keys = Article.objects.filter(page=page).order_by().values("pk")
    if connection.vendor != "postgresql":
        return rows.filter(article__in=keys)
    return rows.filter(_OneOf(F("article_id"), _Array(keys)))


class _Array(Subquery):
    """What a subquery finds, as one array: Django's own would load PostgreSQL's driver for all."""

    template = "ARRAY(%(subquery)s)"


class _OneOf(Func):
    """Whether a value is one of an array's."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class _OfEdition(Generic[M]):
    """Rows of a day's issue; the regular one, which most ask for, has a statement of its own.

    With ``edition`` as a value SQLite would have to make the statement anew each time, because an
    index is for regular issues only.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], **examples: Any) -> None:
        self.regular = Ready(partial(build, edition=""), **examples)
        self.beside = Ready(build, edition=A_WORD, **examples)

    def __call__(self, edition: str, **place: Any) -> list[M]:
        """Return the rows."""
        return self.beside(edition=edition, **place) if edition else self.regular(**place)


_story = Ready(
    lambda pk: (
        queries.shown_stories(queries.placed_articles(Article.objects.published()))
        .filter(pk=pk)
        .order_by()
    ),
    pk=A_KEY,
)
_bylines = Ready(
    lambda article: Byline.objects.select_related("contributor").filter(article=article),
    article=A_KEY,
)
_photos = Ready(lambda article: Photo.objects.filter(article=article), article=A_KEY)
_corrections = Ready(lambda article: Correction.objects.filter(article=article), article=A_KEY)
_stories_of_page = Ready(queries.page_stories, page=A_KEY)
_bylines_of_page = Ready(
    lambda page: _of_page(Byline.objects.select_related("contributor"), page), page=A_KEY
)
_photos_of_page = Ready(lambda page: _of_page(Photo.objects.all(), page), page=A_KEY)
_corrections_of_page = Ready(lambda page: _of_page(Correction.objects.all(), page), page=A_KEY)
_lately_by = Ready(queries.lately_by, contributor=A_KEY)
_lately_in = Ready(queries.lately_in, section=A_WORD, paper=A_KEY)
_stories_of_issue = Ready(queries.issue_stories, issue=A_KEY)
_pages_of_issue = Ready(
    lambda issue: queries.public_pages().filter(issue=issue).order_by("number"), issue=A_KEY
)
_papers = Ready(queries.all_papers)
_public_papers = Ready(queries.public_papers)
_current_papers = Ready(queries.current_papers)
_newest_issues = Ready(lambda: queries.newest_issues(NEWEST))
_cover_pages = Ready(queries.cover_pages, issues=SOME_KEYS)
_cover_stories = Ready(queries.cover_stories, pages=SOME_KEYS)
_first_page = Ready(lambda paper: queries.newest_pages(paper, number=1), paper=A_KEY)
_any_page = Ready(lambda paper: queries.newest_pages(paper), paper=A_KEY)
_page = _OfEdition(queries.pages_at, date=A_DAY, number=A_NUMBER)
_page_of_paper = _OfEdition(queries.pages_at, date=A_DAY, number=A_NUMBER, paper=A_KEY)
_issue = _OfEdition(queries.issues_at, date=A_DAY)
_issue_of_paper = _OfEdition(queries.issues_at, date=A_DAY, paper=A_KEY)
_issues_of_day = Ready(queries.issues_of_day, date=A_DAY, paper=A_KEY)


def published_story(pk: int) -> Article | None:
    """The story with all that its page shows, ``None`` where readers may see none."""
    rows = _story(pk=pk)
    _give(rows, _bylines, _photos, _corrections, article=pk)
    return rows[0] if rows else None


def published_stories(page: Page) -> list[Article]:
    """The published stories of a page in their order, with all that it shows of them."""
    rows = _stories_of_page(page=page.pk)
    _give(rows, _bylines_of_page, _photos_of_page, _corrections_of_page, page=page.pk)
    return rows


def _give(
    rows: list[Article],
    bylines: Ready[Byline],
    photos: Ready[Photo],
    corrections: Ready[Correction],
    **place: int,
) -> None:
    """Fetch the parts of stories that one of them has."""
    asked: list[tuple[str, str, Ready[Any]]] = [
        ("bylines", "one_byline", bylines),
        ("photos", "one_photo", photos),
        ("corrections", "one_correction", corrections),
    ]
    for name, one, ready in asked:
        has_one = any(vars(row)[one] is not None for row in rows)
        give_parts(rows, name, ready(**place) if has_one else [], to="article")


def lately_by(contributor: int) -> list[Article]:
    """A contributor's newest stories, each once."""
    rows: dict[int, Article] = {}
    for row in _lately_by(contributor=contributor):
        rows[row.article_id] = row.article
        vars(row.article)[PICTURE] = vars(row)[PICTURE]
    return list(rows.values())


def lately_in(section: str, paper: int) -> list[Article]:
    """The newest stories in a section of a paper."""
    return _lately_in(section=section, paper=paper)


def issue_stories(issue: Issue) -> list[Article]:
    return _stories_of_issue(issue=issue.pk)


def issue_pages(issue: Issue) -> list[Page]:
    """The public pages of an issue in their order."""
    return _pages_of_issue(issue=issue.pk)


def front_page(paper: int) -> Page | None:
    """The newest published front page of a paper; without one, the first of its newest issue."""
    rows = _first_page(paper=paper) or _any_page(paper=paper)
    return rows[0] if rows else None


def find_page(date: dt.date, number: int, paper: int | None, edition: str = "") -> Page | None:
    """The public page ``number`` of ``date``: of the named paper, else of the first by name."""
    place: dict[str, Any] = {"date": date, "number": number, "edition": edition}
    rows = _page(**place) if paper is None else _page_of_paper(**place, paper=paper)
    return rows[0] if rows else None


def find_issue(date: dt.date, paper: int | None, edition: str = "") -> Issue | None:
    """The public issue of ``date``: of the named paper, else of the first one by name."""
    place: dict[str, Any] = {"date": date, "edition": edition}
    rows = _issue(**place) if paper is None else _issue_of_paper(**place, paper=paper)
    return rows[0] if rows else None


def issues_beside(issue: Issue) -> list[Issue]:
    """The paper's other public issues of that day, the regular one first."""
    rows = _issues_of_day(date=issue.date, paper=issue.publication_id)
    return [row for row in rows if row.pk != issue.pk]


def public_papers() -> list[Publication]:
    """The papers of which readers may see something, in order of name."""
    return _public_papers()


def current_paper() -> Publication | None:
    """The paper of the newest public issue."""
    return next(iter(_current_papers()), None)


def all_papers() -> list[Publication]:
    """The papers in order of name, each with the day of its ``newest`` public issue or ``None``."""
    return _papers()


def shown_of(papers: list[Publication]) -> list[Publication]:
    """Those of all the papers of which readers may see something."""
    return [paper for paper in papers if vars(paper)["newest"]]


def newest_issues(papers: list[Publication]) -> list[Issue]:
    """The newest public issues of ``papers``, which are all there are."""
    by_key, issues = {paper.pk: paper for paper in papers}, _newest_issues()
    for issue in issues:
        issue.publication = by_key[issue.publication_id]
    return issues


def covers(issues: list[Issue]) -> dict[int, list[Article]]:
    """The first headlines of each issue's first public page."""
    pages = {page.pk: page.issue_id for page in _cover_pages(issues=[row.pk for row in issues])}
    found: dict[int, list[Article]] = {issue: [] for issue in pages.values()}
    for story in _cover_stories(pages=list(pages)):
        found[pages[story.page_id]].append(story)
    return {issue: stories[:COVER_LINES] for issue, stories in found.items()}
