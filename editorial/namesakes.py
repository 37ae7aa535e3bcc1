"""Two names one character apart: what speaks for one person or two, and what a person decides.

One person under two names, both kept as printed; a slip, repaired in all the places that a person
has looked at, over stories, under photos and in their text (``editorial.mending``); or two people.
Nothing is decided by a program, and what is undone is as it was before, place by place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from articles.merge import merge_story
from articles.models import Article, Byline, Contributor, Photo, Revision
from articles.text import StoryText
from audit import journal
from audit import log as audit
from audit.outcomes import Outcome, Report, Result
from audit.sentences import gettext as _
from editorial.chosen_stories import change_words, outcome_of, written
from editorial.mending import (
    Chosen,
    Find,
    Foreseen,
    FoundStory,
    Mending,
    MendRefused,
    Spot,
    Wanted,
    find,
    foresee,
    mended,
    proposed_kind,
    replaced,
    spots_of,
)
from editorial.proposals import take_back
from editorial.transitions import AlreadyDone
from findings.codes import NAMES, SIMILAR
from findings.models import Finding, Verdict, VerdictPlace
from findings.page_check import check_page
from issues.models import Page
from proofing.hits import around
from proofing.persons import are_alike, differing
from reading.folded import usual_name
from reviews.models import Proposal

JUDGE = "findings.add_verdict"
UNDO = "findings.change_verdict"
WRITE = "articles.change_article"
Kind = Verdict.Kind
# Stories of each name that are shown at once, newest first.
SHOWN = 50


class VerdictRefused(Exception):
    """A rule forbids the verdict; the message says which and what to do instead."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A story over which a name stands: in which part it plays, and its surroundings."""

    article: Article
    roles: str
    beside: str
    context: str


@dataclass(frozen=True, slots=True)
class NameSeen:
    """What the paper's stories say of one name."""

    contributor: Contributor
    stories: int
    days: int
    first: dt.date | None
    last: dt.date | None
    shown: list[Shown]
    # Of a name that stands over no story: where the text has it.
    places: list[FoundStory] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many stories are not shown."""
        return max(0, self.stories - len(self.shown))


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of two names: each one's stories, how they differ, what was decided."""

    person: NameSeen
    other: NameSeen
    place: int | None
    alike: bool
    together: int
    verdict: Verdict | None


def evidence(person: Contributor, other: Contributor) -> Evidence:
    """Gather what speaks for one person or two; a constant number of queries.

    Either may be a name of running text, of which no row is kept yet.
    """
    at = differing(person.name, other.name)
    both = Article.objects.filter(bylines__contributor=person.pk)
    return Evidence(
        _seen(person, other),
        _seen(other, person),
        at,
        at is not None and are_alike(person.name[at], other.name[at]),
        both.filter(bylines__contributor=other).distinct().count() if person.pk and other.pk else 0,
        verdict_on(person, other),
    )


def verdict_on(person: Contributor, other: Contributor) -> Verdict | None:
    """Return the verdict in force on two names, whichever was named first."""
    pairs = Q(person=person.pk, other=other.pk) | Q(person=other.pk, other=person.pk)
    rows = Verdict.objects.in_force().filter(pairs)
    return rows.select_related("person", "other", "by").first()


def variants_of(person: Contributor) -> set[int]:
    """Return the keys of all the names that are one person's, his own among them."""
    known, new = {person.pk}, {person.pk}
    while new:
        same = Verdict.objects.in_force().filter(kind=Kind.SAME)
        rows = same.filter(Q(person__in=new) | Q(other__in=new)).values_list("person", "other")
        new = {key for row in rows for key in row} - known
        known |= new
    return known


def judge(kind: Kind, person: Contributor, other: Contributor, *, by: User, reason: str) -> Verdict:
    """Say what two names are. A slip is then repaired with ``repair_slip``.

    Raises ``VerdictRefused``.
    """
    _check_may(by, JUDGE, *([WRITE] if kind == Kind.SLIP else []))
    if not reason.strip():
        raise VerdictRefused(_("Say why: the next one who asks will read it."))
    if person.publication_id != other.publication_id or person.pk == other.pk:
        raise VerdictRefused(_("Only two names of one paper are compared."))
    with audit.chained():
        if there := verdict_on(person, other):
            raise VerdictRefused(
                _("%(user)s has said already: %(verdict)s. Undo that first.")
                % {"user": there.by, "verdict": there.get_kind_display()}
            )
        row = Verdict(person=person, other=other, kind=kind, by=by, reason=reason.strip()[:300])
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise VerdictRefused(_("Somebody else has just decided this. Load it again.")) from None
        audit.note(row)
        told = {"person": person.name, "other": other.name, "reason": row.reason}
        audit.record("judge-names", row, by=by, verdict=str(kind), **told)
        line = journal.with_reason(Kind(row.kind).label, row.reason)
        journal.write_sentence(by, [row], ADDITION, line)
        _ask_again(person, other)
    return row


def name_of(paper: int, name: str) -> Contributor:
    """Return the paper's row of a name, a new one of a name that stood over no story yet."""
    with audit.chained():
        row, made = Contributor.objects.get_or_create(publication_id=paper, name=usual_name(name))
        if made:
            audit.note(row)
    return row


