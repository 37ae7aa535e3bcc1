"""What the audit log says last of each row, against the row as it stands.

One pass over the log. Rows that are written once are compared as they come; of the others the last
values are kept in a temporary database that SQLite moves to disk, so memory stays level however
long the log is.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import PasswordLink, RoleGrant
from accounts.roles import ROLES, Role
from archive.faults import Fault, short
from archive.memberships import held_by, permission_names
from archive.question_proof import OpenQuestions
from articles.models import (
    Article,
    Correction,
    OldAddress,
    PreviewLink,
    Redirect,
    Relocation,
    Withdrawal,
)
from audit.log import ROWS
from audit.models import AuditEntry, Kept
from audit.written import values_of
from findings.models import Finding, Office, PaperWord, Verdict, Waiver
from issues.models import Issue, Page, PageImage, Publication, RuleChange
from reviews.models import Approval, Comment, Proposal, ProposalApproval, ProposalEnd

AT_ONCE = 1000
# A row of these has an entry from its first day on, or is from before the log kept values.
COVERED: tuple[type[Model], ...] = (Publication, Issue, Page, Article, User, RoleGrant)
# Of these what is younger than the first whose making the log tells came past it: the column that
# only the making tells.
MADE: dict[type[Model], str] = {
    User: "username",
    RoleGrant: "asked_at",
    PasswordLink: "sha256",
    PreviewLink: "note",
    Redirect: "date",
    OldAddress: "path",
    Approval: "stage",
    Correction: "notice",
    Withdrawal: "reason",
    Comment: "text",
    Proposal: "base",
    ProposalApproval: "stage",
    ProposalEnd: "outcome",
    Relocation: "old_page_id",
    RuleChange: "asked_at",
    PageImage: "sha256",
    Waiver: "topic",
    PaperWord: "text",
    Verdict: "kind",
}
MADE_BY_KIND = {model._meta.label_lower: column for model, column in MADE.items()}
FINDING, OFFICE = Finding._meta.label_lower, Office._meta.label_lower
# Entries that told of an answer before the log kept values.
ANSWERS = {"answer-finding": (FINDING, "state"), "confirm-office": (OFFICE, "confirmed")}
ANSWERED = {Finding.State.SETTLED.value, Finding.State.IGNORED.value}
# Column → what the log says, and in which entry.
Told = dict[str, tuple[Any, int]]


def check_rows(uncovered: Counter[str]) -> Iterator[Fault]:
    """Yield each row that says something else than the log, and each that is gone.

    ``uncovered`` counts the rows of which the log says nothing, because they are older.
    """
    words = LastWords()
    try:
        yield from words.read()
        yield from words.compare()
        yield from words.unanswered()
        yield from words.unconfirmed()
        yield from words.check_roles()
        yield from words.strangers(uncovered)
    finally:
        words.close()


class LastWords:
    """The last values of each row that may change, as the log tells them."""

    def __init__(self) -> None:
        # With an empty name: a file that only this connection sees, in memory as long as it fits.
        self._store = sqlite3.connect("")
        self._store.execute(
            "CREATE TABLE told (kind TEXT, key INTEGER, said TEXT, PRIMARY KEY (kind, key))"
            " WITHOUT ROWID"
        )
        self._store.execute(
            "CREATE TABLE made (kind TEXT, key INTEGER, PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )
        self._open = OpenQuestions(self._store)

    def close(self) -> None:
        self._store.close()

    def read(self) -> Iterator[Fault]:
        """Take in the log; yield what was written once and says something else by now."""
        entries = AuditEntry.objects.order_by("seq").values_list("seq", "action", "key", "payload")
        stream = entries.iterator(chunk_size=AT_ONCE)
        while batch := list(islice(stream, AT_ONCE)):
            told: dict[tuple[str, int], Told] = defaultdict(dict)
            for seq, action, key, payload in batch:
                for kind, row, values in _rows_in(action, key, payload):
                    told[kind, row] |= {name: (value, seq) for name, value in values.items()}
                    if kind == FINDING:
                        self._open.take(row, values)
                yield from self._open.check(seq, action, key, payload)
            self._keep_made(told)
            kept = {place for place in told if _is_kept(place[0])}
            yield from _compare({place: told[place] for place in kept})
            self._keep({place: said for place, said in told.items() if place not in kept})

    def compare(self) -> Iterator[Fault]:
        """Yield each row that does not say what the log says last."""
        rows = self._store.execute("SELECT kind, key, said FROM told ORDER BY kind, key")
        while batch := list(islice(rows, AT_ONCE)):
            yield from _compare({(kind, key): json.loads(said) for kind, key, said in batch})

    def unanswered(self) -> Iterator[Fault]:
        """Yield each finding that is answered though the log knows of no answer."""
        asked = Finding.objects.filter(state__in=ANSWERED).order_by("pk")
        # What a waiver covers is ignored when it is found; the waiver has its own entry.
        asked = asked.exclude(state=Finding.State.IGNORED, waiver__isnull=False)
        for row in asked.iterator(chunk_size=AT_ONCE):
            if "state" not in self._said(FINDING, row.pk):
                yield Fault(
                    "row-untold",
                    _(
                        "Finding %(pk)s is answered, but nobody answered it."
                        " Open it again and find out who changed the database."
                    )
                    % {"pk": row.pk},
                    story=row.article_id,
                    got=str(row.state),
                )

    def unconfirmed(self) -> Iterator[Fault]:
        """Yield each office that is confirmed though the log knows of nobody who did that."""
        for row in Office.objects.filter(confirmed_by__isnull=False).order_by("pk").iterator():
            if not self._said(OFFICE, row.pk):
                yield Fault(
                    "row-untold",
                    _(
                        "“%(office)s” is confirmed, but nobody confirmed it."
                        " Undo the confirmation and find out who changed the database."
                    )
                    % {"office": row},
                )

    def strangers(self, uncovered: Counter[str]) -> Iterator[Fault]:
        """Count the rows that the log does not tell of; yield those that came past it."""
        for model in dict.fromkeys((*COVERED, *MADE)):
            kind = model._meta.label_lower
            first = self._first_made(kind)
            keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
            for key in keys.iterator(chunk_size=AT_ONCE):
                if first is not None and key > first and not self._is_made(kind, key):
                    yield _stranger(model._default_manager.get(pk=key))
                elif model in COVERED and not self._said(kind, key):
                    uncovered[kind] += 1
        yield from _untold_factors()

    def check_roles(self) -> Iterator[Fault]:
        """Yield each permission that a role has, or lacks, though nobody gave or took it.

        A role that nobody stands for was renamed where there is a name that no entry tells of.
        """
        there = set(permission_names())
        lost = set(Role.values) - set(Group.objects.values_list("name", flat=True))
        for group in Group.objects.order_by("pk"):
            said = self._said(Group._meta.label_lower, group.pk)
            if "name" in said:
                made = set()
            elif group.name in Role.values:
                made = {f"permission {name}" for name in ROLES[Role(group.name)]}
            elif lost:
                yield _changed(group, "name", None, ", ".join(sorted(lost)), group.name)
                continue
            else:
                continue
            held = held_by(Group, [group.pk])[group.pk]
            for name in sorted((held ^ (made & there)) - said.keys()):
                yield _changed(group, name, None, name in made, name in held)

    def _first_made(self, kind: str) -> int | None:
        """Return the first row whose making the log tells: what is younger has an entry."""
        found: int | None = self._store.execute(
            "SELECT min(key) FROM made WHERE kind = ?", [kind]
        ).fetchone()[0]
        return found

    def _is_made(self, kind: str, key: int) -> bool:
        made = "SELECT 1 FROM made WHERE kind = ? AND key = ?"
        return self._store.execute(made, [kind, key]).fetchone() is not None

    def _keep_made(self, told: dict[tuple[str, int], Told]) -> None:
        self._store.executemany(
            "INSERT OR IGNORE INTO made VALUES (?, ?)",
            [place for place, said in told.items() if MADE_BY_KIND.get(place[0], "") in said],
        )

    def _keep(self, told: dict[tuple[str, int], Told]) -> None:
        self._store.executemany(
            "INSERT OR REPLACE INTO told VALUES (?, ?, ?)",
            [
                (kind, key, json.dumps(self._said(kind, key) | said))
                for (kind, key), said in told.items()
            ],
        )

    def _said(self, kind: str, key: int) -> Told:
        row = self._store.execute(
            "SELECT said FROM told WHERE kind = ? AND key = ?", [kind, key]
        ).fetchone()
        return json.loads(row[0]) if row else {}


def _rows_in(action: str, key: str, payload: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield what one entry tells of rows. One that cannot be read breaks the chain already."""
    if f'"{ROWS}"' not in payload and action not in ANSWERS:
        return
    try:
        told = json.loads(payload)
        if ROWS in told:
            for kind, rows in told[ROWS].items():
                for own, values in rows.items():
                    yield kind, int(own), dict(values)
        elif action in ANSWERS:
            # An entry of before the log kept values tells that there was an answer.
            kind, word = ANSWERS[action]
            yield kind, int(key), {word: None}
    except (ValueError, TypeError, AttributeError):
        return


