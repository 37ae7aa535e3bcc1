"""A form that comes without its session, or with the token of an earlier one: it is given back.

What was written stands on the answer and is sent again after the login. Nothing secret is given
back, and nothing that another site has sent.
"""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refuse

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Give a form of the newsroom back whose token is no longer the session's; refuse others."""
    own = request.path.startswith("/admin/") and _is_from_here(request)
    return give_back(request) if own and can_be_held(request) else refuse(request, reason)


def can_be_held(request: HttpRequest) -> bool:
    """Whether somebody has written anything that may be shown."""
    names = [name for name in request.POST if name != TOKEN]
    return bool(names) and not any("password" in name for name in names)


def give_back(request: HttpRequest) -> HttpResponse:
    """Return the page that holds what was sent, to be sent again."""
    fields = [
        (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Nothing that you wrote is lost"),
        "fields": fields,
        "files": [file.name for _name, files in request.FILES.lists() for file in files],
        "address": request.get_full_path(),
        "logged_in": admin.site.has_permission(request),
    }
    page = render_to_string("admin/held_form.html", context, request)
    return HttpResponse(page, status=403, headers={"Cache-Control": "no-store"})


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a browser says that the form stood on a page of this site."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
