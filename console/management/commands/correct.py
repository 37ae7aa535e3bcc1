"""``correct``: propose to put a passage of a published story right, and to tell the readers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.text import StoryText
from console.arguments import named_story, named_user
from editorial.assent import proposed_sentence
from editorial.corrections import passages_of
from editorial.editing import EditConflict, change_of
from editorial.proposals import propose
from editorial.transitions import NotAllowed
from reviews.models import Proposal

IN_WORDS = ("section", "kicker", "headline", "deck", "dateline")


class Command(BaseCommand):
    """The command line round ``editorial.proposals``."""

    help = (
        "Propose a correction of a published story. Each OLD must stand in it exactly once and "
        "becomes NEW. When somebody else has approved it (command proposals), readers see the "
        "notice and what the story said before; the reason is for the record."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("story", type=int, metavar="ID", help="the number in its address")
        parser.add_argument(
            "--replace",
            nargs=2,
            action="append",
            required=True,
            metavar=("OLD", "NEW"),
            help="a passage and what it shall be; may be given several times",
        )
        parser.add_argument("--reason", required=True, help="why, for the record")
        parser.add_argument("--notice", required=True, help="what readers are told")
        parser.add_argument("--by", required=True, metavar="USER", help="who proposes it")

    def handle(self, *args: Any, **options: Any) -> None:
        by, story = named_user(options["by"]), named_story(options["story"])
        change = change_of(story)
        for old, new in options["replace"]:
            change = replace(change, text=_replaced(change.text, old, new))
        try:
            made = propose(
                story,
                change,
                by=by,
                kind=Proposal.Kind.CORRECTION,
                reason=options["reason"],
                notice=options["notice"],
                version=story.version,
            )
        except (NotAllowed, EditConflict) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] >= 1:
            before, after = StoryText.from_dict(made.before), StoryText.from_dict(made.after)
            text = _("A correction of “%(story)s” in %(count)s passages:")
            count = len(passages_of(before, after))
            self.stdout.write(text % {"story": story, "count": count})
            self.stdout.write(proposed_sentence(made))


def _replaced(text: StoryText, old: str, new: str) -> StoryText:
    """Return the text with its one ``old`` passage put right."""
    runs = [getattr(text, name) for name in IN_WORDS]
    runs += [*text.paragraphs, *(row.name for row in text.bylines)]
    runs += [run for row in text.photos for run in (row.caption, row.credit)]
    found = sum(run.count(old) for run in runs) if old else 0
    if found != 1:
        raise CommandError(
            _(
                "“%(old)s” stands %(count)s times in the story."
                " Give a passage that stands there once."
            )
            % {"old": old, "count": found}
        )
    paragraphs = (row.replace(old, new) for row in text.paragraphs)
    return StoryText(
        kind=text.kind,
        section=text.section.replace(old, new),
        kicker=text.kicker.replace(old, new),
        headline=text.headline.replace(old, new),
        deck=text.deck.replace(old, new),
        dateline=text.dateline.replace(old, new),
        jump_to=text.jump_to,
        jump_from=text.jump_from,
        truncated=text.truncated,
        bylines=tuple(replace(row, name=row.name.replace(old, new)) for row in text.bylines),
        paragraphs=tuple(row for row in paragraphs if row.strip()),
        photos=tuple(
            replace(row, caption=row.caption.replace(old, new), credit=row.credit.replace(old, new))
            for row in text.photos
        ),
    )
