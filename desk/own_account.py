"""One's own account: the password through a link, the second factor, and what one is told."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import notices, second_factor
from accounts.grants import CONFIRM, RoleRefused
from accounts.models import RoleGrant
from accounts.passwords import find_link, use_link
from audit.ready import A_KEY, Ready
from desk.base import editor
from desk.site import NewsroomAdminSite
from issues.models import RuleChange
from reviews.review_rules import AGREE


def _to_confirm(user: int) -> QuerySet[RoleGrant]:
    waiting = RoleGrant.objects.waiting().exclude(user=user).exclude(asked_by=user)
    return waiting.select_related("user", "asked_by")[:20]


def _to_agree(user: int) -> QuerySet[RuleChange]:
    asked = RuleChange.objects.filter(decided_at=None).exclude(asked_by=user)
    return asked.select_related("publication", "asked_by")[:20]


# Asked for whenever somebody opens his home page.
_asked_for = Ready(lambda user: RoleGrant.objects.waiting().filter(user=user), user=A_KEY)
_roles_to_confirm = Ready(_to_confirm, user=A_KEY)
_rules_to_agree = Ready(_to_agree, user=A_KEY)


class SignInForm(AdminAuthenticationForm):
    """Name and password, and a code of who has a second factor."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=gettext_lazy("From your telephone, if you have set up a second factor."),
    )

    def clean(self) -> dict[str, Any]:
        """Let nobody in who has a second factor and does not show it."""
        data = super().clean()
        user = self.get_user()
        if isinstance(user, User):
            try:
                second_factor.check_code(user, self.cleaned_data.get("code", ""))
            except RoleRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return data


def urls(site: NewsroomAdminSite) -> list[URLPattern]:
    """Return the addresses of one's own account."""
    return [
        path("password/<str:token>/", set_password, {"site": site}, name="set_password"),
        path("second-factor/", site.own_view(factor_view), {"site": site}, name="second_factor"),
        path("second-factor/qr.svg", site.own_view(code_view), name="second_factor_code"),
        path("account-notice/<int:pk>/seen/", site.admin_view(seen_view), name="account_notice"),
    ]


def panels(user: User) -> dict[str, Any]:
    """Return what the home page says of accounts, roles and rules."""
    found: dict[str, Any] = {"notices": notices.unseen(user)}
    found["mine"] = _asked_for(user=user.pk)
    if user.has_perm(CONFIRM):
        found["roles"] = _roles_to_confirm(user=user.pk)
    if user.has_perm(AGREE):
        found["rules"] = _rules_to_agree(user=user.pk)
    return found if any(found.values()) else {}


@sensitive_post_parameters("new_password1", "new_password2")
@never_cache
def set_password(request: HttpRequest, token: str, site: admin.AdminSite) -> HttpResponse:
    """Let the owner of a link set his password, once."""
    link = find_link(token)
    if link is None:
        return render(request, "registration/password_link_ended.html", status=410)
    form = SetPasswordForm(link.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            waiting = use_link(link, form.cleaned_data["new_password1"])
        except RoleRefused:
            return render(request, "registration/password_link_ended.html", status=410)
        messages.success(request, _("Your password is set. Sign in with it."))
        if waiting:
            text = _("What you review, publish or administer waits for a second person again.")
            messages.warning(request, text)
        return HttpResponseRedirect(reverse("admin:login"))
    context = {
        **site.each_context(request),
        "title": _("Your password"),
        "form": form,
        "owner": link.user,
    }
    return TemplateResponse(request, "registration/set_password.html", context)


@never_cache
def factor_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Set up one's second factor, or remove it."""
    user = editor(request)
    if request.method == "POST":
        try:
            _change_factor(request, user)
        except RoleRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(request.path)
    pending = second_factor.pending(user)
    context = {
        **site.each_context(request),
        "title": _("Second factor"),
        "device": second_factor.device_of(user),
        "pending": pending,
        "secret": second_factor.secret_of(pending) if pending else "",
        "missing": second_factor.is_missing(user),
    }
    return TemplateResponse(request, "admin/accounts/second_factor.html", context)


def _change_factor(request: HttpRequest, user: User) -> None:
    act, code = request.POST.get("act"), request.POST.get("code", "")
    if act == "begin":
        second_factor.begin(user)
    elif act == "finish":
        second_factor.finish(user, code, session_key=request.session.session_key)
        messages.success(request, _("From now on you sign in with a code, too."))
    elif act == "remove":
        second_factor.remove_own(user, code)
        messages.success(request, _("The second factor is removed."))


@require_safe
@never_cache
def code_view(request: HttpRequest) -> HttpResponse:
    """Draw the code that the telephone reads."""
    pending = second_factor.pending(editor(request))
    if pending is None:
        raise Http404
    drawn = BytesIO()
    segno.make(pending.config_url).save(drawn, kind="svg", scale=5, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_POST
def seen_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a notice off one's own home page."""
    notices.mark_seen(pk, by=editor(request))
    return HttpResponseRedirect(reverse("admin:index"))
