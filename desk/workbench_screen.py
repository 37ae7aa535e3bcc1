"""What the desk's screen shows of a working copy: the source's pieces, the stories, the findings.

It reads values and writes nothing. ``build`` makes the view, ``parts`` the four pieces of HTML that
the screen has at first and that a step sends again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from desk.source_view import MOST_SHOWN, TINTS, in_no_story
from desk.workbench_cells import Cell, PhotoCells, label_of
from findings.beginnings import ASKS
from findings.codes import title_of, weight_of
from findings.models import Finding
from findings.reading_codes import Weight
from issues.models import Page, Source
from workbench.colours import Patch, pieces
from workbench.joined_sources import JoinedSource
from workbench.state import (
    PHOTO_PARTS,
    DeskPage,
    DeskPhoto,
    DeskStory,
    parts_of,
    words,
)

# What stands in a story's head, in the order of the page; each is folded away when it is empty.
HEADS = ("section", "kicker", "headline", "deck")
LOOK = 'class="{}" data-key="{}" title="{}"'
PIECE = '<span {} data-start="{}" data-end="{}">{}</span>'


@dataclass(frozen=True, slots=True)
class Sheet:
    """A story as it stands on the desk."""

    story: DeskStory
    place: int
    article: Article | None
    unsaved: bool
    change: str
    findings: int
    heaviest: int
    editable: bool
    last: bool
    page: int
    before: str = ""

    @property
    def key(self) -> str:
        return self.story.key

    @property
    def tint(self) -> int:
        return (self.place - 1) % TINTS

    @property
    def title(self) -> str:
        return self.story.title or _("without a headline")

    @property
    def heads(self) -> list[Cell]:
        return [Cell(part, getattr(self.story, part)) for part in HEADS]

    @property
    def lines(self) -> list[Cell]:
        """The parts that are one line, for the plain form."""
        return [*self.heads, self.dateline]

    @property
    def dateline(self) -> Cell:
        return Cell("dateline", self.story.dateline)

    @property
    def paragraphs(self) -> list[Cell]:
        return [Cell("paragraphs", text, at) for at, text in enumerate(self.story.paragraphs)]

    @property
    def bylines(self) -> list[tuple[Cell, Cell]]:
        return [
            (Cell("byline_role", row.role, at), Cell("byline_name", row.name, at))
            for at, row in enumerate(self.story.bylines)
        ]

    @property
    def photos(self) -> list[PhotoCells]:
        return [self._photo(at, row) for at, row in enumerate(self.story.photos)]

    def _photo(self, index: int, row: DeskPhoto) -> PhotoCells:
        address = focus = ""
        if row.image:
            address = reverse("admin:desk_image", args=[self.page, row.image])
        elif row.pk and row.sha256:
            address = reverse("admin:articles_photo_image", args=[row.pk])
            focus = reverse("admin:photo_focus", args=[row.pk])
        caption, credit, alt = (Cell(part, getattr(row, part), index) for part in PHOTO_PARTS)
        return PhotoCells(index, caption, credit, alt, row.pk, address, focus)

    @property
    def continues(self) -> bool:
        """Whether it says that it goes on elsewhere, or stops."""
        return bool(self.story.jump_to or self.story.truncated)

    @property
    def absent(self) -> list[Cell]:
        """The parts that are folded away because nothing stands in them."""
        cells = [*self.heads, self.dateline]
        return [cell for cell in cells if not cell.words and cell.part != "headline"]

    @property
    def status(self) -> str:
        return self.article.status if self.article else ""

    @property
    def state(self) -> str:
        """The word that colours use: what is scheduled is not published."""
        return self.article.state if self.article else ""

    @property
    def status_label(self) -> str:
        return self.article.get_status_display() if self.article else _("new")


@dataclass(frozen=True, slots=True)
class Question:
    """A finding as it stands between the source and the stories."""

    row: Finding
    key: str
    proposal: str

    @property
    def title(self) -> str:
        return title_of(self.row.code)

    @property
    def weight(self) -> int:
        return weight_of(self.row.code)

    @property
    def needs_reason(self) -> bool:
        return self.weight == Weight.FACT

    @property
    def asks_beginning(self) -> bool:
        """Whether it asks if a story begins, which yes or no answers."""
        return self.row.code == ASKS and self.is_open

    @property
    def is_open(self) -> bool:
        return self.row.state == Finding.State.OPEN

    @property
    def part(self) -> str:
        """The part in the words of the desk; the checks say ``body`` or name it singly."""
        return {"paragraph": "paragraphs", "byline": "byline_name"}.get(
            self.row.part, self.row.part
        )


@dataclass
class DeskView:
    """Everything that the desk shows to one person."""

    page: Page
    source: Source | None
    state: DeskPage
    number: str
    user: User
    sheets: list[Sheet]
    questions: list[Question]
    others: Sequence[Any] = ()
    undo: str = ""
    redo: str = ""
    may_edit: bool = True
    may_decide: bool = False
    may_submit: bool = False
    place: Mapping[str, Any] | None = None
    focus: str = ""
    unsaved: Collection[str] = field(default_factory=tuple)
    is_rearranged: bool = False
    rests: Sequence[Article] = ()
    joined: Sequence[JoinedSource] = ()

    @property
    def aside(self) -> list[DeskStory]:
        """The stories taken off the page; what a join emptied is none."""
        return [row for row in self.state.aside if not row.is_empty]

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.is_rearranged or bool(self.unsaved)

    @property
    def has_drafts(self) -> bool:
        """Whether anything on the page can be submitted."""
        return any(row.status in ("", Article.Status.DRAFT) for row in self.sheets)

    @property
    def open_questions(self) -> list[Question]:
        return [row for row in self.questions if row.is_open]

    @property
    def first_beginning(self) -> int:
        """The finding that the two keys of the plain form answer."""
        return next((row.row.pk for row in self.questions if row.asks_beginning), 0)

    @property
    def answered(self) -> list[Question]:
        return [row for row in self.questions if not row.is_open]

    @cached_property
    def kinds(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Article.Kind.choices]

    @cached_property
    def changes(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Revision.Kind.choices]

    @property
    def caret(self) -> str:
        """Where the caret stood, for the script."""
        return json.dumps(dict(self.place)) if self.place else ""

    @property
    def shown(self) -> str:
        """What the plain form shows, so that only what is changed there is taken from it."""
        cells = (
            (f"{story.key}:{part}:{index}", words(text))
            for story in self.state.stories
            for part, index, text in parts_of(story)
        )
        return json.dumps(dict(cells) | self._fields, ensure_ascii=False)

    @property
    def _fields(self) -> dict[str, str]:
        """What stands in the fields that have a button each, as Enter in them presses it."""
        found = {}
        for row in self.sheets:
            found[f"place:{row.key}"] = str(row.place)
            found[f"to-page:{row.key}"] = str(row.story.jump_to or "")
            found[f"from-page:{row.key}"] = str(row.story.jump_from or "")
            found[f"sort:{row.key}"] = row.story.kind
            found[f"kind:{row.key}"] = row.change
        return found

    @property
    def left_out(self) -> int:
        return max(len(self.source.text) - MOST_SHOWN, 0) if self.source else 0

    @property
    def loose(self) -> list[tuple[int, int, str]]:
        """The runs of the source that stand in no story, to be taken up without a script."""
        text = self.source.text[:MOST_SHOWN] if self.source else ""
        rows: list[tuple[int, int]] = []
        for row in pieces(self.state, text):
            goes_on = bool(rows) and rows[-1][1] == row.start
            if row.kind == "glue" and goes_on:
                # Marks belong to what they follow; a line's end ends it.
                mark = text[row.start : row.end].partition("\n")[0]
                rows[-1] = (rows[-1][0], row.start + len(mark))
            elif row.kind in ("unassigned", "gone"):
                start = rows.pop()[0] if goes_on else row.start
                rows.append((start, row.end))
        return [(start, end, text[start:end].strip()) for start, end in rows]

    @property
    def source_html(self) -> SafeString:
        """The source, each run of it in the colour of what it became.

        Behind it stand the lines of other pages that were joined with its stories.
        """
        tints = {row.key: row.tint for row in self.sheets}
        names = {row.key: row.place for row in self.sheets}
        text = self.source.text[:MOST_SHOWN] if self.source else ""
        own = [(row, text[row.start : row.end]) for row in pieces(self.state, text)]
        found = [format_html_join("", PIECE, _painted(own, tints, names))]
        for row in self.joined:
            rows = format_html_join("", PIECE, _painted(row.pieces(self.state), tints, names))
            found.append(joined_heading(row))
            found.append(rows)
        return format_html_join("", "{}", ((row,) for row in found))


def joined_heading(row: JoinedSource) -> SafeString:
    """Say which page the lines are from that follow, and lead there."""
    page = row.article.page
    text = _("Joined from page %(page)s: “%(story)s”") % {"page": page.label, "story": row.article}
    address = reverse("admin:desk", args=[page.pk])
    return format_html(
        '<strong class="joined-from" lang="{}"><a href="{}">{}</a></strong>',
        get_language() or "",
        address,
        text,
    )


def _painted(
    rows: Iterable[tuple[Patch, str]], tints: Mapping[str, int], places: Mapping[str, int]
) -> Iterator[tuple[SafeString, int, int, str]]:
    # Most of a thousand pieces are of the same few kinds.
    looks: dict[tuple[str, str, str], SafeString] = {}
    for patch, text in rows:
        kind = patch.kind, patch.key, patch.part or ""
        if kind not in looks:
            told = _told(*kind, places)
            story = patch.kind == "story"
            classes = f"piece story tint-{tints.get(patch.key, 0)}" if story else f"piece {kind[0]}"
            looks[kind] = format_html(LOOK, classes, patch.key, told)
        yield looks[kind], patch.start, patch.end, text


def _told(kind: str, key: str, part: str, places: Mapping[str, int]) -> str:
    """Return what a piece of the source says of itself."""
    label = label_of(part) if part else ""
    if kind == "story":
        told = {"place": places.get(key, 0), "part": label}
        return _("Story %(place)s, %(part)s") % told
    return in_no_story(kind) or label


def build(
    page: Page,
    source: Source | None,
    state: DeskPage,
    *,
    number: str,
    user: User,
    articles: Mapping[str, Article],
    findings: Sequence[Finding],
    proposals: Mapping[int, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    unsaved: Collection[str] = (),
    **more: Any,
) -> DeskView:
    """Return the view of a working copy.

    ``proposals`` are the repairs that accepting a finding would make, in few words; ``kinds`` what
    the changes of a story are proposed to be, repair or edit; ``unsaved`` the stories that differ
    from what is saved. Nothing here asks the database for more than photos fetched along.
    """
    by_article = {story.pk: story.key for story in state.stories if story.pk}
    questions = [
        Question(row, by_article.get(row.article_id or 0, ""), (proposals or {}).get(row.pk, ""))
        for row in findings
    ]
    asked: dict[str, list[int]] = {}
    for row in questions:
        if row.is_open:
            asked.setdefault(row.key, []).append(row.weight)
    sheets = [
        Sheet(
            story,
            place=place,
            article=articles.get(story.key),
            unsaved=story.key in unsaved,
            change=(kinds or {}).get(story.key, ""),
            findings=len(asked.get(story.key, [])),
            heaviest=max(asked.get(story.key, [0])),
            editable=more.get("may_edit", True) and not _is_closed(articles.get(story.key), user),
            last=place == len(state.stories),
            page=page.pk,
            before=state.stories[place - 2].key if place > 1 else "",
        )
        for place, story in enumerate(state.stories, start=1)
    ]
    return DeskView(page, source, state, number, user, sheets, questions, unsaved=unsaved, **more)


def _is_closed(article: Article | None, user: User) -> bool:
    """Whether a story waits for its time, which only who publishes may change."""
    waits = article is not None and article.is_scheduled
    return waits and not user.has_perm("articles.publish_article")


def parts(request: HttpRequest, view: DeskView) -> dict[str, str]:
    """Return the pieces of the screen that a step may change."""
    names = ("stories", "outline", "findings")
    found = {
        name: render_to_string(f"admin/workbench/{name}.html", {"desk": view}, request)
        for name in names
    }
    return found | {"source": str(view.source_html)}
