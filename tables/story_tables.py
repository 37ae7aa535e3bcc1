"""The tables of stories, photos and contributors.

A table never changes the state of a story: it, its times and its version are shown and not taken
over. New stories come in as drafts, and only drafts are changed, through ``editorial.editing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from articles.models import Article, Contributor, Photo, Revision
from articles.text import StoryPhoto, StoryText
from editorial.bulk import NewStory, add_stories
from editorial.editing import (
    EditConflict,
    EditRefused,
    PhotoFile,
    StoryChange,
    change_story,
)
from findings.models import Office
from issues.models import Page
from reading.folded import usual_name
from tables.byline_cells import BylinesCell, texts
from tables.cells import (
    BooleanCell,
    CellRefused,
    ChoiceCell,
    DateCell,
    LabelCell,
    NumberCell,
    TextCell,
)
from tables.columns import BATCH, Column, Key, Row, RowChange
from tables.formats import TableRefused
from tables.resource import TableResource


class NameCell(TextCell):
    """A contributor's name: in usual characters, whatever the table has."""

    def read(self, value: object) -> str:
        return usual_name(super().read(value))


class ContributorResource(TableResource):
    """One row a contributor, named by paper and name."""

    key = ("publication", "name")
    left_out = {"id": "rows are named by their key"}

    publication = Column(TextCell(needed=True), at="publication__name")
    name = Column(NameCell(needed=True))

    class Meta:
        model = Contributor

    def rows(self) -> QuerySet[Contributor]:
        return Contributor.objects.select_related("publication")


class OfficeResource(TableResource):
    """One row an office with its holder. That one is confirmed, only a person says, one by one."""

    key = ("publication", "place", "title", "holder")
    left_out = {"id": "rows are named by their key"}

    publication = Column(TextCell(needed=True), at="publication__name")
    place = Column(TextCell(needed=True))
    title = Column(TextCell(needed=True))
    holder = Column(TextCell(needed=True))
    confirmed_by = Column(at="confirmed_by__username")
    confirmed_at = Column()
    since = Column()
    until = Column()
    rank = Column()
    reason = Column()

    class Meta:
        model = Office

    def rows(self) -> QuerySet[Office]:
        return Office.objects.select_related("publication", "confirmed_by")


class BylinesColumn(Column):
    """The bylines of a story. Its path has ``__``: they are no column of the story's own row."""

    def __init__(self) -> None:
        super().__init__(BylinesCell(), at="bylines__all")

    def get_value(self, instance: Article) -> list[tuple[str, str]]:
        """Return role and name of each byline."""
        return [(row.role, row.name) for row in instance.bylines.all()]


class StoryTable(TableResource):
    """What the tables of stories and of photos share: whose words may be changed, and when."""

    needs_person = True

    def is_draft(self, row: Row, story: Article) -> bool:
        """Return whether the story is a draft; note an error when not."""
        if story.status == Article.Status.DRAFT:
            return True
        row.refuse(
            NON_FIELD_ERRORS,
            _(
                "“%(story)s” is “%(status)s”. A table changes drafts only:"
                " change the story in the newsroom (what readers see is proposed there), or leave"
                " the row as it was exported."
            )
            % {"story": story, "status": story.get_status_display()},
        )
        return False

    def is_current(self, row: Row, story: Article) -> bool:
        """Return whether the row was exported from the story as it stands; note an error if not."""
        try:
            version = NumberCell().clean(row.cells.get("version"))
        except CellRefused as error:
            row.refuse("version", str(error))
            return False
        if version is None or version == story.version:
            return True
        row.refuse(
            "version",
            _(
                "“%(story)s” has version %(version)s by now, changed by %(user)s."
                " Export the table again and change that."
            )
            % {"story": story, "version": story.version, "user": story.updated_by or "–"},
        )
        return False

    def change_story(self, story: Article, change: StoryChange) -> None:
        """Write the change as a revision of the story."""
        assert self.user is not None  # noqa: S101  # ``begin`` sees to it
        try:
            change_story(
                story, change, by=self.user, kind=Revision.Kind.EDIT, version=story.version
            )
        except (EditConflict, EditRefused) as error:
            raise TableRefused(str(error)) from error


