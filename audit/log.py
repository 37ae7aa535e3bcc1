"""The audit log: what was done, by whom, each entry chained to the one before it by its hash.

An entry is written in the transaction of what it tells: both are there, or neither. One lock, the
chain's head, is taken before any row is that somebody else may want (``search.ahead`` writes others
first), so that two writers never wait for each other crosswise; on SQLite the transaction itself is
that lock.

Whoever writes a row notes what it says then (``note``); the entry of the deed carries it. So the
log says of each row what it said last, and ``archive`` holds the row against that. Only what was
written is noted: what somebody changed past the log does not enter it with the next honest deed.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.bulk_insert import insert
from audit.models import AuditEntry
from audit.written import Rows, Values, canonical, merge, plain, rows_of

Head = tuple[int, str]
Who = User | str | None
FIRST = "0" * 64
# Any number, the same everywhere: the name of the lock that PostgreSQL keeps for the chain.
LOCK = 2_025_061_300
COVERED = ("seq", "actor", "action", "kind", "key", "label", "payload", "previous")
HEAD = f"SELECT seq, hash FROM {AuditEntry._meta.db_table} ORDER BY seq DESC LIMIT 1"  # noqa: S608
# The entry of what was written without a deed of its own, and where every entry has the rows.
WRITTEN = "written"
ROWS = "rows"
_silent: ContextVar[bool] = ContextVar("silent", default=False)
_noted: ContextVar[Rows | None] = ContextVar("noted", default=None)


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where the chain does not hold."""

    seq: int
    kind: str
    message: str
    expected: str = ""
    got: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry shall say about one object, given as its row or as kind, key and label."""

    row: Model | None
    payload: dict[str, Any]
    named: tuple[str, str, str] = ("", "", "")


@contextmanager
def chained(*, savepoint: bool = True) -> Iterator[None]:
    """Open a transaction that will write to the log. Use it instead of ``transaction.atomic``."""
    with transaction.atomic(savepoint=savepoint):
        # Whoever writes as a part of something else has the lock from there.
        if not _silent.get() and _noted.get() is None:
            _lock()
        with _notes():
            yield


@contextmanager
def _notes() -> Iterator[None]:
    """Collect what is noted inside; what no entry has carried by the end gets one of its own."""
    known = _noted.get()
    if known is not None:
        # What is told later of a row is a new dictionary, so that those told stay as they are.
        before = {kind: dict(rows) for kind, rows in known.items()}
        try:
            yield
        except BaseException:
            # The rows are as they were, so nothing of this was written.
            known.clear()
            known.update(before)
            raise
        return
    token = _noted.set({})
    try:
        yield
        if left := _noted.get():
            record_all(WRITTEN, [Told(None, {}, _named(left))], by=None)
    finally:
        _noted.reset(token)


@contextmanager
def silent() -> Iterator[None]:
    """Write nothing: for a dry run, which would hold the chain's head until it is rolled back."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def is_silent() -> bool:
    """Whether nothing is written now, and so the chain's lock is not held either."""
    return _silent.get()


def note(*rows: Model, only: Sequence[str] = ()) -> None:
    """Tell what rows say now that they were written, or ``only`` the columns that were."""
    note_values(rows_of(rows, only))


def note_change(kind: type[Model], keys: Iterable[Any], **values: Any) -> None:
    """Tell what columns say now of the rows of one kind that were changed by their keys."""
    told: Values = {name: plain(value) for name, value in values.items()}
    note_values({kind._meta.label_lower: {str(key): dict(told) for key in keys}})


def note_values(rows: Rows) -> None:
    """Tell what rows say, by kind and key. Outside of a chained transaction it is told at once."""
    if _silent.get() or not any(rows.values()):
        return
    known = _noted.get()
    if known is not None:
        merge(known, rows)
        return
    with chained():
        note_values(rows)


