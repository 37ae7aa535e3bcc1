"""What was open when a story went on, by its own entry, against what the log had told until then.

A question that was hidden past the log, not put to whoever submitted the story, and shown again
later, says by now what the log says last. That entry does not name it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.faults import Fault, short
from editorial.testimony import APPROVE_PROPOSAL, ASKED
from findings.models import Finding

HIDDEN_THEN = {
    "story": gettext_noop(
        "Finding %(pk)s was open, but not in the database when story %(story)s went on (entry"
        " %(seq)s of the audit log). Read what it asks, and find out who changed the database."
    ),
    "proposal": gettext_noop(
        "Finding %(pk)s was open, but not in the database when proposal %(proposal)s was approved"
        " (entry %(seq)s of the audit log). Read what it asks, and find out who changed the"
        " database."
    ),
}
COLUMNS = ("page_id", "article_id", "code", "state")


class OpenQuestions:
    """The questions that are open at each place of the log, as far as checks have told of them."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        store.execute(
            "CREATE TABLE asked (finding INTEGER PRIMARY KEY, page_id INTEGER, article_id INTEGER,"
            " code TEXT, state TEXT)"
        )
        store.execute("CREATE INDEX asked_on ON asked (page_id)")

    def take(self, finding: int, values: dict[str, Any]) -> None:
        """Take in what an entry tells of a question."""
        told = {name: values[name] for name in COLUMNS if name in values}
        if len(told) == len(COLUMNS):
            self._store.execute(
                "INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?)", [finding, *told.values()]
            )
        elif told:
            changed = ", ".join(f"{name} = ?" for name in told)
            self._store.execute(
                f"UPDATE asked SET {changed} WHERE finding = ?",  # noqa: S608 - of ``COLUMNS``
                [*told.values(), finding],
            )

    def check(self, seq: int, action: str, key: str, payload: str) -> Iterator[Fault]:
        """Yield each question that the log knows as open and the entry does not."""
        if action not in (*ASKED, APPROVE_PROPOSAL) or '"open"' not in payload:
            return
        proposed = action == APPROVE_PROPOSAL
        try:
            told = json.loads(payload)
            named = dict(told["open"])
            story = told["of_story"] if proposed else int(key)
            pages = list(map(int, told["on"] if proposed else [told["on"]]))
        except (ValueError, TypeError, KeyError):
            # The chain says already that the entry was changed.
            return
        # A proposal that names no story is about all that stand on its pages.
        rows = self._store.execute(
            "SELECT finding, code FROM asked WHERE page_id IN (SELECT value FROM json_each(?))"
            " AND state = ? AND (? IS NULL OR article_id IS NULL OR article_id = ?)"
            " ORDER BY finding",
            [json.dumps(pages), Finding.State.OPEN.value, story, story],
        )
        what = HIDDEN_THEN["proposal" if proposed else "story"]
        for finding, code in rows:
            if named.get(str(finding)) != code:
                message = _(what) % {"pk": finding, "story": key, "proposal": key, "seq": seq}
                yield _hidden(message, story, code, named.get(str(finding)))


def _hidden(message: str, story: int | None, code: str, got: str | None) -> Fault:
    return Fault(
        "question-hidden",
        message,
        story=story,
        expected=code,
        got=short(got or ""),
    )