def slip_places(verdict: Verdict, *, below: int | None = None) -> Find:
    """Return where a slip still stands, but for stories that wait for what was proposed."""
    wrong, right = verdict.other.name, verdict.person.name
    wanted = Wanted(wrong, verdict.person.publication, unlike=right)
    found = find(wanted, below=below)
    waiting = set(_waiting(verdict).values_list("article", flat=True))
    found.stories = [row for row in found.stories if row.article.pk not in waiting]
    return found


def _waiting(verdict: Verdict) -> QuerySet[VerdictPlace]:
    """Return the repairs of a slip that were proposed and wait for others."""
    open_ones = Proposal.objects.filter(pk=OuterRef("proposal"), end=None)
    return verdict.places.filter(Exists(open_ones))


def foresee_slip(
    verdict: Verdict, chosen: Mapping[int, Chosen], *, by: User
) -> dict[int, Foreseen]:
    """Return how the ``chosen`` places will read with the right name."""
    return foresee(chosen, _mending(verdict), by=by)[0] if chosen else {}


def repair_slip(
    verdict: Verdict, chosen: Mapping[int, Chosen], *, by: User, notice: str = ""
) -> Report[Outcome]:
    """Put the right name into the ``chosen`` places, each story with the version that was shown.

    One transaction a story; of a story that readers see it is proposed. What cannot be done is in
    the report with its reason. Raises ``VerdictRefused``.
    """
    _check_may(by, JUDGE, WRITE)
    report: Report[Outcome] = Report()
    for pk, choice in sorted(chosen.items()):
        story = Article.objects.with_page().with_parts().filter(pk=pk).first()
        if story is None:
            continue
        act = partial(_repair, verdict, story, choice, by=by, notice=notice)
        report.add(outcome_of(str(story), act, VerdictRefused, MendRefused))
    return report


def undo(verdict: Verdict, *, by: User, reason: str) -> Report[Outcome]:
    """Take a verdict back, and what was repaired because of it, each story in one step.

    A byline that is another one by now stays, and stands in the report. Undone again, it goes on
    with the stories that are left. Raises ``VerdictRefused``.
    """
    _check_may(by, UNDO, *([WRITE] if verdict.kind == Kind.SLIP else []))
    if not reason.strip():
        raise VerdictRefused(_("Say why it is undone."))
    report: Report[Outcome] = Report()
    with audit.chained():
        now = timezone.now()
        standing = Verdict.objects.in_force().filter(pk=verdict.pk)
        if standing.update(ended_at=now, ended_by=by):
            audit.note_change(Verdict, [verdict.pk], ended_at=now, ended_by_id=by.pk)
            audit.record("undo-names", verdict, by=by, reason=reason.strip())
            journal.write(by, [verdict], CHANGE, "%(reason)s", reason=reason.strip())
            _ask_again(verdict.person, verdict.other)
    rows = verdict.places.order_by("article", "-pk")
    for key, places in groupby(rows, attrgetter("article_id")):
        story = Article.objects.with_page().with_parts().get(pk=key)
        act = partial(_put_back, verdict, list(places), story, by=by, reason=reason)
        report.add(outcome_of(str(story), act, VerdictRefused))
    return report


def _seen(name: Contributor, beside: Contributor) -> NameSeen:
    counted = Byline.objects.filter(contributor=name.pk).aggregate(
        stories=Count("article", distinct=True),
        days=Count("article__page__issue", distinct=True),
        first=Min("article__page__issue__date"),
        last=Max("article__page__issue__date"),
    )
    rows = stories_of(name).order_by("-page__issue__date", "-pk")[:SHOWN]
    shown = [_shown(row, name.name) for row in rows] if name.pk else []
    wanted = Wanted(name.name, name.publication, unlike=beside.name)
    places = [] if shown else find(wanted).stories
    return NameSeen(name, **counted, shown=shown, places=places)


def stories_of(name: Contributor) -> QuerySet[Article]:
    """Return the stories over which the name stands, or under whose photos."""
    over = Byline.objects.filter(article=OuterRef("pk"), contributor=name.pk)
    under = Photo.objects.filter(article=OuterRef("pk"), credit=name.name)
    own = Article.objects.filter(page__issue__publication=name.publication_id)
    return own.filter(Exists(over) | Exists(under)).with_page().with_parts()


def _shown(story: Article, name: str) -> Shown:
    bylines = list(story.bylines.all())
    roles = dict.fromkeys(row.role for row in bylines if row.contributor.name == name)
    beside = dict.fromkeys(row.contributor.name for row in bylines if row.contributor.name != name)
    at = story.body.find(name)
    context = around(story.body, at, at + len(name)) if at >= 0 else story.body[:40]
    return Shown(story, "、".join(filter(None, roles)), "、".join(beside), context)


def _mending(verdict: Verdict, notice: str = "") -> Mending:
    return Mending(verdict.other.name, verdict.person.name, verdict.reason, notice)


