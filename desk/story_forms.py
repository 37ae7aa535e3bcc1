"""The form of one story: its fields, its text, its bylines and its photos, each a row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Byline, Contributor, Photo, Revision
from articles.pictures import checked_image
from articles.text import COLUMNS, JUMPS, StoryByline, StoryPhoto, StoryText
from desk.former_proposals import Draft
from desk.page_label import PageLabelField
from desk.source_view import TINTS
from editorial.editing import PhotoFile, StoryChange
from reviews.models import ProposedImage

MOST_ROWS = 100
LONG = ("section", "kicker", "headline", "deck", "dateline")
MINE, THEIRS = "mine", "theirs"


class StoryForm(forms.Form):
    """A story's own fields. ``version`` is the one that the form was opened with.

    White space at the ends is only taken off a field that somebody changed: to open a story and
    save it changes nothing.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(label=_("place on the page"), min_value=1, max_value=9999)
    place_was = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_kind = forms.ChoiceField(
        label=_("kind of change"),
        choices=[
            (Revision.Kind.REPAIR, _("repair (校异同): the import misread the print")),
            (Revision.Kind.EDIT, _("edit (校是非): the paper itself is changed")),
        ],
        widget=forms.RadioSelect,
    )
    resolve = forms.ChoiceField(
        label=_("which text shall stand"),
        choices=[
            (MINE, _("mine, as it stands in the form below: I have looked at theirs")),
            (THEIRS, _("theirs: drop my changes to this story")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, editable: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= forms.fields_for_model(Article, [*COLUMNS, "body"])
        for name in LONG:
            self.fields[name].widget.attrs |= {"lang": "zh-Hans", "autocomplete": "off"}
        for name in ("kicker", "headline", "deck"):
            self.fields[name].widget = forms.Textarea({"rows": 1, "data-line": "", **TEXT})
        self.fields["body"].widget = forms.Textarea({"rows": 6, "data-grow": "", **TEXT})
        for name in (*LONG, "body"):
            field = self.fields[name]
            if isinstance(field, forms.CharField):
                field.strip = False
        for name in JUMPS:
            self.fields[name] = PageLabelField(label=self.fields[name].label, required=False)
        if not editable:
            for field in self.fields.values():
                field.disabled = True

    def clean(self) -> dict[str, Any]:
        """Take off the white space around what was changed; a line end in a headline is a space."""
        data = self.cleaned_data
        for name in (*LONG, "body"):
            if name in data:
                data[name] = self._tidied(name, data[name])
        return data

    def _tidied(self, name: str, value: str) -> str:
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if text == (self.initial.get(name) or ""):
            return text
        return text.strip("\n") if name == "body" else " ".join(text.split("\n")).strip()


TEXT = {"lang": "zh-Hans", "autocomplete": "off", "spellcheck": "false"}


class BylineForm(forms.Form):
    """One row of the bylines."""

    role = forms.CharField(
        label=_("role"),
        max_length=Byline._meta.get_field("role").max_length,
        required=False,
        widget=forms.TextInput({"list": "roles", **TEXT}),
    )
    name = forms.CharField(
        label=_("full name"),
        max_length=Contributor._meta.get_field("name").max_length,
        widget=forms.TextInput(TEXT),
    )


class PhotoForm(forms.Form):
    """One row of the photos: printed caption and credit, the image and what it shows."""

    # Where the image there is can be seen, and its focal point is chosen; set by ``StoryEdit``.
    image_address = focus_address = ""
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    caption = forms.CharField(
        label=_("caption"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 2, "data-grow": "", **TEXT}),
    )
    credit = forms.CharField(
        label=_("credit"),
        max_length=Photo._meta.get_field("credit").max_length,
        required=False,
        widget=forms.TextInput(TEXT),
    )
    alt = forms.CharField(
        label=_("image description"),
        max_length=Photo._meta.get_field("alt").max_length,
        required=False,
        widget=forms.TextInput(TEXT),
        help_text=Photo._meta.get_field("alt").help_text,
    )
    image = forms.FileField(
        label=_("image"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    clear_image = forms.BooleanField(label=_("take the image away"), required=False)
    # The image that an earlier proposal brought, for one that is made anew.
    proposed = forms.ModelChoiceField(
        ProposedImage.objects.all(), required=False, widget=forms.HiddenInput
    )

    # The image that was chosen before the form could be saved (``desk.page_images``).
    chosen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_caption(self) -> str:
        """Take the line ends as the database has them."""
        caption: str = self.cleaned_data["caption"].replace("\r\n", "\n")
        return caption if caption == self.initial.get("caption") else caption.strip()

    def clean_image(self) -> Any:
        upload = self.cleaned_data["image"]
        # What was kept for the form was written anew when it came.
        if isinstance(upload, ContentFile):
            return upload
        return checked_image(upload) if isinstance(upload, UploadedFile) else None

    def clean(self) -> dict[str, Any]:
        """A photo needs something to show."""
        data = self.cleaned_data
        kept = data.get("proposed")
        if kept and not data.get("image") and kept.image.storage.exists(kept.image.name):
            with kept.image.open() as file:
                data["image"] = ContentFile(file.read(), name=kept.image.name.split("/")[-1])
        empty = not self.errors and not (data["caption"] or data["credit"] or data["image"])
        if empty and not data["pk"]:
            self.add_error("caption", _("Write a caption, or tick “remove”."))
        return data


BylineRows = forms.formset_factory(BylineForm, can_delete=True, max_num=MOST_ROWS, extra=1)
PhotoRows = forms.formset_factory(PhotoForm, can_delete=True, max_num=MOST_ROWS, extra=1)


class StoryEdit:
    """A story's form with its rows. ``article`` is ``None`` for a story that is to be added."""

    def __init__(
        self,
        article: Article | None,
        *,
        place: int,
        data: Any = None,
        files: Any = None,
        editable: bool = True,
        draft: Draft | None = None,
    ) -> None:
        self.article, self.place, self.editable = article, place, editable
        self.draft = draft
        self.prefix = f"story-{article.pk if article else 'new'}"
        bound: dict[str, Any] = {"data": data, "files": files}
        self.form = StoryForm(
            **bound,
            prefix=self.prefix,
            initial=self._initial(),
            editable=editable,
            use_required_attribute=False,
            empty_permitted=article is None,
        )
        self.bylines = BylineRows(
            **bound, prefix=f"{self.prefix}-bylines", initial=self._byline_rows()
        )
        self.photos = PhotoRows(**bound, prefix=f"{self.prefix}-photos", initial=self._photo_rows())
        self._hang_images()
        # What the page form hangs on it for its template.
        self.conflict: Any = None
        self.actions: list[Any] = []
        self.findings: list[Any] = []

    @property
    def name(self) -> str:
        if self.article is None:
            return str(_("New story"))
        return str(_("Story %(place)s “%(story)s”") % {"place": self.place, "story": self.article})

    @property
    def tint(self) -> int:
        """The colour that its text has in the source, too."""
        return (self.place - 1) % TINTS

    def is_valid(self) -> bool:
        """Check the form and all its rows, so that every error is shown at once."""
        return all([self.form.is_valid(), self.bylines.is_valid(), self.photos.is_valid()])

    def is_blank(self) -> bool:
        """Whether nothing was written into the form of a new story."""
        parts = [name for name in (*LONG, "body", "jump_to", "jump_from") if name != "kind"]
        written = any(name in self.form.changed_data for name in parts)
        return not (written or self.bylines.has_changed() or self.photos.has_changed())

    def change(self) -> StoryChange:
        """Return the story as it shall be."""
        data, photos = self.form.cleaned_data, _kept(self.photos)
        text = StoryText(
            kind=data["kind"],
            section=data["section"],
            kicker=data["kicker"],
            headline=data["headline"],
            deck=data["deck"],
            dateline=data["dateline"],
            jump_to=data["jump_to"],
            jump_from=data["jump_from"],
            truncated=data["truncated"],
            bylines=tuple(StoryByline(row["role"], row["name"]) for row in _kept(self.bylines)),
            paragraphs=tuple(line for line in data["body"].split("\n") if line.strip()),
            photos=tuple(
                StoryPhoto(row["caption"], row["credit"], alt=row["alt"]) for row in photos
            ),
        )
        files = (PhotoFile(row["pk"], row["image"], row["clear_image"]) for row in photos)
        return StoryChange(text, tuple(files))

    def errors(self) -> list[tuple[str, str, str]]:
        """Return each error as where, what, and the id of the field to jump to."""
        found = [(self.name, row) for row in _errors(self.form)]
        for rows, label in ((self.bylines, _("byline")), (self.photos, _("photo"))):
            for number, form in enumerate(rows.forms, start=1):
                found += [(f"{self.name}, {label} {number}", row) for row in _errors(form)]
            found += [(f"{self.name}, {label}", (str(text), "")) for text in rows.non_form_errors()]
        return [(where, what, field) for where, (what, field) in found]

    def _hang_images(self) -> None:
        """Give each photo's row the address of the image there is."""
        rows = self.article.photos.all() if self.article else ()
        addresses = {
            row.pk: reverse("admin:articles_photo_image", args=[row.pk])
            for row in rows
            if row.image
        }
        for form in self.photos.forms:
            key = int(form.initial.get("pk") or 0)
            form.image_address = addresses.get(key, "")
            if form.image_address:
                form.focus_address = reverse("admin:photo_focus", args=[key])
        brought = self.draft.proposal.images.all() if self.draft and self.draft.proposal else ()
        for image in brought:
            for form in self.photos.forms:
                if form.initial.get("proposed") == image.pk:
                    keys = [image.proposal_id, image.place]
                    form.image_address = reverse("admin:proposal_image", args=keys)

    def _initial(self) -> dict[str, Any]:
        article, kind = self.article, Revision.Kind.REPAIR
        if article and article.published_at:
            kind = Revision.Kind.EDIT
        start = {"place": self.place, "place_was": self.place, "change_kind": kind, "version": 0}
        if article is None:
            return {**start, "kind": Article.Kind.NEWS}
        text = StoryText.of(article)
        body, version, opened = article.body, article.version, text.words.sha256
        if self.draft:
            text, body = self.draft.text, self.draft.text.body
            start["change_kind"] = Revision.Kind.REPAIR
        fields = {name: getattr(text, name) for name in COLUMNS}
        return {**start, **fields, "body": body, "version": version, "opened": opened}

    def _byline_rows(self) -> list[dict[str, Any]]:
        if self.draft:
            return [{"role": row.role, "name": row.name} for row in self.draft.text.bylines]
        rows = self.article.bylines.all() if self.article else ()
        return [{"role": row.role, "name": row.name} for row in rows]

    def _photo_rows(self) -> list[dict[str, Any]]:
        if self.draft and self.draft.photos is not None:
            return self.draft.photos
        rows = self.article.photos.all() if self.article else ()
        return [
            {"pk": row.pk, "caption": row.caption, "credit": row.credit, "alt": row.alt}
            for row in rows
        ]


def _kept(rows: Any) -> list[dict[str, Any]]:
    return [
        form.cleaned_data
        for form in rows.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


def _errors(form: forms.Form) -> list[tuple[str, str]]:
    found = []
    for name, messages in form.errors.items():
        field = form.fields.get(name)
        label = f"{field.label}: " if field and field.label else ""
        target = form[name].id_for_label if field else ""
        found += [(f"{label}{message}", target) for message in messages]
    return found
