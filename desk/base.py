"""What all lists and forms of the admin have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from audit import log as audit
from audit.accounts import TOLD_BY_THEMSELVES
from desk.fixed_fields import FixedFields
from desk.lists import KeyedPaginator, RowList

M = TypeVar("M", bound=Model)
# Words of Django's own pages that its Chinese catalog lacks, and the colon behind its labels.
DJANGO_LACKS = (
    gettext_noop("Model name"),
    gettext_noop("Add link"),
    gettext_noop("Change or view list link"),
    gettext_noop(":"),
)

if TYPE_CHECKING:

    class Generic(admin.ModelAdmin[M]):
        """``ModelAdmin`` for the type checker, which wants to know the model."""
else:

    class Generic(admin.ModelAdmin):
        """``ModelAdmin`` that may be written ``Generic[Page]`` at run time, too."""

        def __class_getitem__(cls, model: object) -> type:
            return cls


class Audited(FixedFields):
    """Every change made with Django's own forms stands in the audit log, with the new values."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Keep the changed values for the log; a password never comes along."""
        request.audited = {  # type: ignore[attr-defined]
            name: str(form.cleaned_data.get(name))
            for name in form.changed_data
            if "password" not in name
        }
        return super().construct_change_message(request, form, formsets, add)  # type: ignore[misc]

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        values = getattr(request, "audited", {})
        if obj._meta.label_lower not in TOLD_BY_THEMSELVES:
            audit.note(obj)
        audit.record("add", obj, by=editor(request), values=values)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        if not message:
            return super().log_change(request, obj, message)
        values = getattr(request, "audited", {})
        if values and obj._meta.label_lower not in TOLD_BY_THEMSELVES:
            audit.note(obj, only=list(values))
        audit.record("change", obj, by=editor(request), message=message, values=values)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for row in queryset:
            audit.note_change(type(row), [row.pk], deleted=True)
        audit.record_all("delete", [audit.Told(row, {}) for row in queryset], by=editor(request))
        return super().log_deletions(request, queryset)  # type: ignore[misc]


class ListAdmin(Generic[M]):
    """Lists that stay quick however many rows there are."""

    empty_value_display = "–"
    # A list of a hundred rows takes longer to write than to find.
    list_per_page = 50
    show_full_result_count = False
    # From an issue to the rows of a list in order of day, page and place; see ``KeyedPaginator``.
    keys_from_issue = ""
    paginator = KeyedPaginator

    def get_paginator(
        self,
        request: HttpRequest,
        queryset: Any,
        per_page: int,
        orphans: int = 0,
        allow_empty_first_page: bool = True,
    ) -> KeyedPaginator:
        """Return the paginator that looks for keys first."""
        paginator = self.paginator(queryset, per_page, orphans, allow_empty_first_page)
        paginator.path, paginator.order = self.keys_from_issue, tuple(map(str, self.ordering or ()))
        # The history of a row is a list of other rows.
        if (whole := getattr(request, "whole_list", None)) is not None:
            paginator.whole = whole.all()
            paginator.whole.query.select_related = queryset.query.select_related
        return paginator

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[RowList]:
        return RowList

    @property
    def row_view(self) -> str:
        """The name of the address to which a row leads."""
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_change"

    def action_checkbox(self, obj: M) -> SafeString:
        """Return what Django returns; its template takes a fifth of the time of a list."""
        label = _("Select this object for an action - {}").format(obj)
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            label,
        )


class KeptAdmin(Audited, ListAdmin[M]):
    """Rows that are never deleted: nothing offers it, and the address of deletion answers 403."""

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


class ReadOnlyAdmin(KeptAdmin[M]):
    """Rows to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        """Who may view or change such rows may look."""
        return super().has_view_permission(request, obj) or super().has_change_permission(
            request, obj
        )


def editor(request: HttpRequest) -> User:
    """Return who is asking; only for addresses that the admin site has let pass."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def require(request: HttpRequest, *permissions: str) -> User:
    """Return who is asking, with all the ``permissions``, or raise ``PermissionDenied`` (403)."""
    user = editor(request)
    if not user.has_perms(permissions):
        raise PermissionDenied
    return user
