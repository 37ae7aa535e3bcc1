"""The table of transitions: from which state a story can go to which, and with which permission."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.models import Article
from audit.sentences import Sentence
from audit.sentences import gettext as _
from reviews import stages
from reviews.models import Stage
from reviews.questions import Question, answer_to
from reviews.review_rules import rules_of

Status = Article.Status


class Action(models.TextChoices):
    """What can be done with a story."""

    SUBMIT = "submit", gettext_lazy("submit for review")
    APPROVE = "approve", gettext_lazy("approve")
    RETURN = "return", gettext_lazy("return")
    PUBLISH = "publish", gettext_lazy("publish")
    UNSCHEDULE = "unschedule", gettext_lazy("unschedule")
    UNPUBLISH = "unpublish", gettext_lazy("unpublish")
    WITHDRAW = "withdraw", gettext_lazy("withdraw")
    RESTORE = "restore", gettext_lazy("restore")
    SET_ASIDE = "set-aside", gettext_lazy("set aside")
    TAKE_UP = "take-up", gettext_lazy("take up again")


# What a change of the text does to a story in review, and what another source for the page does
# to each of its stories: no actions, nobody can call them.
VOIDED = "voided"
REPLACED = "replaced"

# The table of what is allowed. What stands not here is forbidden. A paper with fewer reviews leaves
# out the states that it does not ask for, and one with none publishes drafts (``target``).
TRANSITIONS: dict[Action, dict[Status, Status]] = {
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
    # What was signed off stays so; what waited straight from a draft is one again (``target``).
    Action.UNSCHEDULE: {Status.PUBLISHED: Status.SIGNED_OFF},
    Action.UNPUBLISH: {Status.PUBLISHED: Status.DRAFT},
    # Readers have had it, though it may be a draft again by now.
    Action.WITHDRAW: {Status.PUBLISHED: Status.WITHDRAWN, Status.DRAFT: Status.WITHDRAWN},
    Action.RESTORE: {Status.WITHDRAWN: Status.PUBLISHED},
    # A draft that is no story after all (a misread) is set aside, never deleted.
    Action.SET_ASIDE: {Status.DRAFT: Status.SET_ASIDE},
    Action.TAKE_UP: {Status.SET_ASIDE: Status.DRAFT, Status.WITHDRAWN: Status.DRAFT},
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
    """A rule forbids it; the message says which and what to do instead."""


class NotConfirmed(NotAllowed):
    """Something is asked about first: ``questions`` says what, ``answer`` confirms just that."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions, self.answer = list(questions), answer_to(questions)
        super().__init__(
            _("Before it goes to review: %(questions)s Put it right, or confirm it.")
            % {"questions": Sentence(" ").join(row.text for row in questions)}
        )


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
    new = TRANSITIONS[action].get(old)
    paper, rules = story.page.issue.publication, rules_of(story.page)
    # What was never public goes back through the states; only readers' stories are restored, and
    # only what still waits for its time is unscheduled.
    seen = story.published_at is not None and story.published_at <= timezone.now()
    wrong = {Action.RESTORE: not seen, Action.WITHDRAW: not seen, Action.UNSCHEDULE: seen}
    if new is None or wrong.get(action, False):
        raise NotAllowed(
            _("“%(story)s” is “%(status)s”; from there it cannot %(action)s.")
            % {"story": story, "status": old.label, "action": action.label}
        )
    if action == Action.SET_ASIDE and story.published_at is not None:
        raise NotAllowed(
            _("“%(story)s” was before its readers: withdraw it, with a reason that they can read.")
            % {"story": story}
        )
    if action == Action.UNSCHEDULE and _was_draft(story):
        new = Status.DRAFT
    if action == Action.SUBMIT:
        new = stages.first_state(rules)
        if new == Status.DRAFT:
            raise NotAllowed(
                _("%(paper)s asks for no reviews. Publish the story.") % {"paper": paper}
            )
    if action == Action.APPROVE:
        new = stages.next_state(rules, Stage(old.value))
    if action == Action.PUBLISH and old == Status.DRAFT and stages.chain_of(rules):
        raise NotAllowed(
            _("“%(story)s” has not been reviewed; from draft it cannot publish. Submit it first.")
            % {"story": story}
        )
    return new


def _was_draft(story: Article) -> bool:
    """Whether the story was published straight from a draft."""
    last = story.transitions.filter(action=Action.PUBLISH).order_by("-pk").first()
    return last is not None and last.old == Status.DRAFT


def leads(action: str, old: str, new: str) -> bool:
    """Return whether ``action`` may have led from ``old`` to ``new``, whatever the paper's reviews.

    A paper with fewer reviews leaves out states, and may have had more of them before.
    """
    order = [stage.value for stage in Stage]
    if action == VOIDED:
        return old in {*order, Status.SIGNED_OFF, Status.PUBLISHED} and new in {*order, "draft"}
    if action == REPLACED:
        return new == Status.DRAFT and old not in (Status.DRAFT, Status.PUBLISHED)
    if action == Action.UNSCHEDULE:
        return old == Status.PUBLISHED and new in (Status.SIGNED_OFF, Status.DRAFT)
    if action == Action.SUBMIT:
        return old == Status.DRAFT and new in order
    if action == Action.APPROVE:
        return old in order and new in {*order[order.index(old) + 1 :], Status.SIGNED_OFF}
    return action in set(Action) and TRANSITIONS[Action(action)].get(Status(old)) == new
