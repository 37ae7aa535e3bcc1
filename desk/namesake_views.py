"""Look-alike names in the admin: which are asked about, what speaks for what, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Contributor, Revision
from audit.outcomes import Outcome, Report
from desk.base import editor, require
from desk.kept_words import keep, kept
from desk.review_views import context
from editorial.namesakes import (
    JUDGE,
    SHOWN,
    UNDO,
    VerdictRefused,
    evidence,
    judge,
    repair_slip,
    stories_of,
    undo,
)
from findings.models import Finding, Verdict

LOOK = ("articles.view_contributor", "findings.view_finding", "findings.view_verdict")
AT_ONCE = 50


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(f"names/{route}", site.admin_view(view), {"site": site}, name=name)

    return [
        at("", list_view, "namesakes"),
        at("finding/<int:pk>/", finding_view, "namesakes_of_finding"),
        at("<int:pk>/<int:other>/", pair_view, "namesakes_pair"),
        at("<int:pk>/<int:other>/judge/", judge_view, "namesakes_judge"),
        at("verdict/<int:pk>/", act_view, "namesakes_act"),
    ]


def list_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show the names that are asked about, and what was decided on others."""
    require(request, *LOOK)
    asked = Finding.objects.open().filter(code="similar-contributor").order_by("-pk")
    rows = asked.select_related("page__issue__publication")
    judged = Verdict.objects.select_related("person", "other", "by", "ended_by")
    more = {
        "asked": Paginator(rows, AT_ONCE).get_page(request.GET.get("p")),
        "judged": Paginator(judged, AT_ONCE).get_page(request.GET.get("v")),
    }
    everything = context(request, site, _("Names one character apart"), **more)
    return TemplateResponse(request, "admin/knowledge/names.html", everything)


def finding_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Lead from a question about two names to what is known of both."""
    require(request, *LOOK)
    rows = Finding.objects.select_related("page__issue")
    finding = get_object_or_404(rows, pk=pk, code="similar-contributor")
    names = [finding.params.get("other"), finding.params.get("name")]
    paper = finding.page.issue.publication_id
    keys = [get_object_or_404(Contributor, publication=paper, name=name).pk for name in names]
    return HttpResponseRedirect(reverse("admin:namesakes_pair", args=keys))


def pair_view(request: HttpRequest, pk: int, other: int, site: admin.AdminSite) -> HttpResponse:
    """Show two names side by side, with every story that is shown of each."""
    require(request, *LOOK)
    person, second = _pair(pk, other)
    known = evidence(person, second)
    user, left = editor(request), _left(known.verdict)
    # What was printed is changed by an edit that readers are told of.
    printed = any(row.is_published for row in left)
    everything = context(
        request,
        site,
        f"{person} / {second}",
        known=known,
        person=person,
        other=second,
        kinds=Verdict.Kind.choices,
        changes=Revision.Kind.choices,
        may_judge=user.has_perm(JUDGE),
        may_undo=user.has_perm(UNDO),
        places=list(_places(known.verdict)),
        left=left,
        proposed=Revision.Kind.EDIT if printed else Revision.Kind.REPAIR,
        typed=kept(request, request.path).get("words", {}),
    )
    return TemplateResponse(request, "admin/knowledge/pair.html", everything)


@require_POST
def judge_view(request: HttpRequest, pk: int, other: int, site: admin.AdminSite) -> HttpResponse:
    """Take what a person says of two names; which of them is right stands first."""
    user = require(request, *LOOK, JUDGE)
    person, second = _pair(pk, other)
    if request.POST.get("right") == str(second.pk):
        person, second = second, person
    kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "")
    address = reverse("admin:namesakes_pair", args=[person.pk, second.pk])
    if kind not in Verdict.Kind.values:
        messages.error(request, _("Say whether they are one person or two."))
        keep(request, address, words={"reason": reason} if reason else {})
        return HttpResponseRedirect(address)
    try:
        made = judge(Verdict.Kind(kind), person, second, by=user, reason=reason)
        named = {"first": made, "second": made.get_kind_display()}
        messages.success(request, _("%(first)s: %(second)s") % named)
    except VerdictRefused as refusal:
        messages.error(request, str(refusal))
        keep(request, address, words={"reason": reason} if reason else {})
    return HttpResponseRedirect(address)


@require_POST
def act_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Repair the chosen stories of a slip, or undo what was said of two names."""
    user = require(request, *LOOK)
    verdict = get_object_or_404(Verdict.objects.select_related("person", "other"), pk=pk)
    data = request.POST
    address = reverse("admin:namesakes_pair", args=[verdict.person_id, verdict.other_id])
    try:
        if data.get("act") == "undo":
            tell(request, undo(verdict, by=user, reason=data.get("reason", "")))
            messages.success(request, _("Undone: all is asked anew."))
        else:
            kind = Revision.Kind(data.get("change", Revision.Kind.REPAIR))
            notice = data.get("notice", "")
            chosen = versions_of(data)
            tell(request, repair_slip(verdict, chosen, by=user, kind=kind, notice=notice))
    except (VerdictRefused, ValueError) as refusal:
        messages.error(request, str(refusal))
        typed = {name: data[name] for name in ("reason", "notice") if data.get(name)}
        keep(request, address, words=typed)
    return HttpResponseRedirect(address)


def versions_of(data: Mapping[str, Any]) -> dict[int, int]:
    """Return the stories that were chosen in a form, each with the version that it showed."""
    chosen = data.getlist("story")  # type: ignore[attr-defined]
    pairs = (row.split("=", 1) for row in chosen if row.count("=") == 1)
    return {int(pk): int(version) for pk, version in pairs if (pk + version).isdecimal()}


def tell(request: HttpRequest, report: Report[Outcome]) -> None:
    """Show what was done, what was proposed, and of each story that was refused why."""
    labels = {
        "done": _("%(count)s changed"),
        "held": _("%(count)s proposed, because readers see them"),
        "already": _("%(count)s were so already"),
    }
    said = [
        text % {"count": report.counts[key]} for key, text in labels.items() if report.counts[key]
    ]
    if said:
        messages.success(request, _(", ").join(said) + _("."))
    for row in report.refused:
        named = {"first": row.name, "second": row.message}
        messages.error(request, _("%(first)s: %(second)s") % named)


def _pair(pk: int, other: int) -> tuple[Contributor, Contributor]:
    rows = Contributor.objects.select_related("publication")
    person = get_object_or_404(rows, pk=pk)
    paper = person.publication_id
    return person, get_object_or_404(rows.exclude(pk=pk), pk=other, publication=paper)


def _places(verdict: Verdict | None) -> Any:
    return verdict.places.select_related("article__page__issue") if verdict else ()


def _left(verdict: Verdict | None) -> list[Any]:
    """Return the next stories in which a slip still stands."""
    if verdict is None or verdict.kind != Verdict.Kind.SLIP:
        return []
    done = verdict.places.values("article")
    rows = stories_of(verdict.other).exclude(pk__in=done)
    return list(rows.order_by("-page__issue__date", "-pk")[:SHOWN])
