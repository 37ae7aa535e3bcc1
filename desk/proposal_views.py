"""The proposals in the admin: which wait for whom, one with all that changes, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.diff import difference
from articles.models import Article
from articles.nearness import received_text
from articles.text import StoryText
from desk.base import require
from desk.differences import FieldDifference, story_differences
from desk.former_proposals import form_address, may_again
from desk.private_images import send
from desk.review_views import context
from editorial.assent import (
    all_proposals,
    ended_proposals,
    next_stage,
    open_proposals,
    proposed_sentence,
    why_not,
    why_not_approve,
    why_not_refuse,
)
from editorial.new_places import ORDER, PLACE
from editorial.proposals import approve, propose_values, refuse, take_back, why_stale
from editorial.surroundings import field_name
from editorial.transitions import NotAllowed
from findings.models import Finding
from reviews.models import Proposal, ProposalEnd, ProposedImage
from reviews.seen import Seen, open_about

LOOK = ("articles.view_article", "issues.view_page", "reviews.view_proposal")
# Ended ones on the list.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposal with all that its screen shows to one person."""

    proposal: Proposal
    differences: list[FieldDifference]
    source: str
    text: StoryText | None
    stale: str
    refusal: str
    may_refuse: bool
    may_take_back: bool
    may_again: bool
    again: str
    stage: str
    questions: list[Finding]
    seen: list[str]


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(f"proposals/{route}", site.admin_view(view), {"site": site}, name=name)

    return [
        at("", list_view, "proposals"),
        at("<int:pk>/", proposal_view, "proposal"),
        at("<int:pk>/act/", act_view, "proposal_act"),
        at("<int:pk>/image/<int:place>/", image_view, "proposal_image"),
    ]


def list_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show which proposals wait for this person, which for others, and what became of the last."""
    user = require(request, *LOOK)
    waiting = list(open_proposals())
    refusals = why_not(waiting, user)
    more = {
        "mine": [row for row in waiting if row.pk not in refusals],
        "others": [row for row in waiting if row.pk in refusals],
        "ended": ended_proposals(SHOWN),
    }
    everything = context(request, site, _("Proposed changes"), **more)
    return TemplateResponse(request, "admin/reviews/proposals.html", everything)


def proposal_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Show what readers saw against what is proposed, beside the source where it is a repair."""
    user = require(request, *LOOK)
    proposal = get_object_or_404(all_proposals(), pk=pk)
    title = _("Proposal %(number)s") % {"number": proposal.pk}
    everything = context(request, site, title, shown=_shown(proposal, user), proposal=proposal)
    return TemplateResponse(request, "admin/reviews/proposal.html", everything)


@require_POST
def act_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Approve, refuse or take back a proposal, or make it anew."""
    user = require(request, *LOOK)
    proposal = get_object_or_404(Proposal, pk=pk)
    name = request.POST.get("act", "")
    if name not in ACTS:
        raise PermissionDenied
    try:
        messages.success(request, ACTS[name](request, proposal, user))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:proposal", args=[pk]))


def image_view(request: HttpRequest, pk: int, place: int, site: admin.AdminSite) -> HttpResponse:
    """Show an image that a proposal brings."""
    require(request, *LOOK)
    return send(get_object_or_404(ProposedImage, proposal=pk, place=place).image)


def _approve(request: HttpRequest, proposal: Proposal, user: User) -> str:
    held = approve(proposal, by=user, seen=Seen.parse(request.POST.getlist("seen")))
    if ProposalEnd.objects.filter(proposal=held).exists():
        return _("Approved. Readers see it now.")
    stage = next_stage(held)
    text = _("Approved. It waits for the next approval: %(stage)s.")
    return text % {"stage": stage.label if stage else "–"}


def _refuse(request: HttpRequest, proposal: Proposal, user: User) -> str:
    refuse(proposal, by=user, reason=request.POST.get("reason", ""))
    return _("Refused. Nothing that readers see was changed.")


def _take_back(request: HttpRequest, proposal: Proposal, user: User) -> str:
    take_back(proposal, by=user)
    return _("Taken back. Nothing that readers see was changed.")


def _again(request: HttpRequest, proposal: Proposal, user: User) -> str:
    """Propose the same values for what stands round the text; words go through their form."""
    if proposal.kind != Proposal.Kind.SURROUNDINGS or not may_again(proposal, user):
        raise PermissionDenied
    values, row = proposal.after, proposal.subject
    return proposed_sentence(propose_values(row, values, by=user, reason=proposal.reason))


ACTS: dict[str, Callable[[HttpRequest, Proposal, User], str]] = {
    "approve": _approve,
    "refuse": _refuse,
    "take-back": _take_back,
    "again": _again,
}


def _shown(proposal: Proposal, user: User) -> Shown:
    ended = hasattr(proposal, "end")
    stage = next_stage(proposal)
    story = proposal.article if proposal.kind != Proposal.Kind.SURROUNDINGS else None
    repair = story is not None and proposal.kind == Proposal.Kind.REPAIR
    refusal = why_not_approve(proposal, user)
    open_now = [] if ended else list(open_about(proposal).select_related("article"))
    return Shown(
        proposal=proposal,
        differences=_differences(proposal),
        source=(received_text(story) or "") if story and repair else "",
        text=StoryText.from_dict(proposal.after) if story else None,
        stale="" if ended else why_stale(proposal),
        refusal="" if ended else refusal,
        may_refuse=not ended and not why_not_refuse(proposal, user),
        may_take_back=not ended and proposal.by_id == user.pk,
        may_again=may_again(proposal, user),
        again=form_address(proposal),
        stage=str(stage.label) if stage else "",
        questions=open_now,
        seen=Seen.of_proposal(proposal, open_now).marks,
    )


def _differences(proposal: Proposal) -> list[FieldDifference]:
    old, new = proposal.before, proposal.after
    if proposal.kind != Proposal.Kind.SURROUNDINGS:
        return story_differences(StoryText.from_dict(old), StoryText.from_dict(new))
    return [
        FieldDifference(_label(proposal, name), difference(_said(name, old), _said(name, new)))
        for name in new
    ]


def _label(proposal: Proposal, name: str) -> str:
    if name == PLACE:
        return _("day and page")
    row = proposal.subject
    if name == ORDER or isinstance(row, Article):
        return _("order on the page")
    return field_name(row, name)


def _said(name: str, values: dict[str, Any]) -> str:
    """Return a value as a person reads it: an order is the headlines, one a line."""
    if name != ORDER:
        return "" if values[name] is None else str(values[name])
    titles = {row.pk: str(row) for row in Article.objects.filter(pk__in=values[name])}
    return "\n".join(titles.get(pk, str(pk)) for pk in values[name])
