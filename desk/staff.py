"""Members of staff in the admin: accounts, without roles and without passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django.contrib.auth.admin  # noqa: F401 - registers what is taken back here
import django_otp.plugins.otp_totp.admin  # noqa: F401 - the same
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.grants import RoleRefused
from accounts.models import PasswordLink
from accounts.passwords import MAKE, is_mailed, mail, make_link
from accounts.second_factor import device_of, remove_of
from desk.base import KeptAdmin, ReadOnlyAdmin, editor, require

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[User]
else:
    ModelForm = forms.ModelForm

# All that a new account has.
NAMES = ("username", "last_name", "first_name", "email")

for model in (User, Group, TOTPDevice):
    admin.site.unregister(model)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin[Group]):
    """What each role may do, to look at: the table stands in the code."""

    list_display = ("name",)
    search_fields = ("name",)
    fields = ("name", "permissions")
    readonly_fields = fields


class NewAccountForm(ModelForm):
    """An account without a password: its owner sets one through a link."""

    def clean_username(self) -> str:
        """Refuse a name that differs from another only in capitals: the log names people by it."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("There is an account with this name. Choose another."))
        return name

    def save(self, commit: bool = True) -> Any:
        """Let the person in once he has a password."""
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class StaffAdmin(KeptAdmin[User]):
    """Accounts, without deletion: the log names people for ever. Take “active” away instead.

    Who keeps accounts gives no roles (``role_grants``) and sets no passwords.
    """

    change_form_template = "admin/accounts/user.html"
    list_display = ("username", "last_name", "first_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("username", "last_name", "first_name", "email")
    ordering = ("username",)
    fields = (*NAMES, "is_active", "roles", "second_factor", "last_login", "date_joined")
    why_fixed = gettext_lazy(
        "A name stays, a password is set by its owner, and roles are asked for."
    )
    readonly_fields = ("roles", "second_factor", "last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the roles along."""
        return super().get_queryset(request).prefetch_related("role_grants")

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """A new account has a form of its own."""
        if obj is None:
            kwargs |= {"form": NewAccountForm}
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A new account has a name only."""
        return self.fields if obj else NAMES

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """The log names people by this name: it stays."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, "username") if obj else fields

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """An account that may do everything is changed by such a one."""
        if obj is not None and obj.is_superuser and not editor(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        """Add the link for a password, and the removal of a lost second factor."""
        wrap = self.admin_site.admin_view
        views = {
            "password-link": (never_cache(self.link_view), "auth_user_password_link"),
            "second-factor": (require_POST(self.factor_view), "auth_user_second_factor"),
        }
        own = [path(f"<int:pk>/{at}/", wrap(view), name=name) for at, (view, name) in views.items()]
        return [*own, *super().get_urls()]

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link for a password; it is shown this once, or mailed to the owner."""
        by = require(request, MAKE)
        user = get_object_or_404(User, pk=pk)
        address = ""
        if request.method == "POST":
            try:
                _link, token = make_link(user, by=by)
            except RoleRefused as refusal:
                messages.error(request, str(refusal))
                return _to(user)
            address = request.build_absolute_uri(reverse("admin:set_password", args=[token]))
            if is_mailed(user) and self._mail(request, user, address):
                return _to(user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": user,
            "title": _("Link for a password"),
            "address": address,
            "mailed": is_mailed(user),
            "replaces": user.has_usable_password(),
        }
        return TemplateResponse(request, "admin/accounts/password_link.html", context)

    def _mail(self, request: HttpRequest, user: User, address: str) -> bool:
        """Mail the link; when the mail server refuses it, it is handed over after all."""
        try:
            mail(user, address)
        except OSError as error:
            text = _("The mail could not be sent (%(error)s). Hand the link over yourself.")
            messages.warning(request, text % {"error": error})
            return False
        messages.success(request, _("The link is on its way to %(mail)s.") % {"mail": user.email})
        return True

    def factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Remove the second factor of somebody who has lost his telephone."""
        by, user = require(request, MAKE), get_object_or_404(User, pk=pk)
        try:
            waiting = remove_of(user, by=by)
        except RoleRefused as refusal:
            messages.error(request, str(refusal))
        else:
            text = _("Removed. %(count)s roles wait for a second person again.")
            messages.success(request, text % {"count": waiting})
        return _to(user)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, row: User) -> str:
        """What the person is, and what he waits to be."""
        return _(", ").join(
            _("%(role)s (waits to be confirmed)") % {"role": grant.get_role_display()}
            if grant.waits
            else grant.get_role_display()
            for grant in row.role_grants.all()
            if grant.ended_at is None
        ) or ("–" if not row.is_superuser else _("everything"))

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def second_factor(self, row: User) -> bool:
        """Whether a code is asked for when the person signs in."""
        return device_of(row) is not None


@admin.register(PasswordLink)
class PasswordLinkAdmin(ReadOnlyAdmin[PasswordLink]):
    """Who was given a link for a password by whom, and whether it was used."""

    list_display = ("made_at", "user", "made_by", "expires_at", "ended_at", "used")
    list_select_related = ("user", "made_by")
    list_filter = ("used", ("made_by", admin.RelatedOnlyFieldListFilter))
    search_fields = ("user__username",)
    date_hierarchy = "made_at"
    fields = ("user", "made_at", "made_by", "expires_at", "ended_at", "used")
    readonly_fields = fields


def _to(user: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))
