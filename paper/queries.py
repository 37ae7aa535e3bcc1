"""What readers may see, as querysets: pages and issues with a published story, neighbours, lists.

Everything here is built from ``Article.objects.published()``; nothing repeats its rule.

What is public above a story is asked by ``with_one`` only, and a story is looked for by its page:
then no plan hangs on statistics that nobody has gathered. ``tests/attacks/test_load.py`` looks at
the plans.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from articles.first_pictures import with_picture
from articles.models import Article, Byline, Contributor, Correction, Photo, Redirect
from articles.presence import seen_among, with_one
from issues.models import Issue, Page, Publication
from paper.addresses import issue_address, page_address, several_papers
from reading.page_labels import covers, place_of
from search.keys import one_of
from search.models import Entry


def public_issues(**place: Any) -> QuerySet[Issue]:
    """期 with at least one published story; ``place`` narrows on which of its pages."""
    pages = public_pages().filter(issue=OuterRef("pk"), **place)
    return with_one(Issue.objects.all(), pages)


def public_pages() -> QuerySet[Page]:
    """版 with at least one published story."""
    return with_one(Page.objects.all(), Article.objects.published().filter(page=OuterRef("pk")))


def placed_issues(issues: QuerySet[Issue] | None = None) -> QuerySet[Issue]:
    """Issues with their paper, the dates of the public issues beside them and ``several``."""
    rows = Issue.objects.all() if issues is None else issues
    placed = rows.select_related("publication").annotate(**_place("publication", "date"))
    return placed.defer(*_of_desk(issue="", paper="publication__"))


def placed_pages(pages: QuerySet[Page] | None = None) -> QuerySet[Page]:
    """Pages with issue and paper, the dates of the public issues beside them and ``several``."""
    rows = Page.objects.all() if pages is None else pages
    place = _place("issue__publication", "issue__date")
    placed = rows.select_related("issue__publication").annotate(**place)
    hidden = _of_desk(issue="issue__", paper="issue__publication__")
    return placed.defer("created_at", *hidden)


def page_stories(page: int) -> QuerySet[Article]:
    """The public stories of a page in their order."""
    stories = shown_stories(Article.objects.published().filter(page=page))
    return stories.defer("updated_at", "published_at").order_by("order")


def placed_articles(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Stories with page, issue and paper, and ``several``."""
    several = _place("page__issue__publication", "page__issue__date")["several"]
    placed = articles.select_related("page__issue__publication").annotate(several=several)
    hidden = _of_desk(issue="page__issue__", paper="page__issue__publication__")
    return placed.defer("page__created_at", *hidden)


def _of_desk(*, issue: str | None = None, paper: str | None = None) -> list[str]:
    """What an issue and its paper have that no reader sees, by the ways to those of the two."""
    printed = ("number", "page_count", "weekday", "lunar_date")
    rules = (
        *("weekdays", "days_known_from", "days_known_to", "numbers_from", "reviews"),
        *("reviewers_differ", "blocking_codes", "proposal_reviews"),
    )
    hidden = [] if issue is None else [f"{issue}printed_{name}" for name in printed]
    return hidden + ([] if paper is None else [f"{paper}{name}" for name in rules])


