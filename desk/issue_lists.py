"""报纸, 期 and what was received, in the admin. Pages, with their stories: ``desk``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit import log as audit
from desk.base import KeptAdmin, ReadOnlyAdmin, editor, require
from desk.lists import StepFilter, counted_below, shown_count
from desk.page import counted
from desk.table_views import TableAdmin
from desk.templatetags.editors import person
from editorial.misplaced import void_misplaced
from editorial.surroundings import count_years, put_in_front
from issues.models import (
    DayException,
    Issue,
    Page,
    Publication,
    Source,
    SourceGone,
    WeeklyPattern,
)
from issues.number_series import expected_number
from tables.issue_tables import IssueResource, PublicationResource

if TYPE_CHECKING:
    TabularInline = admin.TabularInline[Page, Issue]
    PatternInline = admin.TabularInline[WeeklyPattern, Publication]
    ExceptionInline = admin.TabularInline[DayException, Publication]
else:
    TabularInline = PatternInline = ExceptionInline = admin.TabularInline

# So many issues of a paper are counted: a daily's of 27 years.
MANY = 10_000


class WeeklyPatternInline(PatternInline):
    """The weekdays of earlier times."""

    model = WeeklyPattern
    extra = 0


class DayExceptionInline(ExceptionInline):
    """Holidays without a paper, and extra issues: the running numbers follow from them."""

    model = DayException
    extra = 0


@admin.register(Publication)
class PublicationAdmin(TableAdmin, KeptAdmin[Publication]):
    """报纸, with the days on which it comes out."""

    resource_classes = [PublicationResource]
    inlines = (WeeklyPatternInline, DayExceptionInline)

    list_display = ("name", "organ", "sponsor", "issue_count", "newest", "fronts_site")
    search_fields = ("name", "organ", "sponsor")
    actions = ("front_the_site",)

    @admin.action(description=_("Make it the site's own paper"), permissions=["change"])
    def front_the_site(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        """Give the site the front page of one paper."""
        papers = list(queryset)
        if len(papers) != 1:
            messages.error(request, gettext("Choose one paper: the site has one front page."))
            return
        put_in_front(papers[0], by=editor(request))
        text = gettext("The front page of “%(paper)s” is the site's.")
        messages.success(request, text % {"paper": papers[0]})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Publication]:
        rows = super().get_queryset(request)
        issues = Issue.objects.filter(publication=OuterRef("pk")).order_by("-date")
        newest = Subquery(issues.values("date")[:1])
        return rows.annotate(issue_count=counted_below(issues, MANY), newest=newest)

    def save_model(self, request: HttpRequest, obj: Publication, form: Any, change: bool) -> None:
        """Void also what was approved under another masthead."""
        # A form that does not ask for it leaves it empty.
        obj.numbers_from = obj.numbers_from or 0
        with audit.chained():
            super().save_model(request, obj, form, change)
            if "numbers_from" in form.changed_data:
                count_years(obj)
            void_misplaced(Page.objects.filter(issue__publication=obj), by=editor(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Tell the log of the days, too, which are rows of their own."""
        # Deleting takes their keys away.
        gone = [row.instance.pk for row in formset.deleted_forms if row.instance.pk]
        with audit.chained():
            super().save_formset(request, form, formset, change)
            audit.note(*formset.new_objects, *(row for row, _names in formset.changed_objects))
            audit.note_change(formset.model, gone, deleted=True)

    @admin.display(description=_("issues"), ordering="issue_count")
    def issue_count(self, row: Any) -> str:
        return format_html(
            '<a href="{}?publication__id__exact={}">{}</a>',
            reverse("admin:issues_issue_changelist"),
            row.pk,
            shown_count(row.issue_count, MANY),
        )

    @admin.display(description=_("newest issue"), ordering="newest")
    def newest(self, row: Any) -> Any:
        return row.newest


class PageInline(TabularInline):
    """The pages of an issue, each with a link to its form."""

    model = Page
    fields = ("label", "name", "created_at")
    readonly_fields = fields
    show_change_link = True
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Pages are imported."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        """Fetch the issue along: a page's name has its date."""
        return super().get_queryset(request).select_related("issue")


