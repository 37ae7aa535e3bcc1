"""What Django's own log says of the rows that a person's table has written."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_noop

from audit import journal
from tables.columns import BATCH, RowChange


def write_entries(
    model: type[Model], changes: Iterable[tuple[int, RowChange]], *, by: User, file_name: str
) -> None:
    """Write an entry for every row, with whether it was added or changed, by its line."""
    kind = ContentType.objects.get_for_model(model)
    LogEntry.objects.bulk_create(
        (
            LogEntry(
                user=by,
                content_type=kind,
                object_id=str(change.instance.pk),
                object_repr=str(change.instance)[:200],
                action_flag=flag,
                change_message=journal.line_of(
                    journal.sentence(
                        gettext_noop("Table %(file)s, row %(row)s: %(columns)s"),
                        file=file_name or "–",
                        row=change.row.number,
                        columns=", ".join(change.columns),
                    )
                ),
            )
            for flag, change in changes
        ),
        batch_size=BATCH,
    )
