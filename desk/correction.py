"""Proposing a correction in the admin: the story's form, the notice and the reason on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Correction
from desk.base import require
from desk.former_proposals import draft_for
from desk.page_images import forget_saved, keep_images, sent_with_images
from desk.page_save import conflict_of
from desk.story_forms import MINE, THEIRS, StoryEdit
from desk.story_versions import version_draft
from editorial.assent import proposed_sentence
from editorial.editing import EditConflict
from editorial.proposals import propose
from editorial.transitions import NotAllowed
from reviews.models import Proposal


class CorrectionForm(forms.Form):
    """What readers are told, and what stands in the record."""

    notice = forms.CharField(
        label=gettext_lazy("notice to readers"),
        help_text=gettext_lazy("Readers see it under the story and on the page of corrections."),
        widget=forms.Textarea({"rows": 3, "lang": "zh-Hans"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        max_length=Correction._meta.get_field("reason").max_length,
        help_text=gettext_lazy("For the record only: how the error came about."),
    )


def correct_view(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Show the story with notice and reason, and propose the correction."""
    user = require(request, "articles.view_article", "articles.change_article")
    article = get_object_or_404(Article.objects.with_page().with_parts(), pk=pk)
    done = HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
    if not article.is_published:
        messages.error(request, _("Only a story that readers see is corrected. Edit this one."))
        return done
    posted = request.method == "POST"
    page = article.page
    data, files = sent_with_images(request, page, user) if posted else (None, None)
    draft = draft_for(request, article, Proposal.Kind.CORRECTION)
    former = draft.proposal if draft else None
    words = {name: getattr(former, name) for name in ("notice", "reason")} if former else {}
    draft = draft or version_draft(request, article)
    form = CorrectionForm(data, initial=words)
    edit = StoryEdit(article, place=article.order + 1, data=data, files=files, draft=draft)
    if posted and form.is_valid() & edit.is_valid():
        if edit.form.cleaned_data.get("resolve") == THEIRS or _proposed(
            request, article, edit, form, user
        ):
            forget_saved(request, page, user)
            return done
    elif posted:
        messages.error(request, _("Nothing was saved. Put right what is listed on top."))
    if posted:
        keep_images(request, page, user, [edit])
    return TemplateResponse(
        request, "admin/aftermath/correct.html", _context(request, site, article, edit, form)
    )


def _proposed(
    request: HttpRequest, article: Article, edit: StoryEdit, form: CorrectionForm, user: User
) -> bool:
    """Propose the correction; when it cannot be, say why and keep everything in the form."""
    own = edit.form.cleaned_data
    version = own["seen"] if own["resolve"] == MINE and own["seen"] is not None else own["version"]
    words: dict[str, Any] = {"version": version, **form.cleaned_data}
    try:
        made = propose(article, edit.change(), by=user, kind=Proposal.Kind.CORRECTION, **words)
    except EditConflict as conflict:
        edit.conflict = conflict_of(edit, conflict)
        messages.error(
            request, _("Somebody else has changed the story. Your text is still in the form.")
        )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, proposed_sentence(made))
        return True
    return False


def _context(
    request: HttpRequest, site: Any, article: Article, edit: StoryEdit, form: CorrectionForm
) -> dict[str, Any]:
    errors = edit.errors() if edit.form.is_bound else []
    return {
        **site.admin_site.each_context(request),
        "opts": Article._meta,
        "original": article,
        "title": _("Correct"),
        "edit": edit,
        "only": article,
        "correcting": True,
        "form": form,
        "errors": errors,
        "media": site.media,
    }
