"""The admin site under the newsroom's own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.second_factor import is_missing
from audit import log as audit
from desk.held_forms import can_be_held, give_back

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class NewsroomAdminSite(admin.AdminSite):
    """The editors' entrance; ``desk.urls`` puts the desk's own screens beside its lists."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Today")

    def own_view(self, view: View) -> View:
        """Wrap a view that is there also for who has still to set up his second factor."""
        return super().admin_view(view)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Lead who lacks a second factor that he must have to where he sets it up.

        Who has written something and is no longer logged in gets it back.
        """
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and request.user.is_anonymous and can_be_held(request):
                return give_back(request)
            if is_missing(request.user):
                return HttpResponseRedirect(reverse("admin:second_factor"))
            return inner(request, *args, **kwargs)

        # What the inner view is exempt from, or must not be without, holds for the outer one.
        guarded.__dict__.update(inner.__dict__)
        return cast(View, guarded)

    @method_decorator(never_cache)
    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Write into the audit log that somebody has changed his own password."""
        if request.method != "POST":
            return super().password_change(request, extra_context)
        with audit.chained():
            response = super().password_change(request, extra_context)
            if response.status_code == 302 and isinstance(request.user, User):
                audit.record("change-password", request.user, by=request.user)
        return response
