"""Find and mend in the admin: a word, its places in the archive, what shall stand there instead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Contributor, Revision
from audit.outcomes import Result
from desk.base import require
from desk.namesake_views import tell, versions_of
from desk.review_views import context
from editorial.mending import LONGEST, WRITE, Find, Mending, MendRefused, Wanted, find, mend
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
    """What takes the word's place, as what, and why."""

    replacement = forms.CharField(
        label=gettext_lazy("replacement"), max_length=LONGEST, required=False, strip=False
    )
    kind = forms.ChoiceField(label=gettext_lazy("kind of change"), choices=Revision.Kind)
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
    """Look for a word; with a POST put another into the chosen places, and look again."""
    user = require(request, *LOOK)
    posted = request.method == "POST"
    if posted:
        require(request, WRITE)
    search = SearchForm(request.GET or None)
    form = MendForm(request.POST if posted else None, initial={"kind": Revision.Kind.REPAIR})
    found: Find | None = None
    ticked = _chosen(request) if posted else {}
    if search.is_bound and search.is_valid():
        try:
            if posted and form.is_valid():
                report = mend(ticked, _mending(search, form), by=user)
                tell(request, report)
                # What was refused stays chosen, with all that was written for it.
                rows = zip(sorted(ticked), report.outcomes, strict=True)
                ticked = {pk: ticked[pk] for pk, row in rows if row.result == Result.REFUSED}
                kept = form.cleaned_data if ticked else form.cleaned_data | {"notice": ""}
                form = MendForm(initial=kept)
        except MendRefused as refusal:
            messages.error(request, str(refusal))
        found = _found(request, search)
    more = {
        "ticked": {f"{pk}.{key}" for pk, (_version, keys) in ticked.items() for key in keys},
        "search": search,
        "form": form,
        "found": found,
        "names": _names(search.wanted) if found else (),
        "may_mend": user.has_perm(WRITE),
        "further": _further(request, found),
    }
    everything = context(request, site, _("Find and mend"), **more)
    return TemplateResponse(request, "admin/knowledge/mend.html", everything)


def _found(request: HttpRequest, search: SearchForm) -> Find | None:
    """Return the places of the word; say why when it is none to look for."""
    try:
        return find(search.wanted, below=search.cleaned_data["below"])
    except MendRefused as refusal:
        messages.error(request, str(refusal))
        return None


def _mending(search: SearchForm, form: MendForm) -> Mending:
    data = form.cleaned_data
    return Mending(
        search.cleaned_data["query"],
        data["replacement"],
        Revision.Kind(data["kind"]),
        data["reason"],
        data["notice"],
    )


def _chosen(request: HttpRequest) -> dict[int, tuple[int, list[str]]]:
    """Return the stories with a place that was chosen, each with its version and those places."""
    chosen: dict[int, tuple[int, list[str]]] = {}
    for pk, version in versions_of(request.POST).items():
        if places := request.POST.getlist(f"place-{pk}"):
            chosen[pk] = (version, places)
    return chosen


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