class ArticleResource(StoryTable):
    """稿件: one row a story, named by paper, date, page number and order on the page."""

    key = ("publication", "date", "edition", "page", "order")
    publication_path = "page__issue__publication__name"
    date_path = "page__issue__date"
    left_out = {
        "id": "rows are named by their key",
        "spans": "belong to the received source, which no table carries",
        "read_index": "belongs to the received source",
        "read_version": "belongs to the received source",
        "created_at": "is the time of the import",
        "updated_at": "is the time of the latest change",
        "updated_by": "is who changed it last here",
    }

    publication = Column(TextCell(needed=True), at="page__issue__publication__name")
    date = Column(DateCell(needed=True), at="page__issue__date")
    edition = Column(TextCell(), at="page__issue__edition")
    page = Column(LabelCell(needed=True), at="page__label")
    order = Column(NumberCell(needed=True, least=0))
    kind = Column(ChoiceCell(Article.Kind.values))
    section = Column(TextCell())
    kicker = Column(TextCell())
    headline = Column(TextCell())
    deck = Column(TextCell())
    dateline = Column(TextCell())
    bylines = BylinesColumn()
    body = Column(TextCell())
    jump_to = Column(LabelCell())
    jump_from = Column(LabelCell())
    truncated = Column(BooleanCell())
    status = Column()
    published_at = Column()
    version = Column()

    class Meta:
        model = Article

    def rows(self) -> QuerySet[Article]:
        """Return the stories with page, issue, paper, bylines and photos."""
        return Article.objects.with_page().with_parts()

    def find(self, rows: list[Row]) -> Iterable[QuerySet[Any]]:
        for found in self.find_days(rows):
            yield found.select_related("page__issue__publication", "updated_by")

    def load(self, rows: list[Row]) -> None:
        """Fetch the stories, and the pages for new ones."""
        super().load(rows)
        days = sorted({row.values["date"] for row in rows if "date" in row.values})
        self.pages: dict[Key, Page] = {}
        for start in range(0, len(days), BATCH):
            for page in Page.objects.filter(
                issue__publication__in=self.papers.values(),
                issue__date__in=days[start : start + BATCH],
            ).select_related("issue__publication"):
                issue = page.issue
                place = (issue.publication.name, issue.date, issue.edition, page.label)
                self.pages[place] = page

    def parents(self, row: Row) -> dict[str, Any] | None:
        if self.paper(row) is None:
            return None
        page = self.pages.get((self.key_of(row) or ())[:4])
        if page is None:
            row.refuse("page", _("There is no such page. Import the table of pages first."))
            return None
        return {"page": page}

    def is_open(self, row: Row, instance: Any) -> bool:
        """Return whether the story is a draft that nobody has changed since the export."""
        return self.is_draft(row, instance) and self.is_current(row, instance)

    def write(self) -> None:
        """Add the new stories and write a revision of every changed one."""
        assert self.user is not None  # noqa: S101  # ``begin`` sees to it
        add_stories([_new_story(change) for change in self.new], by=self.user)
        for change in self.changed:
            self.change_story(change.original, _story_change(change.original, change.row.values))
        # ``editorial.editing`` has left their entries in the log.
        self.changed = []


