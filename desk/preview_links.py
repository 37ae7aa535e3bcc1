"""Preview links in the admin: making one, seeing who looked, ending it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, PreviewLink
from audit.models import AuditEntry
from desk.base import require
from editorial.previews import (
    LONGEST,
    PERMISSION,
    is_open,
    make_link,
    revoke,
    token_of,
    views_of,
)
from editorial.workflow import NotAllowed
from issues.models import Page


class LinkForm(forms.Form):
    """For whom a link is, and for how long."""

    note = forms.CharField(
        label=gettext_lazy("for whom"),
        max_length=PreviewLink._meta.get_field("note").max_length,
        help_text=gettext_lazy("It stands in the watermark."),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("hours"), min_value=1, max_value=LONGEST.days * 24, initial=24
    )


def page_links(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
    return _links(request, site, page, PreviewLink.objects.filter(page=page))


def story_links(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    story = get_object_or_404(Article.objects.with_page(), pk=pk)
    return _links(request, site, story, PreviewLink.objects.filter(article=story))


def _links(request: HttpRequest, site: Any, shown: Page | Article, links: Any) -> HttpResponse:
    user = require(request, PERMISSION, "articles.view_article")
    ending = request.method == "POST" and request.POST.get("revoke", "")
    form = LinkForm(request.POST if request.method == "POST" and not ending else None)
    try:
        if ending:
            link = get_object_or_404(links, pk=ending if ending.isdecimal() else 0)
            revoke(link, by=user)
            messages.success(request, _("The link is closed."))
            return HttpResponseRedirect(request.path)
        if form.is_valid():
            make_link(shown, by=user, **form.cleaned_data)
            messages.success(request, _("The link is open. Copy its address below."))
            return HttpResponseRedirect(request.path)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    rows = list(links.select_related("revoked_by").prefetch_related("made_by__role_grants"))
    views = views_of(rows)
    context = {
        **site.admin_site.each_context(request),
        "opts": shown._meta,
        "original": shown,
        "title": _("Preview links"),
        "form": form,
        "links": [_row(request, link, views[link.pk]) for link in rows],
    }
    return TemplateResponse(request, "admin/aftermath/links.html", context)


def _row(request: HttpRequest, link: PreviewLink, views: list[AuditEntry]) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("preview", args=[token_of(link)]))
    return {"link": link, "open": is_open(link), "address": address, "views": views}
