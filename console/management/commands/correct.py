"""``correct``: put a passage of a published story right, and tell the readers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from console.arguments import named_story, named_user
from editorial.corrections import correct
from editorial.editing import EditConflict, EditRefused, StoryChange, change_of
from editorial.transitions import NotAllowed

IN_WORDS = ("section", "kicker", "headline", "deck", "dateline")


class Command(BaseCommand):
    """The command line round ``editorial.corrections``."""

    help = (
        "Correct a published story. Each OLD must stand in it exactly once and becomes NEW. "
        "Readers see the notice and what the story said before; the reason is for the record."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument("story", type=int, metavar="ID", help="the number in its address")
        parser.add_argument(
            "--replace", nargs=2, action="append", required=True, metavar=("OLD", "NEW"),
            help="a passage and what it shall be; may be given several times",
        )  # fmt: skip
        parser.add_argument("--reason", required=True, help="why, for the record")
        parser.add_argument("--notice", required=True, help="what readers are told")
        parser.add_argument("--by", required=True, metavar="USER", help="who corrects")

    def handle(self, *args: Any, **options: Any) -> None:
        """Correct the story or say why not."""
        by, story = named_user(options["by"]), named_story(options["story"])
        change = change_of(story)
        for old, new in options["replace"]:
            _replace(change, old, new)
        try:
            correction = correct(
                story, change, by=by, reason=options["reason"], notice=options["notice"],
                version=story.version,
            )  # fmt: skip
        except (NotAllowed, EditConflict, EditRefused) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] >= 1:
            text = _("“%(story)s” is corrected in %(count)s passages.")
            self.stdout.write(text % {"story": story, "count": len(correction.passages)})


def _replace(change: StoryChange, old: str, new: str) -> None:
    texts = [change.fields[name] for name in IN_WORDS] + change.paragraphs
    texts += [text for photo in change.photos for text in (photo.caption, photo.credit)]
    texts += [row.name for row in change.bylines]
    found = sum(text.count(old) for text in texts) if old else 0
    if found != 1:
        raise CommandError(
            _(
                "“%(old)s” stands %(count)s times in the story."
                " Give a passage that stands there once."
            )
            % {"old": old, "count": found}
        )
    for name in IN_WORDS:
        change.fields[name] = change.fields[name].replace(old, new)
    change.paragraphs = [line.replace(old, new) for line in change.paragraphs]
    change.paragraphs = [line for line in change.paragraphs if line.strip()]
    for row in change.bylines:
        row.name = row.name.replace(old, new)
    for photo in change.photos:
        photo.caption = photo.caption.replace(old, new)
        photo.credit = photo.credit.replace(old, new)
