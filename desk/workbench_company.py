"""Who else is on the page: what the desk asks every few seconds, and taking over a story."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Article
from desk.workbench_answers import (
    back,
    is_script,
    page_of,
    refused,
    sent,
    token,
    who_looks,
    who_works,
)
from issues.models import Page
from workbench.company import Company, others_on, say_here, take_over
from workbench.copies import number_of
from workbench.models import WorkingCopy


@require_http_methods(["GET", "POST"])
def pulse_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Say who else is here and what they saved; a POST also says that this person is."""
    user, page = who_looks(request), page_of(pk)
    taken = ""
    if request.method == "POST":
        taken = say_here(page, user, _article(page, user, sent(request).get("story")))
    versions = dict(page.articles.values_list("pk", "version"))
    row = WorkingCopy.objects.filter(user=user, page=page).first() or WorkingCopy()
    return JsonResponse(
        {
            **token(request),
            "number": number_of(row, versions.items()),
            "others": [_shown(one) for one in others_on(page, user)],
            "versions": versions,
            "taken": taken,
        }
    )


def _shown(one: Company) -> dict[str, Any]:
    since = timezone.localtime(one.since)
    now = timezone.now()
    return {
        "name": one.name,
        "since": f"{since:%H:%M}",
        "editing": one.editing,
        "story": one.story,
        "unsaved": one.unsaved,
        "idle": int((now - one.seen_at) / dt.timedelta(seconds=1)),
    }


def _article(page: Page, user: User, key: Any) -> Article | None:
    """Return the row of a story by the key that this person's copy knows it by."""
    key = str(key or "")
    if key.startswith("a") and key[1:].isdigit():
        return page.articles.filter(pk=int(key[1:])).first()
    rows = WorkingCopy.objects.filter(user=user, page=page, stories__key=key)
    pk = rows.values_list("stories__article", flat=True).first()
    return page.articles.filter(pk=pk).first() if pk else None


@require_POST
def take_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Take over a story on which somebody works. Both keep what they have typed."""
    user, page, data = who_works(request), page_of(pk), sent(request)
    story = _article(page, user, data.get("story"))
    if story is None:
        return refused(request, page, _("Choose a story that stands on the page."))
    text = take_over(page, user, story)
    if not is_script(request):
        messages.success(request, text)
        return back(request, page)
    return JsonResponse({"told": text, "others": [_shown(one) for one in others_on(page, user)]})
