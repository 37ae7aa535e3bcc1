"""What the audit log tells of rows, against the rows.

A row that was deleted or rewritten together with all that hangs on it looks sound by itself. The
log still tells of it, and nobody changes the log without breaking its chain.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from archive.faults import Fault, short
from articles.models import Article, Correction, Revision, Transition, Withdrawal
from articles.text import sha256_of
from audit.log import readable
from audit.models import AuditEntry
from editorial.testimony import APPROVE_PROPOSAL
from editorial.transitions import REPLACED, Action
from findings.models import Finding, Waiver
from issues.models import Page, Source
from reviews.models import Approval, Proposal, ProposalApproval, ProposalEnd

AT_ONCE = 1000
# Rows of these kinds are never deleted.
KEPT: dict[str, type[Model]] = {
    model._meta.label_lower: model for model in (Page, Article, Finding, Waiver, Proposal)
}
ENDS = {f"proposal-{outcome}": outcome for outcome in ProposalEnd.Outcome.values}
ACTIONS = {REPLACED, *(action.value for action in Action)}
Key = tuple[Any, ...]


def check_told() -> Iterator[Fault]:
    """Yield each entry whose row is gone or says something else by now."""
    entries = AuditEntry.objects.order_by("seq").iterator(chunk_size=AT_ONCE)
    while batch := list(islice(entries, AT_ONCE)):
        yield from _check(batch)


def _check(entries: list[AuditEntry]) -> Iterator[Fault]:
    told = [(entry, key) for entry in entries for key in sorted(_told(entry), key=str)]
    there = _there([key for _entry, key in told])
    for entry, key in told:
        if key not in there:
            yield Fault(
                "audit-told",
                _(
                    "Entry %(seq)s of the audit log tells of “%(label)s” (%(action)s), which is"
                    " gone or was changed. Restore the rows from a backup."
                )
                % {"seq": entry.seq, "label": entry.label, "action": entry.action},
                expected=short(readable(entry)),
                got=short(f"{key[0]} {key[1]}"),
            )


def _told(entry: AuditEntry) -> set[Key]:
    """Return the rows that must be there: what kind, whose, and what they must say."""
    if entry.kind not in KEPT:
        return set()
    try:
        return set(_rows_told(entry, int(entry.key), json.loads(entry.payload)))
    except (ValueError, TypeError, KeyError):
        # The chain says already that the entry was changed.
        return set()


def _rows_told(entry: AuditEntry, key: int, told: dict[str, Any]) -> Iterator[Key]:
    yield entry.kind, key
    if entry.action == "import" and "source" in told:
        yield "source", key, told["source"]
    if entry.action in ("change-story", "add-story"):
        yield "revision", key, told["version"], told["kind"], told["text"]
    if entry.action == "correct":
        yield "correction", key, told["version"], told["reason"], told["notice"]
    if entry.action == "propose":
        yield "proposal", key, told["of"], told["text"], told["base"], told["person"]
    if entry.action == APPROVE_PROPOSAL:
        yield "proposal-approval", key, told["stage"], told["text"], told["person"]
    if entry.action in ENDS:
        yield (
            "proposal-end",
            key,
            ENDS[entry.action],
            told["reason"],
            told["version"],
            told["person"],
        )
    if entry.kind == Article._meta.label_lower and entry.action in ACTIONS:
        yield "transition", key, entry.action, told["old"], told["new"], told["reason"]
        if entry.action == Action.APPROVE:
            page = told.get("page", "")
            yield "approval", key, told["old"], told["version"], told["text"], page
        if entry.action == Action.WITHDRAW:
            yield "withdrawal", key, told["reason"]


def _there(wanted: Iterable[Key]) -> set[Key]:
    """Return the rows that are there, of those owners that are ``wanted``."""
    owners: dict[str, set[int]] = defaultdict(set)
    for kind, key, *_rest in wanted:
        owners[kind].add(key)
    found: set[Key] = set()
    for kind, keys in owners.items():
        if kind in KEPT:
            rows = KEPT[kind]._default_manager.filter(pk__in=keys)
            found |= {(kind, pk) for pk in rows.values_list("pk", flat=True)}
        else:
            found |= {(kind, *row) for row in _rows_of(kind, keys)}
    return found


def _rows_of(kind: str, keys: set[int]) -> Iterator[Key]:
    if kind == "source":
        yield from Source.objects.filter(page__in=keys).values_list("page", "sha256")
    elif kind == "revision":
        for row in Revision.objects.filter(article__in=keys).iterator():
            yield row.article_id, row.version, row.kind, sha256_of(row.text)
    elif kind == "correction":
        rows = Correction.objects.filter(article__in=keys)
        yield from rows.values_list("article", "version", "reason", "notice")
    elif kind == "transition":
        transitions = Transition.objects.filter(article__in=keys)
        yield from transitions.values_list("article", "action", "old", "new", "reason")
    elif kind == "approval":
        given = Approval.objects.filter(article__in=keys)
        yield from given.values_list("article", "stage", "version", "sha256", "page_sha256")
    elif kind == "proposal":
        proposals = Proposal.objects.filter(pk__in=keys)
        yield from proposals.values_list("pk", "kind", "sha256", "base", "by")
    elif kind == "proposal-approval":
        words = ProposalApproval.objects.filter(proposal__in=keys)
        yield from words.values_list("proposal", "stage", "sha256", "by")
    elif kind == "proposal-end":
        ends = ProposalEnd.objects.filter(proposal__in=keys)
        yield from ends.values_list("proposal", "outcome", "reason", "version", "by")
    elif kind == "withdrawal":
        yield from Withdrawal.objects.filter(article__in=keys).values_list("article", "reason")
