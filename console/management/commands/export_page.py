"""``export_page``: the page document of a page as it now stands."""

from __future__ import annotations

import json
from argparse import BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.export import export_page, with_all
from issues.models import SourceGone
from issues.page_names import add_range_arguments, chosen_pages


class Command(BaseCommand):
    """The command line round ``archive.export``."""

    help = (
        "Write pages as page documents, one a line, as their text now stands. import_pages makes "
        "the same pages of them, as drafts. Without a place: the whole archive."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_range_arguments(parser)
        parser.add_argument("--output", metavar="FILE", type=Path, help="write to a file")
        parser.add_argument("--indent", type=int, metavar="N", help="for people; one page only")
        parser.add_argument(
            "--source",
            action=BooleanOptionalAction,
            default=True,
            help="with what was received, its reading and the changes; else the bare document",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pages = chosen_pages(
            options["places"],
            since=options["since"],
            until=options["until"],
            publication=options["publication"],
        )
        if options["indent"] is not None and pages.count() > 1:
            raise CommandError(_("--indent is for one page. Name one, or leave it out."))
        path = options["output"]
        if path is None:
            self._write(self.stdout, pages, options)
            return
        try:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                count = self._write(file, pages, options)
        except OSError as error:
            raise CommandError(
                _("%(path)s: cannot be written (%(error)s).")
                % {"path": path, "error": error.strerror}
            ) from error
        if options["verbosity"] >= 1:
            self.stdout.write(_("%(count)s pages exported") % {"count": count})

    def _write(self, file: Any, pages: Any, options: dict[str, Any]) -> int:
        count = 0
        for page in with_all(pages).iterator(chunk_size=20):
            try:
                document = export_page(page, with_source=options["source"])
            except SourceGone as gone:
                raise CommandError(str(gone)) from gone
            file.write(json.dumps(document, ensure_ascii=False, indent=options["indent"]) + "\n")
            count += 1
        return count
