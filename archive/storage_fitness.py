"""Is there room for what comes in, can it be written, and is what came still as it came?"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from archive.media_files import files_without_rows, rows_without_files
from articles.disk import refusal
from issues.models import Source, SourceGone

SAMPLE = 50
# With less than this the next day's photos may not fit.
LEAST_ROOM = 500 * 1024 * 1024
# A file may lie there before its rows are committed, but not for so long.
AGE = dt.timedelta(hours=1)


class Wrong(Exception):
    """Something is not as it must be: what was found, and what to do."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(found)
        self.found, self.advice = found, advice


def disk() -> str:
    """Look whether there is room, and whether the folders can be written."""
    folders = {Path(settings.DATA_DIR), _there(Path(settings.MEDIA_ROOT))}
    if connection.vendor == "sqlite":
        folders.add(sqlite_folder())
    least: float = float("inf")
    for folder in sorted(folders):
        write_in(folder)
        free = shutil.disk_usage(folder).free
        if free < LEAST_ROOM:
            raise Wrong(
                _("%(folder)s has only %(free)s left.")
                % {"folder": folder, "free": filesizeformat(free)},
                _("Make room: on a full disk nothing can be written, and readers alone go on."),
            )
        least = min(least, free)
    return _("At least %(free)s are free.") % {"free": filesizeformat(least)}


def sqlite_folder() -> Path:
    return Path(str(connection.settings_dict["NAME"])).resolve().parent


def write_in(folder: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError as error:
        raise Wrong(refusal(error, folder), _("Readers go on reading until then.")) from error


def _there(folder: Path) -> Path:
    return next((row for row in (folder, *folder.parents) if row.exists()), folder)


def media() -> str:
    if settings.BUCKET:
        return _bucket()
    folder = Path(settings.MEDIA_ROOT)
    parent = _there(folder)
    try:
        if folder.exists():
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-"):
                pass
        elif not os.access(parent, os.W_OK):
            raise PermissionError(13, "Permission denied", str(parent))
    except OSError as error:
        raise Wrong(
            _("Photos cannot be stored in %(folder)s (%(error)s).")
            % {"folder": folder, "error": error.strerror},
            _("Give the account that runs the server the right to write there."),
        ) from error
    return str(folder)


def _bucket() -> str:
    try:
        default_storage.delete(default_storage.save(".doctor", ContentFile(b"-")))
    except Exception as error:
        raise Wrong(
            _("Photos cannot be stored in %(folder)s (%(error)s).")
            % {"folder": settings.BUCKET, "error": error},
            _("Look at S3_BUCKET, S3_ENDPOINT and the keys."),
        ) from error
    return str(settings.BUCKET)


def photos() -> str:
    if lost := rows_without_files():
        raise Wrong(
            _("%(count)s files are missing, among them %(file)s.")
            % {"count": len(lost), "file": _shown(lost[0])},
            _("Restore them from a backup."),
        )
    rest = files_without_rows(before=dt.datetime.now(dt.UTC) - AGE)
    if rest:
        raise Wrong(
            _("%(count)s files belong to nothing, among them %(file)s.")
            % {"count": len(rest), "file": _shown(rest[0])},
            _("A save that was cut off left them. Look at them, then delete them."),
        )
    return _("No photo and no source without its file, and no file that belongs to nothing.")


def _shown(name: str) -> str:
    return f"{settings.BUCKET or settings.MEDIA_ROOT}/{name}"


def hashes() -> str:
    newest = Source.objects.aggregate(pk=Max("pk"))["pk"] or 0
    # Spread over the archive, the newest among them; ``verify`` looks at every one.
    step = max(newest // SAMPLE, 1)
    rows = Source.objects.filter(pk__in=range(newest, 0, -step)).only("file", "data", "sha256")
    try:
        wrong = [row.pk for row in rows if hashlib.sha256(row.received).hexdigest() != row.sha256]
    except SourceGone as gone:
        raise Wrong(str(gone), _("Run verify: it names every one that is missing.")) from gone
    if wrong:
        raise Wrong(
            _("Received files were changed: %(rows)s.") % {"rows": ", ".join(map(str, wrong))},
            _("Run verify, and restore them from a backup."),
        )
    return _("%(count)s received files looked at, all as they came.") % {"count": len(rows)}
