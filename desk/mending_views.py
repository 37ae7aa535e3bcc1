"""Find and mend in the admin: a word, its places in the archive, how each will read, the deed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Contributor, Revision
from audit.outcomes import Result
from desk.base import require
from desk.chosen_places import chosen_places, place_rows, tell
from desk.review_views import context
from editorial.mending import (
    LONGEST,
    WRITE,
    Chosen,
    Find,
    Foreseen,
    Mending,
    MendRefused,
    Wanted,
    find,
    foresee,
    mend,
)
from issues.models import Publication

LOOK = ("articles.view_article", "issues.view_page")
MOST_NAMES = 10


class SearchForm(forms.Form):
    """What is looked for, and where."""

    query = forms.CharField(label=gettext_lazy("word"), max_length=LONGEST, strip=False)
    publication = forms.ModelChoiceField(
        Publication.objects.all(), label=gettext_lazy("publication"), required=False
    )
    first = forms.DateField(
        label=gettext_lazy("first day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("last day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    below = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    @property
    def wanted(self) -> Wanted:
        """What was asked for; the form is valid."""
        data = self.cleaned_data
        return Wanted(data["query"], data["publication"], data["first"], data["last"])


class MendForm(forms.Form):
    """What takes the word's place, and why."""

    replacement = forms.CharField(
        label=gettext_lazy("replacement"), max_length=LONGEST, required=False, strip=False
    )
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=300)
    notice = forms.CharField(
        label=gettext_lazy("notice to readers"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Needed for an edit of what readers see."),
        widget=forms.Textarea({"rows": 2, "lang": "zh-Hans"}),
    )


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [path("mend/", site.admin_view(mend_view), {"site": site}, name="mend")]


def mend_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Look for a word; with a POST show what becomes of the chosen places, or put it in there."""
    user = require(request, *LOOK)
    if posted := request.method == "POST":
        require(request, WRITE)
    search = SearchForm(request.GET or None)
    form, chosen = MendForm(request.POST if posted else None), chosen_places(request)
    foreseen: dict[int, Foreseen] = {}
    found: Find | None = None
    if search.is_bound and search.is_valid():
        if posted:
            form, chosen, foreseen = _answer(request, user, search.wanted.query, form, chosen)
        found = _found(request, search)
    more = {
        "search": search,
        "form": form,
        "found": found,
        "rows": place_rows(found, chosen, foreseen) if found else (),
        "kinds": Revision.Kind.choices,
        "names": _names(search.wanted) if found else (),
        "may_mend": user.has_perm(WRITE),
        "foreseen": foreseen,
        "replacement": form.data.get("replacement", form.initial.get("replacement", "")),
        "further": _further(request, found),
    }
    everything = context(request, site, _("Find and mend"), **more)
    return TemplateResponse(request, "admin/knowledge/mend.html", everything)


def _answer(
    request: HttpRequest, user: User, query: str, form: MendForm, chosen: dict[int, Chosen]
) -> tuple[MendForm, dict[int, Chosen], dict[int, Foreseen]]:
    """Do what was asked for; return what the form says then, what stays chosen, what it becomes.

    Nothing is put into a place that was not shown as it will read.
    """
    apply, told = request.POST.get("act") == "apply", False
    # Why is asked when something is done.
    form.fields["reason"].required = apply
    valid, data = form.is_valid(), form.cleaned_data
    mending = Mending(
        query, data.get("replacement", ""), data.get("reason", ""), data.get("notice", "")
    )
    try:
        if apply and valid and chosen and not _was_shown(request, chosen):
            messages.warning(request, _("Look first at how it will read. Nothing was changed."))
        elif apply and valid:
            report, told = mend(chosen, mending, by=user), True
            tell(request, report)
            # What was refused stays chosen, with all that was written for it.
            rows = zip(sorted(chosen), report.outcomes, strict=True)
            chosen = {pk: chosen[pk] for pk, row in rows if row.result == Result.REFUSED}
            form = MendForm(initial=data if chosen else data | {"notice": ""})
            if not chosen:
                return form, chosen, {}
        foreseen, refused = foresee(chosen, mending, by=user)
        if not told:
            tell(request, refused)
        return form, chosen, foreseen
    except MendRefused as refusal:
        messages.error(request, str(refusal))
    return form, chosen, {}


def _was_shown(request: HttpRequest, chosen: dict[int, Chosen]) -> bool:
    shown = set(request.POST.getlist("shown"))
    places = {f"{pk}.{key}" for pk, choice in chosen.items() for key in choice.places}
    same = request.POST.get("shown_replacement") == request.POST.get("replacement")
    return same and places <= shown


def _found(request: HttpRequest, search: SearchForm) -> Find | None:
    """Return the places of the word; say why when it is none to look for."""
    try:
        return find(search.wanted, below=search.cleaned_data["below"])
    except MendRefused as refusal:
        messages.error(request, str(refusal))
        return None


def _names(wanted: Wanted) -> QuerySet[Contributor]:
    """Return some persons whose names have the word, under their stories or not."""
    rows = Contributor.objects.filter(name__contains=wanted.query).order_by("name")
    if wanted.publication:
        rows = rows.filter(publication=wanted.publication)
    return rows[:MOST_NAMES]


def _further(request: HttpRequest, found: Find | None) -> str:
    """Return the address of the next screen, where there is one."""
    if found is None or found.below is None:
        return ""
    query: Any = request.GET.copy()
    query["below"] = found.below
    return f"?{query.urlencode()}"
