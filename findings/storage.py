"""Findings in the database: each question once, an answer never asked for twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article
from audit import log as audit
from audit.bulk_insert import insert, placeholders
from findings.codes import ASKED_ONCE
from findings.directory import Known
from findings.models import Finding, Waiver
from issues.models import Page
from proofing.hits import MOST_OF_A_KIND, Found

State = Finding.State
# So many characters in a row, the questionable ones among them, are the same words as before.
LEAST_SHARED = 5
# What the log tells of a question when a check asks it, takes it back or moves it: which it is, and
# whether it is open. Hidden past the log it is missed.
TOLD = ("page", "article", "code", "state")
# What a waiver answers again, of which another answer may have been told before.
ANSWER = ("waiver", "decided_by", "decided_at", "reason")
PLACES = (
    *("span_start", "span_end", "part", "part_index", "text_start", "text_end", "rank"),
    "article_id",
)


def store(
    page: Page,
    found: list[Found],
    articles: Sequence[Article | None],
    known: Known,
    *,
    fresh: bool = False,
) -> list[Finding]:
    """Store what was found on ``page`` and return the open findings.

    New: open, or ignored when a waiver covers its topic. Found again: as it was, in its new place.
    No longer found: gone, if nobody had answered. ``articles`` has the row of each story; a
    ``fresh`` page has no findings yet. The log tells of each that comes, goes or is moved.
    """
    asked = _Asked(
        {} if fresh else {row.fingerprint: row for row in page.findings.all()},
        {row.fingerprint: row for row in _limited(found)},
    )
    _leave_to_the_other_page(page, asked)
    _carry_answers(asked.before, asked.now, articles)
    new = [_finding(page, row, articles) for row in asked.for_the_first_time()]
    back = [row for row, _found in asked.again() if row.state == State.GONE]
    _apply_waivers(page, [*new, *back], known)
    insert(new)
    _bring_back(back)
    gone = [row for row in asked.no_more() if row.state == State.OPEN]
    _let_go(gone)
    moved = _move(asked.again(), articles)
    audit.note(*{row.pk: row for row in (*new, *back, *gone, *moved)}.values(), only=TOLD)
    audit.note(*back, only=ANSWER)
    rows = [*asked.before.values(), *new]
    return [row for row in rows if row.state == State.OPEN]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked about a page before and what is asked now, by fingerprint."""

    before: dict[str, Finding]
    now: dict[str, Found]

    def for_the_first_time(self) -> list[Found]:
        return [row for key, row in self.now.items() if key not in self.before]

    def again(self) -> list[tuple[Finding, Found]]:
        return [(row, self.now[key]) for key, row in self.before.items() if key in self.now]

    def no_more(self) -> list[Finding]:
        gone = (row for key, row in self.before.items() if key not in self.now)
        return [row for row in gone if row.code not in ASKED_ONCE]


def _leave_to_the_other_page(page: Page, asked: _Asked) -> None:
    """Drop questions about two pages that stand on the other one, unless this one has an answer."""
    for key in _asked_elsewhere(page, [row for row in asked.now.values() if row.once]):
        here = asked.before.get(key)
        if here is None or here.state in (State.OPEN, State.GONE):
            del asked.now[key]


def _carry_answers(
    before: dict[str, Finding], wanted: dict[str, Found], articles: Sequence[Article | None]
) -> None:
    """Let what was ignored stay so when only the characters round it were changed.

    The question is then another one to the letter, but of the same matter in the same story, and
    some of the words beside it are those that were there: of others nobody has decided anything.
    """
    lost: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for key, row in before.items():
        if key not in wanted and row.state == State.IGNORED and row.article_id:
            lost[row.topic, row.article_id].append(row)
    carried = []
    for key, found in wanted.items():
        article = articles[found.story] if found.story is not None else None
        if key in before or article is None:
            continue
        rows = lost[found.topic_hash, article.pk]
        same = next((row for row in rows if _is_beside_the_same(row.params, found.params)), None)
        if same:
            rows.remove(same)
            before[key] = before.pop(same.fingerprint)
            same.fingerprint, same.params = key, found.params
            carried.append(same)
    if carried:
        Finding.objects.bulk_update(carried, ["fingerprint", "params"])


