"""``--background``: a command writes down what is to be done, and workers do it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from desk.import_run import ANSWERS, PENDING
from desk.import_uploads import keep_all
from desk.jobs import begin
from desk.models import Job
from importing.models import PendingImport
from importing.placement import ImportOptions
from importing.receipt import Received


def told(job: Job) -> str:
    """Return how the job is asked for."""
    return _("Job %(job)s: %(count)s things to do. show_jobs %(job)s tells how far it is.") % {
        "job": job.pk,
        "count": job.left,
    }


def begin_import(coming: Iterable[Received], chosen: ImportOptions) -> Job:
    """Keep the bytes of all that comes in the database, where every worker finds them.

    What a killed command has kept without a job is forgotten after a day.
    """
    alike = ("publication", "date", "page", "edition", "replace", "discard_edits")
    pending = PendingImport.objects.create(
        user=chosen.by, **{name: getattr(chosen, name) for name in alike}
    )
    keys = keep_all(pending, coming)
    pending.confirmed_at = timezone.now()
    pending.save(update_fields=["confirmed_at"])
    answers = {
        name: getattr(chosen, name)
        for name in ("operator", "new_paper", "paper_name", "any_nameplate")
    }
    more: dict[str, Any] = {PENDING: pending.pk, ANSWERS: answers}
    return begin("import", keys, by=chosen.by, at_once=False, **more)
