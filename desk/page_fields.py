"""The page's own name and the masthead fields of its issue, on the page form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from editorial.proposals import change_values
from issues.models import Issue, Page
from reviews.models import Proposal

OF_ISSUE = ("number", "number_to", "page_count")


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
        number, last = data.get("number"), data.get("number_to")
        if number is not None:
            self._check_number(number)
        if last is not None and last <= (number or last):
            self.add_error("number_to", _("The last number comes behind the first."))
        return data

    def _check_number(self, number: int) -> None:
        others = self.issue.publication.issues.exclude(pk=self.issue.pk)
        series = {"number_year": self.issue.number_year, "edition": ""}
        same = others.filter(number=number, **series)
        taken = None if self.issue.edition else same.first()
        if number < 1 or taken:
            reason = _("The issue of %(date)s has this number already.")
            self.add_error(
                "number",
                reason % {"date": f"{taken.date:%Y-%m-%d}"} if taken else _("Numbers begin at 1."),
            )

    def _current(self, name: str) -> Any:
        return self.page.name if name == "name" else getattr(self.issue, name)

    def save(self, *, by: User) -> tuple[bool, list[Proposal]]:
        """Write the changed fields, or propose them where readers see them.

        Returns whether any was written, and the proposals. Raises ``NotAllowed``.
        """
        changed = [name for name in self.changed_data if not self.fields[name].disabled]
        rows: list[tuple[Page | Issue, tuple[str, ...]]] = [
            (self.page, ("name",)),
            (self.issue, OF_ISSUE),
        ]
        written, proposed = False, []
        for row, names in rows:
            values = {name: self.cleaned_data[name] for name in changed if name in names}
            if values:
                made = change_values(row, values, by=by)
                proposed += [made] if made else []
                written = written or made is None
        return written, proposed
