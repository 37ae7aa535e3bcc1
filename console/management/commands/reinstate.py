"""``reinstate``: give withdrawn pages or stories back to their readers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from console.arguments import add_thing_arguments, chosen_things, named_user, tell
from editorial.selections import restore_all


class Command(BaseCommand):
    """The command line round ``editorial.withdrawals``."""

    help = (
        "Put withdrawn issues, pages or stories back before their readers, at the same addresses "
        "and in every list. Exits with 1 when one was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        add_thing_arguments(parser, by="who restores")
        parser.add_argument("--reason", default="", help="why, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore each, tell of each, and fail when one was refused."""
        by = named_user(options["by"])
        tell(self, restore_all(chosen_things(options), by=by, reason=options["reason"]), options)
