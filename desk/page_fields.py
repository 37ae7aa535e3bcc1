"""The page's own name and the masthead fields of its issue, on the page form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from desk.base import log
from issues.models import Issue, Page

OF_ISSUE = ("number", "page_count")


class PageFieldsForm(forms.Form):
    """What the newsroom stands by. A field that nobody touched is not written."""

    def __init__(self, page: Page, *, user: User, data: Any = None) -> None:
        self.page, self.issue = page, page.issue
        super().__init__(
            data,
            prefix="page",
            use_required_attribute=False,
            initial={"name": page.name, **{name: getattr(self.issue, name) for name in OF_ISSUE}},
        )
        self.fields |= forms.fields_for_model(Page, ["name"])
        self.fields |= forms.fields_for_model(Issue, OF_ISSUE)
        # A model's own validators do not come along with its fields.
        self.fields["page_count"].validators += [MinValueValidator(1), MaxValueValidator(400)]
        may = {name: user.has_perm("issues.change_issue") for name in OF_ISSUE}
        may["name"] = user.has_perm("issues.change_page")
        for name, field in self.fields.items():
            # The value the form was opened with travels along: it tells whose change is whose.
            field.show_hidden_initial = True
            field.disabled = not may[name]

    def clean(self) -> dict[str, Any]:
        """Refuse a change over somebody else's, and a number that belongs to another issue."""
        data = self.cleaned_data
        for name in self.changed_data:
            opened = self.fields[name].clean(self.data.get(self[name].html_initial_name, ""))
            current = self._current(name)
            if (opened or None) != (current or None):
                message = _("Somebody else has just changed this to “%(value)s”. Look again.")
                self.add_error(name, message % {"value": "–" if current is None else current})
        number = data.get("number")
        if number is not None:
            self._check_number(number)
        return data

    def _check_number(self, number: int) -> None:
        others = self.issue.publication.issues.exclude(pk=self.issue.pk)
        taken = others.filter(number=number).first()
        if number < 1 or taken:
            reason = _("The issue of %(date)s has this number already.")
            self.add_error(
                "number",
                reason % {"date": f"{taken.date:%Y-%m-%d}"} if taken else _("Numbers begin at 1."),
            )

    def _current(self, name: str) -> Any:
        return self.page.name if name == "name" else getattr(self.issue, name)

    def save(self, *, by: User) -> bool:
        """Write and log the changed fields; return whether there were any."""
        changed = [name for name in self.changed_data if not self.fields[name].disabled]
        self._write(self.page, [name for name in changed if name == "name"], by)
        self._write(self.issue, [name for name in changed if name in OF_ISSUE], by)
        return bool(changed)

    def _write(self, row: Page | Issue, names: list[str], by: User) -> None:
        if not names:
            return
        lines = []
        for name in names:
            old, new = getattr(row, name), self.cleaned_data[name]
            setattr(row, name, new)
            change = _("%(field)s: %(old)s → %(new)s")
            lines.append(change % {"field": self.fields[name].label, "old": old, "new": new})
        try:
            with transaction.atomic():
                row.save(update_fields=names)
        except IntegrityError as error:
            message = _("Somebody else has just given this number to another issue.")
            raise ValidationError(message) from error
        log(by, row, CHANGE, _("; ").join(lines))
