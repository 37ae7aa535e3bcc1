"""``--background``: a command writes down what is to be done, and workers do it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.import_run import ANSWERS, PENDING, REST
from desk.import_uploads import keep_all
from desk.jobs import DoneElsewhere, hand_over
from desk.models import Job
from importing.models import PendingImport
from importing.placement import ImportOptions
from importing.receipt import Received


def told(job: Job) -> str:
    """Return how the job is asked for."""
    return _("Job %(job)s: %(count)s things to do. show_jobs %(job)s tells how far it is.") % {
        "job": job.pk,
        "count": job.progress[1],
    }


def begin_import(coming: Iterable[Received], chosen: ImportOptions) -> Job:
    """Keep the bytes of all that comes in the database, where every worker finds them.

    The first files are read while others follow.
    """
    alike = ("publication", "date", "page", "edition", "replace", "discard_edits")
    pending = PendingImport.objects.create(
        user=chosen.by,
        confirmed_at=timezone.now(),
        **{name: getattr(chosen, name) for name in alike},
    )
    answers = {
        name: getattr(chosen, name)
        for name in ("operator", "new_paper", "paper_name", "any_nameplate")
    }
    more: dict[str, Any] = {PENDING: pending.pk, ANSWERS: answers}
    try:
        return hand_over("import", keep_all(pending, coming), by=chosen.by, rest=REST, **more)
    except DoneElsewhere as error:
        seconds = round(settings.JOB_HOLD.total_seconds())
        told = _(
            "Some files took longer than %(seconds)s seconds to come, and the workers went on"
            " without them. Hand over all of them again: what is here stays as it is."
        )
        raise CommandError(told % {"seconds": seconds}) from error
