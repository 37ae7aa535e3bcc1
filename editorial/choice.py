"""Which stories of a page one press of a button is for, and what is said when it is for none."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User

from articles.models import Article
from audit.sentences import gettext as _
from editorial.transitions import Action
from issues.models import Page
from reviews import separation
from reviews.models import Stage

Status = Article.Status
Stories = list[Article]
Choice = Callable[[Stories], Stories]


def in_state(status: Status) -> Choice:
    return lambda stories: [story for story in stories if story.status == status]


def all_but(done: Status) -> Choice:
    return lambda stories: [story for story in stories if story.status != done]


def waiting(by: User, stage: Stage | None) -> Choice:
    """Choose what waits in ``stage``, or else in the earliest that ``by`` may do."""
    possible = [stage] if stage else separation.stages_of(by)

    def choose(stories: Stories) -> Stories:
        found = ([row for row in stories if row.status == one.value] for one in possible)
        return next((rows for rows in found if rows), [])

    return choose


def returnable(by: User, stage: Stage | None) -> Choice:
    """Choose what waits for a review, or else what is signed off."""

    def choose(stories: Stories) -> Stories:
        found = waiting(by, stage)(stories)
        done = [row for row in stories if row.status == Status.SIGNED_OFF]
        return found or (done if stage is None else [])

    return choose


def nothing_to_do(page: Page, action: Action, stories: Stories) -> str:
    states = list(dict.fromkeys(story.get_status_display() for story in stories))
    # “Is already in review” would be no answer to who may not do that review.
    if len(states) == 1 and action not in (Action.APPROVE, Action.RETURN):
        text = _("Every story of %(page)s is already “%(status)s”. Nothing was changed.")
    else:
        text = _("The stories of %(page)s are “%(status)s”. Nothing was changed.")
    return text % {"page": page, "status": _(", ").join(states)}