def record(action: str, row: Model | None, *, by: Who, **payload: Any) -> None:
    """Append one entry. ``by`` is a person, the name of what did it, or nobody."""
    record_all(action, [Told(row, payload)], by=by)


def record_all(
    action: str, told: Iterable[Told], *, by: Who, head: Head | None = None
) -> Head | None:
    """Append an entry for each object and return where the log ends then.

    ``head`` is where it ends now, for who has asked since this transaction holds the lock.
    """
    if _silent.get():
        return head
    # Who records is done or fails as a whole, so the transaction he is in needs no savepoint.
    with chained(savepoint=False):
        seq, previous = head or chain_head()
        entries = []
        for one in told:
            entry = _entry(action, one, by, _taken())
            seq += 1
            entry.seq, entry.previous = seq, previous
            previous = entry.hash = digest(entry)
            entries.append(entry)
        insert(entries)
    return seq, previous


def told_of(row: Model, action: str) -> list[dict[str, Any]]:
    """Return what the log tells of one kind of deed that was done to an object, oldest first."""
    entries = AuditEntry.objects.filter(kind=row._meta.label_lower, key=str(row.pk), action=action)
    return [json.loads(text) for text in entries.order_by("seq").values_list("payload", flat=True)]


def digest(entry: AuditEntry) -> str:
    covered = {name: getattr(entry, name) for name in COVERED}
    return sha256(canonical(covered | {"at": _moment(entry)}).encode()).hexdigest()


def readable(entry: AuditEntry) -> str:
    return json.dumps(json.loads(entry.payload), ensure_ascii=False, sort_keys=True)


def check_chain(*, at_once: int = 2000) -> Iterator[Broken]:
    """Go over the whole log and yield each entry that was edited, is missing or out of order."""
    expected, previous = 1, FIRST
    for entry in AuditEntry.objects.order_by("seq").iterator(chunk_size=at_once):
        if entry.seq != expected:
            yield Broken(
                entry.seq,
                "audit-missing",
                _("Entries %(first)s to %(last)s of the audit log are missing.")
                % {"first": expected, "last": entry.seq - 1},
            )
        elif entry.previous != previous:
            yield Broken(
                entry.seq,
                "audit-order",
                _("Entry %(seq)s of the audit log does not follow the one before it.")
                % {"seq": entry.seq},
                previous,
                entry.previous,
            )
        if digest(entry) != entry.hash:
            yield Broken(
                entry.seq,
                "audit-edited",
                _("Entry %(seq)s of the audit log was changed.") % {"seq": entry.seq},
                entry.hash,
                digest(entry),
            )
        expected, previous = entry.seq + 1, entry.hash


def chain_head() -> Head:
    """Return number and hash of the newest entry: who writes them down elsewhere proves the end."""
    # Every write asks for it, and Django builds the question for longer than it takes to answer.
    with connection.cursor() as cursor:
        cursor.execute(HEAD)
        seq, newest = cursor.fetchone() or (0, FIRST)
    return int(seq), str(newest)


def _taken() -> Rows:
    """Return what was noted since the last entry, which the next one carries."""
    known = _noted.get() or {}
    rows = dict(known)
    known.clear()
    return rows


def _named(rows: Rows) -> tuple[str, str, str]:
    """Name the one row that was written; many have no name in common."""
    keys = [(kind, key) for kind, own in rows.items() for key in own]
    return (*keys[0], " ".join(keys[0])) if len(keys) == 1 else ("", "", "")


def _entry(action: str, one: Told, by: Who, rows: Rows) -> AuditEntry:
    row = one.row
    kind, key, label = one.named if row is None else (row._meta.label_lower, str(row.pk), str(row))
    return AuditEntry(
        at=timezone.now(),
        actor=by if isinstance(by, str) else by.get_username() if by else "",
        action=action,
        kind=kind,
        key=key,
        label=label[:300],
        payload=canonical(one.payload | ({ROWS: rows} if rows else {})),
    )


def _moment(entry: AuditEntry) -> str:
    return entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _lock() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
