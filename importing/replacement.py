"""Other bytes for a page that is here: its stories keep their addresses, nothing is lost unsaid."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from articles.models import Article
from importing import rows
from importing.placement import Refused
from issues.models import Page
from reading.document import PageDocument, Story
from reviews import approvals
from reviews.models import Voiding

Status = Article.Status


def replace_page(page: Page, document: PageDocument, *, discard_edits: bool) -> None:
    """Put the stories of ``document`` in the place of the page's.

    A story keeps its row, and so its address, where kicker and headline or else the place on the
    page are the same. A story that is no longer there is set aside. Raises ``Refused`` for a page
    with published stories, and for one with edits unless ``discard_edits``; it names them.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    stories = list(page.articles.order_by("order"))
    refuse_loss(page, stories, discard_edits=discard_edits)
    approvals.void(stories, Voiding.Cause.REPLACED, by=None)
    page.articles.update(order=-1 - F("order"))
    pairs = _paired(page, stories, document.articles)
    Article.objects.bulk_update(
        [_filled(article, index, document) for article, index in pairs if article.pk],
        [*rows.FIELDS, "body", "truncated", "spans", "order", "read_index", "version",
         "read_version", "status"],
    )  # fmt: skip
    for article, index in pairs:
        if article.pk is None:
            _filled(article, index, document).save()
        else:
            article.bylines.all().delete()
            article.photos.all().delete()
    rows.write_parts(page, [(article, document.articles[index]) for article, index in pairs])
    _set_aside(stories, {article.pk for article, _index in pairs}, first=len(pairs))
    if document.page.name:
        page.name = document.page.name
        page.save(update_fields=["name"])


def refuse_loss(page: Page, stories: list[Article], *, discard_edits: bool) -> None:
    """Raise ``Refused`` when replacing would touch what is public or what people wrote."""
    public = [str(story) for story in stories if story.published_at is not None]
    if public:
        raise Refused(
            _(
                "%(page)s is or was published, so the file cannot take its place."
                " Change its stories in the admin instead. Replacing would change: %(stories)s."
            )
            % {"page": page, "stories": _("; ").join(public)},
            lost=public,
        )
    edited = [str(story) for story in stories if story.is_edited or _was_moved(story)]
    if edited and not discard_edits:
        raise Refused(
            _(
                "%(page)s was changed by hand. Replacing would lose the changes in: %(stories)s."
                " Use --replace --discard-edits to lose them."
            )
            % {"page": page, "stories": _("; ").join(edited)},
            lost=edited,
        )


def _was_moved(story: Article) -> bool:
    """Whether a person took it out of draft; without a place in the reading, replacing did."""
    return story.status != Status.DRAFT and story.read_index is not None


def _paired(page: Page, stories: list[Article], read: list[Story]) -> list[tuple[Article, int]]:
    """Give each story read the row of the story it was, first by headline, then by place."""
    left = {(story.kicker, story.headline): story for story in reversed(stories)}
    by_headline: dict[int, Article] = {}
    for index, story in enumerate(read):
        row = left.pop((story.kicker, story.headline), None)
        if row:
            by_headline[index] = row
    taken = {row.pk for row in by_headline.values()}
    by_place = {row.order: row for row in stories if row.pk not in taken}
    return [
        (by_headline.get(index) or by_place.get(index) or Article(page=page), index)
        for index in range(len(read))
    ]


def _filled(article: Article, index: int, document: PageDocument) -> Article:
    for name, value in rows.story_fields(document.articles[index]).items():
        setattr(article, name, value)
    article.order = article.read_index = index
    article.version = article.read_version = article.version + 1
    article.status = Status.DRAFT
    return article


def _set_aside(stories: list[Article], kept: set[int], *, first: int) -> None:
    gone = [story for story in stories if story.pk not in kept]
    for place, story in enumerate(gone, start=first):
        story.order, story.status, story.read_index = place, Status.WITHDRAWN, None
    Article.objects.bulk_update(gone, ["order", "status", "read_index"])
