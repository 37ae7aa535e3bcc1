"""Tables in the admin: a file is uploaded, looked at, and then confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST
from import_export.admin import ExportMixin, ImportExportMixin
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

from desk.base import editor
from desk.table_export import begin_export
from desk.table_jobs import MANY
from tables.file_types import FORMATS
from tables.formats import TableRefused, check_size
from tables.resource import TableResource
from tables.results import TableResult

# Import-export's own sentence for a table without rows, which it has in no other language.
NO_ROWS = gettext_noop(
    "No valid data to import. Ensure your file has the correct headers or data for import."
)
# How long a preview may lie on somebody's screen before it is confirmed.
CONFIRM_WITHIN = 12 * 3600


class TableImportForm(ImportForm):  # type: ignore[misc]  # import-export carries no types
    """The upload, refused before it is read when it is too large."""

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        try:
            check_size(file.size)
        except TableRefused as error:
            raise ValidationError(str(error)) from error
        return file


class TableConfirmForm(ConfirmImportForm):  # type: ignore[misc]  # import-export carries no types
    """The confirmation. The name of the uploaded file is signed: no other file can be named."""

    def clean_import_file_name(self) -> str:
        try:
            name = signing.loads(self.cleaned_data["import_file_name"], max_age=CONFIRM_WITHIN)
        except signing.BadSignature as error:
            raise ValidationError(_("The preview is too old. Upload the file again.")) from error
        return str(name)

    def clean_format(self) -> str:
        value = str(self.cleaned_data["format"])
        if value not in map(str, range(len(FORMATS))):
            raise ValidationError(_("There is no such format. Upload the file again."))
        return value


class TableMixin(ImportExportMixin):  # type: ignore[misc]  # import-export carries no types
    """Import and export for a list; ``resource_classes`` names the table.

    The entries in the log are the table's own, so that the command leaves the same ones.
    """

    formats = list(FORMATS.values())
    import_form_class = TableImportForm
    confirm_form_class = TableConfirmForm
    # The whole table: which columns to keep is quickly said in the spreadsheet.
    export_form_class = ExportForm
    skip_admin_log = True

    def get_urls(self) -> list[URLPattern]:
        """Add the table's addresses, under names of their own: pages are imported as text, too."""
        views = {
            "import": self.import_action,
            "confirm": self.process_import,
            "export": self.export_action,
        }
        name = "_".join(self.get_model_info())
        own = [
            path(f"table/{word}/", self.admin_site.admin_view(view), name=f"{name}_table_{word}")
            for word, view in views.items()
        ]
        # Past the mixins of import-export, which would add theirs.
        others: list[URLPattern] = super(ExportMixin, self).get_urls()
        return own + others

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add or change a row may import; each row is checked again."""
        table = self.resource_classes[0]
        return any(request.user.has_perm(table.permission(action)) for action in ("add", "change"))

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever sees the list may take it along."""
        return bool(self.has_view_permission(request))

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if isinstance(e, TableRefused):
            form.add_error("import_file", str(e))
        else:
            super().add_data_read_fail_error_to_form(form, e)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """Go back to the list, as the list itself does, when a value asks for what cannot be."""
        try:
            response: HttpResponse = super().export_action(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._address('changelist')}?{ERROR_FLAG}=1")
        return response

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: Any, **options: Any
    ) -> HttpResponse:
        """Have a large table written in the background."""
        if queryset.count() <= MANY:
            response: HttpResponse = super()._do_file_export(
                file_format, request, queryset, **options
            )
            return response
        job = begin_export(
            self.resource_classes[0],
            file_format.title,
            queryset,
            by=editor(request),
            back=self._address("changelist"),
        )
        return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        """Name the file by the newsroom's own day."""
        day, name = timezone.localdate(), self.model.__name__
        return f"{name}-{day:%Y-%m-%d}.{file_format.get_extension()}"

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        """Sign the name of the uploaded file."""
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            initial["import_file_name"] = signing.dumps(initial["import_file_name"])
        return initial

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **options: Any) -> HttpResponse:
        """Import what was looked at, or send back to the upload when it is no longer there."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            response: HttpResponse = super().process_import(request, **options)
        except FileNotFoundError:
            messages.error(request, _("The uploaded file is no longer here. Upload it again."))
            return HttpResponseRedirect(self._address("table_import"))
        return response

    def process_result(self, result: TableResult, request: HttpRequest) -> HttpResponse:
        """Go to the list; or show what has become wrong since the preview: nothing was written."""
        if not result.refused:
            messages.success(
                request,
                _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged") % result.counts,
            )
            return HttpResponseRedirect(self._address("changelist"))
        form = self.import_form_class(self.get_import_formats(), self.resource_classes)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "form": form,
            "opts": self.model._meta,
            "media": self.media + form.media,
            "result": result,
            "fields_list": [],
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def _address(self, view: str) -> str:
        name = "_".join((*self.get_model_info(), view))
        return reverse(f"admin:{name}", current_app=self.admin_site.name)


if TYPE_CHECKING:

    class TableAdmin:
        """What the type checker sees: the untyped base would hide the types of the admin."""

        resource_classes: ClassVar[list[type[TableResource]]]
else:
    TableAdmin = TableMixin
