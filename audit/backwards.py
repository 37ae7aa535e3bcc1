"""Migrating back: what would delete the record is refused before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations import CreateModel, Migration
from django.utils.translation import gettext as _

from audit.models import Kept


def refuse_loss(plan: Iterable[tuple[Migration, bool]], *, using: str) -> None:
    """Raise ``CommandError`` when a step back would drop a table of kept rows that has any.

    Django undoes the apps that stand on the log first: refusing at the log's own step would come
    when their tables are gone.
    """
    lost = [told for migration, back in plan if back for told in _lost(migration, using)]
    if lost:
        raise CommandError(
            _(
                "Migrating back to there would delete for ever: %(lost)s. Nothing was done. Make a"
                " backup and restore an older one instead, or migrate to a later step."
            )
            % {"lost": _("; ").join(lost)}
        )


def _lost(migration: Migration, using: str) -> Iterator[str]:
    made = {row.name for row in migration.operations if isinstance(row, CreateModel)}
    there = set(connections[using].introspection.table_names())
    for model in Kept.__subclasses__():
        options = model._meta
        mine = options.app_label == migration.app_label and model.__name__ in made
        if mine and options.db_table in there:
            count = model._default_manager.using(using).count()
            if count:
                yield _("%(what)s (%(count)s rows)") % {
                    "what": options.verbose_name_plural,
                    "count": count,
                }
