"""撤稿: taking a story from its readers, with a notice and a reason, and giving it back.

Nothing is deleted. The address answers 410 with the notice for as long as the story is withdrawn;
lists, feed, sitemap and search lose it at once, because all of them ask for ``published()``.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet

from articles.models import Article, ArticleQuerySet, Transition, Withdrawal
from articles.presence import with_none, with_one
from audit import log as audit
from audit.sentences import gettext as _
from editorial.workflow import Action, AlreadyDone, change_state
from issues.models import Page

Status = Article.Status


def withdraw(article: Article, *, by: User, reason: str, notice: str = "") -> Article:
    """Withdraw a story that readers have, or had: they see ``notice`` and ``reason``.

    Raises ``NotAllowed``.
    """
    with audit.chained():
        # First, so that the entry of the withdrawal tells of it. Without a reason, as without the
        # right, the change of state is refused and takes it back.
        row = Withdrawal.objects.create(
            article=article, reason=reason.strip(), notice=notice.strip(), by=by
        )
        audit.note(row)
        return change_state(article, Action.WITHDRAW, by=by, reason=reason)


def withdraw_page(page: Page, *, by: User, reason: str, notice: str = "") -> int:
    """Withdraw every published story of a page, all or none; return how many."""
    with audit.chained():
        stories = list(_of(page).published())
        if not stories:
            raise AlreadyDone(_("No story of %(page)s is before its readers.") % {"page": page})
        for story in stories:
            withdraw(story, by=by, reason=reason, notice=notice)
    return len(stories)


def restore(article: Article, *, by: User, reason: str = "") -> Article:
    """Give a withdrawn story back to its readers. Raises ``NotAllowed``."""
    return change_state(article, Action.RESTORE, by=by, reason=reason)


def restore_page(page: Page, *, by: User, reason: str = "") -> int:
    """Restore every withdrawn story of a page that readers have seen; return how many."""
    with audit.chained():
        stories = list(_withdrawn(_of(page)))
        if not stories:
            raise AlreadyDone(_("No story of %(page)s is withdrawn.") % {"page": page})
        for story in stories:
            restore(story, by=by, reason=reason)
    return len(stories)


def withdrawal_of(article: Article) -> Withdrawal | None:
    """Return the notice that stands at a story's address, ``None`` when there is none."""
    return withdrawals_in_force().filter(article=article).first()


def withdrawals_in_force() -> QuerySet[Withdrawal]:
    """Return the withdrawals that the public is told of, the newest first.

    One is in force until readers have the story again, also while it is rewritten, or until it
    is withdrawn with another notice.
    """
    again = Transition.objects.filter(
        article=OuterRef("article"), new=Status.PUBLISHED, at__gte=OuterRef("at")
    )
    later = Withdrawal.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    story = Article.objects.once_public().filter(pk=OuterRef("article"))
    gone = with_none(with_none(with_one(Withdrawal.objects.all(), story), later), again)
    return gone.select_related("article__page__issue__publication").order_by("-at", "-pk")


def _of(page: Page) -> ArticleQuerySet:
    return Article.objects.filter(page=page).with_page().order_by("pk")


def _withdrawn(stories: ArticleQuerySet) -> ArticleQuerySet:
    return stories.filter(status=Status.WITHDRAWN)
