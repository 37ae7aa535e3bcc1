"""Saved filters: a list of the admin under a name of one's own."""

from __future__ import annotations

from django.apps import apps
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.base import editor
from desk.models import SavedFilter

# What a list needs only for the moment.
PASSING = ("p", "all", "_facets", "e")


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path("filters/save/", site.admin_view(save_view), name="filter_save"),
        path("filters/<int:pk>/delete/", site.admin_view(delete_view), name="filter_delete"),
    ]


def list_address(model: str) -> str:
    """Return the address of the list of ``articles.article``; 404 when there is no such list."""
    try:
        found = apps.get_model(model)
        return reverse(f"admin:{found._meta.app_label}_{found._meta.model_name}_changelist")
    except (LookupError, ValueError, NoReverseMatch):
        raise Http404 from None


def address_of(row: SavedFilter) -> str:
    """Return the list with the filter in force."""
    return f"{list_address(row.model)}?{row.query}"


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list's filters under a name; the same name again takes the new filters."""
    model, name = request.POST.get("model", ""), request.POST.get("name", "").strip()
    address = list_address(model)
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    for key in PASSING:
        query.pop(key, None)
    text = query.urlencode()
    if not name:
        messages.error(request, _("Give the filter a name."))
    elif len(text) > 1000:
        messages.error(request, _("These are too many filters to keep."))
    else:
        SavedFilter.objects.update_or_create(
            user=editor(request), model=model, name=name[:60], defaults={"query": text}
        )
        messages.success(
            request, _("Saved “%(name)s”. It also stands on the home page.") % {"name": name[:60]}
        )
    return HttpResponseRedirect(f"{address}?{text}")


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own filters."""
    SavedFilter.objects.filter(pk=pk, user=editor(request)).delete()
    return HttpResponseRedirect(reverse("admin:index"))
