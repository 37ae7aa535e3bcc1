"""``doctor``: is the machine fit to publish on, and if not, what to do?"""

from __future__ import annotations

import json
from argparse import BooleanOptionalAction
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.fitness import Check, examine


class Command(BaseCommand):
    """The command line round ``archive.fitness``."""

    help = (
        "Look at clock, zone, database, guards, migrations, media, hashes, audit log, cache, "
        "settings, static files and who holds the offices, and say of each what to do. Changes "
        "nothing. Exits with 1 when something is wrong."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action=BooleanOptionalAction, default=False, help="print one JSON object"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine, tell, and fail when something is wrong."""
        checks = list(examine())
        wrong = [row for row in checks if row.ok is False]
        if options["json"]:
            document = {"ok": not wrong, "checks": [asdict(row) for row in checks]}
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for row in checks:
                self._tell(row, options["verbosity"])
        if wrong:
            raise CommandError(
                _("Wrong: %(names)s.") % {"names": _(", ").join(row.name for row in wrong)}
            )

    def _tell(self, row: Check, verbosity: int) -> None:
        if row.ok is False:
            self.stderr.write(self.style.ERROR(f"✗ {row.name}: {row.found}"))
            self.stderr.write(f"    {row.advice}")
        elif verbosity >= 1:
            self.stdout.write(f"{'–' if row.ok is None else '✓'} {row.name}: {row.found}")
