"""``relocate``: a page, an issue or a story that stands in the wrong place."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from console.arguments import named_story, named_user
from editorial.assent import proposed_sentence
from editorial.new_places import PLACE, Placed
from editorial.proposals import change_values
from editorial.transitions import AlreadyDone, NotAllowed
from issues.page_names import NamedPlace, one_page, pages_at, place


class Command(BaseCommand):
    """The command line round ``editorial.relocation``."""

    help = (
        "Take an issue to another day, a page to another day or number, or a story to another "
        "page. The old address redirects for ever; a story keeps its own. What readers see is only "
        "proposed: somebody else approves it (command proposals)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("place", nargs="?", type=place, metavar="DATE[/PAGE]")
        what.add_argument("--story", type=int, metavar="ID", help="a story, to the page --to")
        parser.add_argument("--to", required=True, type=place, metavar="DATE[/PAGE]")
        parser.add_argument("--publication", metavar="NAME", help="the paper, where it is not one")
        parser.add_argument("--by", required=True, metavar="USER", help="who relocates")
        parser.add_argument("--reason", required=True, help="why, for the record")

    def handle(self, *args: Any, **options: Any) -> None:
        """Relocate it or say why not."""
        try:
            done = self._relocate(options["place"], options["to"], options)
        except AlreadyDone as already:
            done = str(already)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"] >= 1:
            self.stdout.write(done)

    def _relocate(self, old: NamedPlace | None, new: NamedPlace, options: dict[str, Any]) -> str:
        paper = options["publication"]
        if old is None:
            _needs_page(new)
            story = named_story(options["story"])
            one_page(new, paper or story.page.issue.publication.name)
            return _done(story, new, options)
        if old.number is None:
            if new.number is not None:
                raise CommandError(_("An issue is relocated to a day: leave the page out of --to."))
            papers = {page.issue for page in pages_at(old, paper)}
            if len(papers) > 1:
                raise CommandError(_("Several papers have that issue. Name one: --publication."))
            return _done(papers.pop(), new, options)
        _needs_page(new)
        return _done(one_page(old, paper), new, options)


def _done(row: Placed, new: NamedPlace, options: dict[str, Any]) -> str:
    by = named_user(options["by"])
    made = change_values(row, {PLACE: new}, by=by, reason=options["reason"])
    return proposed_sentence(made) if made else _("Relocated to %(place)s.") % {"place": new}


def _needs_page(new: NamedPlace) -> None:
    if new.number is None:
        raise CommandError(
            _("Say to which page: --to %(date)s/1, for example.") % {"date": new.date}
        )
