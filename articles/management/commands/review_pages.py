"""``review_pages``: submit, approve or return pages from the command line."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.places import address, pages_at, place
from articles.workflow import NotAllowed, PageMove, approve_page, return_page, submit_page
from issues.models import Page

ACTIONS = ("submit", "approve", "return")


class Command(BaseCommand):
    """The command line round ``articles.workflow``."""

    help = (
        "Submit issues or pages for review, approve them in the stage that the user may review, or "
        "return them. Each page in its own transaction. Says of each page what was done or why "
        "not; exits with 1 when one was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument("action", choices=ACTIONS)
        parser.add_argument("places", nargs="+", type=place, metavar="DATE[/PAGE]")
        parser.add_argument("--publication", metavar="NAME", help="only pages of this paper")
        parser.add_argument("--by", required=True, metavar="USER", help="who does it")
        parser.add_argument("--reason", default="", help="why they are returned")

    def handle(self, *args: Any, **options: Any) -> None:
        """Move each page and fail at the end when one was refused."""
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(_("There is no user “%(name)s”.") % {"name": options["by"]})
        if options["action"] == "return" and not options["reason"].strip():
            raise CommandError(_("To return pages, give a --reason."))
        pages = [
            page for one in options["places"] for page in pages_at(one, options["publication"])
        ]
        done = [self._move(page, by, options) for page in pages]
        counts = _("%(moved)s of %(all)s pages moved") % {"moved": sum(done), "all": len(done)}
        if not all(done):
            raise CommandError(counts)
        if options["verbosity"] >= 1:
            self.stdout.write(counts)

    def _move(self, page: Page, by: User, options: dict[str, Any]) -> bool:
        try:
            moved = _act(page, by, options)
        except NotAllowed as error:
            self.stderr.write(self.style.ERROR(f"{address(page)}: {error}"))
            return False
        if options["verbosity"] >= 1:
            self.stdout.write(
                _("%(page)s: %(moved)s stories") % {"page": address(page), "moved": moved.moved}
            )
        return True


def _act(page: Page, by: User, options: dict[str, Any]) -> PageMove:
    if options["action"] == "submit":
        return submit_page(page, by=by)
    if options["action"] == "approve":
        return approve_page(page, by=by)
    return return_page(page, by=by, reason=options["reason"])
