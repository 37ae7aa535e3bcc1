"""``withdraw``: take pages or stories from their readers, with a reason."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from console.arguments import add_thing_arguments, chosen_things, named_user, tell
from editorial.selections import withdraw_all


class Command(BaseCommand):
    """The command line round ``editorial.withdrawals``."""

    help = (
        "Withdraw issues, pages or stories. Their addresses answer 410 with the notice and the "
        "reason; nothing is deleted. Exits with 1 when one was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_thing_arguments(parser, by="who withdraws")
        parser.add_argument("--reason", required=True, help="why; readers see it")
        parser.add_argument("--notice", default="", help="what readers are told")

    def handle(self, *args: Any, **options: Any) -> None:
        """Withdraw each, tell of each, and fail when one was refused."""
        report = withdraw_all(
            chosen_things(options),
            by=named_user(options["by"]),
            reason=options["reason"],
            notice=options["notice"],
        )
        tell(self, report, options)
