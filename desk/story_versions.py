"""Every version of a story: who made it, when, how and why; any two against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.text import StoryText
from audit.log import told_of
from desk.base import require
from desk.differences import FieldDifference, story_differences
from desk.former_proposals import FORMS, Draft
from editorial.editing import as_read
from editorial.repair_measure import nearness
from editorial.transitions import NotAllowed
from reviews.models import Proposal, ProposalEnd
from workbench.models import Operation
from workbench.repairs import AS_READ

ASKED = "version"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a story beside the one before it, and what was done to come there."""

    revision: Revision | None
    differences: list[FieldDifference]
    text: StoryText | None
    operations: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def name(self) -> str:
        """What an address calls it."""
        return AS_READ if self.revision is None else str(self.revision.version)

    @property
    def label(self) -> str:
        if self.revision is None:
            return _("As it was read")
        return _("Version %(number)s") % {"number": self.revision.version}


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions against each other, by the names that were asked for."""

    old: Version
    new: Version
    differences: list[FieldDifference]


def versions_of(article: Article) -> list[Version]:
    """Return the versions of a story, the newest first, the reading last."""
    before, versions = as_read(article), []
    if before is not None:
        versions.append(Version(None, [], before))
    told, reasons = _operations(article), _reasons(article)
    for revision in article.revisions.select_related("by").order_by("version"):
        text = StoryText.from_dict(revision.text)
        done, why = told.get(revision.version, []), reasons.get(revision.version, "")
        versions.append(Version(revision, story_differences(before, text), text, done, why))
        before = text
    current = StoryText.of(article)
    if before is not None and before.words != current.words:
        # A page that was replaced after it had been edited: the text in force is the reading's.
        versions.append(Version(None, story_differences(before.words, current.words), current))
    return versions[::-1]


def _operations(article: Article) -> dict[int, list[str]]:
    """Return what was done on the desk to come to each version."""
    found: dict[int, list[str]] = {}
    for row in Operation.objects.filter(page=article.page_id):
        for pk, version in row.revisions:
            if pk == article.pk:
                found.setdefault(version, []).append(row.sentence)
    return found


def _reasons(article: Article) -> dict[int, str]:
    """Return why a version was made, as far as somebody was asked for it, by its number."""
    found = {row["version"]: row.get("reason", "") for row in told_of(article, "change-story")}
    ends = ProposalEnd.objects.filter(proposal__article=article, version__isnull=False)
    return found | dict(
        ends.exclude(proposal__reason="").values_list("version", "proposal__reason")
    )


def compared(versions: list[Version], asked: Mapping[str, str]) -> Compared | None:
    """Return the two versions that were asked for, ``None`` when there are no such two."""
    by_name = {row.name: row for row in versions}
    old, new = by_name.get(asked.get("from", "")), by_name.get(asked.get("to", ""))
    if old is None or new is None or old.text is None or new.text is None:
        return None
    return Compared(old, new, story_differences(old.text.words, new.text.words))


def version_draft(request: HttpRequest, article: Article) -> Draft | None:
    """Return the version that the address asks a form to begin with, and say so."""
    asked = request.GET.get(ASKED, "")
    if request.method != "GET" or not asked:
        return None
    version = _named(article, asked)
    if version is None or version.text is None:
        return None
    text = _("The form holds “%(version)s”, with the photos that readers see now. Look it over.")
    messages.info(request, text % {"version": version.label})
    return Draft(version.text)


def version_view(request: HttpRequest, pk: int, name: str, site: Any) -> HttpResponse:
    """Lead to the form that proposes a version anew: as a repair where it is one of the import."""
    require(request, "articles.view_article", "articles.change_article")
    article = get_object_or_404(Article.objects.with_page().with_parts(), pk=pk)
    version = _named(article, name)
    if version is None or version.text is None or not article.is_published:
        raise Http404
    kind = Proposal.Kind.REPAIR
    try:
        nearness(article, version.text)
    except NotAllowed:
        kind = Proposal.Kind.CORRECTION
    address = reverse(f"admin:{FORMS[kind]}", args=[pk])
    return HttpResponseRedirect(f"{address}?{ASKED}={name}")


def _named(article: Article, name: str) -> Version | None:
    return next((row for row in versions_of(article) if row.name == name), None)


def versions_context(article: Article, user: User, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a story's versions shows."""
    versions = versions_of(article)
    return {
        "versions": versions,
        "compared": compared(versions, asked),
        "is_public": article.is_published,
        "may_restore": user.has_perm("articles.change_article"),
        "current": versions[0].name if versions else "",
    }
