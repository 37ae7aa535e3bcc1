"""``backup``: the whole newsroom in one file, while people go on working."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.backup import BackupFailed, make_backup
from articles.disk import refusal


class Command(BaseCommand):
    """The command line round ``archive.backup``."""

    help = (
        "Write database, files, the log's head and a manifest of hashes into one file in FOLDER. "
        "It is of one moment, and people go on working. The secret key is not in it: keep it "
        "elsewhere. Exits with 1 when no whole backup was made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the file is put")
        parser.add_argument(
            "--recipient",
            default="",
            metavar="KEY",
            help="encrypt it with age for this public key (age1…)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the backup and say what is in it."""
        folder = options["folder"]
        try:
            made = make_backup(folder, recipient=options["recipient"])
        except BackupFailed as failed:
            raise CommandError(str(failed)) from failed
        except OSError as error:
            raise CommandError(refusal(error, folder)) from error
        for name in made.missing:
            self.stderr.write(
                self.style.WARNING(_("%(file)s was not there. Run verify.") % {"file": name})
            )
        if options["verbosity"] >= 1:
            self.stdout.write(
                _("%(path)s: %(files)s files, the log ends with entry %(seq)s, %(hash)s.")
                % {
                    "path": made.path,
                    "files": made.files,
                    "seq": made.head[0],
                    "hash": made.head[1][:16] or "–",
                }
            )
