"""A database of before whose migrations are not the ones there are now.

The migrations were made anew twice while nothing was released: with the rooms (November 2026), in
other tables, and after them, in the same. A database of the first is recognised before ``migrate``
writes a line, for its tables stand in the way. One of the second goes on where it is when it had
all of them; one that stopped halfway is recognised too.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

# Each was the first migration of its app then, and is no migration of it now.
OLDER = {("issues", "0001_initial"), ("articles", "0001_initial")}


@register(Tags.database)
def older_databases(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_options: Any
) -> list[Error]:
    """Refuse each of ``databases`` that was made before the rooms, or stopped on the way since."""
    return [error for alias in databases or () for error in _errors(alias)]


def _errors(alias: str) -> list[Error]:
    applied = MigrationRecorder(connections[alias]).applied_migrations().keys()
    name = {"name": connections[alias].settings_dict["NAME"]}
    if applied & OLDER:
        return [Error(advice() % name, id="newsroom.E001")]
    if _stopped_halfway(applied):
        return [Error(advice_halfway() % name, id="newsroom.E002")]
    return []


def _stopped_halfway(applied: Set[tuple[str, str]]) -> bool:
    """Return whether some, but not all, of what one migration stands for is in ``applied``."""
    return any(
        applied & {key, *migration.replaces} and not applied >= set(migration.replaces)
        for key, migration in MigrationLoader(None).replacements.items()
    )


def advice() -> str:
    """Say which database it is and how its pages come along."""
    return _(
        "The database %(name)s was made by a version of the newsroom before 0.2 and cannot be"
        " migrated. It was left as it is. With that version write its pages out (manage.py"
        " export_page --output pages.jsonl), set DATABASE_URL to a new database, migrate it, and"
        " read them in (manage.py import_pages pages.jsonl). “make demo” makes a new one beside it."
    )


def advice_halfway() -> str:
    """Say which database it is and who can bring it the rest of the way."""
    return _(
        "The database %(name)s has some of the migrations of the version that made it, and not all,"
        " so this version cannot go on with it. It was left as it is. Run “manage.py migrate” of"
        " the last version before 27 November 2026 on it, then this one."
    )
