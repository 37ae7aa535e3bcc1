"""The kinds of work that are done to many things: what is done to each, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.text import sha256_of
from audit.outcomes import Result
from desk.import_run import end_import, import_files, read_files, together
from desk.models import Job
from editorial.selections import SelectionReport, ThingOutcome, publish, review, unpublish
from editorial.workflow import Action
from findings.page_check import check_page
from issues.models import Page
from reparse.run import reread_page
from reviews.models import SeenText
from reviews.seen import Seen
from search.entries import rebuild_some

Outcome = dict[str, Any]
DESK, REVIEW, STORY = "admin:desk", "admin:review_page", "admin:articles_article_change"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is done to each thing, how it is called, and what follows the last one.

    ``act`` stands in a transaction with the outcome that it returns, ``finish`` in one with the end
    of the job. So many things as are done ``at_once`` stand in one transaction. What ``prepare``
    yields for each of some keys, before and without a transaction, is the next argument of ``act``.
    ``shared`` gets all that was prepared, stands around the things that are done together, and
    yields the last argument. Where it ``reports`` elsewhere, the job leads back there. ``leads``
    names where each thing is seen.
    """

    label: str | Promise
    act: Callable[..., Outcome]
    action: Action | None = None
    prepare: Callable[[Job, Sequence[str]], Iterable[Any]] | None = None
    shared: Callable[[Sequence[Any]], AbstractContextManager[Any]] | None = None
    at_once: int = 1
    finish: Callable[[Job], None] | None = None
    reports: bool = False
    leads: str = ""


def time_of(job: Job) -> dt.datetime | None:
    """Return the time for which a job publishes, ``None`` for now."""
    at = job.options.get("at")
    return dt.datetime.fromisoformat(at) if at else None


def read_by(user: User, page: Page) -> Seen:
    """Return what ``user`` has said to have read of a page, as it stood when he read it."""
    looks = list(SeenText.objects.filter(article__page=page, user=user))
    around = {row.page_sha256 for row in looks}
    stories = {row.article_id: sha256_of(row.text) for row in looks}
    # Read at different times under different mastheads: nothing of it was seen as it stands.
    questions = {int(key): value for row in looks for key, value in row.questions.items()}
    return Seen(stories, {page.pk: around.pop()} if len(around) == 1 else {}, questions)


def _told(report: SelectionReport) -> Outcome:
    (row,) = report.outcomes
    return row.kept()


def _page(key: str) -> Page:
    return Page.objects.select_related("issue__publication").get(pk=key)


def _user(job: Job) -> User:
    """Return who began the job; only for what nobody begins on the machine."""
    if job.user is None:
        raise PermissionError
    return job.user


def _publish_page(job: Job, key: str) -> Outcome:
    return _told(publish([_page(key)], by=_user(job), at=time_of(job)))


def _unpublish_page(job: Job, key: str) -> Outcome:
    return _told(unpublish([_page(key)], by=_user(job)))


def _publish_story(job: Job, key: str) -> Outcome:
    return _told(publish([Article.objects.with_page().get(pk=key)], by=_user(job)))


def _submit_page(job: Job, key: str) -> Outcome:
    confirmed = job.options.get("confirmed", [])
    return _told(review([_page(key)], Action.SUBMIT, by=_user(job), confirmed=confirmed))


def _approve_page(job: Job, key: str) -> Outcome:
    page, user = _page(key), _user(job)
    return _told(review([page], Action.APPROVE, by=user, seen=read_by(user, page)))


def _reread_page(job: Job, key: str) -> Outcome:
    every = job.options.get("every", False)
    change = reread_page(int(key), apply=True, every=every, by=job.user)
    count = len(change.changes)
    return ThingOutcome(str(_page(key)), change.result, change.message, count).kept()


def _check_page(job: Job, key: str) -> Outcome:
    page = _page(key)
    check_page(page)
    return ThingOutcome(str(page), Result.DONE).kept()


def _rebuild_search(job: Job, key: str) -> Outcome:
    first, last = map(int, key.split("-"))
    written = rebuild_some(first, last, everything=job.options.get("everything", False))
    return ThingOutcome(key, Result.DONE, stories=written).kept()


# The libraries of the spreadsheets take longer to load than all the rest of this module; whoever
# begins or does other work never needs them.
def _export_batch(job: Job, key: str) -> Outcome:
    from desk.table_jobs import export_batch

    return export_batch(job, key)


def _end_export(job: Job) -> None:
    from desk.table_jobs import end_export

    end_export(job)


KINDS: dict[str, Kind] = {
    "publish-pages": Kind(_("Publish pages"), _publish_page, Action.PUBLISH, leads=DESK),
    "unpublish-pages": Kind(_("Unpublish pages"), _unpublish_page, Action.UNPUBLISH, leads=DESK),
    "publish-stories": Kind(_("Publish stories"), _publish_story, Action.PUBLISH, leads=STORY),
    "submit-pages": Kind(_("Submit pages for review"), _submit_page, Action.SUBMIT, leads=DESK),
    "approve-pages": Kind(_("Approve pages"), _approve_page, Action.APPROVE, leads=REVIEW),
    "import": Kind(
        _("Import pages"),
        import_files,
        prepare=read_files,
        shared=together,
        at_once=20,
        finish=end_import,
        reports=True,
    ),
    "reread-pages": Kind(_("Read pages anew"), _reread_page, leads=DESK),
    "check-pages": Kind(_("Check pages anew"), _check_page, leads=DESK),
    "export-table": Kind(_("Export a table"), _export_batch, finish=_end_export),
    "rebuild-search": Kind(_("Rebuild the search"), _rebuild_search),
}
