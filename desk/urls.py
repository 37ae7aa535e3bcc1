"""The editors' addresses: the desk's own screens, then the admin's lists and forms."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path

from desk import review_record, review_views, saved_filters
from desk.base import editor
from desk.home import home
from desk.today import today

app_name = "admin"
site = admin.site


def index(request: HttpRequest) -> TemplateResponse:
    """Show what waits for this person, the latest pages and the open findings on top."""
    panels = {"today": today(request), "home": home(editor(request))}
    return site.index(request, extra_context=panels)


urlpatterns = [
    path("", site.admin_view(index), name="index"),
    *review_views.urls(site),
    *review_record.urls(site),
    *saved_filters.urls(site),
    *site.get_urls(),
]
