"""The table of moves: from which state a story can go to which, and with which permission."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from reviews import stages
from reviews.models import Stage

Status = Article.Status


class Action(models.TextChoices):
    """What can be done with a story."""

    SUBMIT = "submit", gettext_lazy("submit for review")
    APPROVE = "approve", gettext_lazy("approve")
    RETURN = "return", gettext_lazy("return")
    PUBLISH = "publish", gettext_lazy("publish")
    UNSCHEDULE = "unschedule", gettext_lazy("take off the schedule")
    UNPUBLISH = "unpublish", gettext_lazy("unpublish")
    WITHDRAW = "withdraw", gettext_lazy("withdraw")
    RESTORE = "restore", gettext_lazy("restore")
    SET_ASIDE = "set-aside", gettext_lazy("set aside")
    TAKE_UP = "take-up", gettext_lazy("take up again")


# What a change of the text does to a story in review: no action, nobody can call it.
VOIDED = "voided"

# The table of allowed moves. What stands not here is forbidden. A paper with fewer reviews leaves
# out the states that it does not ask for, and one with none publishes drafts (``target``).
MOVES: dict[Action, dict[Status, Status]] = {
    Action.SUBMIT: {Status.DRAFT: Status.FIRST_REVIEW},
    Action.APPROVE: {
        Status.FIRST_REVIEW: Status.SECOND_REVIEW,
        Status.SECOND_REVIEW: Status.FINAL_REVIEW,
        Status.FINAL_REVIEW: Status.SIGNED_OFF,
    },
    Action.RETURN: {
        Status.FIRST_REVIEW: Status.DRAFT,
        Status.SECOND_REVIEW: Status.DRAFT,
        Status.FINAL_REVIEW: Status.DRAFT,
        Status.SIGNED_OFF: Status.DRAFT,
    },
    Action.PUBLISH: {Status.SIGNED_OFF: Status.PUBLISHED, Status.DRAFT: Status.PUBLISHED},
    # Back to where it waited for its time: what was signed off stays signed off.
    Action.UNSCHEDULE: {Status.PUBLISHED: Status.SIGNED_OFF},
    Action.UNPUBLISH: {Status.PUBLISHED: Status.DRAFT},
    Action.WITHDRAW: {Status.PUBLISHED: Status.WITHDRAWN},
    Action.RESTORE: {Status.WITHDRAWN: Status.PUBLISHED},
    # A draft that is no story after all (a misread) is set aside, never deleted.
    Action.SET_ASIDE: {Status.DRAFT: Status.WITHDRAWN},
    Action.TAKE_UP: {Status.WITHDRAWN: Status.DRAFT},
}
PERMISSIONS: dict[Action, str] = {
    Action.SUBMIT: "articles.submit_article",
    Action.PUBLISH: "articles.publish_article",
    Action.UNSCHEDULE: "articles.publish_article",
    Action.UNPUBLISH: "articles.publish_article",
    Action.WITHDRAW: "articles.publish_article",
    Action.RESTORE: "articles.publish_article",
    Action.SET_ASIDE: "articles.change_article",
    Action.TAKE_UP: "articles.change_article",
}
# A review needs the permission for its stage. What was signed off, the final reviewer returns.
STAGE_PERMISSIONS: dict[Status, str] = {
    **{Status(stage.value): name for stage, name in stages.PERMISSIONS.items()},
    Status.SIGNED_OFF: stages.PERMISSIONS[Stage.FINAL],
}
REASON_NEEDED = {Action.RETURN, Action.WITHDRAW}


class NotAllowed(Exception):
    """A rule forbids the move; the message says which and what to do instead."""


class AlreadyDone(NotAllowed):
    """Nothing is left to do: it stands already where it was to go."""


def permissions(action: Action, status: str | None = None) -> list[str]:
    """Return the permissions of which one is needed for ``action`` on a story in ``status``."""
    if action in PERMISSIONS:
        return [PERMISSIONS[action]]
    if status in STAGE_PERMISSIONS:
        return [STAGE_PERMISSIONS[Status(status)]]
    return list(stages.PERMISSIONS.values())


def may(user: User, action: Action, status: str | None = None) -> bool:
    """Return whether ``user`` has a permission that ``action`` needs (on a story in ``status``)."""
    return user.is_active and any(user.has_perm(name) for name in permissions(action, status))


def target(story: Article, action: Action, old: Status) -> Status:
    """Return where ``action`` leads from ``old``, by the paper's reviews. Raises ``NotAllowed``."""
    new = MOVES[action].get(old)
    paper = story.page.issue.publication
    # What was never public goes back through the states; only readers' stories are restored, and
    # only what still waits for its time is taken off the schedule.
    seen = story.published_at is not None and story.published_at <= timezone.now()
    wrong = {Action.RESTORE: not seen, Action.WITHDRAW: not seen, Action.UNSCHEDULE: seen}
    if new is None or wrong.get(action, False):
        raise NotAllowed(
            _("“%(story)s” is “%(status)s”; from there it cannot %(action)s.")
            % {"story": story, "status": old.label, "action": action.label}
        )
    if action == Action.SUBMIT:
        new = stages.first_state(paper)
        if new == Status.DRAFT:
            raise NotAllowed(
                _("%(paper)s asks for no reviews. Publish the story.") % {"paper": paper}
            )
    if action == Action.APPROVE:
        new = stages.next_state(paper, Stage(old.value))
    if action == Action.PUBLISH and old == Status.DRAFT and stages.chain_of(paper):
        raise NotAllowed(
            _("“%(story)s” has not been reviewed; from draft it cannot publish. Submit it first.")
            % {"story": story}
        )
    return new
