"""A field for what a page is called in print: 2, B02, 4-5."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reading.page_labels import given_label


class PageLabelField(forms.CharField):
    """A label, ``None`` for none; 第02版 and ０２ are 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"max_length": 12} | options))
        self.widget.attrs |= {"size": 4, "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """Return the label in its one form."""
        text = super().clean(value)
        try:
            return given_label(text)
        except ValueError as error:
            raise ValidationError(_("Write a page as 2, B02 or 4-5.")) from error
