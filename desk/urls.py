"""The editors' addresses: the desk's own screens, then the admin's lists and forms."""

from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from desk import (
    focus_views,
    job_views,
    mending_views,
    namesake_views,
    own_account,
    proposal_views,
    review_record,
    review_views,
    saved_filters,
    scan_views,
    workbench_views,
)
from desk.base import editor
from desk.home import home
from desk.site import NewsroomAdminSite
from desk.today import today

app_name = "admin"
site = cast(NewsroomAdminSite, admin.site)
site.login_form = own_account.SignInForm


def index(request: HttpRequest) -> TemplateResponse:
    """Show what waits for this person, the latest pages and the open findings on top."""
    user = editor(request)
    # Without Django's list of all the lists, which is on the page of the administration.
    context = {
        **site.each_context(request),
        "title": site.index_title,
        "today": today(request),
        "home": home(user),
        "account": own_account.panels(user),
    }
    return TemplateResponse(request, "admin/index.html", context)


def administration(request: HttpRequest) -> TemplateResponse:
    """Show the lists of everything, and one's own latest actions."""
    context = {
        **site.each_context(request),
        "title": _("Administration"),
        "app_list": site.get_app_list(request),
    }
    return TemplateResponse(request, "admin/administration.html", context)


urlpatterns = [
    path("", site.admin_view(index), name="index"),
    path("administration/", site.admin_view(administration), name="administration"),
    *workbench_views.urls(site),
    *review_views.urls(site),
    *review_record.urls(site),
    *proposal_views.urls(site),
    *namesake_views.urls(site),
    *mending_views.urls(site),
    *saved_filters.urls(site),
    *scan_views.urls(site),
    *focus_views.urls(site),
    *job_views.urls(site),
    *own_account.urls(site),
    *site.get_urls(),
]
