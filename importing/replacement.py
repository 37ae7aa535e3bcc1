"""Other bytes for a page that is here: its stories keep their addresses, nothing is lost unsaid."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles.models import Article
from audit import log as audit
from audit.sentences import gettext as _
from editorial.bulk import replace_stories
from editorial.workflow import begin_anew, leave_out
from importing.placement import Ask, Refused
from issues.models import Page
from reading.document import PageDocument, Story

Status = Article.Status
ASIDE = Status.SET_ASIDE


def replace_page(
    page: Page, document: PageDocument, *, discard_edits: bool, by: User | str
) -> None:
    """Put the stories of ``document`` in the place of the page's; ``by`` brought it.

    A story keeps its row, and so its address, where kicker and headline or else the place on the
    page are the same. A story that is no longer there is set aside. Raises ``Refused`` for a page
    with published stories, and for one with edits unless ``discard_edits``; it names them.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    stories = list(page.articles.with_parts().order_by("order"))
    refuse_loss(page, stories, discard_edits=discard_edits)
    pairs = list(zip(_paired(stories, document.articles), document.articles, strict=True))
    kept = {row.pk for row, _story in pairs if row}
    gone = [row for row in stories if row.pk not in kept]
    # What was set aside before and is not in this source either stays where it is.
    begin_anew([row for row in stories if row.pk in kept or row.status != ASIDE], by=by)
    leave_out(gone, by=by)
    replace_stories(page, pairs, gone, by=by)
    if document.page.name:
        page.name = document.page.name
        page.save(update_fields=["name"])
        audit.note(page, only=["name"])


def refuse_loss(page: Page, stories: list[Article], *, discard_edits: bool) -> None:
    """Raise ``Refused`` when replacing would touch what is public or what people wrote."""
    public = [str(story) for story in stories if story.published_at is not None]
    if public:
        raise Refused(
            _(
                "%(page)s is scheduled, is or was published, so the file cannot take its place."
                " Propose the changes to its stories instead. Replacing would change: %(stories)s."
            )
            % {"page": page, "stories": _("; ").join(public)},
            lost=public,
        )
    edited = [str(story) for story in stories if story.is_edited or _left_draft(story)]
    if edited and not discard_edits:
        raise Refused(
            _(
                "%(page)s was changed by hand. Replacing would lose the changes in: %(stories)s."
                " Say that they shall be lost, or leave the page as it is."
            )
            % {"page": page, "stories": _("; ").join(edited)},
            lost=edited,
            ask=Ask.DISCARD,
        )


def _left_draft(story: Article) -> bool:
    """Whether a person took it out of draft; without a place in the reading, replacing did."""
    return story.status != Status.DRAFT and story.read_index is not None


def _paired(stories: list[Article], read: list[Story]) -> list[Article | None]:
    """Give each story read the row of the story it was, first by headline, then by place."""
    left = {(story.kicker, story.headline): story for story in reversed(stories)}
    by_headline: dict[int, Article] = {}
    for index, story in enumerate(read):
        row = left.pop((story.kicker, story.headline), None)
        if row:
            by_headline[index] = row
    taken = {row.pk for row in by_headline.values()}
    by_place = {row.order: row for row in stories if row.pk not in taken}
    return [by_headline.get(index) or by_place.get(index) for index in range(len(read))]
