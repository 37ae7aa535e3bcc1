"""The image of a page: taken in, and sent to who may look at pages. Readers never get it."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from desk.base import require
from desk.kept_words import sent_on
from desk.page_source import CHANGE_SCAN, take_scan
from desk.plain_form import kept_fields
from desk.private_images import send
from desk.workbench_answers import back, sent
from issues.models import Page


def urls(site: admin.AdminSite) -> list[URLPattern]:
    view = site.admin_view(scan_view)
    return [path("issues/page/<int:pk>/scan/", view, name="issues_page_scan")]


@require_http_methods(["GET", "HEAD", "POST"])
def scan_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the page's image, or take another one."""
    require(request, "issues.view_page")
    page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
    if request.method == "POST":
        return _taken(request, page)
    row = page.images.first()
    if row is None:
        raise Http404
    return send(row.image)


def _taken(request: HttpRequest, page: Page) -> HttpResponse:
    user = require(request, CHANGE_SCAN)
    if "image" not in request.FILES:
        messages.error(request, _("Choose a file first: a JPEG, PNG or WebP image."))
    if (form := request.POST.get("form")) in _forms(page):
        # It takes what was chosen, whatever button was pressed.
        return sent_on(form)
    if "shown" in request.POST:
        kept_fields(request, page, user, sent(request))
        return back(request, page)
    take_scan(request, page, by=user)
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}):
        address = reverse("admin:desk", args=[page.pk])
    return HttpResponseRedirect(address)


def _forms(page: Page) -> set[str]:
    """Return the addresses of the forms of a page and of each of its stories."""
    keys = page.articles.values_list("pk", flat=True)
    own = {reverse("admin:articles_article_change", args=[key]) for key in keys}
    return own | {reverse("admin:issues_page_change", args=[page.pk])}
