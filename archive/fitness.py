"""Is the machine fit to publish on? Each check says what it found and, when wrong, what to do."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants import held_together
from accounts.models import RoleGrant
from accounts.roles import OFFICES
from archive.media_files import files_without_rows, rows_without_files
from archive.statistics import are_gathered
from articles.disk import refusal
from articles.models import Article
from audit import log as audit
from audit.triggers import missing_guards
from issues.models import Publication, Source, SourceGone
from search.entries import stale_count
from search.gram_tables import missing_triggers

ZONE = "Asia/Shanghai"
# More than this between two clocks, and a page is public before or after its time.
DRIFT = dt.timedelta(seconds=5)
SAMPLE = 50
# With less than this the next day's photos may not fit.
LEAST_ROOM = 500 * 1024 * 1024
# A file may lie there before its rows are committed, but not for so long.
AGE = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found. ``ok`` is ``None`` where there is nothing to check yet."""

    name: str
    ok: bool | None
    found: str
    advice: str = ""


class Wrong(Exception):
    """Something is not as it must be: what was found, and what to do."""

    def __init__(self, found: str, advice: str) -> None:
        super().__init__(found)
        self.found, self.advice = found, advice


def examine() -> Iterator[Check]:
    """Run every check; one that fails or breaks never keeps back the others."""
    for name, check in CHECKS.items():
        try:
            found = check()
        except Wrong as wrong:
            yield Check(name, False, wrong.found, wrong.advice)
        except (DatabaseError, OSError, TypeError, ValueError) as error:
            text = _("The check itself failed: %(error)s") % {"error": error}
            yield Check(name, False, text, _("Put right what the message names, then look again."))
        else:
            yield Check(name, True, found)


def _clock() -> str:
    sql = "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
    if connection.vendor == "postgresql":
        sql = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')"
    with connection.cursor() as cursor:
        # Without parameters, so that the driver leaves the percent signs alone.
        cursor.execute(sql)
        value = str(cursor.fetchone()[0])
    there = dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
    now = _now()
    apart = abs(there - now)
    if apart > DRIFT:
        raise Wrong(
            _("The database's clock and this machine's are %(seconds)s seconds apart.")
            % {"seconds": round(apart.total_seconds())},
            _("Let both keep time with NTP: pages become public by this clock."),
        )
    newest = Article.objects.filter(updated_at__gt=now + DRIFT).exists()
    if newest:
        raise Wrong(
            _("A story was changed in the future, so the clock has gone back."),
            _("Set the clock right and find out since when it was wrong."),
        )
    return _("%(time)s, both clocks agree.") % {
        "time": now.astimezone(ZoneInfo(ZONE)).strftime("%F %T %Z")
    }


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _zone() -> str:
    if settings.TIME_ZONE != ZONE or not settings.USE_TZ:
        raise Wrong(
            _("The newsroom's zone is %(zone)s.") % {"zone": settings.TIME_ZONE},
            _("Set TIME_ZONE to Asia/Shanghai: publication times are read in it."),
        )
    return ZONE


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            mode = str(cursor.fetchone()[0])
            if mode != "memory":
                # On a read-only disk the journal looks like another one; the disk is what is wrong.
                _write_in(_sqlite_folder())
            if mode not in ("wal", "memory"):
                raise Wrong(
                    _("SQLite's journal is %(mode)s, not WAL.") % {"mode": mode},
                    _("Put the database on a local disk and start the server again."),
                )
            found = f"SQLite, {mode}"
        else:
            cursor.execute("SHOW server_version")
            found = f"PostgreSQL {cursor.fetchone()[0]}"
    _write_and_undo()
    return found


def _write_and_undo() -> None:
    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            Publication.objects.create(name="doctor – never kept")
            raise Undo
    except Undo:
        return
    except OperationalError as error:
        raise Wrong(
            _("The database cannot be written: %(error)s") % {"error": error},
            _("Look at the disk's space and at the rights of the database's folder."),
        ) from error


def _guards() -> str:
    if missing := missing_guards():
        raise Wrong(
            _("The database does not guard: %(names)s.") % {"names": ", ".join(missing)},
            _("Find out who took the triggers away; run migrate on a copy and compare."),
        )
    return _("The rows that are written once are guarded.")


def _disk() -> str:
    """Look whether there is room, and whether the folders can be written."""
    folders = {Path(settings.DATA_DIR), _there(Path(settings.MEDIA_ROOT))}
    if connection.vendor == "sqlite":
        folders.add(_sqlite_folder())
    least: float = float("inf")
    for folder in sorted(folders):
        _write_in(folder)
        free = shutil.disk_usage(folder).free
        if free < LEAST_ROOM:
            raise Wrong(
                _("%(folder)s has only %(free)s left.")
                % {"folder": folder, "free": filesizeformat(free)},
                _("Make room: on a full disk nothing can be written, and readers alone go on."),
            )
        least = min(least, free)
    return _("At least %(free)s are free.") % {"free": filesizeformat(least)}


def _sqlite_folder() -> Path:
    return Path(str(connection.settings_dict["NAME"])).resolve().parent


def _write_in(folder: Path) -> None:
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-") as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError as error:
        raise Wrong(refusal(error, folder), _("Readers go on reading until then.")) from error


def _there(folder: Path) -> Path:
    return next((row for row in (folder, *folder.parents) if row.exists()), folder)


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{row.app_label}.{row.name}" for row, _back in plan)
        raise Wrong(
            _("Migrations are pending: %(names)s.") % {"names": names}, _("Run: manage.py migrate")
        )
    return _("Nothing is pending.")


def _media() -> str:
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


