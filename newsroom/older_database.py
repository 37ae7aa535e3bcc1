"""A database of before the rooms (November 2026), whose migrations are not the ones there are now.

The migrations were made anew while nothing was released. Upon an older database they would find
tables of their names in other places, so it is recognised before ``migrate`` writes a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

# Each was the first migration of its app then, and is no migration of it now.
OLDER = {("issues", "0001_initial"), ("articles", "0001_initial")}


@register(Tags.database)
def older_databases(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **_options: Any
) -> list[Error]:
    """Refuse each of ``databases`` that was made before the rooms."""
    return [
        Error(advice(alias), id="newsroom.E001")
        for alias in databases or ()
        if MigrationRecorder(connections[alias]).applied_migrations().keys() & OLDER
    ]


def advice(alias: str) -> str:
    """Say which database it is and how its pages come along."""
    return _(
        "The database %(name)s was made by a version of the newsroom before 0.2 and cannot be"
        " migrated. It was left as it is. With that version write its pages out (manage.py"
        " export_page --output pages.jsonl), set DATABASE_URL to a new database, migrate it, and"
        " read them in (manage.py import_pages pages.jsonl). “make demo” makes a new one beside it."
    ) % {"name": connections[alias].settings_dict["NAME"]}
