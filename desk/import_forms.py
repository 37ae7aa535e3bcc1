"""What an editor hands to the import: files or pasted text, and what the text itself lacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.import_uploads import MOST_TOGETHER, SUFFIXES, trouble_with
from desk.page_label import PageLabelField
from issues.models import IS_EDITION, Issue, Publication

MOST_FILES = 50
# What is chosen among the papers for one that is not there yet.
NEW = "new"
ACCEPTED = ",".join((*filter(None, SUFFIXES), "text/plain"))


class FilesInput(forms.ClearableFileInput):
    """One input for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, not too many or too large together."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files, each for itself good or not. Raises ``ValidationError``."""
        files: list[UploadedFile[Any]] = [row for row in data or [] if row]
        if len(files) > MOST_FILES:
            raise ValidationError(
                _("%(count)s files are too many for one preview. Choose up to %(limit)s at a time.")
                % {"count": len(files), "limit": MOST_FILES}
            )
        taken = [file for file in files if not trouble_with(file)]
        together = sum(file.size or 0 for file in taken)
        if together > MOST_TOGETHER * settings.IMPORT_MAX_BYTES:
            limit = filesizeformat(MOST_TOGETHER * settings.IMPORT_MAX_BYTES)
            raise ValidationError(
                _("Together the files have %(size)s, more than %(limit)s. Choose fewer at a time.")
                % {"size": filesizeformat(together), "limit": limit}
            )
        return files


def edition_field(help_text: Any = "") -> forms.CharField:
    """Return the field for the edition of a page that does not print it."""
    field = Issue._meta.get_field("edition")
    return forms.CharField(
        label=gettext_lazy("edition"),
        required=False,
        max_length=field.max_length,
        validators=[IS_EDITION],
        help_text=help_text,
        widget=forms.TextInput({"lang": "zh-Hans"}),
    )


class OptionsForm(forms.Form):
    """What the person decides for all the files."""

    publication = forms.ModelChoiceField(
        Publication.objects.all(),
        label=gettext_lazy("publication"),
        required=False,
        empty_label=gettext_lazy("as the masthead says"),
        help_text=gettext_lazy("Choose one only when the page has no masthead of its own."),
    )
    date = forms.DateField(
        label=gettext_lazy("date"),
        required=False,
        help_text=gettext_lazy("For pages that print no date."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    page = PageLabelField(
        label=gettext_lazy("page number"),
        required=False,
        help_text=gettext_lazy("For pages that print no number."),
    )
    edition = edition_field(gettext_lazy("For pages of 号外, 特刊 … that do not print it."))
    replace = forms.BooleanField(
        label=gettext_lazy("Replace pages that are here already"),
        required=False,
        help_text=gettext_lazy("Published pages are never replaced."),
    )
    discard_edits = forms.BooleanField(
        label=gettext_lazy("Replace even what was changed by hand"),
        required=False,
        help_text=gettext_lazy("The preview lists the stories whose changes would be lost."),
    )

    def clean(self) -> dict[str, Any]:
        """To discard edits without replacing means nothing."""
        data = self.cleaned_data
        if data.get("discard_edits") and not data.get("replace"):
            self.add_error("discard_edits", _("This only works together with “Replace pages”."))
        return data


class UploadForm(OptionsForm):
    """Files, or the text of one page."""

    files = FilesField(  # type: ignore[assignment]  # Django takes it off the class
        label=gettext_lazy("files"),
        required=False,
        widget=FilesInput({"accept": ACCEPTED, "multiple": True}),
    )
    text = forms.CharField(
        label=gettext_lazy("text of one page"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 8, "lang": "zh-Hans", "spellcheck": "false"}),
    )
    field_order: Sequence[str] = ("files", "text")

    def clean_text(self) -> str:
        """Refuse a text as large as no page is."""
        text: str = self.cleaned_data["text"]
        if len(text.encode("utf-8", "surrogatepass")) > settings.IMPORT_MAX_BYTES:
            limit = filesizeformat(settings.IMPORT_MAX_BYTES)
            raise ValidationError(
                _("The text is longer than %(limit)s. Paste one page at a time.") % {"limit": limit}
            )
        return text

    def clean(self) -> dict[str, Any]:
        """Something must be left to look at: beside it the preview tells of what is not taken."""
        data = super().clean()
        if self.errors or data["text"].strip():
            return data
        if not data["files"]:
            raise ValidationError(_("Choose at least one file, or paste the text of a page."))
        troubles = [trouble_with(file) for file in data["files"]]
        if all(troubles):
            self.add_error("files", ValidationError(troubles))
        return data


class FileForm(forms.Form):
    """One previewed file: whether it shall be imported, and what only it lacks."""

    take = forms.BooleanField(label=gettext_lazy("import this file"), required=False, initial=True)
    date = forms.DateField(
        label=gettext_lazy("date"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    page = PageLabelField(label=gettext_lazy("page number"), required=False)
    edition = edition_field()
    paper = forms.ChoiceField(label=gettext_lazy("whose page it is"), required=False)
    paper_name = forms.CharField(
        label=gettext_lazy("name of the new paper"),
        required=False,
        max_length=Publication._meta.get_field("name").max_length,
        help_text=gettext_lazy("Empty: as its masthead calls it."),
    )

    def __init__(
        self, *args: Any, nearest: Sequence[int] = (), papers: Sequence[Publication], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        place = {key: at for at, key in enumerate(nearest)}
        rows = sorted(papers, key=lambda row: (place.get(row.pk, len(place)), row.name))
        choices = [("", _("as the masthead says")), *((str(row.pk), row.name) for row in rows)]
        self.fields["paper"].choices = [*choices, (NEW, _("a new paper"))]  # type: ignore[attr-defined]

    def answers(self) -> dict[str, Any]:
        """Return what was answered for this file alone, under the names of its row."""
        data = self.cleaned_data
        paper = data["paper"]
        return {
            "date": data["date"],
            "page": data["page"],
            "edition": data["edition"],
            "publication_id": int(paper) if paper and paper != NEW else None,
            "new_paper": paper == NEW,
            "paper_name": data["paper_name"].strip() if paper == NEW else "",
        }
