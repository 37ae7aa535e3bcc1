"""Offices and who holds them: the list, its table, and the word of a person that one is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import ReadOnlyAdmin, editor
from desk.lists import counted_below, shown_count
from desk.table_views import TableAdmin
from findings.answers import (
    confirm_office,
    may_decide,
    withdraw_confirmation,
)
from findings.models import Office, Sighting
from tables.story_tables import OfficeResource

# So many mentions of one holder are counted.
MANY = 1000


@admin.register(Office)
class OfficeAdmin(TableAdmin, ReadOnlyAdmin[Office]):
    """The checks and the table add offices; a person confirms them, and can take that back."""

    resource_classes = [OfficeResource]
    list_display = ("place", "title", "holder", "publication", "seen", "confirmed_by")
    list_filter = ("publication", ("confirmed_by", admin.EmptyFieldListFilter))
    list_select_related = ("publication", "confirmed_by")
    search_fields = ("place", "title", "holder")
    actions = ("confirm", "unconfirm")
    fields = ("publication", "place", "title", "holder", "confirmed_by", "confirmed_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Office]:
        """Count along how often the paper named it."""
        sightings = Sighting.objects.filter(office=OuterRef("pk"))
        return super().get_queryset(request).annotate(sighted=counted_below(sightings, MANY))

    @admin.display(description=gettext_lazy("times named"), ordering="sighted")
    def seen(self, row: Any) -> str:
        """How often the paper named it."""
        return shown_count(row.sighted, MANY)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Whoever may answer findings may confirm what they ask about."""
        return may_decide(editor(request))

    @admin.action(description=gettext_lazy("Confirm: it is held so"), permissions=["decide"])
    def confirm(self, request: HttpRequest, rows: QuerySet[Office]) -> None:
        self._decide(request, rows, confirm_office)

    @admin.action(description=gettext_lazy("Undo the confirmation"), permissions=["decide"])
    def unconfirm(self, request: HttpRequest, rows: QuerySet[Office]) -> None:
        self._decide(request, rows, withdraw_confirmation)

    def _decide(
        self, request: HttpRequest, rows: QuerySet[Office], decide: Callable[..., bool]
    ) -> None:
        done = sum(decide(row, by=editor(request)) for row in rows)
        messages.success(request, _("%(done)s offices changed") % {"done": done})
