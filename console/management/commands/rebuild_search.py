"""``rebuild_search``: write what is searched of each story again."""

from __future__ import annotations

import sys
from argparse import BooleanOptionalAction
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from articles.models import Article
from console.arguments import add_background_argument
from console.background import told
from desk.jobs import begin
from search.entries import batches, rebuild
from search.gram_tables import mend


class Command(BaseCommand):
    """The command line round ``search.entries``."""

    help = (
        "Write what is searched of the stories whose entry is missing or out of date. May be "
        "broken off and begun again, and runs beside a newsroom at work."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--all",
            action=BooleanOptionalAction,
            default=False,
            help="write every story's entry, not only those that are out of date",
        )
        add_background_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, showing how far it is."""
        mend("default")
        quiet = options["verbosity"] == 0
        if options["background"]:
            keys = [f"{batch[0]}-{batch[-1]}" for batch in batches()]
            everything = options["all"]
            job = begin("rebuild-search", keys, by=None, at_once=False, everything=everything)
            if not quiet:
                self.stdout.write(told(job))
            return
        looked, written = 0, 0
        with tqdm(
            total=Article.objects.count(), unit="story", disable=quiet or not sys.stderr.isatty()
        ) as bar:
            for seen, done in rebuild(everything=options["all"]):
                looked, written = looked + seen, written + done
                bar.update(seen)
        if not quiet:
            self.stdout.write(
                _("%(written)s of %(looked)s stories written.")
                % {"written": written, "looked": looked}
            )