class PhotoResource(StoryTable):
    """图片: one row a photo, named by its story and its order there. The image stays apart."""

    key = ("publication", "date", "edition", "page", "article", "order")
    publication_path = "article__page__issue__publication__name"
    date_path = "article__page__issue__date"
    left_out = {
        "id": "rows are named by their key",
        "sha256": "is taken of the image's bytes, which stay apart",
        "focus_x": "is chosen on the picture",
        "focus_y": "is chosen on the picture",
    }

    publication = Column(TextCell(needed=True), at="article__page__issue__publication__name")
    date = Column(DateCell(needed=True), at="article__page__issue__date")
    edition = Column(TextCell(), at="article__page__issue__edition")
    page = Column(LabelCell(needed=True), at="article__page__label")
    article = Column(NumberCell(needed=True), at="article__order")
    order = Column(NumberCell(needed=True, least=0))
    caption = Column(TextCell())
    credit = Column(TextCell())
    alt = Column(TextCell())
    image = Column(at="image__name")
    version = Column(at="article__version")

    class Meta:
        model = Photo

    def rows(self) -> QuerySet[Photo]:
        """Return the photos with story, page, issue and paper."""
        return Photo.objects.select_related("article__page__issue__publication")

    def find(self, rows: list[Row]) -> Iterable[QuerySet[Any]]:
        """Return nothing: the photos come with their stories."""
        return []

    def load(self, rows: list[Row]) -> None:
        """Fetch the stories of the days in the table, locked, and with them their photos."""
        super().load(rows)
        stories = ArticleResource()
        stories.papers, stories.existing = self.papers, {}
        stories.remember(stories.find(rows))
        self.stories = stories.existing
        # Which photos each story will have, so that no place between them stays empty.
        self.places: dict[Key, set[int]] = defaultdict(set)
        for key, story in self.stories.items():
            for photo in story.photos.all():
                photo.article = story
                self.existing[*key, photo.order] = photo
                self.places[key].add(photo.order)
        for row in rows:
            if named := self.key_of(row):
                self.places[named[:-1]].add(named[-1])

    def parents(self, row: Row) -> dict[str, Any] | None:
        """Return the story of a new photo, when it is a draft and the photo follows the others."""
        if self.paper(row) is None:
            return None
        *names, order = self.key_of(row) or ()
        place = tuple(names)
        story = self.stories.get(place)
        if story is None:
            row.refuse("article", _("There is no such story. Import the table of articles first."))
            return None
        if not set(range(order)) <= self.places[place]:
            row.refuse("order", _("The photos of a story are counted 0, 1, 2 … without a gap."))
        return {"article": story} if self.is_draft(row, story) else None

    @classmethod
    def permission(cls, action: str) -> str:
        """Return the permission to change stories: a caption is part of one."""
        return ArticleResource.permission("change")

    def is_open(self, row: Row, instance: Any) -> bool:
        """Return whether the story is a draft that nobody has changed since the export."""
        return self.is_draft(row, instance.article) and self.is_current(row, instance.article)

    def write(self) -> None:
        """Write one revision of every story that has a new or a changed photo."""
        changes: dict[int, list[RowChange]] = defaultdict(list)
        for change in (*self.new, *self.changed):
            changes[change.instance.article_id].append(change)
        for found in changes.values():
            story = found[0].instance.article
            photos = {row.order: row for row in story.photos.all()}
            photos |= {change.instance.order: change.instance for change in found}
            self.change_story(story, _story_change(story, {}, photos=photos))
        # ``editorial.editing`` has left entries in the stories' log.
        self.new, self.changed = [], []


def _new_story(change: RowChange) -> NewStory:
    """Return the story of a new row, whose cells have filled an instance."""
    row = change.instance
    return NewStory(row.page, row.order, _text(row, {}, change.row.values.get("bylines", []), []))


def _story_change(
    story: Article, values: dict[str, Any], *, photos: dict[int, Photo] | None = None
) -> StoryChange:
    """Return the story as it is, with ``values`` and ``photos`` in the place of its own."""
    rows = photos if photos is not None else {row.order: row for row in story.photos.all()}
    files = [row for _order, row in sorted(rows.items())]
    bylines = values.get("bylines", BylinesColumn().get_value(story))
    return StoryChange(
        _text(story, values, bylines, files), tuple(PhotoFile(row.pk) for row in files)
    )


def _text(
    story: Article, values: dict[str, Any], bylines: list[tuple[str, str]], photos: list[Photo]
) -> StoryText:
    def part(name: str) -> Any:
        return values.get(name, getattr(story, name))

    return StoryText(
        kind=part("kind"),
        section=part("section"),
        kicker=part("kicker"),
        headline=part("headline"),
        deck=part("deck"),
        dateline=part("dateline"),
        jump_to=part("jump_to"),
        jump_from=part("jump_from"),
        truncated=part("truncated"),
        bylines=texts(bylines),
        # Kept with its empty lines, so that no character of the cell is lost.
        paragraphs=tuple(part("body").split("\n")) if part("body") else (),
        photos=tuple(StoryPhoto(row.caption, row.credit, row.sha256, row.alt) for row in photos),
    )
