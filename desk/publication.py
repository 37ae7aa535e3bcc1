"""报纸 in the admin, with the rules of its reviews, which nobody changes alone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.base import require
from desk.issue_lists import PublicationAdmin
from desk.proposal_forms import ProposesWhatIsPublic
from issues.models import Publication, RuleChange
from reviews.holds import unknown_codes
from reviews.review_rules import ASK, RULES, GivenRules, RulesRefused, ask_change

admin.site.unregister(Publication)


class RulesForm(forms.Form):
    """Other rules. A misspelt code would hold nothing, in silence: it is refused."""

    reviews = forms.IntegerField(
        label=gettext_lazy("number of reviews"),
        min_value=0,
        validators=[MaxValueValidator(3)],
        help_text=Publication._meta.get_field("reviews").help_text,
    )
    reviewers_differ = forms.BooleanField(
        label=gettext_lazy("each review by another person"), required=False
    )
    blocking_codes = forms.CharField(
        label=gettext_lazy("findings that hold a page"),
        required=False,
        widget=forms.Textarea,
        help_text=Publication._meta.get_field("blocking_codes").help_text,
    )
    proposal_reviews = forms.IntegerField(
        label=gettext_lazy("approvals of a change to what is public"),
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=Publication._meta.get_field("proposal_reviews").help_text,
    )
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=300)

    def clean_blocking_codes(self) -> str:
        """Know every code."""
        text: str = self.cleaned_data["blocking_codes"].replace("\r\n", "\n")
        if unknown := unknown_codes(text):
            raise ValidationError(
                _("No finding is called %(codes)s. Take the codes from the list of findings.")
                % {"codes": _(", ").join(unknown)}
            )
        return text

    def rules(self) -> GivenRules:
        """Return what is wanted."""
        return GivenRules(**{name: self.cleaned_data[name] for name in RULES})


@admin.register(Publication)
class ReviewedPublicationAdmin(ProposesWhatIsPublic, PublicationAdmin):
    """报纸. A new one begins with three reviews by three people."""

    change_form_template = "admin/accounts/publication.html"
    exclude = ("reviewers_differ",)
    why_fixed = gettext_lazy("The rules of its reviews change when a second person has agreed.")
    readonly_fields = ("reviews", "by_different_people", "blocking_codes", "proposal_reviews")

    def get_fields(self, request: HttpRequest, obj: Publication | None = None) -> Any:
        """A new paper has the rules with which every paper begins."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name not in self.readonly_fields]

    @admin.display(description=gettext_lazy("each review by another person"))
    def by_different_people(self, row: Publication) -> str:
        """Whether one person may do several reviews."""
        return _("yes") if row.reviewers_differ else _("no")

    def get_urls(self) -> list[URLPattern]:
        """Add the asking for other rules."""
        view = self.admin_site.admin_view(self.rules_view)
        rules = path("<int:pk>/rules/", view, name="issues_publication_rules")
        return [rules, *super().get_urls()]

    def rules_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for other rules."""
        by, paper = require(request, ASK), get_object_or_404(Publication, pk=pk)
        waiting = RuleChange.objects.filter(publication=paper, decided_at=None).first()
        if waiting is not None:
            messages.info(request, _("These rules wait for a second person."))
            return _to(waiting)
        initial = {name: getattr(paper, name) for name in RULES}
        form = RulesForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_valid():
            try:
                change = ask_change(paper, form.rules(), by=by, reason=form.cleaned_data["reason"])
            except RulesRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("They hold when a second person has agreed."))
                return _to(change)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": paper,
            "title": _("Other rules for the reviews"),
            "text": _("They hold when a second person agrees, and for no page already under way."),
            "form": form,
        }
        return TemplateResponse(request, "admin/accounts/form.html", context)


def _to(change: RuleChange) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:issues_rulechange_change", args=[change.pk]))
