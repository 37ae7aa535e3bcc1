"""What is not asked about again: the list of waivers, and the way to take one back."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from desk.base import ReadOnlyAdmin, editor
from findings.answers import end_waiver, may_decide
from findings.models import Waiver


@admin.register(Waiver)
class WaiverAdmin(ReadOnlyAdmin[Waiver]):
    """Findings make waivers; here a person reads who decided what and why, and takes it back."""

    list_display = ("__str__", "code", "publication", "reason", "by", "at", "ended_at")
    list_filter = ("publication", ("ended_at", admin.EmptyFieldListFilter), "code")
    list_select_related = ("publication", "by")
    search_fields = ("reason", "by__username")
    actions = ("end",)
    fields = ("__str__", "code", "publication", "reason", "by", "at", "ended_at", "ended_by")
    readonly_fields = fields

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whoever may answer findings may ask again."""
        return may_decide(editor(request))

    @admin.action(description=gettext_lazy("End the waiver: ask again"), permissions=["decide"])
    def end(self, request: HttpRequest, rows: QuerySet[Waiver]) -> None:
        """End the chosen waivers; their findings are open again."""
        opened = sum(end_waiver(row, by=editor(request)) for row in rows)
        text = ngettext(
            "%(count)s finding is open again.", "%(count)s findings are open again.", opened
        )
        messages.success(request, text % {"count": opened})
