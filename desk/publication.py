"""报纸 in the admin, with what only the checks know: the codes of findings that can hold a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from desk.issue_lists import PublicationAdmin
from issues.models import Publication
from reviews.holds import unknown_codes

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Publication]
else:
    ModelForm = forms.ModelForm

admin.site.unregister(Publication)


class PublicationForm(ModelForm):
    """A misspelt code would hold nothing, in silence: it is refused."""

    def clean_blocking_codes(self) -> str:
        """Know every code."""
        text: str = self.cleaned_data["blocking_codes"]
        if unknown := unknown_codes(text):
            raise ValidationError(
                _("No finding is called %(codes)s. Take the codes from the list of findings.")
                % {"codes": _(", ").join(unknown)}
            )
        return text


@admin.register(Publication)
class ReviewedPublicationAdmin(PublicationAdmin):
    """报纸, with its reviews."""

    form = PublicationForm
