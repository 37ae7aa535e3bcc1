"""``publish_pages``: now or at a time, and the ways back."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.statistics import gather_after
from console.arguments import (
    add_thing_arguments,
    chosen_things,
    named_user,
    shanghai_time,
    tell,
)
from editorial.selections import publish, unpublish, unschedule
from issues.models import Page


class Command(BaseCommand):
    """The command line round ``editorial.selections``."""

    help = (
        "Publish issues, pages or stories, each in its own transaction, at once or at a time. Says "
        "of each whether it was published or why not; exits with 1 when one was not. Run again, "
        "it changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_thing_arguments(parser, by="who publishes")
        parser.add_argument(
            "--at",
            type=shanghai_time,
            metavar="TIME",
            help="public from this time on, such as '2025-06-16 06:00', in Asia/Shanghai",
        )
        parser.add_argument(
            "--unschedule",
            action=BooleanOptionalAction,
            default=False,
            help="take what waits for its time off the schedule",
        )
        parser.add_argument(
            "--unpublish",
            "--undo",
            action=BooleanOptionalAction,
            default=False,
            help="take pages from their readers and back to draft; --undo is the old name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it to each page or story, tell of each, and fail when one was refused."""
        if sum(map(bool, (options["at"], options["unpublish"], options["unschedule"]))) > 1:
            raise CommandError(_("Give one of --at, --unschedule and --unpublish."))
        by, things = named_user(options["by"]), chosen_things(options)
        if options["unpublish"]:
            pages = [thing for thing in things if isinstance(thing, Page)]
            if len(pages) < len(things):
                raise CommandError(
                    _("--unpublish takes whole pages. A story is withdrawn: use withdraw.")
                )
            report = unpublish(pages, by=by)
        elif options["unschedule"]:
            report = unschedule(things, by=by)
        else:
            report = publish(things, by=by, at=options["at"])
            # "Published" was a rare state before, and is the most frequent one now.
            gather_after(len(things))
        tell(self, report, options)
