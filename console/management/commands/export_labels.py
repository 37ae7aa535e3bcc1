"""``export_labels``: the lines that editors have answered about, for the training of the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from workbench.known_lines import known_pages


class Command(BaseCommand):
    """The command line round ``workbench.known_lines``."""

    help = (
        "Write the pages about whose lines somebody has answered whether a story begins there, "
        "with their text, one page a line. python -m training.train CORPUS --labelled FILE learns "
        "from them. The file has the paper's text: keep it where that may be kept."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("output", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say how much is in it."""
        path, pages, answers = options["output"], 0, 0
        try:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                for page in known_pages():
                    file.write(json.dumps(page, ensure_ascii=False) + "\n")
                    pages, answers = pages + 1, answers + len(page["answers"])
        except OSError as error:
            raise CommandError(
                _("%(path)s: cannot be written (%(error)s).")
                % {"path": path, "error": error.strerror}
            ) from error
        if options["verbosity"] >= 1:
            text = _("%(answers)s answers about lines of %(pages)s pages written")
            self.stdout.write(text % {"answers": answers, "pages": pages})
