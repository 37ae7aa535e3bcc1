"""Proposing anew: what an earlier proposal wanted, on what readers see by now.

A change of words opens the story's form with it. What stands round the text has nothing to look
over, so the same values are proposed again at the press of a button.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.merge import merge_story
from articles.models import Article
from articles.text import StoryText
from editorial.proposals import why_stale
from reviews.models import Proposal, ProposalEnd

ASKED = "proposal"
Kind = Proposal.Kind
FORMS = {Kind.REPAIR: "articles_article_change", Kind.CORRECTION: "articles_article_correct"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a story begins with. ``photos`` are rows of its photos, ``None`` to keep."""

    text: StoryText
    photos: list[dict[str, Any]] | None = None
    proposal: Proposal | None = None


def may_again(proposal: Proposal, user: User) -> bool:
    """Whether a proposal came to nothing, and ``user`` might make it anew."""
    if proposal.kind != Kind.SURROUNDINGS and not user.has_perm("articles.change_article"):
        return False
    end: ProposalEnd | None = getattr(proposal, "end", None)
    return end.outcome != ProposalEnd.Outcome.APPLIED if end else bool(why_stale(proposal))


def form_address(proposal: Proposal) -> str:
    """Return the form that is filled with it; empty for what stands round a text."""
    name = FORMS.get(Kind(proposal.kind))
    if name is None:
        return ""
    return f"{reverse(f'admin:{name}', args=[proposal.article_id])}?{ASKED}={proposal.pk}"


def draft_for(request: HttpRequest, article: Article, kind: Kind) -> Draft | None:
    """Return what the address asks the form to begin with, and say so."""
    key = request.GET.get(ASKED, "")
    if request.method != "GET" or not (key.isdecimal() and article.is_published):
        return None
    found = Proposal.objects.filter(pk=int(key), article=article, kind=kind).first()
    if found is None:
        return None
    before, wanted = StoryText.from_dict(found.before), StoryText.from_dict(found.after)
    now = StoryText.of(article)
    text = _(
        "The form holds what proposal %(number)s wanted, on what readers see now. Look it over."
    )
    messages.info(request, text % {"number": found.pk})
    rows = _photo_rows(found, wanted) if now.photos == before.photos else None
    if rows is None and wanted.photos != before.photos:
        text = _("Its photos were changed since: put in again what shall be other about them.")
        messages.warning(request, text)
    return Draft(merge_story(before, wanted, now).text, rows, found)


def _photo_rows(proposal: Proposal, wanted: StoryText) -> list[dict[str, Any]]:
    brought = {row.place: row for row in proposal.images.all()}
    rows = []
    for place, (photo, file) in enumerate(zip(wanted.photos, proposal.photos, strict=True)):
        row = {"pk": file["pk"], "caption": photo.caption, "credit": photo.credit, "alt": photo.alt}
        row |= {"clear_image": file["clear"]}
        rows.append(row | ({"proposed": brought[place].pk} if place in brought else {}))
    return rows
