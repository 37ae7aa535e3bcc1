"""The words of the paper in the admin: terms, places, never-errors and forbidden words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from desk.base import ReadOnlyAdmin, editor
from desk.table_views import TableAdmin
from findings.answers import DecisionRefused
from findings.models import PaperWord, Verdict
from findings.word_list import ADD, END, add_word, check_word, end_word
from tables.word_table import PaperWordResource

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[PaperWord]
else:
    ModelForm = forms.ModelForm


SHOWN = ("kind", "text", "others", "publication", "reason", "by", "at", "ended_at", "ended_by")


class WordForm(ModelForm):
    """A new word. What the table does not take is said beside the fields."""

    class Meta:
        model = PaperWord
        fields = ("publication", "kind", "text", "others", "reason")

    def clean(self) -> dict[str, Any]:
        """Refuse what the table does not take, and what it has already."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        forms_ = [line.strip() for line in data["others"].splitlines() if line.strip()]
        try:
            check_word(PaperWord.Kind(data["kind"]), data["text"], forms_, data["reason"])
        except DecisionRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        same = {name: data[name] for name in ("publication", "kind", "text")}
        if PaperWord.objects.in_force().filter(**same).exists():
            raise ValidationError(_("“%(word)s” is in the table already.") % {"word": data["text"]})
        return data


@admin.register(PaperWord)
class PaperWordAdmin(TableAdmin, ReadOnlyAdmin[PaperWord]):
    """Editors add words and end them, each with a reason; nobody changes or deletes one."""

    resource_classes = [PaperWordResource]
    form = WordForm
    change_form_template = "admin/knowledge/word.html"
    list_display = ("text", "kind", "others", "publication", "reason", "by", "at", "ended_at")
    list_filter = ("kind", "publication", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("publication", "by")
    search_fields = ("text", "others", "reason")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return editor(request).has_perm(ADD)

    def get_fields(self, request: HttpRequest, obj: PaperWord | None = None) -> Any:
        return SHOWN if obj else WordForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: PaperWord | None = None) -> Any:
        return SHOWN if obj else ()

    def get_urls(self) -> list[URLPattern]:
        """Add the end of a word."""
        view = self.admin_site.admin_view(require_POST(self.end_view))
        return [path("<int:pk>/end/", view, name="findings_paperword_end"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: PaperWord, form: Any, change: bool) -> None:
        """Add the word through its one home."""
        try:
            made = add_word(
                PaperWord.Kind(obj.kind),
                obj.text,
                by=editor(request),
                reason=obj.reason,
                publication=obj.publication,
                others=obj.others,
            )
            obj.pk = made.pk
        except DecisionRefused as refusal:
            messages.error(request, str(refusal))

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Say nothing: ``add_word`` has left the entries."""

    def response_add(
        self, request: HttpRequest, obj: PaperWord, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Somebody else may have added the same word a moment before."""
        if obj.pk is None:
            return HttpResponseRedirect(reverse("admin:findings_paperword_changelist"))
        return super().response_add(request, obj, post_url_continue)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = {"may_end": editor(request).has_perm(END), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a word out of force."""
        word = get_object_or_404(PaperWord, pk=pk)
        try:
            if end_word(word, by=editor(request), reason=request.POST.get("reason", "")):
                messages.success(
                    request, _("“%(word)s” is out of the table.") % {"word": word.text}
                )
        except DecisionRefused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:findings_paperword_change", args=[pk]))


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin[Verdict]):
    """What was decided on two names, to look at; it is decided and undone beside the evidence."""

    list_display = ("__str__", "kind", "by", "at", "reason", "ended_at", "ended_by")
    list_filter = ("kind", "person__publication", ("ended_at", admin.EmptyFieldListFilter))
    list_select_related = ("person", "other", "by", "ended_by")
    search_fields = ("person__name", "other__name", "reason")
    search_help_text = gettext_lazy("name or reason")
    fields = ("person", "other", "kind", "reason", "by", "at", "ended_at", "ended_by")
    readonly_fields = fields
