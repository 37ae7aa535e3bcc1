"""``restore``: a backup becomes a newsroom again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from archive.restoration import RestoreRefused, restore_backup
from archive.statistics import gather
from articles.disk import refusal
from audit.log import chain_head


class Command(BaseCommand):
    """The command line round ``archive.restoration``."""

    help = (
        "Put a backup into an empty newsroom, whole or not at all, and verify it. Stop the server "
        "first. Exits with 1 when it was refused or when something is wrong with what it held. "
        "Withdrawn stories are given back by reinstate."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument("backup", type=Path, metavar="BACKUP", help="the file of a backup")
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="the age key that can read it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then verify."""
        path = options["backup"]
        try:
            done = restore_backup(path, identity=options["identity"])
        except RestoreRefused as refused:
            raise CommandError(str(refused)) from refused
        except FileNotFoundError as error:
            raise CommandError(
                _("%(path)s: There is no such file or folder. Check the path.")
                % {"path": error.filename or path}
            ) from error
        except OSError as error:
            raise CommandError(refusal(error, Path(settings.DATA_DIR))) from error
        if options["verbosity"] >= 1:
            self.stdout.write(
                _("%(rows)s rows and %(files)s files of %(time)s are back.")
                % {"rows": done.rows, "files": done.files, "time": done.made_at[:16]}
            )
        # A backup of an older program gets the migrations that came since.
        call_command("migrate", verbosity=0)
        if done.head[0] and chain_head()[1] != done.head[1]:
            raise CommandError(_("The log does not end as the backup says. Take another backup."))
        gather()
        call_command("verify", verbosity=options["verbosity"])