def shown_stories(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Stories with what a reader sees of them, and which of their parts they have one of."""
    parts: dict[str, type[Any]] = {
        "one_byline": Byline,
        "one_photo": Photo,
        "one_correction": Correction,
    }
    found = {
        name: Subquery(part.objects.filter(article=OuterRef("pk")).order_by().values("pk")[:1])
        for name, part in parts.items()
    }
    return stories.annotate(**found).defer("spans", "created_at", "read_index", "read_version")


def public_papers() -> QuerySet[Publication]:
    """The papers of which readers may see something, in order of name."""
    issues = public_issues().filter(publication=OuterRef("pk"))
    return with_one(Publication.objects.all(), issues).order_by("name")


def all_papers() -> QuerySet[Publication]:
    """The papers in order of name, each with the day of its ``newest`` issue.

    ``None`` where readers may see nothing of it.
    """
    issues = public_issues().filter(publication=OuterRef("pk")).order_by("-date")
    papers = Publication.objects.annotate(newest=Subquery(issues.values("date")[:1]))
    return papers.defer(*_of_desk(paper="")).order_by("name")


def was_public(paper: int) -> bool:
    """Whether readers may see, or could once see, something of a paper."""
    pages = Page.objects.filter(issue__publication=paper).order_by()
    given_out = Article.objects.filter(page__in=pages, published_at__lte=timezone.now())
    return given_out.exists()


def issues_at(date: dt.date, edition: str, paper: int | None = None) -> QuerySet[Issue]:
    """The public issue of ``date``: of the named paper, else of the first one by name."""
    issues = placed_issues(public_issues().filter(date=date, edition=edition))
    if paper is not None:
        issues = issues.filter(publication=paper)
    return issues.order_by("publication__name")[:1]


def issues_of_day(date: dt.date, paper: int) -> QuerySet[Issue]:
    """All public issues of a paper's day, the regular one first."""
    return public_issues().filter(date=date, publication=paper).order_by("edition")


def editions_of_day(date: dt.date, paper: int | None) -> QuerySet[Issue]:
    """The public issues of a day that are not the regular one."""
    issues = public_issues().filter(date=date).exclude(edition="")
    if paper is not None:
        issues = issues.filter(publication=paper)
    return issues.order_by("publication__name", "edition")


def pages_at(date: dt.date, number: int, edition: str, paper: int | None = None) -> QuerySet[Page]:
    """The public page ``number`` of ``date``: of the named paper, else of the first by name."""
    place = {"issue__date": date, "issue__edition": edition, "number": number}
    pages = placed_pages(public_pages().filter(**place))
    if paper is not None:
        pages = pages.filter(issue__publication=paper)
    return pages.order_by("issue__publication__name")[:1]


def public_entries() -> QuerySet[Entry]:
    """What is searched of each public story that has something to read."""
    stories = Article.objects.published().filter(pk=OuterRef("article"))
    return with_one(Entry.objects.exclude(kind=Article.Kind.TEASER), stories)


def entries_by(contributor: int) -> QuerySet[Entry]:
    """Those of one contributor's stories, found by his bylines."""
    own = Byline.objects.filter(contributor=contributor).order_by()
    keys = list(own.values_list("article", flat=True))
    return public_entries().filter(one_of("search_entry.article_id", keys))


def public_authors(**place: Any) -> QuerySet[Contributor]:
    """The contributors with a public story that has something to read, by name."""
    stories = Article.objects.published().exclude(kind=Article.Kind.TEASER)
    bylines = Byline.objects.filter(contributor=OuterRef("pk"))
    public = with_one(bylines, stories.filter(pk=OuterRef("article")))
    return with_one(Contributor.objects.filter(**place), public).order_by("name")


def lately_by(contributor: int) -> QuerySet[Byline]:
    """The bylines of a contributor's newest stories that have something to read."""
    stories = Article.objects.published().exclude(kind=Article.Kind.TEASER)
    own = with_one(
        Byline.objects.filter(contributor=contributor), stories.filter(pk=OuterRef("article"))
    )
    shown = (f"article__{name}" for name in STUB)
    rows = own.select_related("article").only("article", *shown).order_by("-article_id")
    return with_picture(rows, of="article")[:LATELY]


def lately_in(section: str, paper: int) -> QuerySet[Article]:
    """The newest stories in a section of a paper that have something to read."""
    stories = Article.objects.filter(section=section, published_at__isnull=False)
    pages = Page.objects.filter(pk=OuterRef("page"), issue__publication=paper)
    own = with_one(seen_among(stories.exclude(kind=Article.Kind.TEASER)), pages)
    return with_picture(own.only(*STUB).order_by("-published_at"))[:LATELY]


def spread_with(date: dt.date, label: str, edition: str, paper: int | None) -> Page | None:
    """The public double spread of ``date`` whose second page has that label."""
    number = place_of(label, sections_apart=not edition) or 0
    for page in pages_at(date, number - 1, edition, paper):
        if label in covers(page.label):
            return page
    return None


def gone_story(date: dt.date, paper: int | None, **fields: Any) -> Article | None:
    """A story of that date (and page ``number``) that readers could see once, but not now."""
    edition = fields.pop("edition", "")
    pages = Page.objects.filter(issue__date=date, issue__edition=edition, **fields)
    if paper is not None:
        pages = pages.filter(issue__publication=paper)
    gone = Article.objects.once_public().filter(page__in=pages.order_by())
    return gone.with_page().order_by("page__issue__publication__name").first()


def relocated_to(
    date: dt.date, paper: int | None, number: int | None = None, *, edition: str = ""
) -> str:
    """The address to which an issue or page of that day was relocated, ``""`` for none.

    Only what readers may see is pointed to, so that no address leads on to one that leads back.
    """
    rows = Redirect.objects.filter(date=date, edition=edition, number=number)
    if paper is not None:
        rows = rows.filter(publication=paper)
    if number is None:
        rows = with_one(rows, public_pages().filter(issue=OuterRef("issue")))
    else:
        rows = with_one(rows, Article.objects.published().filter(page=OuterRef("page")))
    row = rows.select_related("issue", "page__issue").order_by("publication__name").first()
    if row is None:
        return ""
    several = several_papers()
    if row.page is None:
        there = row.issue
        date, edition = (there.date, there.edition) if there else (date, edition)
        return issue_address(date, row.publication_id, several=several, edition=edition)
    issue = row.page.issue
    return page_address(
        issue.date, row.page.label, row.publication_id, several=several, edition=issue.edition
    )


def relocated_and_gone(
    date: dt.date, paper: int | None, number: int | None = None, *, edition: str = ""
) -> Article | None:
    """A story of what was relocated from that address and is gone from its readers since."""
    rows = Redirect.objects.filter(date=date, edition=edition, number=number)
    if paper is not None:
        rows = rows.filter(publication=paper)
    gone = Article.objects.once_public().with_page()
    if number is None:
        pages = Page.objects.filter(issue__in=rows.order_by().values("issue"))
        return gone.filter(page__in=pages.order_by()).first()
    return gone.filter(page__in=rows.order_by().values("page")).first()


def issue_stories(issue: int) -> QuerySet[Article]:
    """The published stories of an issue in reading order, with their pages and no text."""
    pages = Page.objects.filter(issue=issue).order_by()
    return (
        with_picture(seen_among(Article.objects.filter(page__in=pages)))
        .select_related("page")
        .only(*STUB, "jump_from", "page__number", "page__label", "page__name", "page__issue_id")
        .order_by("page__number", "order")
    )


# So many stories are looked at for what else a reader may like: one may be there twice.
LATELY = 12
# What a list shows of a story: never its text.
STUB = ("kind", "order", "section", "kicker", "headline", "deck", "jump_to", "page_id")


def current_paper_keys() -> QuerySet[Issue, Any]:
    """The key of the newest public issue's paper."""
    return public_issues().order_by("-date").values("publication")[:1]


def current_papers() -> QuerySet[Publication]:
    """The paper of the newest public issue, asked without a join that might begin with papers."""
    return Publication.objects.filter(pk=Subquery(current_paper_keys())).order_by("pk")[:1]


def newest_issues(count: int) -> QuerySet[Issue]:
    """So many public issues, the newest first.

    The papers are asked by themselves: joined, a database may begin with them and sort all the
    issues.
    """
    issues = public_issues().defer(*_of_desk(issue=""))
    return issues.order_by("-date", "publication_id", "edition")[:count]


def cover_pages(issues: list[int]) -> QuerySet[Page]:
    """The first public page of each of some issues, or of few more."""
    first = public_pages().filter(issue=OuterRef("issue")).order_by("number").values("pk")[:1]
    own = Page.objects.filter(one_of("issues_page.issue_id", issues))
    return own.filter(pk=Subquery(first)).only("issue").order_by("pk")


def cover_stories(pages: list[int]) -> QuerySet[Article]:
    """What a list shows of the public stories of some pages, in their order."""
    own = Article.objects.filter(one_of("articles_article.page_id", pages))
    stories = seen_among(own).exclude(kind=Article.Kind.TEASER)
    return with_picture(stories.only(*STUB)).order_by("page_id", "order")


def newest_pages(paper: int, **place: Any) -> QuerySet[Page]:
    """The first page of a paper's newest day that has a public one at ``place``."""
    # The newest day first, by the index on a paper's dates; then the few pages of that day.
    own = public_issues(**place).filter(publication=paper)
    day = own.order_by("-date").values("date")[:1]
    pages = public_pages().filter(issue__publication=paper, issue__date=Subquery(day), **place)
    # Before an edition beside it the regular one.
    return placed_pages(pages).order_by("issue__edition", "number")[:1]


def _place(publication: str, date: str) -> dict[str, Any]:
    """What the navigation needs, as subqueries of the row's own query."""
    own = public_issues().filter(publication=OuterRef(publication))
    earlier = own.filter(date__lt=OuterRef(date)).order_by("-date")
    later = own.filter(date__gt=OuterRef(date)).order_by("date")
    return {
        "previous_date": Subquery(earlier.values("date")[:1]),
        "next_date": Subquery(later.values("date")[:1]),
        "several": Exists(Publication.objects.filter(~Q(pk=OuterRef(publication)))),
    }
