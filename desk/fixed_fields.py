"""What Django's own forms do not take: a field that may only be looked at, and no change at all.

Django passes over what is posted for a field that it only shows, and says that the row was changed.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FixedFields:
    """Refuses other values for what is only shown, and says it when nothing differed."""

    # Whom to ask, or where it is changed, said to who posts another value for such a field.
    why_fixed: Any = gettext_lazy("They are only shown here.")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm[Any]]:
        """Return the form, which refuses a field that it does not have."""
        form: Any = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        if request.method != "POST":
            return form  # type: ignore[no-any-return]
        row = obj or self.model()  # type: ignore[attr-defined]
        other = _other_values(request.POST, row, set(form.base_fields))
        if not other:
            return form  # type: ignore[no-any-return]
        text = _("Nothing was saved. Not changed with this form: %(fields)s.") + " %(why)s"
        told = {"fields": _(", ").join(other), "why": self.why_fixed}

        class Refusing(form):  # type: ignore[misc]
            def clean(self) -> Any:
                super().clean()
                raise ValidationError(text % told)

        return Refusing

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Leave no entry of a change that was none."""
        if not message:
            request.unchanged = True  # type: ignore[attr-defined]
            return None
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if not getattr(request, "unchanged", False) or IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)  # type: ignore[misc, no-any-return]
        messages.info(request, _("Nothing differed, so nothing was saved."))
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return self.response_post_save_change(request, obj)  # type: ignore[attr-defined, no-any-return]


def _other_values(posted: QueryDict, row: Any, offered: set[str]) -> list[str]:
    """Return what those fields are called that the form has not and that shall be otherwise."""
    return [
        str(field.verbose_name)
        for name in posted
        if name not in offered and (field := _field(row, name)) is not None
        if _differs(field, posted, row)
    ]


def _field(row: Any, name: str) -> Any:
    """Return a field of the row's own; what others have of it is in no form."""
    try:
        field = row._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return None if field.auto_created and not field.concrete else field


def _differs(field: Any, posted: QueryDict, row: Any) -> bool:
    own = field.formfield()
    if field.many_to_many:
        now = list(field.value_from_object(row)) if row.pk else []
    else:
        now = field.value_from_object(row)
    if own is None:
        return posted[field.name] != str(now)
    value = own.widget.value_from_datadict(posted, {}, field.name)
    return bool(own.has_changed(own.prepare_value(now), value))
