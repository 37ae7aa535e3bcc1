"""Other rules for a paper's reviews, in the admin: asked for by one, agreed to by another."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from desk.base import ReadOnlyAdmin, editor, require
from issues.models import RuleChange
from reviews.review_rules import AGREE, RulesRefused, agree, refuse


@admin.register(RuleChange)
class RuleChangeAdmin(ReadOnlyAdmin[RuleChange]):
    """What was asked for and how it was decided. It is asked for on the paper's own form."""

    change_form_template = "admin/accounts/rule_change.html"
    list_display = ("publication", "state", "asked_by", "asked_at", "decided_by", "decided_at")
    list_filter = ("publication", "agreed", ("decided_at", admin.EmptyFieldListFilter))
    list_select_related = ("publication", "asked_by", "decided_by")
    search_fields = ("publication__name", "reason")
    date_hierarchy = "asked_at"
    fields = (
        "publication",
        "state",
        ("old_reviews", "reviews"),
        ("different_before", "different"),
        ("old_blocking_codes", "blocking_codes"),
        ("old_proposal_reviews", "proposal_reviews"),
        "reason",
        "asked_by",
        "asked_at",
        "decided_by",
        "decided_at",
    )
    readonly_fields = (
        "publication",
        "state",
        "old_reviews",
        "reviews",
        "different_before",
        "different",
        "old_blocking_codes",
        "blocking_codes",
        "old_proposal_reviews",
        "proposal_reviews",
        "reason",
        "asked_by",
        "asked_at",
        "decided_by",
        "decided_at",
    )

    def get_urls(self) -> list[URLPattern]:
        """Add the decision."""
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        decide = path("<int:pk>/decide/", view, name="issues_rulechange_decide")
        return [decide, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show it, with what this person may do with it."""
        user, change = editor(request), self.get_object(request, object_id)
        offered: dict[str, Any] = {}
        if change is not None and change.decided_at is None:
            mine, may_agree = user.pk == change.asked_by_id, user.has_perm(AGREE)
            offered = {"may_agree": may_agree and not mine, "may_refuse": mine or may_agree}
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **offered}
        )

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Agree, or leave the rules as they are."""
        by = require(request, "issues.view_rulechange")
        change = get_object_or_404(RuleChange.objects.select_related("asked_by"), pk=pk)
        try:
            if request.POST.get("act") == "agree":
                kept = agree(change, by=by)
                text = _("These rules hold now. %(count)s pages under way keep the old ones.")
                messages.success(request, text % {"count": kept})
            else:
                refuse(change, by=by)
                messages.success(request, _("The rules stay as they are."))
        except RulesRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:issues_rulechange_change", args=[pk]))

    @admin.display(description=gettext_lazy("each review by another person before"))
    def different_before(self, row: RuleChange) -> str:
        """Whether each review was done by another person."""
        return _("yes") if row.old_reviewers_differ else _("no")

    @admin.display(description=gettext_lazy("each review by another person"))
    def different(self, row: RuleChange) -> str:
        """Whether each review shall be done by another person."""
        return _("yes") if row.reviewers_differ else _("no")

    @admin.display(description=gettext_lazy("state"))
    def state(self, row: RuleChange) -> str:
        """Where it stands."""
        if row.decided_at is None:
            return _("waits for a second person")
        return _("agreed") if row.agreed else _("refused")
