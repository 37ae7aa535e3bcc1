"""Look-alike names in the admin: which are asked about, what speaks for what, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Contributor, Revision
from desk.base import editor, require
from desk.chosen_places import PlaceRow, chosen_places, place_rows, tell
from desk.kept_words import keep, kept
from desk.review_views import context
from editorial.mending import Chosen, Find
from editorial.namesakes import (
    JUDGE,
    UNDO,
    WRITE,
    VerdictRefused,
    evidence,
    foresee_slip,
    judge,
    name_of,
    repair_slip,
    slip_places,
    undo,
)
from findings.codes import NAMES, SIMILAR
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
    asked = Finding.objects.open().filter(code__in=(SIMILAR, *NAMES)).order_by("-pk")
    rows = asked.select_related("page__issue__publication")
    judged = Verdict.objects.select_related("person", "other", "by", "ended_by")
    more = {
        "asked": Paginator(rows, AT_ONCE).get_page(request.GET.get("p")),
        "judged": Paginator(judged, AT_ONCE).get_page(request.GET.get("v")),
    }
    everything = context(request, site, _("Names one character apart"), **more)
    return TemplateResponse(request, "admin/knowledge/names.html", everything)


def finding_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Lead from a question about two names to what is known of both, and take what is said.

    Names of running text may have no rows yet: they get them when somebody decides.
    """
    require(request, *LOOK)
    rows = Finding.objects.select_related("page__issue__publication")
    finding = get_object_or_404(rows, pk=pk, code__in=(SIMILAR, *NAMES))
    paper, known = finding.page.issue.publication, finding.params
    keys = ("other", "name") if finding.code == SIMILAR else ("name", "text")
    names = [str(known.get(key, "")) for key in keys]
    if not all(names):
        raise Http404
    if request.method == "POST":
        require(request, JUDGE)
        person, second = (name_of(paper.pk, name) for name in names)
        return _judge(request, person, second)
    own = Contributor.objects.filter(publication=paper, name__in=names)
    there = {row.name: row for row in own.select_related("publication")}
    person, second = (
        there.get(name) or Contributor(publication=paper, name=name) for name in names
    )
    if person.pk and second.pk:
        address = reverse("admin:namesakes_pair", args=[person.pk, second.pk])
        return HttpResponseRedirect(address)
    return _show(request, site, person, second)


def pair_view(request: HttpRequest, pk: int, other: int, site: admin.AdminSite) -> HttpResponse:
    """Show two names side by side, with every story that is shown of each."""
    require(request, *LOOK)
    return _show(request, site, *_pair(pk, other))


def _show(
    request: HttpRequest, site: admin.AdminSite, person: Contributor, other: Contributor
) -> HttpResponse:
    known, user = evidence(person, other), editor(request)
    left, rows = _left(request, known.verdict)
    everything = context(
        request,
        site,
        f"{person} / {other}",
        known=known,
        person=person,
        other=other,
        kinds=Verdict.Kind.choices,
        changes=Revision.Kind.choices,
        may_judge=user.has_perm(JUDGE),
        may_undo=user.has_perm(UNDO),
        places=list(_places(known.verdict)),
        rows=rows,
        below=left.below if left else None,
        is_public=any(row.article.is_published for row in rows),
        typed=kept(request, request.path).get("words", {}),
    )
    return TemplateResponse(request, "admin/knowledge/pair.html", everything)


@require_POST
def judge_view(request: HttpRequest, pk: int, other: int, site: admin.AdminSite) -> HttpResponse:
    """Take what a person says of two names; which of them is right stands first."""
    require(request, *LOOK, JUDGE)
    return _judge(request, *_pair(pk, other))


def _judge(request: HttpRequest, person: Contributor, second: Contributor) -> HttpResponse:
    """Write what was said of two names; refused, it leads back with all that was typed."""
    if request.POST.get("right") in (str(second.pk), second.name):
        person, second = second, person
    kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "")
    address = reverse("admin:namesakes_pair", args=[person.pk, second.pk])
    try:
        if kind not in Verdict.Kind.values:
            raise VerdictRefused(_("Say whether they are one person or two."))
        made = judge(Verdict.Kind(kind), person, second, by=editor(request), reason=reason)
        named = {"first": made, "second": made.get_kind_display()}
        messages.success(request, _("%(first)s: %(second)s") % named)
    except VerdictRefused as refusal:
        messages.error(request, str(refusal))
        keep(request, address, words={"reason": reason} if reason else {})
    return HttpResponseRedirect(address)


@require_POST
def act_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Repair the chosen places of a slip, or undo what was said of two names."""
    user = require(request, *LOOK)
    verdict = get_object_or_404(Verdict.objects.select_related("person", "other"), pk=pk)
    data = request.POST
    address = reverse("admin:namesakes_pair", args=[verdict.person_id, verdict.other_id])
    try:
        if data.get("act") == "undo":
            tell(request, undo(verdict, by=user, reason=data.get("reason", "")))
            messages.success(request, _("Undone: all is asked anew."))
        else:
            chosen, notice = chosen_places(request), data.get("notice", "")
            if not chosen:
                raise VerdictRefused(_("Choose at least one place first. Nothing was changed."))
            tell(request, repair_slip(verdict, chosen, by=user, notice=notice))
    except VerdictRefused as refusal:
        messages.error(request, str(refusal))
        typed = {name: data[name] for name in ("reason", "notice") if data.get(name)}
        keep(request, address, words=typed)
    return HttpResponseRedirect(address)


def _pair(pk: int, other: int) -> tuple[Contributor, Contributor]:
    rows = Contributor.objects.select_related("publication")
    person = get_object_or_404(rows, pk=pk)
    paper = person.publication_id
    return person, get_object_or_404(rows.exclude(pk=pk), pk=other, publication=paper)


def _places(verdict: Verdict | None) -> Any:
    return verdict.places.select_related("article__page__issue") if verdict else ()


def _left(request: HttpRequest, verdict: Verdict | None) -> tuple[Find | None, list[PlaceRow]]:
    """Return the next places in which a slip still stands, ticked where nobody left them out."""
    if verdict is None or verdict.kind != Verdict.Kind.SLIP:
        return None, []
    below = request.GET.get("below", "")
    found = slip_places(verdict, below=int(below) if below.isdecimal() else None)
    looked_at = set(verdict.places.values_list("article", flat=True))
    chosen = {
        row.article.pk: Chosen(row.article.version, frozenset(spot.key for spot in row.spots))
        for row in found.stories
        if row.article.pk not in looked_at
    }
    user = editor(request)
    foreseen = foresee_slip(verdict, chosen, by=user) if user.has_perm(WRITE) else {}
    return found, place_rows(found, chosen, foreseen)