def _is_kept(kind: str) -> bool:
    model = _model(kind)
    return model is not None and issubclass(model, Kept)


def _model(kind: str) -> type[Model] | None:
    """Return the model; none where a later version of the system has it no more."""
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


def _compare(told: dict[tuple[str, int], Told]) -> Iterator[Fault]:
    keys: dict[str, list[int]] = defaultdict(list)
    for kind, key in sorted(told):
        keys[kind].append(key)
    for kind, own in keys.items():
        if (model := _model(kind)) is None:
            continue
        rows = _fetched(model, own, {name for key in own for name in told[kind, key]})
        held = held_by(model, own)
        for key in own:
            yield from _differences(
                model, key, rows.get(key), held.get(key, set()), told[kind, key]
            )


def _fetched(model: type[Model], keys: list[int], names: set[str]) -> dict[int, Model]:
    columns = [row.name for row in model._meta.concrete_fields if row.attname in names]
    return model._default_manager.only(*columns, "pk").in_bulk(keys)


def _differences(
    model: type[Model], key: int, row: Model | None, held: set[str], told: Told
) -> Iterator[Fault]:
    deleted = told.get("deleted", (False, 0))[0]
    if row is None:
        if not deleted:
            yield _gone(model, key, max(seq for _value, seq in told.values()))
        return
    if model is Finding and not _is_bound(row, told):
        return
    columns = [name for name in told if _column(model, name)]
    now = values_of(row, columns)
    for name in columns:
        value, seq = told[name]
        if now[name] != value:
            yield _changed(row, str(_column(model, name)), seq, value, now[name])
    for name in (name for name in told if " " in name):
        value, seq = told[name]
        if (name in held) != value:
            yield _changed(row, name, seq, value, name in held)
    if model is User and "username" in told:
        for name in sorted(held - told.keys()):
            yield _changed(row, name, None, False, True)


