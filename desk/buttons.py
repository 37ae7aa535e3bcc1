"""Which moves of a story a person is offered."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles.models import Article
from editorial.workflow import MOVES, Action, may

# Reviews get their own pages; these are the moves of every day.
BUTTONS = (
    Action.PUBLISH, Action.UNSCHEDULE, Action.UNPUBLISH, Action.WITHDRAW, Action.RESTORE,
    Action.SET_ASIDE, Action.TAKE_UP,
)  # fmt: skip


def moves_of(article: Article, user: User) -> list[Action]:
    """Return what ``user`` can do with the story as it stands: only these buttons are shown."""
    never_public = article.published_at is None
    waits = article.status == Article.Status.PUBLISHED and not article.is_published
    left_out = {Action.RESTORE} if never_public else set()
    left_out |= {Action.WITHDRAW, Action.UNPUBLISH} if waits else {Action.UNSCHEDULE}
    return [
        action
        for action in BUTTONS
        if article.status in MOVES[action] and may(user, action) and action not in left_out
    ]
