"""Whether a repair of what readers see is one: it brings the text nearer to what was received."""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article
from articles.nearness import distance, received_text
from articles.text import StoryText
from audit.sentences import gettext as _
from editorial.transitions import NotAllowed


@dataclass(frozen=True, slots=True)
class Nearness:
    """How many characters a text is from what was received, before and after a repair."""

    before: int
    after: int


def nearness(story: Article, after: StoryText) -> Nearness:
    """Measure a repair. Raises ``NotAllowed`` when it does not lessen the distance."""
    received = received_text(story)
    if received is None:
        raise NotAllowed(
            _(
                "Nothing was received for “%(story)s” that a repair could be held against."
                " Use “Correct”, with a notice to the readers."
            )
            % {"story": story}
        )
    near = Nearness(distance(received, StoryText.of(story)), distance(received, after))
    if near.after >= near.before:
        raise NotAllowed(
            _(
                "This is no repair: “%(story)s” differs from what was received in %(before)s"
                " characters, and would in %(after)s. What the paper printed is changed with"
                " “Correct”, which tells the readers."
            )
            % {"story": story, "before": near.before, "after": near.after}
        )
    return near
