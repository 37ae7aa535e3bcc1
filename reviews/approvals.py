"""Approvals: who put his name to which text, whether that still stands, and what ended it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Revision
from articles.page_text import PageText
from articles.photo_files import holds_its_bytes
from articles.text import StoryText
from audit import log as audit
from audit.sentences import gettext as _
from audit.sentences import joined, ngettext
from reviews.models import Approval, Notice, SeenText, Stage, Voiding
from reviews.review_rules import Rules
from reviews.stages import chain_of


def standing(articles: Iterable[Article | int]) -> QuerySet[Approval]:
    """Return the approvals of these stories that nothing has voided, oldest first."""
    keys = [row.pk if isinstance(row, Article) else row for row in articles]
    return (
        Approval.objects.filter(article__in=keys, voiding__isnull=True)
        .select_related("by")
        .order_by("pk")
    )


def give(
    article: Article,
    stage: Stage,
    *,
    by: User,
    page: PageText | None = None,
    questions: Mapping[int, str] | None = None,
) -> Approval:
    """Write the approval of the story as it now stands, and that ``by`` has seen this text.

    ``page`` is what stands round it, where the caller has it at hand, ``questions`` what was
    asked about it before his eyes.
    """
    text, page = StoryText.of(article), page or PageText.of(article.page)
    remember_look(article, by=by, around=page.sha256, questions=questions)
    given = Approval.objects.create(
        article=article,
        stage=stage,
        version=article.version,
        sha256=text.sha256,
        text=text.to_dict(),
        page_sha256=page.sha256,
        page_text=page.to_dict(),
        by=by,
    )
    audit.note(given)
    return given


def remember_look(
    article: Article, *, by: User, around: str = "", questions: Mapping[int, str] | None = None
) -> None:
    """Note the text that ``by`` has now seen of the story.

    ``around`` is the hash of what stood round it, where he has seen that, too, ``questions`` are
    those of what was asked beside it.
    """
    SeenText.objects.update_or_create(
        article=article,
        user=by,
        defaults={
            "version": article.version,
            "text": StoryText.of(article).to_dict(),
            "page_sha256": around,
            "questions": dict(questions or {}),
            "at": timezone.now(),
        },
    )


def void(articles: Sequence[Article], cause: Voiding.Cause, *, by: User | None) -> list[Approval]:
    """End the standing approvals of these stories, tell who gave them, and return them.

    ``by`` is nobody where a source did it that came for the page.
    """
    versions = {row.pk: row.version for row in articles}
    ended = list(standing(articles))
    ends = [
        Voiding(approval=row, cause=cause, version=versions[row.article_id], by=by) for row in ended
    ]
    audit.note(*Voiding.objects.bulk_create(ends))
    who = {(row.article_id, row.by_id): row for row in ended}
    Notice.objects.bulk_create(
        Notice(
            user_id=user,
            article_id=article,
            kind=Notice.Kind.VOIDED,
            by=by,
            text=cause.value,
        )
        for article, user in who
        if by is None or user != by.pk
    )
    return ended


def last_editors(article: Article) -> set[int]:
    """Return who changed the story last: by its row, and by its last revision."""
    newest = Revision.objects.filter(article=article, by__isnull=False).order_by("-version")
    found = {article.updated_by_id, newest.values_list("by", flat=True).first()}
    return {key for key in found if key is not None}


def missing_for(article: Article, rules: Rules) -> str:
    """Return why the approvals do not carry the story as it now stands; empty when they do.

    This is asked again when the story is published, whatever its state says.
    """
    given = list(standing([article]))
    stages = {row.stage for row in given}
    lacking = [stage.label for stage in chain_of(rules) if stage.value not in stages]
    if lacking:
        text = _("“%(story)s” was not approved in: %(stages)s. Return it and submit it again.")
        return text % {"story": article, "stages": _(", ").join(lacking)}
    asked = [row for row in given if row.stage in {stage.value for stage in chain_of(rules)}]
    current = StoryText.of(article).sha256
    kept = all(map(holds_its_bytes, article.photos.all()))
    if any(row.sha256 != current for row in asked) or not kept:
        return _(
            "“%(story)s” is not the text that was approved. Return it and have it reviewed again."
        ) % {"story": article}
    # Where readers have or had it, it is asked no more: a masthead lives on after the paper.
    before_readers = article.is_published or article.status == Article.Status.WITHDRAWN
    if not before_readers and not _place_holds(article, asked):
        return _(
            "“%(story)s” does not stand where it was approved: its page, the masthead or the order"
            " was changed. Return it and have it reviewed again."
        ) % {"story": article}
    people = [row.by_id for row in asked]
    if rules.reviewers_differ and len(people) != len(set(people)):
        return _("“%(story)s” was approved twice by one person. Return it and submit it again.") % {
            "story": article
        }
    return ""


def _place_holds(article: Article, given: Sequence[Approval]) -> bool:
    """Whether the story still stands where each of these approvals saw it."""
    now = PageText.of(article.page)
    return all(
        row.page_text and PageText.from_dict(row.page_text).still_holds(now) for row in given
    )


def misplaced(article: Article) -> bool:
    """Whether an approval of the story saw it elsewhere, or under another masthead."""
    return not _place_holds(article, list(standing([article])))


def voided_by_change(article: Article) -> list[Approval]:
    """Return the approvals that the latest change of the story has ended."""
    ended = Approval.objects.filter(
        article=article, voiding__cause=Voiding.Cause.CHANGED, voiding__version=article.version
    )
    return list(ended.select_related("by").order_by("pk"))


def newest_voiding() -> int:
    """Return the key of the newest voiding: what comes after it, this transaction has done."""
    return Voiding.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def voided_by_place(since: int, *, by: User) -> list[Approval]:
    """Return the approvals that ``by`` has ended by changing a place, later than ``since``."""
    ended = Approval.objects.filter(
        voiding__cause=Voiding.Cause.PLACE, voiding__by=by, voiding__pk__gt=since
    )
    return list(ended.select_related("by").order_by("pk"))


def voided_sentence(ended: Sequence[Approval], *, waits: bool = True) -> str:
    """Return the sentence that tells an editor whose approvals his change has voided.

    ``waits``: the story went back to its first review; one that was withdrawn did not.
    """
    people = dict.fromkeys((str(row.by), row.stage) for row in ended)
    names = _(", ").join(joined("", (by, " (", Stage(stage).label, ")")) for by, stage in people)
    if not waits:
        return _("This voided what was approved, by: %(names)s.") % {"names": names}
    text = ngettext(
        "This voided the approval of %(names)s; the story waits for its first review again.",
        "This voided the approvals of %(names)s; the story waits for its first review again.",
        len(ended),
    )
    return text % {"names": names}
