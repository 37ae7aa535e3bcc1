"""What ``manage.py`` says where a command cannot speak for itself."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import DEFAULT_DB_ALIAS, Error, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

# As shells count what Ctrl-C ended.
INTERRUPTED = 130
DRY_RUN = "--dry-run"


def run(words: Sequence[str]) -> int:
    """Run the command that the words name and return the exit code."""
    try:
        execute_from_command_line(list(words))
    except KeyboardInterrupt:
        # A dry run is one transaction: nothing of it has stayed.
        dry = any(len(word) > len("--d") and DRY_RUN.startswith(word) for word in words)
        told = (
            _("Stopped. It was a dry run: nothing was changed.")
            if dry
            else _("Stopped. What was done stays; the same command does the rest.")
        )
        sys.stderr.write(f"\n{told}\n")
        return INTERRUPTED
    except Error:
        trouble = _trouble()
        if not trouble:
            raise
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def _trouble() -> str:
    """Return what is wrong with the database as a whole, and what to do."""
    connection = connections[DEFAULT_DB_ALIAS]
    name = {"name": connection.settings_dict["NAME"]}
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as error:
        why = str(error).partition("\n")[0]
        told = _("The database %(name)s cannot be opened: %(why)s. Start it, or mend DATABASE_URL.")
        return told % {**name, "why": why}
    if not executor.loader.applied_migrations:
        return _("The database %(name)s has no tables yet. Run “manage.py migrate”.") % name
    if missing:
        return _("The database %(name)s lacks newer migrations. Run “manage.py migrate”.") % name
    return ""
