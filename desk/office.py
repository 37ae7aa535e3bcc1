"""Offices and who holds them: the list, its table, and the word of a person that one is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from desk.base import ReadOnlyAdmin, editor
from desk.lists import counted_below, shown_count
from desk.table_views import TableAdmin
from findings.answers import (
    DecisionRefused,
    confirm_office,
    may_decide,
    set_term,
    withdraw_confirmation,
)
from findings.models import Office, Sighting
from tables.story_tables import OfficeResource

# So many mentions of one holder are counted.
MANY = 1000


class TermForm(forms.Form):
    """From when to when an office is held so, and where it stands in the order of leaders."""

    since = forms.DateField(
        label=gettext_lazy("held from"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("held to"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    rank = forms.IntegerField(
        label=gettext_lazy("order of precedence"), required=False, min_value=1, max_value=9999
    )
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=300)


@admin.register(Office)
class OfficeAdmin(TableAdmin, ReadOnlyAdmin[Office]):
    """The checks and the table add offices; a person confirms them, and can take that back."""

    resource_classes = [OfficeResource]
    list_display = (
        "place",
        "title",
        "holder",
        "publication",
        "seen",
        "confirmed_by",
        "since",
        "until",
        "rank",
    )
    list_filter = ("publication", ("confirmed_by", admin.EmptyFieldListFilter))
    list_select_related = ("publication", "confirmed_by")
    search_fields = ("place", "title", "holder")
    actions = ("confirm", "unconfirm")
    change_form_template = "admin/knowledge/office.html"
    fields = (
        "publication",
        "place",
        "title",
        "holder",
        "confirmed_by",
        "confirmed_at",
        "since",
        "until",
        "rank",
        "reason",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Office]:
        """Count along how often the paper named it."""
        sightings = Sighting.objects.filter(office=OuterRef("pk"))
        return super().get_queryset(request).annotate(sighted=counted_below(sightings, MANY))

    def get_urls(self) -> list[URLPattern]:
        """Add the term and the place in the order of leaders."""
        view = self.admin_site.admin_view(require_POST(self.term_view))
        return [path("<int:pk>/term/", view, name="findings_office_term"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the office, with the form for its term to who may confirm it."""
        extra = dict(extra_context or {})
        office = self.get_object(request, object_id)
        if office is not None and office.confirmed_by_id and may_decide(editor(request)):
            values = {name: getattr(office, name) for name in ("since", "until", "rank")}
            named = office.sightings.aggregate(first=Min("date"), last=Max("date"))
            # What the texts say fills the form; a person confirms it.
            values["since"] = values["since"] or named["first"]
            extra |= {"term": TermForm(initial=values), "named": named}
        return super().change_view(request, object_id, form_url, extra)

    def term_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the term, and go back to the office."""
        user, office = editor(request), get_object_or_404(Office, pk=pk)
        if not may_decide(user):
            raise PermissionDenied
        form = TermForm(request.POST)
        try:
            if not form.is_valid():
                said = [str(text) for rows in form.errors.values() for text in rows]
                raise DecisionRefused(" ".join(said))
            if set_term(office, by=user, **form.cleaned_data):
                messages.success(request, _("The term is kept."))
            else:
                messages.info(request, _("Nothing differed, so nothing was saved."))
        except DecisionRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:findings_office_change", args=[pk]))

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
