"""Other words for stories that were chosen one by one, whoever may see them.

Where readers do not see a story its words are written at once, else they are proposed. One that
cannot be changed never keeps back the others.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User

from articles.models import Article, Revision
from articles.text import StoryText
from audit import log as audit
from audit.outcomes import Outcome, Result
from editorial.editing import EditConflict, EditRefused, StoryChange, change_of, change_story
from editorial.proposals import OF_REVISION, propose
from editorial.transitions import AlreadyDone, NotAllowed

_KINDS_PROPOSED = {revision: proposed for proposed, revision in OF_REVISION.items()}
_REFUSALS = (EditConflict, EditRefused, NotAllowed)


def change_words(
    story: Article, text: StoryText, *, by: User, kind: Revision.Kind, notice: str, reason: str
) -> int | None:
    """Write another text of a story as it was read, or propose it where readers see it.

    Returns the proposal's number. Raises ``EditConflict``, ``EditRefused``, ``NotAllowed``.
    """
    change = StoryChange(text, change_of(story).files)
    if not story.is_published:
        change_story(story, change, by=by, kind=kind, version=story.version, reason=reason)
        return None
    made = propose(
        story,
        change,
        by=by,
        kind=_KINDS_PROPOSED[kind],
        version=story.version,
        reason=reason,
        notice=notice,
    )
    return made.pk


def outcome_of(name: str, act: Callable[[], Outcome], *refusals: type[Exception]) -> Outcome:
    """Do something to one thing in a transaction of its own, and say what became of it.

    ``refusals`` are those of the caller, beside those of the writers of words and states.
    """
    refused: tuple[type[Exception], ...] = (*_REFUSALS, *refusals)
    try:
        with audit.chained():
            return act()
    except AlreadyDone as already:
        return Outcome(name, Result.ALREADY, str(already))
    except refused as refusal:
        return Outcome(name, Result.REFUSED, str(refusal))


def written(story: Article, proposal: int | None) -> Outcome:
    """Return the outcome of words that were written, or with their ``proposal`` wait for others."""
    return Outcome(str(story), Result.HELD if proposal else Result.DONE, stories=1)
