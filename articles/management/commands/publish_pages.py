"""``publish_pages`` and, with ``--undo``, the way back."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.places import pages_at, place
from articles.workflow import NotAllowed, publish_page, unpublish_page
from issues.models import Page


class Command(BaseCommand):
    """The command line round ``articles.workflow``."""

    help = (
        "Publish issues or pages, each page in its own transaction. Says of each page whether it "
        "was published or why not; exits with 1 when one was not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument("places", nargs="+", type=place, metavar="DATE[/PAGE]")
        parser.add_argument("--publication", metavar="NAME", help="only pages of this paper")
        parser.add_argument("--by", required=True, metavar="USER", help="who publishes")
        parser.add_argument(
            "--undo", action=BooleanOptionalAction, default=False, help="take back to draft"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Move each page and fail at the end when one could not be moved."""
        by = _user(options["by"])
        pages = [
            page for one in options["places"] for page in pages_at(one, options["publication"])
        ]
        refused = [page for page in pages if not self._move(page, by, options)]
        counts = _("%(moved)s of %(all)s pages moved") % {
            "moved": len(pages) - len(refused),
            "all": len(pages),
        }
        if refused:
            raise CommandError(counts)
        if options["verbosity"] >= 1:
            self.stdout.write(counts)

    def _move(self, page: Page, by: User, options: dict[str, Any]) -> bool:
        try:
            moved = (unpublish_page if options["undo"] else publish_page)(page, by=by)
        except NotAllowed as error:
            self.stderr.write(self.style.ERROR(f"{page}: {error}"))
            return False
        if options["verbosity"] >= 1:
            self.stdout.write(
                _("%(page)s: %(moved)s stories") % {"page": page, "moved": moved.moved}
            )
        return True


def _user(name: str) -> User:
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(_("There is no user “%(name)s”.") % {"name": name}) from None
