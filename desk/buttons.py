"""Which changes of a story's state a person is offered."""

from __future__ import annotations

from django.contrib.auth.models import User

from articles.models import Article
from editorial.workflow import TRANSITIONS, Action, may

# Reviews get their own pages; these are those of every day.
BUTTONS = (
    Action.PUBLISH,
    Action.UNSCHEDULE,
    Action.UNPUBLISH,
    Action.WITHDRAW,
    Action.RESTORE,
    Action.SET_ASIDE,
    Action.TAKE_UP,
)


def actions_of(article: Article, user: User) -> list[Action]:
    """Return what ``user`` can do with the story as it stands: only these buttons are shown."""
    never_public = article.published_at is None
    waits = article.status == Article.Status.PUBLISHED and not article.is_published
    left_out = {Action.WITHDRAW} if never_public else {Action.SET_ASIDE}
    left_out |= {Action.WITHDRAW, Action.UNPUBLISH} if waits else {Action.UNSCHEDULE}
    return [
        action
        for action in BUTTONS
        if article.status in TRANSITIONS[action] and may(user, action) and action not in left_out
    ]
