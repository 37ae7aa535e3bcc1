"""What was said of a story's place, once its page, the masthead or the order is another.

Who writes a page, an issue, a paper or the order of stories calls this in his own transaction. It
asks what the approvals saw, so it may be called once too often, never too seldom: a publication
asks the same again.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from articles.models import Article
from editorial.workflow import void_approvals
from issues.models import Page
from reviews import approvals
from reviews.models import Approval, Stage, Voiding

Status = Article.Status
ON_THEIR_WAY = (*Stage.values, Status.SIGNED_OFF.value)


def void_misplaced(pages: QuerySet[Page], *, by: User | str) -> list[Approval]:
    """Void what was approved of stories on ``pages`` that stand elsewhere by now; return it.

    Stories in review, signed off or waiting for their time go back to the first review. What
    readers have is left alone.
    """
    here = Article.objects.filter(page__in=pages)
    waiting = here.filter(status__in=ON_THEIR_WAY) | here.scheduled()
    given = Approval.objects.filter(article=OuterRef("pk"), voiding__isnull=True)
    stories = waiting.filter(Exists(given)).with_page().with_parts().order_by("pk")
    ended = []
    for story in stories:
        if approvals.misplaced(story):
            ended += void_approvals(story, Voiding.Cause.PLACE, by=by)
    return ended
