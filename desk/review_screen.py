"""What the review screen of a page shows: each story's text with its marks, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User

from articles.models import Article
from articles.text import StoryText
from desk.differences import FieldDifference, story_differences
from desk.finding_rows import finding_rows
from desk.source_view import part_name
from editorial.workflow import Action, may
from findings.models import Finding
from issues.models import Page
from reviews import anchors, approvals, claims, holds, separation
from reviews.comments import threads
from reviews.models import Approval, Claim, Comment, SeenText, Stage
from reviews.passages import Marked, Passage, Piece, passages_of, pieces
from reviews.queue import with_waiting
from reviews.review_rules import Rules, rules_of


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
    refusal: str
    may_approve: bool
    may_return: bool
    may_submit: bool

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
    source_text: str
    states: dict[str, int] = field(default_factory=dict)

    @property
    def changed(self) -> list[StoryPanel]:
        """The stories that this reviewer knows and that have changed since."""
        return [row for row in self.panels if row.differences]

    def can(self, name: str) -> list[StoryPanel]:
        """Return the stories with which the page can be approved, returned or submitted."""
        return [row for row in self.panels if getattr(row, f"may_{name}")]

    @property
    def approvable(self) -> list[StoryPanel]:
        """The stories that one press approves: those of one stage."""
        rows = [row for row in self.can("approve") if not row.refusal]
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
        return [row for row in self.can("approve") if row.in_review]


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
            )
            for story in stories
        ],
        findings=findings,
        holding=set(holds.holding(stories, rules).values_list("pk", flat=True)),
        source_text=source.text if source else "",
    )
    for story in stories:
        label = story.get_status_display()
        screen.states[label] = screen.states.get(label, 0) + 1
    return screen


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
) -> StoryPanel:
    text = StoryText.of(story)
    passages = list(passages_of(text))
    unresolved = [row for row in comments if row.resolved_at is None]
    places = {row.pk: anchors.place_of(row, texts.get(row.pk), passages) for row in unresolved}
    in_review = story.status in Stage.values
    may_approve = in_review and may(user, Action.APPROVE, story.status)
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
        refusal=separation.why_not_approve(story, rules, by=user) if may_approve else "",
        may_approve=may_approve,
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
