"""``review_pages``: submit, approve or return pages and stories from the command line."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from console.arguments import add_thing_arguments, chosen_things, named_user, tell
from editorial.selections import review
from editorial.workflow import Action

ACTIONS = (Action.SUBMIT.value, Action.APPROVE.value, Action.RETURN.value)


class Command(BaseCommand):
    """The command line round ``editorial.workflow``."""

    help = (
        "Submit issues, pages or single stories for review, approve them in the stage that the "
        "user may review, or return them. Each in its own transaction. Says of each what was done "
        "or why not; exits with 1 when one was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=ACTIONS)
        add_thing_arguments(parser, by="who does it")
        parser.add_argument("--reason", default="", help="why they are returned")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take each page or story on, tell of each, and fail at the end when one was refused."""
        by, action = named_user(options["by"]), Action(options["action"])
        if action == Action.RETURN and not options["reason"].strip():
            raise CommandError(_("To return pages, give a --reason."))
        things = chosen_things(options)
        tell(self, review(things, action, by=by, reason=options["reason"]), options)
