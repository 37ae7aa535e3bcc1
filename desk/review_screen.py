"""What the review screen of a page shows: each story's text with its marks, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Photo
from articles.page_text import PageText
from articles.text import StoryText
from desk.differences import FieldDifference, story_differences
from desk.finding_rows import finding_rows
from desk.page_source import source_beside
from desk.returned import returned_to
from desk.source_view import SourceView, part_name
from editorial.workflow import Action, may
from findings.models import Finding
from issues.models import Page
from reviews import anchors, approvals, claims, holds, separation
from reviews.comments import threads
from reviews.models import Approval, Claim, Comment, SeenText, Stage
from reviews.passages import Marked, Passage, Piece, passages_of, pieces
from reviews.queue import with_waiting
from reviews.review_rules import Rules, rules_of
from reviews.seen import Seen, asked
from reviews.separation import Cause, Obstacle


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage with its marks."""

    passage: Passage
    pieces: list[Piece]

    @property
    def label(self) -> str:
        """What it is called in the list of passages to comment on."""
        name = part_name(self.passage.part)
        if self.passage.part in ("paragraph", "caption"):
            return f"{name} {self.passage.index + 1}: {self.passage.text[:16]}…"
        return f"{name}: {self.passage.text[:16]}"


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo with what is said of it."""

    photo: Photo
    caption: list[ShownPassage]
    credit: list[ShownPassage]
    alt: list[ShownPassage]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing or open on the page, and where it stands."""

    text: str
    target: str


@dataclass(slots=True)
class StoryPanel:
    """One story as the reviewer sees it."""

    article: Article
    sha256: str
    passages: list[ShownPassage]
    look: SeenText | None
    differences: list[FieldDifference]
    approvals: list[Approval]
    comments: list[Comment]
    lost: set[int]
    findings: list[Finding]
    claim: Claim | None
    obstacle: Obstacle | None
    mine: bool
    may_approve: bool
    may_return: bool
    may_submit: bool

    @property
    def is_taken(self) -> bool:
        """Whether another reviewer has claimed it."""
        return self.obstacle is not None and self.obstacle.cause == Cause.CLAIMED

    @property
    def unresolved(self) -> list[Comment]:
        return [row for row in self.comments if row.resolved_at is None]

    @property
    def resolved(self) -> list[Comment]:
        return [row for row in self.comments if row.resolved_at is not None]

    @property
    def in_review(self) -> bool:
        """Whether it waits for a review."""
        return self.article.status in Stage.values

    @property
    def is_read(self) -> bool:
        """Whether this reviewer has said that he has read the text as it stands."""
        return self.look is not None and not self.differences

    @property
    def pictures(self) -> list[Picture]:
        """The photos, each with what is printed beneath it."""
        words = self.by_part

        def said(part: str, place: int) -> list[ShownPassage]:
            return [row for row in words.get(part, []) if row.passage.index == place]

        return [
            Picture(photo, *(said(part, place) for part in ("caption", "credit", "alt")))
            for place, photo in enumerate(self.article.photos.all())
        ]

    @property
    def by_part(self) -> dict[str, list[ShownPassage]]:
        found: dict[str, list[ShownPassage]] = {}
        for row in self.passages:
            found.setdefault(row.passage.part, []).append(row)
        return found


@dataclass(slots=True)
class Screen:
    """The page as the reviewer sees it."""

    page: Page
    panels: list[StoryPanel]
    findings: list[Finding]
    holding: set[int]
    view: SourceView
    place: PageText
    returns: dict[str, Any]
    gaps: list[Gap] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)

    @property
    def seen(self) -> list[str]:
        """What this screen shows, as its form carries it along."""
        stories = {row.article.pk: row.sha256 for row in self.panels}
        questions = {row.pk: asked(row) for row in self.findings if row.state == Finding.State.OPEN}
        return Seen(stories, {self.page.pk: self.place.sha256}, questions).marks

    @property
    def changed(self) -> list[StoryPanel]:
        """The stories that this reviewer knows and that have changed since."""
        return [row for row in self.panels if row.differences]

    def can(self, name: str) -> list[StoryPanel]:
        """Return the stories with which the page can be approved, returned or submitted."""
        return [row for row in self.panels if getattr(row, f"may_{name}")]

    @property
    def unread(self) -> list[StoryPanel]:
        """Those of them that this reviewer has not read as they stand."""
        return [row for row in self.approvable if not row.is_read]

    @property
    def approvable(self) -> list[StoryPanel]:
        """The stories that one press approves: those of one stage."""
        rows = [row for row in self.can("approve") if not row.obstacle]
        return [row for row in rows if row.article.status == rows[0].article.status]

    @property
    def returnable(self) -> list[StoryPanel]:
        """The stories that one press returns."""
        rows = self.can("return")
        return [row for row in rows if row.article.status == rows[0].article.status]

    @property
    def submittable(self) -> list[StoryPanel]:
        return self.can("submit")

    @property
    def claimable(self) -> list[StoryPanel]:
        """The stories that a reviewer can claim."""
        return [row for row in self.can("approve") if row.in_review and not row.obstacle]

    @property
    def is_claimed(self) -> bool:
        """Whether this reviewer has claimed any of it."""
        return any(row.mine for row in self.panels)

    @property
    def takeable(self) -> list[StoryPanel]:
        """The stories that a reviewer can take over from another."""
        return [row for row in self.can("approve") if row.is_taken]


