"""What may be asked: papers, issues, pages and stories, all of them through ``published()``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Annotated, Any, TypeVar, cast

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Status

from api import shapes
from api.cursors import key_cursor, last_key, next_address, rows_after
from api.replies import found_link, issue_link, page_link, paper_of, story_link, whole_story
from api.service import api, language_of
from articles.models import Article, Contributor
from editorial.withdrawals import withdrawal_of
from issues.models import Publication
from paper.addresses import several_papers
from paper.feed_stories import FeedScope
from paper.queries import public_issues, public_pages, public_papers
from paper.ready_rows import find_issue, find_page
from reading.page_labels import FURTHEST, LABEL, place_of
from search.engine import MOST, find, place_behind
from search.question import LONGEST, Within

Limit = Annotated[int, Query(ge=1, le=100)]
# What a database's number can be.
Key = Annotated[int, Query(ge=1, lt=2**63)]
PathKey = Annotated[int, Path(ge=1, lt=2**63)]
# 2, B02, 4-5.
PageLabel = Annotated[str, Path(pattern=rf"^{LABEL.pattern}$")]
# No text of a database has a NUL.
Text = Annotated[str, Query(pattern=r"^[^\x00]*$")]
F = TypeVar("F", bound=Callable[..., Any])


def read(path: str, name: str, *, response: dict[int, Any]) -> Callable[[F], F]:
    """Make a function answer ``GET``, and ``HEAD`` without telling of it.

    ``response`` says by which status what is answered. What is asked too often is refused anywhere,
    a value wherever there is one.
    """

    def both(asked: F) -> F:
        refusals: dict[int, Any] = {429: shapes.Failure}
        if len(signature(asked).parameters) > 1:
            refusals[422] = shapes.Refused
        answers = response | refusals

        # Here, where the names of its annotations are known.
        @wraps(asked)
        def function(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            with language_of(request):
                return asked(request, *args, **kwargs)

        api.api_operation(["HEAD"], path, include_in_schema=False, response=answers)(function)
        get = api.get(path, url_name=name, operation_id=name, response=answers)
        return cast(F, get(function))

    return both


@read("/papers", "papers", response={200: shapes.Papers})
def papers(request: HttpRequest) -> Any:
    """The papers of which readers may see something."""
    several = several_papers()
    return {"items": [paper_of(request, row, several=several) for row in public_papers()]}


@read("/issues", "issues", response={200: shapes.Issues, 400: shapes.Failure})
def issues(
    request: HttpRequest,
    paper: Key | None = None,
    year: Annotated[int | None, Query(ge=1900, le=2199)] = None,
    cursor: str = "",
    limit: Limit = 20,
) -> Any:
    """The public issues, newest first."""
    rows = public_issues()
    if paper:
        rows = rows.filter(publication=paper)
    if year:
        rows = rows.filter(date__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    found, after = rows_after(rows, cursor, limit, by="date", then="pk", read=dt.date.fromisoformat)
    several = several_papers()
    links = [issue_link(request, row, several=several) for row in found]
    return {"items": links, "next": next_address(request, after)}


@read("/issues/{date}", "issue", response={200: shapes.Issue, 404: shapes.Failure})
def issue(request: HttpRequest, date: dt.date, paper: Key | None = None, edition: Text = "") -> Any:
    """One issue with its public pages."""
    found = find_issue(date, paper, edition)
    if found is None:
        raise Http404(_("No issue of that day is before its readers."))
    pages = public_pages().filter(issue=found).order_by("number")
    several = several_papers()
    links = [page_link(request, page, found, several=several) for page in pages]
    return issue_link(request, found, several=several) | {"pages": links}


@read("/issues/{date}/{number}", "page", response={200: shapes.Page, 404: shapes.Failure})
def page(
    request: HttpRequest,
    date: dt.date,
    number: PageLabel,
    paper: Key | None = None,
    edition: Text = "",
) -> Any:
    """One page with its public stories in their order: by its label, or its place."""
    place = place_of(number, sections_apart=not edition) or 0
    found = find_page(date, place, paper, edition)
    if found is None:
        raise Http404(_("No such page is before its readers."))
    stories = Article.objects.published().filter(page=found).with_page().order_by("order")
    links = [story_link(request, story) for story in stories.defer("body", "spans")]
    return page_link(request, found, found.issue, several=several_papers()) | {"stories": links}


@read(
    "/stories",
    "stories",
    response={200: shapes.Stories, 400: shapes.Failure, 404: shapes.Failure},
)
def stories(
    request: HttpRequest,
    paper: Key | None = None,
    section: Text = "",
    author: Key | None = None,
    cursor: str = "",
    limit: Limit = 20,
) -> Any:
    """The public stories, those first that came last; teasers have no text and are left out."""
    scope = FeedScope(
        paper=_named(Publication, paper), section=section, author=_contributor(author)
    )
    rows = scope.whole().exclude(kind=Article.Kind.TEASER).select_related("page__issue")
    found, after = rows_after(
        rows.defer("body", "spans"), cursor, limit, by="published_at", then="pk", read=_moment
    )
    links = [story_link(request, row) for row in found]
    return {"items": links, "next": next_address(request, after)}


@read(
    "/stories/{pk}",
    "story",
    response={200: shapes.Story, 404: shapes.Failure, 410: shapes.Gone},
)
def story(request: HttpRequest, pk: PathKey) -> Any:
    """One story whole; 410 with the notice when readers had it and have it no more."""
    shown = Article.objects.published().with_page().with_parts().with_corrections()
    if found := shown.filter(pk=pk).first():
        return whole_story(request, found)
    lost = Article.objects.once_public().filter(pk=pk).first()
    if lost is None:
        raise Http404(_("There is no such story before its readers."))
    told = withdrawal_of(lost)
    words = {
        "detail": _("This story is no longer available"),
        "notice": told.notice if told else "",
        "reason": told.reason if told else "",
        "at": told.at if told else None,
    }
    return Status(410, words)


@read("/search", "search", response={200: shapes.Found, 400: shapes.Failure, 404: shapes.Failure})
def search(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    paper: Key | None = None,
    section: Text = "",
    author: Key | None = None,
    page: Annotated[int | None, Query(ge=1, le=FURTHEST)] = None,
    kind: Article.Kind | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    cursor: str = "",
    limit: Limit = 20,
) -> Any:
    """What the readers' search finds, the newest first; nothing when nothing is asked."""
    by = _contributor(author)
    if by and paper not in (None, by.publication_id):
        raise Http404(_("There is no such paper or contributor."))
    # Another paper may have a namesake.
    paper = by.publication_id if by else paper
    within = Within(since, until, paper, section or None, by.name if by else None, page, kind)
    # Behind a cursor as many are gone through as can be: what it names may have moved among them.
    found = find(q, within=within, start=MOST if cursor else 0, count=0 if cursor else limit)
    keys, more, start = found.keys, found.more, 0
    if cursor:
        start = place_behind(keys, last_key(cursor))
        found = find(q, within=within, start=start, count=limit)
    after = key_cursor(keys, start + limit)
    return {
        "total": len(keys),
        "more": more,
        "items": [found_link(request, row) for row in found.hits],
        "next": next_address(request, after),
    }


def _contributor(pk: int | None) -> Contributor | None:
    known: Contributor | None = _named(Contributor, pk)
    return known and known.joined()


def _named(kind: type[Any], pk: int | None) -> Any:
    if pk is None:
        return None
    row = kind.objects.filter(pk=pk).first()
    if row is None:
        raise Http404(_("There is no such paper or contributor."))
    return row


def _moment(value: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    # At the ends of time there is no such moment elsewhere.
    return moment.astimezone(dt.UTC)