def _is_beside_the_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether the text hit stands among words that did not change; without words, it does."""
    if "context" not in old or "context" not in new:
        return True
    row = SequenceMatcher(None, old["context"], new["context"], autojunk=False)
    same = row.find_longest_match()
    words = old["context"][same.a : same.a + same.size]
    return same.size >= LEAST_SHARED and old.get("text", "") in words


def _limited(found: list[Found]) -> list[Found]:
    """Leave out what a hostile page has too much of."""
    counts: dict[str, int] = {}
    kept = []
    for row in found:
        counts[row.code] = counts.get(row.code, 0) + 1
        if counts[row.code] <= MOST_OF_A_KIND:
            kept.append(row)
    return kept


def _asked_elsewhere(page: Page, rows: list[Found]) -> set[str]:
    """Return the questions about two pages that stand on the other one."""
    if not rows:
        return set()
    prints = [row.fingerprint for row in rows]
    codes = sorted({row.code for row in rows})
    # Every page asks, and Django would build the question for longer than it takes to answer.
    sql = (
        f"SELECT fingerprint FROM {Finding._meta.db_table}"  # noqa: S608 - the name of a table
        f" WHERE code IN ({placeholders(codes)}) AND fingerprint IN ({placeholders(prints)})"
        " AND page_id <> %s AND state <> %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*codes, *prints, page.pk, State.GONE])
        return {fingerprint for (fingerprint,) in cursor.fetchall()}


def _finding(page: Page, found: Found, articles: Sequence[Article | None]) -> Finding:
    finding = Finding(
        page=page,
        code=found.code,
        params=found.params,
        fingerprint=found.fingerprint,
        topic=found.topic_hash,
    )
    _place(finding, found, articles)
    return finding


def _place(finding: Finding, found: Found, articles: Sequence[Article | None]) -> bool:
    """Put the finding where it was found, and by its weight; return whether that is new."""
    before = [getattr(finding, name) for name in PLACES]
    article = articles[found.story] if found.story is not None else None
    finding.article_id = article.pk if article else None
    finding.rank = finding.weight
    finding.span_start, finding.span_end = found.span or (None, None)
    place = found.place
    finding.part = place.part
    finding.part_index = place.index if place.part else None
    finding.text_start = place.start if place.part else None
    finding.text_end = place.end if place.part else None
    return before != [getattr(finding, name) for name in PLACES]


def _apply_waivers(page: Page, findings: list[Finding], known: Known) -> None:
    """Ignore what was waived for this paper or for ever, in the name of who decided so."""
    if not findings:
        return
    by_topic = {row.topic: row for row in _waivers(page, findings)} if known.waivers else {}
    for finding in findings:
        waiver = by_topic.get(finding.topic)
        finding.state = State.IGNORED if waiver else State.OPEN
        finding.waiver = waiver
        finding.decided_by_id = waiver.by_id if waiver else None
        finding.decided_at = timezone.now() if waiver else None
        finding.reason = waiver.reason if waiver else ""


def _waivers(page: Page, findings: list[Finding]) -> QuerySet[Waiver]:
    same = Waiver.objects.in_force().filter(topic__in={row.topic for row in findings})
    return same.filter(Q(publication=page.issue.publication_id) | Q(publication__isnull=True))


def _bring_back(findings: list[Finding]) -> None:
    for finding in findings:
        Finding.objects.filter(pk=finding.pk, state=State.GONE).update(
            state=finding.state,
            waiver=finding.waiver,
            decided_by=finding.decided_by_id,
            decided_at=finding.decided_at,
            reason=finding.reason,
        )


def _let_go(findings: list[Finding]) -> None:
    if findings:
        Finding.objects.filter(pk__in=[row.pk for row in findings]).update(state=State.GONE)
        for finding in findings:
            finding.state = State.GONE


def _move(pairs: list[tuple[Finding, Found]], articles: Sequence[Article | None]) -> list[Finding]:
    """Put findings where they were found again; return those that ask about another story now."""
    stories = {row.pk: row.article_id for row, _found in pairs}
    moved = [row for row, found in pairs if _place(row, found, articles)]
    if moved:
        Finding.objects.bulk_update(moved, (*PLACES[:-1], "article"))
    return [row for row in moved if row.article_id != stories[row.pk]]
