"""Every proposal against its hashes, its approvals and what it brought before the readers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Q
from django.utils.translation import gettext as _

from archive.faults import Fault, short
from articles.models import Article, Relocation, Revision, Transition
from articles.photo_files import holds
from articles.text import sha256_of
from editorial.proposals import sha256_of_shown
from reviews.models import Proposal, ProposalEnd, ProposedImage
from reviews.stages import CHAINS

AT_ONCE = 500


def check_proposals() -> Iterator[Fault]:
    """Say which proposals do not hold, and which public texts changed without one."""
    rows = Proposal.objects.order_by("pk").select_related("end", "waiting")
    rows = rows.prefetch_related("approvals")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield from _check_hashes(row)
        yield from _check_approvals(row)
        yield from _check_result(row)
        if hasattr(row, "end") == hasattr(row, "waiting"):
            yield _fault(row, _("It is not told rightly whether it waits."))
    for image in ProposedImage.objects.order_by("pk").iterator():
        yield from _check_image(image)
    yield from _changed_without()


def _fault(row: Proposal, message: str, *, expected: str = "", got: str = "") -> Fault:
    text = _("Proposal %(number)s: %(what)s Restore the rows from a backup.")
    return Fault(
        "proposal",
        text % {"number": row.pk, "what": message},
        story=row.article_id,
        expected=short(expected),
        got=short(got),
    )


def _check_hashes(row: Proposal) -> Iterator[Fault]:
    if sha256_of(row.before) != row.base:
        yield _fault(row, _("What readers saw is not what it was."), expected=row.base)
    if sha256_of_shown(row) != row.sha256:
        yield _fault(row, _("It is not what was shown to its approvers."), expected=row.sha256)


def _check_approvals(row: Proposal) -> Iterator[Fault]:
    given = list(row.approvals.all())
    people = [one.by_id for one in given]
    if row.by_id in people or len(set(people)) < len(people):
        yield _fault(row, _("It was approved by who made it, or twice by one person."))
    if any(one.sha256 != row.sha256 for one in given):
        yield _fault(row, _("An approval is for something else."), expected=row.sha256)
    asked = {stage.value for stage in CHAINS[row.needed]}
    applied = hasattr(row, "end") and row.end.outcome == ProposalEnd.Outcome.APPLIED
    if applied and {one.stage for one in given} != asked:
        yield _fault(row, _("It went before the readers without all its approvals."))


def _check_result(row: Proposal) -> Iterator[Fault]:
    if not hasattr(row, "end") or row.end.version is None:
        return
    revision = Revision.objects.filter(article=row.article_id, version=row.end.version).first()
    if revision is None or sha256_of(revision.text) != sha256_of(row.after):
        yield _fault(row, _("What was approved is not what came before the readers."))


def _check_image(image: ProposedImage) -> Iterator[Fault]:
    if not holds(image.image, image.sha256):
        text = _("The file of its photo %(number)s is missing or was changed.")
        yield _fault(image.proposal, text % {"number": image.place + 1}, expected=image.sha256)


def _changed_without() -> Iterator[Fault]:
    """Yield each story whose words changed before its readers and by no proposal."""
    stories = Article.objects.published().order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(stories, AT_ONCE)):
        yield from _changed_among(some)


def _changed_among(stories: Sequence[Article]) -> Iterator[Fault]:
    since = {row.pk: row.published_at for row in stories if row.published_at}
    published = Transition.objects.filter(article__in=stories, new=Article.Status.PUBLISHED)
    for key, at in published.order_by("pk").values_list("article", "at"):
        since[key] = max(since[key], at)

    def later(pairs: Iterable[tuple[int, dt.datetime]]) -> Counter[int]:
        return Counter(key for key, at in pairs if at > since[key])

    revisions = later(Revision.objects.filter(article__in=stories).values_list("article", "at"))
    if not revisions:
        return
    # A relocation leaves a revision, too, with the words that were.
    told = later(Relocation.objects.filter(article__in=stories).values_list("article", "at"))
    applied = Q(outcome=ProposalEnd.Outcome.APPLIED, version__isnull=False)
    ends = ProposalEnd.objects.filter(applied, proposal__article__in=stories)
    told += later(ends.values_list("proposal__article", "at"))
    for key, count in sorted((revisions - told).items()):
        text = _(
            "Its words changed before its readers %(count)s times without an approved proposal."
            " Find out who changed it past them."
        )
        yield Fault("public-change", text % {"count": count}, story=key)
