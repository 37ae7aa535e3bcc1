"""Is the machine fit to publish on? Each check says what it found and, when wrong, what to do."""

from __future__ import annotations

import datetime as dt
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
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants import held_together
from accounts.models import RoleGrant
from accounts.roles import OFFICES
from archive.statistics import are_gathered
from archive.storage_fitness import Wrong, disk, hashes, media, photos, sqlite_folder, write_in
from articles.models import Article
from audit import log as audit
from audit.triggers import missing_guards
from issues.models import Publication
from search.entries import stale_count
from search.gram_tables import missing_triggers

ZONE = "Asia/Shanghai"
# More than this between two clocks, and a page is public before or after its time.
DRIFT = dt.timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found. ``ok`` is ``None`` where there is nothing to check yet."""

    name: str
    ok: bool | None
    found: str
    advice: str = ""


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
                write_in(sqlite_folder())
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


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{row.app_label}.{row.name}" for row, _back in plan)
        raise Wrong(
            _("Migrations are pending: %(names)s.") % {"names": names}, _("Run: manage.py migrate")
        )
    return _("Nothing is pending.")


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
    "disk": disk,
    "guards": _guards,
    "migrations": _migrations,
    "media": media,
    "photos": photos,
    "hashes": hashes,
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
