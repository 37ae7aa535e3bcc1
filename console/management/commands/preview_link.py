"""``preview_link``: a link that shows a page or story before it is published."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from console.arguments import named_story, named_user
from editorial.previews import make_link, token_of
from editorial.transitions import NotAllowed
from issues.page_names import one_page, page_place


class Command(BaseCommand):
    """The command line round ``editorial.previews``."""

    help = (
        "Print the address of a preview that ends by itself. Every look at it is in the audit log."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("place", nargs="?", type=page_place, metavar="DATE/PAGE")
        what.add_argument("--story", type=int, metavar="ID", help="a story instead of a page")
        parser.add_argument("--publication", metavar="NAME", help="the paper, where it is not one")
        parser.add_argument("--by", required=True, metavar="USER", help="who answers for the link")
        parser.add_argument("--for", dest="note", required=True, metavar="WHOM", help="for whom")
        parser.add_argument("--hours", type=int, default=24, help="how long it opens")

    def handle(self, *args: Any, **options: Any) -> None:
        by, one = named_user(options["by"]), options["place"]
        shown = one_page(one, options["publication"]) if one else named_story(options["story"])
        try:
            link = make_link(shown, by=by, note=options["note"], hours=options["hours"])
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(reverse("preview", args=[token_of(link)]))