def _photos() -> str:
    if lost := rows_without_files():
        raise Wrong(
            _("%(count)s files are missing, among them %(file)s.")
            % {"count": len(lost), "file": _shown(lost[0])},
            _("Restore them from a backup."),
        )
    rest = files_without_rows(before=_now() - AGE)
    if rest:
        raise Wrong(
            _("%(count)s files belong to nothing, among them %(file)s.")
            % {"count": len(rest), "file": _shown(rest[0])},
            _("A save that was cut off left them. Look at them, then delete them."),
        )
    return _("No photo and no source without its file, and no file that belongs to nothing.")


def _shown(name: str) -> str:
    return f"{settings.BUCKET or settings.MEDIA_ROOT}/{name}"


def _hashes() -> str:
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


def _audit() -> str:
    broken = next(audit.check_chain(), None)
    if broken:
        raise Wrong(broken.message, _("Run verify; find out who had access to the database."))
    seq, digest = audit.chain_head()
    return _("%(count)s entries, the last hash is %(hash)s.") % {"count": seq, "hash": digest[:16]}


def _cache() -> str:
    # Another doctor at the same moment would delete a key of the same name.
    cache, key = caches["default"], f"doctor-{uuid4()}"
    backend = type(cache).__name__
    try:
        cache.set(key, "here", 10)
        held = cache.get(key) == "here"
        cache.delete(key)
    except Exception as error:  # Each backend has errors of its own.
        raise Wrong(
            _("The cache (%(backend)s) does not answer: %(error)s")
            % {"backend": backend, "error": error},
            _("Start Redis, or take REDIS_URL away."),
        ) from error
    if not held:
        raise Wrong(
            _("The cache (%(backend)s) forgets at once.") % {"backend": backend},
            _("Look at the memory Redis may use."),
        )
    return backend


def _settings() -> str:
    if settings.DEBUG:
        raise Wrong(
            _("DEBUG is on: errors show the inside of the server to readers."),
            _("Set DEBUG=false, SECRET_KEY and ALLOWED_HOSTS for a server."),
        )
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        raise Wrong(
            _("The secret key is short: preview links and sessions hang on it."),
            _("Set SECRET_KEY to 50 random characters."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        raise Wrong(_("Any host name is answered."), _("Name the paper's hosts in ALLOWED_HOSTS."))
    return ", ".join(settings.ALLOWED_HOSTS)


def _static() -> str:
    if settings.DEBUG:
        return _("Served from the sources while DEBUG is on.")
    root = Path(settings.STATIC_ROOT)
    try:
        address = staticfiles_storage.url("reader/reader.css")
    except ValueError:
        address = ""
    if not address or not (root / address.removeprefix(settings.STATIC_URL).lstrip("/")).exists():
        raise Wrong(
            _("The style sheets are not in %(folder)s.") % {"folder": root},
            _("Run: manage.py collectstatic"),
        )
    return str(root)


def _statistics() -> str:
    if are_gathered():
        return _("The database has looked at its tables.")
    return _("Not gathered yet. The next large import does it; no reader's page hangs on it.")


def _superusers() -> str:
    """Superusers pass round the offices; a newsroom that has officers needs none."""
    names = User.objects.filter(is_superuser=True, is_active=True).order_by("username")
    found = ", ".join(names.values_list("username", flat=True))
    if not found:
        return _("None is active.")
    there = RoleGrant.objects.counting().filter(user__is_active=True, role__in=OFFICES)
    if there.values("role").distinct().count() < len(OFFICES):
        return _("Active: %(names)s. The three offices are not all held yet.") % {"names": found}
    raise Wrong(
        _("Active: %(names)s. What the three offices divide, a superuser does alone.")
        % {"names": found},
        _("The officers are there: take “active” away from these accounts."),
    )


def _offices() -> str:
    """Whether the three offices are in three people's hands."""
    held = held_together()
    told = "; ".join(
        f"{user}: {', '.join(str(role.label) for role in roles)}" for user, roles in held.items()
    )
    if held and settings.SEPARATE_OFFICES:
        raise Wrong(
            _("One person holds several offices, or reviews beside one: %(held)s.")
            % {"held": told},
            _("None of these roles counts. Let the security administrator take all but one back."),
        )
    if not settings.SEPARATE_OFFICES:
        return _("SEPARATE_OFFICES is off. Held together: %(held)s.") % {"held": told or "–"}
    return _("Nobody holds two, nor reviews or publishes beside one.")


def _schedule() -> str:
    waiting: dict[str, Any] = Article.objects.scheduled().aggregate(last=Max("published_at"))
    count = Article.objects.scheduled().count()
    if not count:
        return _("Nothing waits for its time.")
    last = timezone.localtime(waiting["last"]).strftime("%F %H:%M %Z")
    return _("%(count)s stories wait, the last until %(last)s. No scheduler is needed.") % {
        "count": count,
        "last": last,
    }


def _search() -> str:
    if missing := missing_triggers():
        raise Wrong(
            _("The search index misses what is written: %(names)s.")
            % {"names": ", ".join(missing)},
            _("Run: manage.py migrate, then manage.py rebuild_search"),
        )
    if count := stale_count():
        raise Wrong(
            _("%(count)s stories are not searched as they now stand.") % {"count": count},
            _("Run: manage.py rebuild_search"),
        )
    return _("Every story is searched as it now stands.")


CHECKS: dict[str, Callable[[], str]] = {
    "clock": _clock,
    "zone": _zone,
    "database": _database,
    "disk": _disk,
    "guards": _guards,
    "migrations": _migrations,
    "media": _media,
    "photos": _photos,
    "hashes": _hashes,
    "audit": _audit,
    "cache": _cache,
    "settings": _settings,
    "static": _static,
    "statistics": _statistics,
    "superusers": _superusers,
    "offices": _offices,
    "schedule": _schedule,
    "search": _search,
}