def _repair(verdict: Verdict, story: Article, choice: Chosen, *, by: User, notice: str) -> Outcome:
    # Locked, so that it is undone either before this or with it.
    held = Verdict.objects.select_for_update(of=("self",)).in_force().filter(pk=verdict.pk)
    if verdict.kind != Kind.SLIP or not held.exists():
        raise VerdictRefused(_("Nobody says that this is a slip. Decide that first."))
    if _waiting(verdict).filter(article=story).exists():
        raise AlreadyDone(_("A repair of “%(story)s” waits for approval.") % {"story": story})
    wrong, right = verdict.other.name, verdict.person.name
    before = StoryText.of(story)
    there = {spot.key: spot for spot in spots_of(before, wrong, unlike=right)}
    if not there:
        raise AlreadyDone(_("“%(story)s” does not have that name by now.") % {"story": story})
    row, after = mended(story, choice, _mending(verdict))
    kind = choice.kind or proposed_kind(row, after)
    number = change_words(row, after, by=by, kind=kind, notice=notice, reason=verdict.reason)
    story.refresh_from_db(fields=["version"])
    places = _places_after([spot for key, spot in there.items() if key in choice.places], right)
    done = VerdictPlace.objects.create(
        verdict=verdict, article=story, version=story.version, places=places, proposal=number
    )
    audit.note(done)
    told = {"verdict": verdict.pk, "reason": verdict.reason, "proposal": number, "places": places}
    audit.record("repair-name", story, by=by, name=right, **told)
    return written(story, number)


def _places_after(spots: list[Spot], right: str) -> list[str]:
    """Return where the right name stands by then: another length moves what follows it."""
    moved: dict[tuple[str, int], int] = {}
    places = []
    for spot in sorted(spots, key=lambda row: row.start):
        by = moved.get((spot.part, spot.index), 0)
        places.append(f"{spot.part}.{spot.index}.{spot.start + by}")
        moved[spot.part, spot.index] = by + len(right) - len(spot.text)
    return sorted(places)


def _with_slip(text: StoryText, places: list[str], verdict: Verdict) -> StoryText:
    """Return the text right after a repair with what stood in its places before."""
    spots = []
    for place in places:
        # Until running text was repaired as well, a place was a byline or a credit, BYLINE:0.
        part, index, start = f"{place.replace(':', '.')}.0".split(".")[:3]
        spots.append(Spot(part, int(index), int(start), "", verdict.person.name, ""))
    return replaced(text, spots, verdict.other.name)


def _put_back(
    verdict: Verdict, places: list[VerdictPlace], story: Article, *, by: User, reason: str
) -> Outcome:
    """Give all places of one story back the name that they had, the latest repair first."""
    before = now = StoryText.of(story)
    stuck, outcome = "", Outcome(str(story), Result.DONE, stories=1)
    waiting = set(_waiting(verdict).filter(article=story).values_list("pk", flat=True))
    for place in places:
        if place.pk in waiting:
            take_back(Proposal.objects.get(pk=place.proposal or 0), by=by)
            continue
        after = _after(place, story)
        merged = merge_story(after, _with_slip(after, place.places, verdict), now)
        if merged.conflicts:
            stuck = _("The names of “%(story)s” were changed since. Look at it yourself.")
            stuck %= {"story": story}
        else:
            now = merged.text
    if now != before:
        with override(settings.LANGUAGE_CODE):
            notice = _("The name is again as it was printed.")
        edit = Revision.Kind.EDIT if story.is_published else Revision.Kind.REPAIR
        number = change_words(story, now, by=by, kind=edit, notice=notice, reason=reason)
        told = {"verdict": verdict.pk, "reason": reason, "proposal": number}
        audit.record("put-name-back", story, by=by, **told)
        outcome = written(story, number)
    elif not waiting:
        if stuck:
            raise VerdictRefused(stuck)
        raise AlreadyDone(_("“%(story)s” has the name that was printed.") % {"story": story})
    return replace(outcome, message=stuck)


def _after(place: VerdictPlace, story: Article) -> StoryText:
    """Return the text right after a repair, as it was written or proposed."""
    if place.proposal:
        return StoryText.from_dict(Proposal.objects.get(pk=place.proposal).after)
    return StoryText.from_dict(story.revisions.get(version=place.version or 0).text)


def _ask_again(person: Contributor, other: Contributor) -> None:
    """Check the pages anew whose question about the two names is answered, or no longer is."""
    names = [person.name, other.name]
    two = Q(params__name__in=names)
    text = Q(code__in=NAMES, params__text__in=names)
    rows = Finding.objects.filter(page__issue__publication=person.publication_id)
    rows = rows.filter(two & (Q(code=SIMILAR, params__other__in=names) | text))
    pages = set(rows.values_list("page", flat=True))
    for page in Page.objects.filter(pk__in=pages).select_related("issue__publication"):
        check_page(page)


def _check_may(by: User, *permissions: str) -> None:
    for permission in permissions:
        if not (by.is_active and by.has_perm(permission)):
            raise VerdictRefused(
                _("%(user)s may not do this. Ask somebody with the permission %(permission)s.")
                % {"user": by, "permission": permission}
            )