@admin.register(Issue)
class IssueAdmin(TableAdmin, KeptAdmin[Issue]):
    """期. Date and paper of an issue that is here stay: its addresses hang on them."""

    resource_classes = [IssueResource]
    list_display = (
        "date",
        "edition",
        "computed_weekday",
        "publication",
        "numbers",
        "page_count",
        "pages_here",
    )
    list_filter = ("publication",)
    list_select_related = ("publication",)
    search_fields = ("=number", "publication__name")
    search_help_text = _("running number or paper")
    date_hierarchy = "date"
    fieldsets = (
        (
            None,
            {"fields": ("publication", "date", "edition", "number", "number_to", "page_count")},
        ),
        (
            _("As printed, beside what follows from the date"),
            {
                "fields": (
                    ("printed_weekday", "computed_weekday"),
                    ("printed_lunar_date", "computed_lunar_date"),
                    ("printed_number", "computed_number"),
                    "printed_page_count",
                )
            },
        ),
    )
    printed: ClassVar[tuple[str, ...]] = (
        "printed_weekday",
        "computed_weekday",
        "printed_lunar_date",
        "computed_lunar_date",
        "printed_number",
        "computed_number",
        "printed_page_count",
    )
    inlines = (PageInline,)
    why_fixed = _("What was printed stays, and another day is given to an issue by relocating it.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Issue]:
        pages = counted(Page.objects.all(), "issue")
        return super().get_queryset(request).annotate(pages_here=pages)

    def save_model(self, request: HttpRequest, obj: Issue, form: Any, change: bool) -> None:
        """Void also what was approved under another number."""
        with audit.chained():
            super().save_model(request, obj, form, change)
            void_misplaced(Page.objects.filter(issue=obj), by=editor(request))

    def get_readonly_fields(
        self, request: HttpRequest, obj: Issue | None = None
    ) -> tuple[str, ...]:
        """Nothing that was printed can be changed, nor the day of an issue that is here."""
        return ("publication", "date", "edition", *self.printed) if obj else self.printed

    @admin.display(description=_("running number"), ordering="number")
    def numbers(self, row: Issue) -> str:
        return row.numbers

    @admin.display(description=_("weekday"))
    def computed_weekday(self, row: Issue) -> str:
        return row.weekday if row.date else ""

    @admin.display(description=_("lunar date"))
    def computed_lunar_date(self, row: Issue) -> str:
        return row.lunar_date if row.date else ""

    @admin.display(description=_("number that follows from the publication days"))
    def computed_number(self, row: Issue) -> int | str:
        """What the nearest earlier number and the days between give."""
        return (expected_number(row.publication, row.date) if row.pk else None) or "–"

    @admin.display(description=_("pages here"), ordering="pages_here")
    def pages_here(self, row: Any) -> str:
        return format_html(
            '<a href="{}?issue__id__exact={}">{}</a>',
            reverse("admin:issues_page_changelist"),
            row.pk,
            row.pages_here,
        )


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin[Source]):
    """What was received, to look at and to download; nothing can change it."""

    list_display = ("__str__", "page", "encoding", "received_at", "received_by")
    list_filter = (("encoding", StepFilter), "page__issue__publication")
    list_select_related = ("page__issue", "received_by")
    search_fields = ("file_name", "sha256", "page__issue__publication__name")
    date_hierarchy = "received_at"
    fields = (
        "page",
        "file_name",
        "encoding",
        "sha256",
        "size",
        "received_at",
        "brought_by",
        "download",
        "shown_text",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """Leave the bytes where they are."""
        return super().get_queryset(request).defer("data")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_view)
        return [
            path("<int:pk>/download/", view, name="issues_source_download"),
            *super().get_urls(),
        ]

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the received bytes back, exactly."""
        require(request, "issues.view_source")
        source = get_object_or_404(Source, pk=pk)
        try:
            received = source.received
        except SourceGone as gone:
            raise Http404(str(gone)) from gone
        response = HttpResponse(received, content_type="application/octet-stream")
        name = source.file_name.replace("\\", "/").rsplit("/", 1)[-1] or f"{source.sha256[:12]}.txt"
        response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @admin.display(description=_("received by"))
    def brought_by(self, row: Source) -> str:
        """Who it was, without the link to an account that few may open."""
        return person(row.received_by)

    @admin.display(description=_("bytes"), ordering="size")
    def size(self, row: Source) -> int | str:
        """How many bytes the file has."""
        try:
            return len(row.received)
        except SourceGone as gone:
            return str(gone)

    @admin.display(description=_("download"))
    def download(self, row: Source) -> str:
        address = reverse("admin:issues_source_download", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download the received bytes"))

    @admin.display(description=_("decoded text"))
    def shown_text(self, row: Source) -> str:
        shown = '<pre class="source-text" lang="zh-Hans" tabindex="0">{}</pre>'
        return format_html(shown, row.text)