def _is_bound(row: Model, told: Told) -> bool:
    """Whether the row must say what is told of it.

    Of what no check has told since the log tells of their questions only answers stand: an open
    question came and went with the words that it asks about, and waivers answered it.
    """
    if "code" in told:
        return True
    state = told.get("state", (None, 0))[0]
    now = getattr(row, "state")  # noqa: B009 - it is a ``Finding``
    free = {Finding.State.OPEN.value, Finding.State.GONE.value}
    by_waiver = now == Finding.State.IGNORED and getattr(row, "waiver_id") is not None  # noqa: B009
    return state in ANSWERED or (state in free and now not in free and not by_waiver)


def _column(model: type[Model], name: str) -> object:
    """Return what people call a column; none where a later version has it no more."""
    if " " in name or name == "deleted":
        return None
    try:
        return getattr(model._meta.get_field(name.removesuffix("_id")), "verbose_name", name)
    except FieldDoesNotExist:
        return None


def _changed(row: Model, what: str, seq: int | None, told: Any, now: Any) -> Fault:
    """``seq`` is the entry that says otherwise, ``None`` where it should have one and has not."""
    message = (
        _(
            "“%(what)s” of %(kind)s %(pk)s (%(row)s) is not what entry %(seq)s of the audit log"
            " says. Find out who changed the database, and restore the row from a backup."
        )
        if seq
        else _(
            "“%(what)s” of %(kind)s %(pk)s (%(row)s) stands in no entry of the audit log."
            " Find out who changed the database, and restore the row from a backup."
        )
    )
    names = {"what": what, "kind": row._meta.verbose_name, "pk": row.pk, "row": short(str(row))}
    return Fault(
        "row-told",
        message % (names | {"seq": seq}),
        story=row.pk if isinstance(row, Article) else getattr(row, "article_id", None),
        expected=short(str(told)),
        got=short(str(now)),
    )


def _untold_factors() -> Iterator[Fault]:
    """Yield each second factor that its owner did not set up himself."""
    entries = AuditEntry.objects.filter(action="add-second-factor")
    told = set(entries.values_list("key", flat=True))
    for row in TOTPDevice.objects.filter(confirmed=True).order_by("pk"):
        if str(row.user_id) not in told:
            yield _stranger(row)


def _gone(model: type[Model], key: int, seq: int) -> Fault:
    return Fault(
        "row-gone",
        _(
            "%(kind)s %(pk)s, of which entry %(seq)s of the audit log tells, is gone."
            " Restore it from a backup."
        )
        % {"kind": model._meta.verbose_name, "pk": key, "seq": seq},
        story=key if model is Article else None,
    )


def _stranger(row: Model) -> Fault:
    return Fault(
        "row-untold",
        _(
            "%(kind)s “%(row)s” was not made by this system. End it, and find out who wrote it"
            " into the database."
        )
        % {"kind": row._meta.verbose_name, "row": row},
    )
