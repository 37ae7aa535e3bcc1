"""Who holds which role, in the admin: asked for by one person, confirmed by a second."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from accounts.grants import ASK, CONFIRM, END, RoleRefused, ask, confirm, end
from accounts.models import RoleGrant
from accounts.roles import FREE, Role
from desk.base import ReadOnlyAdmin, editor, require


class RoleForm(forms.Form):
    """Who gets which role, and why."""

    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True, is_superuser=False).order_by("username"),
        label=gettext_lazy("person"),
    )
    role = forms.ChoiceField(choices=Role.choices, label=pgettext_lazy("of a person", "role"))
    reason = forms.CharField(max_length=300, label=gettext_lazy("reason"))


@admin.register(RoleGrant)
class RoleGrantAdmin(ReadOnlyAdmin[RoleGrant]):
    """What was asked, confirmed and taken back. Nothing of it is changed or deleted here."""

    change_form_template = "admin/accounts/grant.html"
    list_display = (
        "user",
        "role",
        "state",
        "asked_by",
        "asked_at",
        "confirmed_by",
        "confirmed_at",
        "ended_by",
        "ended_at",
    )
    list_filter = (
        "role",
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("ended_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("user", "asked_by", "confirmed_by", "ended_by")
    search_fields = ("user__username", "reason")
    date_hierarchy = "asked_at"
    fields = (
        "user",
        "role",
        "state",
        "why",
        "asked_by",
        "asked_at",
        "confirmed_by",
        "confirmed_at",
        "ended_by",
        "ended_at",
    )
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The security administrator asks."""
        return editor(request).has_perm(ASK)

    def get_urls(self) -> list[URLPattern]:
        """Add the decision."""
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        decide = path("<int:pk>/decide/", view, name="accounts_rolegrant_decide")
        return [decide, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for a role."""
        by = require(request, ASK)
        form = RoleForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            user, reason = form.cleaned_data["user"], form.cleaned_data["reason"]
            try:
                grant = ask(user, Role(form.cleaned_data["role"]), by=by, reason=reason)
            except RoleRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                counts = _("It counts from now on.")
                waits = _("It counts when a second person has confirmed it.")
                messages.success(request, counts if grant.role in FREE else waits)
                return _to(grant)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Give a role"),
            "text": _("A role for reviewing, publishing or an office waits for a second person."),
            "form": form,
        }
        return TemplateResponse(request, "admin/accounts/form.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show it, with what this person may do with it."""
        user, grant = editor(request), self.get_object(request, object_id)
        offered: dict[str, Any] = {}
        if grant is not None and grant.ended_at is None:
            mine = user.pk in (grant.asked_by_id, grant.user_id)
            may_confirm = user.has_perm(CONFIRM)
            offered = {
                "may_confirm": grant.waits and may_confirm and not mine,
                "may_end": user.has_perm(END) or (grant.waits and may_confirm),
            }
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **offered}
        )

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirm it or take it back."""
        by, grant = require(request, "accounts.view_rolegrant"), get_object_or_404(RoleGrant, pk=pk)
        try:
            if request.POST.get("act") == "confirm":
                confirm(grant, by=by)
                messages.success(request, _("The role counts from now on."))
            else:
                end(grant, by=by, reason=request.POST.get("reason", ""))
                messages.success(request, _("The role has ended."))
        except RoleRefused as refusal:
            messages.error(request, str(refusal))
        return _to(grant)

    @admin.display(description=gettext_lazy("reason"))
    def why(self, row: RoleGrant) -> str:
        """The reason, as a person wrote it or in his reader's language."""
        return row.why

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: RoleGrant) -> str:
        """Where it stands."""
        if row.ended_at:
            return _("ended")
        return _("waits to be confirmed") if row.waits else _("confirmed")


def _to(grant: RoleGrant) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_rolegrant_change", args=[grant.pk]))
