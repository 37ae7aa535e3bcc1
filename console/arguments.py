"""What the commands after review have in common: which pages and stories, who, and the report."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError, BooleanOptionalAction
from dataclasses import asdict
from getpass import getuser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from audit.outcomes import Result
from console.json_report import JsonReport, open_report
from editorial.selections import SelectionReport, Thing, ThingOutcome
from issues.models import Publication
from issues.page_names import pages_at, place

MOST_JOBS = 64


def add_thing_arguments(parser: CommandParser, *, by: str) -> None:
    """Add places, ``--story``, ``--publication``, ``--by`` and ``--report``."""
    parser.add_argument("places", nargs="*", type=place, metavar="DATE[/PAGE]")
    parser.add_argument(
        "--story",
        type=int,
        action="append",
        default=[],
        metavar="ID",
        help="a story by the number in its address; may be given several times",
    )
    parser.add_argument("--publication", metavar="NAME", help="only pages of this paper")
    parser.add_argument("--by", required=True, metavar="USER", help=by)
    parser.add_argument("--report", metavar="FILE", help="write the report as JSON")


def add_background_argument(parser: CommandParser) -> None:
    parser.add_argument(
        "--background",
        action=BooleanOptionalAction,
        default=False,
        help="only write down what is to be done: the workers of Celery do it, or run_jobs; "
        "show_jobs tells how far it is",
    )


def process_count(value: str) -> int:
    """Return how many processes ``value`` asks for, at least one."""
    if value.isdecimal() and 1 <= int(value) <= MOST_JOBS:
        return int(value)
    raise ArgumentTypeError(f"{value!r} is no number of processes; write 1 to {MOST_JOBS}")


def operator() -> str:
    """Return who runs the command, as the machine calls him; ``""`` where it has no name for him.

    A word for the record, not a proof: the environment may say another name.
    """
    try:
        return getuser()
    except (ImportError, KeyError, OSError):
        return ""


def chosen_things(options: dict[str, Any]) -> list[Thing]:
    """Return the pages and stories that were named; ``CommandError`` when one is not there."""
    things: list[Thing] = [
        page for one in options["places"] for page in pages_at(one, options["publication"])
    ]
    things += [named_story(pk) for pk in options["story"]]
    if not things:
        raise CommandError(_("Name at least one page, issue or story."))
    return things


def named_story(pk: int) -> Article:
    """Return a story by its key; ``CommandError`` when there is none."""
    story = Article.objects.with_page().with_parts().filter(pk=pk).first()
    if story is None:
        raise CommandError(
            _("There is no story %(pk)s. Its number stands in its address: /articles/12/.")
            % {"pk": pk}
        )
    return story


def named_user(name: str) -> User:
    """Return a person by the account's name; ``CommandError`` when there is none."""
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(
            _("There is no user “%(name)s”. Give the name with which the person logs in.")
            % {"name": name}
        ) from None


def named_publication(name: str | None) -> Publication | None:
    """Return a paper by its name, ``None`` without one; ``CommandError`` when it is not there."""
    if not name:
        return None
    found = Publication.objects.filter(name=name).first()
    if found is None:
        names = _(", ").join(Publication.objects.values_list("name", flat=True)) or "–"
        raise CommandError(
            _("There is no paper “%(name)s”. There are: %(names)s.")
            % {"name": name, "names": names}
        )
    return found


def shanghai_time(value: str) -> dt.datetime:
    """Return the time that ``2025-06-16 06:00`` names in the zone of the newsroom."""
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no time; write it as 2025-06-16 06:00") from None
    if len(value) < len("2025-06-16 06:00"):
        raise ArgumentTypeError(f"{value!r} has no hour; write it as 2025-06-16 06:00")
    return moment if moment.tzinfo else timezone.make_aware(moment)


def tell(command: BaseCommand, report: SelectionReport, options: dict[str, Any]) -> None:
    """Print the report, write it to a file when asked, and fail when something was refused."""
    for row in report.outcomes:
        _tell_one(command, row, options["verbosity"])
    if path := options["report"]:
        with open_report(path, command.stdout) as file:
            written = JsonReport(file, "outcomes")
            for row in report.outcomes:
                written.add(asdict(row))
            written.close(**report.summed_up())
    if report.refused:
        raise CommandError(report.summary)
    if options["verbosity"] >= 1:
        command.stdout.write(report.summary)


def _tell_one(command: BaseCommand, row: ThingOutcome, verbosity: int) -> None:
    if row.result == Result.REFUSED:
        hint = _(" (Confirm with --confirm %(answer)s.)") % {"answer": row.answer}
        told = f"{row.place}: {row.message}{hint if row.answer else ''}"
        command.stderr.write(command.style.ERROR(told))
    elif verbosity >= 1 and row.result == Result.ALREADY:
        command.stdout.write(f"{row.place}: {row.message}")
    elif verbosity >= 1:
        command.stdout.write(
            _("%(place)s: %(stories)s stories") % {"place": row.place, "stories": row.stories}
        )
