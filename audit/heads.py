"""The chain's head, written down outside: it proves that the history before it is unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from audit.log import FIRST, Broken, check_chain
from audit.models import AuditEntry


class HeadUnknown(Exception):
    """What was written down is no head of this chain; the message says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """A head as it was written down."""

    seq: int
    hash: str


def head_line() -> str:
    """Return the newest entry as ``NUMBER:HASH TIME``, to be kept where nobody here can write."""
    newest = AuditEntry.objects.order_by("-seq").first()
    return f"{newest.seq}:{newest.hash} {newest.at.isoformat()}" if newest else f"0:{FIRST}"


def read_head(text: str) -> Written:
    """Return the head that ``head_line`` gave, with or without its time. Raises ``HeadUnknown``."""
    number, _colon, rest = text.strip().partition(":")
    words = rest.split()
    if not (number.isascii() and number.isdigit() and words):
        raise HeadUnknown(
            _("“%(text)s” is no head of the log. Give it as verify --head printed it: NUMBER:HASH.")
            % {"text": text}
        )
    return Written(int(number), words[0].lower())


def check_since(head: Written) -> Iterator[Broken]:
    """Yield what of the history up to ``head`` was changed. Raises ``HeadUnknown``.

    The hash of an entry covers the entry before it: when the chain holds up to the head that was
    written down, every entry before it says what it said then.
    """
    there = AuditEntry.objects.filter(seq=head.seq).values_list("hash", flat=True).first()
    if head.seq == 0:
        there = FIRST
    if there is None:
        raise HeadUnknown(
            _(
                "The log has no entry %(seq)s any more: it was cut off or is another one."
                " Find out who had access to the database, and restore it from a backup."
            )
            % {"seq": head.seq}
        )
    if there != head.hash:
        raise HeadUnknown(
            _(
                "Entry %(seq)s of the log has another hash than the one that was written down:"
                " the history before it was rewritten. Restore the database from a backup."
            )
            % {"seq": head.seq}
        )
    for broken in check_chain():
        if broken.seq > head.seq:
            return
        yield broken