def build_screen(page: Page, user: User) -> Screen:
    """Read all that the screen shows; the number of queries hangs on no number of comments."""
    rows = page.articles.on_page()
    stories = list(with_waiting(rows.with_page().with_parts()).order_by("order"))
    findings = finding_rows(page)
    comments = list(threads(stories))
    texts = anchors.texts_of(stories, [row for row in comments if row.resolved_at is None])
    looks = {row.article_id: row for row in SeenText.objects.filter(article__in=stories, user=user)}
    given = list(approvals.standing(stories))
    held = {
        row.article_id: row
        for row in Claim.objects.filter(article__in=stories).select_related("by", "article")
        if claims.in_force(row)
    }
    source, rules = page.sources.order_by("-pk").defer("data").first(), rules_of(page)
    may_read = [row for row in stories if may_approve(user, row)]
    obstacles = separation.obstacles(may_read, rules, by=user)
    screen = Screen(
        page=page,
        panels=[
            _panel(
                story,
                user,
                look=looks.get(story.pk),
                approved=[row for row in given if row.article_id == story.pk],
                comments=[row for row in comments if row.article_id == story.pk],
                texts=texts,
                findings=[row for row in findings if row.article_id == story.pk],
                claim=held.get(story.pk),
                rules=rules,
                obstacle=obstacles.get(story.pk),
            )
            for story in stories
        ],
        findings=findings,
        holding=set(holds.holding(stories, rules).values_list("pk", flat=True)),
        view=source_beside(page, source, stories, findings),
        place=PageText.of(page),
        returns=returned_to(stories, comments),
    )
    screen.gaps = list(_gaps(screen))
    for story in stories:
        label = story.get_status_display()
        screen.states[label] = screen.states.get(label, 0) + 1
    return screen


def may_approve(user: User, story: Article) -> bool:
    """Whether the story waits for a review that ``user`` may do at all."""
    return story.status in Stage.values and may(user, Action.APPROVE, story.status)


def _gaps(screen: Screen) -> Iterator[Gap]:
    """Yield what somebody should know who puts his name to the page."""
    for panel in screen.panels:
        story, target = panel.article, f"story-{panel.article.pk}"
        if not story.headline.strip():
            yield Gap(_("Story %(place)s has no headline.") % {"place": story.order + 1}, target)
        if story.truncated:
            yield Gap(_("“%(story)s” breaks off.") % {"story": story}, target)
        if any(not photo.image for photo in story.photos.all()):
            yield Gap(_("“%(story)s” has a photo without its image.") % {"story": story}, target)
        if panel.unresolved:
            count = len(panel.unresolved)
            text = ngettext(
                "“%(story)s” has %(count)s comment that is not resolved.",
                "“%(story)s” has %(count)s comments that are not resolved.",
                count,
            )
            yield Gap(text % {"story": story, "count": count}, target)
    yield from _refusals(screen)
    if screen.holding:
        count = len(screen.holding)
        text = ngettext(
            "%(count)s open finding holds the page.",
            "%(count)s open findings hold the page.",
            count,
        )
        yield Gap(text % {"count": count}, "findings")
    if any(row.mark and row.mark.kind == "unassigned" for row in screen.view.pieces):
        yield Gap(_("Text of the source stands in no story."), "source")


def _refusals(screen: Screen) -> Iterator[Gap]:
    """Yield why this reviewer may not approve: once for all stories of one cause and person."""
    found: dict[Obstacle, list[Article]] = {}
    for panel in screen.panels:
        if panel.obstacle:
            found.setdefault(panel.obstacle, []).append(panel.article)
    for obstacle, stories in found.items():
        yield Gap(obstacle.sentence(*stories), f"story-{stories[0].pk}")


def _panel(
    story: Article,
    user: User,
    *,
    look: SeenText | None,
    approved: list[Approval],
    comments: list[Comment],
    texts: dict[int, StoryText],
    findings: list[Finding],
    claim: Claim | None,
    rules: Rules,
    obstacle: Obstacle | None,
) -> StoryPanel:
    text = StoryText.of(story)
    passages = list(passages_of(text))
    unresolved = [row for row in comments if row.resolved_at is None]
    places = {row.pk: anchors.place_of(row, texts.get(row.pk), passages) for row in unresolved}
    in_review = story.status in Stage.values
    return StoryPanel(
        article=story,
        sha256=text.sha256,
        passages=_shown(passages, places, findings),
        look=look,
        differences=story_differences(StoryText.from_dict(look.text), text) if look else [],
        approvals=approved,
        comments=comments,
        lost={key for key, place in places.items() if place is None},
        findings=findings,
        claim=claim,
        obstacle=obstacle,
        mine=claim is not None and claim.by_id == user.pk,
        may_approve=may_approve(user, story),
        may_return=(in_review or story.status == Article.Status.SIGNED_OFF)
        and may(user, Action.RETURN, story.status),
        may_submit=story.status == Article.Status.DRAFT
        and bool(rules.reviews)
        and may(user, Action.SUBMIT),
    )


def _shown(
    passages: Sequence[Passage],
    places: Mapping[int, tuple[Passage, int, int] | None],
    findings: Sequence[Finding],
) -> list[ShownPassage]:
    found = []
    for passage in passages:
        here = (passage.part, passage.index)
        marks = [
            Marked(place[1], place[2], "comment", key)
            for key, place in places.items()
            if place and place[0] == passage
        ]
        marks += [
            Marked(row.text_start, row.text_end, "finding", row.pk)
            for row in findings
            if (row.part, row.part_index) == here
            and row.state == "open"
            and row.text_start is not None
            and row.text_end is not None
        ]
        found.append(ShownPassage(passage, pieces(passage.text, marks)))
    return found
