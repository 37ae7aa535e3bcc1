"""What the commands after review have in common: which pages and stories, who, and the report."""

from __future__ import annotations

import datetime as dt
import json
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from editorial.selections import Outcome, Report, Result, Thing
from issues.page_names import pages_at, place


def add_thing_arguments(parser: CommandParser, *, by: str) -> None:
    """Add places, ``--story``, ``--publication``, ``--by`` and ``--report``."""
    parser.add_argument("places", nargs="*", type=place, metavar="DATE[/PAGE]")
    parser.add_argument(
        "--story", type=int, action="append", default=[], metavar="ID",
        help="a story by the number in its address; may be given several times",
    )  # fmt: skip
    parser.add_argument("--publication", metavar="NAME", help="only pages of this paper")
    parser.add_argument("--by", required=True, metavar="USER", help=by)
    parser.add_argument("--report", metavar="FILE", help="write the report as JSON")


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


def shanghai_time(value: str) -> dt.datetime:
    """Return the time that ``2025-06-16 06:00`` names in the zone of the newsroom."""
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no time; write it as 2025-06-16 06:00") from None
    if len(value) < len("2025-06-16 06:00"):
        raise ArgumentTypeError(f"{value!r} has no hour; write it as 2025-06-16 06:00")
    return moment if moment.tzinfo else timezone.make_aware(moment)


def tell(command: BaseCommand, report: Report, options: dict[str, Any]) -> None:
    """Print the report, write it to a file when asked, and fail when something was refused."""
    for row in report.outcomes:
        _tell_one(command, row, options["verbosity"])
    if path := options["report"]:
        text = json.dumps(report.as_dict(), ensure_ascii=False, indent=2)
        try:
            Path(path).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("%(path)s: the report cannot be written (%(error)s).")
                % {"path": path, "error": error.strerror}
            ) from error
    if report.refused:
        raise CommandError(report.summary)
    if options["verbosity"] >= 1:
        command.stdout.write(report.summary)


def _tell_one(command: BaseCommand, row: Outcome, verbosity: int) -> None:
    if row.result == Result.REFUSED:
        command.stderr.write(command.style.ERROR(f"{row.place}: {row.message}"))
    elif verbosity >= 1 and row.result == Result.ALREADY:
        command.stdout.write(f"{row.place}: {row.message}")
    elif verbosity >= 1:
        command.stdout.write(
            _("%(place)s: %(stories)s stories") % {"place": row.place, "stories": row.stories}
        )
