"""版 in the admin: the list with its counts, publishing, the import, and the page form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article
from articles.models.article import SCHEDULED
from audit.outcomes import Result
from desk import import_views
from desk.base import KeptAdmin, editor, require
from desk.job_views import run
from desk.lists import fixed_address, row_address
from desk.page_form import show
from desk.progress import SIGNED_OFF, Progress, progress_of_row
from desk.public_links import address_of_page, leads_back, link_to_readers, work_on
from desk.story_actions import TimeForm, page_urls, report_to
from desk.table_views import TableAdmin
from desk.word_search import HeadlineSearch
from editorial.previews import note_own_view
from editorial.selections import SelectionReport, publish, unpublish
from editorial.workflow import Action, may
from findings.models import Finding
from issues.models import Page
from paper.page_views import preview_page
from reviews.models import Stage
from reviews.questions import Question, answer_to, questions_on
from tables.issue_tables import PageResource

PAGE_ACTIONS: dict[str, Callable[..., SelectionReport]] = {
    "publish": publish,
    "unpublish": unpublish,
}


class StateFilter(admin.SimpleListFilter):
    """How far a page is."""

    title = gettext_lazy("status")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the states in the order of the way to the readers."""
        states = [
            Progress(0, 0),
            Progress(1, 0),
            Progress(1, 0, in_review=1),
            Progress(1, 0, signed_off=1),
            Progress(1, 0, scheduled=1),
            Progress(2, 1),
            Progress(1, 1),
        ]
        return [(row.state, row.label) for row in states]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Page]) -> QuerySet[Page]:
        """Ask whether there are stories that have, and that have not, come so far."""
        stories = Article.objects.filter(page=OuterRef("pk")).on_page()
        public = Exists(stories.published())
        waits = Exists(stories.scheduled())
        other = Exists(stories.exclude(pk__in=Article.objects.published().values("pk")))
        begun = Exists(stories.filter(status__in=(*Stage.values, SIGNED_OFF)))
        unsigned = Exists(stories.exclude(status=SIGNED_OFF))
        conditions = {
            "empty": ~public & ~other,
            "draft": ~public & ~waits & other & ~begun,
            "review": ~public & ~waits & begun & unsigned,
            SCHEDULED: ~public & waits,
            SIGNED_OFF: other & ~unsigned,
            "partly": public & other,
            "published": public & ~other,
        }
        condition = conditions.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


class OpenFindingsFilter(admin.SimpleListFilter):
    """Whether there is still a question to answer."""

    title = gettext_lazy("open findings")
    parameter_name = "findings"
    field = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("with open findings")), ("no", _("without open findings"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = Exists(Finding.objects.open().filter(**{self.field: OuterRef("pk")}))
        conditions = {"yes": found, "no": ~found}
        condition = conditions.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


def counted(rows: QuerySet[Any], owner: str) -> Coalesce:
    """Return how many of ``rows`` each ``owner`` has, as a subquery: joins would multiply."""
    counts = rows.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    counts = counts.annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def with_progress(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Fetch the counts of a page's stories and open findings along."""
    stories = Article.objects.on_page()
    return pages.select_related("issue__publication").annotate(
        stories=counted(stories, "page"),
        public=counted(stories.published(), "page"),
        scheduled=counted(stories.scheduled(), "page"),
        signed_off=counted(stories.filter(status=SIGNED_OFF), "page"),
        in_review=counted(stories.filter(status__in=Stage.values), "page"),
        questions=counted(Finding.objects.open(), "page"),
    )


@admin.register(Page)
class PageAdmin(TableAdmin, HeadlineSearch, KeptAdmin[Page]):
    """版, with its stories."""

    # Where a page is worked on.
    row_view = "admin:desk"
    page_column = "id"
    story_fields = ("headline", "kicker")
    own_fields = ("name",)
    own_number = "issue__number"

    resource_classes = [PageResource]
    change_list_template = "admin/editors/page_list.html"
    list_display = ("day", "named", "status", "open_findings", "story_count", "name", "paper")
    list_display_links = ("day", "named")
    list_filter = ("issue__publication", StateFilter, OpenFindingsFilter)
    search_fields = (
        *("articles__headline__alike", "articles__kicker__alike", "=issue__number"),
        "name__alike",
    )
    search_help_text = gettext_lazy("headline, kicker, running number or page name")
    date_hierarchy = "issue__date"
    ordering = ("-issue__date", "number")
    keys_from_issue = "pages"
    fields = ("issue", "label", "name")
    raw_id_fields = ("issue",)
    actions = ("submit_pages", "publish_pages", "unpublish_pages", "check_pages", "reread_pages")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return with_progress(super().get_queryset(request))

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        change, preview = site.admin_view(self.state_view), site.admin_view(self.preview_view)
        return [
            *import_views.urls(self),
            path("<int:pk>/preview/", preview, name="issues_page_preview"),
            *page_urls(self),
            *(
                path(f"<int:pk>/{name}/", change, {"action": name}, name=f"issues_page_{name}")
                for name in PAGE_ACTIONS
            ),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("date"), ordering="issue__date")
    def day(self, row: Page) -> Any:
        return row.issue.date

    @admin.display(description=gettext_lazy("page number"), ordering="number")
    def named(self, row: Page) -> str:
        return row.label

    @admin.display(description=gettext_lazy("publication"), ordering="issue__publication__name")
    def paper(self, row: Page) -> str:
        return row.issue.publication.name

    @admin.display(description=gettext_lazy("stories"), ordering="stories")
    def story_count(self, row: Any) -> str:
        address = fixed_address("admin:articles_article_changelist")
        return format_html('<a href="{}?page__id__exact={}">{}</a>', address, row.pk, row.stories)

    @admin.display(description=gettext_lazy("status"), ordering="public")
    def status(self, row: Any) -> str:
        progress = progress_of_row(row)
        return format_html(
            '<span class="state state-{}">{} <small>{}/{}</small></span>',
            progress.state,
            progress.label,
            progress.reached,
            progress.stories,
        )

    @admin.display(description=gettext_lazy("open findings"), ordering="questions")
    def open_findings(self, row: Any) -> Any:
        if not row.questions:
            return ""
        address = row_address("admin:desk", row.pk)
        return format_html('<a class="count" href="{}#findings">{}</a>', address, row.questions)

    @admin.action(description=gettext_lazy("Publish page"), permissions=["publish"])
    def publish_pages(self, request: HttpRequest, queryset: QuerySet[Page]) -> HttpResponse | None:
        pages = list(queryset)
        further = run(request, "publish-pages", pages, tell=tell_of_pages)
        if further is None and len(pages) == 1 and pages[0].articles.published().exists():
            link_to_readers(request, address_of_page(pages[0]))
        return further

    @admin.action(description=gettext_lazy("Unpublish page"), permissions=["publish"])
    def unpublish_pages(
        self, request: HttpRequest, queryset: QuerySet[Page]
    ) -> HttpResponse | None:
        return run(request, "unpublish-pages", queryset, tell=tell_of_pages)

    @admin.action(description=gettext_lazy("Submit page for review"), permissions=["submit"])
    def submit_pages(self, request: HttpRequest, queryset: QuerySet[Page]) -> HttpResponse | None:
        """Submit the pages; what is known of them is asked about first, page by page."""
        pages, confirmed = list(queryset), request.POST.getlist("confirmed")
        asked = [(page, rows) for page in pages if (rows := questions_of(page))]
        if not {answer_to(rows) for _page, rows in asked} <= set(confirmed):
            context = {
                **self.admin_site.each_context(request),
                "title": _("Submit for review"),
                "pages": pages,
                "asked": [(page, rows, answer_to(rows)) for page, rows in asked],
            }
            return TemplateResponse(request, "admin/reviews/submit_pages.html", context)
        return run(request, "submit-pages", pages, confirmed=confirmed)

    @admin.action(description=gettext_lazy("Check pages anew"), permissions=["submit"])
    def check_pages(self, request: HttpRequest, queryset: QuerySet[Page]) -> HttpResponse | None:
        return run(request, "check-pages", queryset)

    @admin.action(description=gettext_lazy("Read pages anew"), permissions=["submit"])
    def reread_pages(self, request: HttpRequest, queryset: QuerySet[Page]) -> HttpResponse | None:
        """Let today's reader read them; what people changed stays, what is public too."""
        return run(request, "reread-pages", queryset)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return may(editor(request), Action.SUBMIT)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may(editor(request), Action.PUBLISH)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the import to who may import."""
        may_import = request.user.has_perm(import_views.PERMISSION)
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page form instead of Django's."""
        user = editor(request)
        page = self.get_object(request, object_id)
        if page is None:
            # Django says so and leads back to the list.
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_view_or_change_permission(request, page):
            require(request, "issues.view_page")
        return show(request, self, page, user)

    def state_view(self, request: HttpRequest, pk: int, action: str) -> HttpResponse:
        """Ask whether to publish the page (or unpublish it), and do it."""
        page = get_object_or_404(self.get_queryset(request), pk=pk)
        user = require(request, "articles.publish_article", "issues.view_page")
        form = TimeForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and (action != "publish" or form.is_valid()):
            at = {"at": form.cleaned_data["at"]} if action == "publish" else {}
            act_on_pages(request, [page], action, **at)
            return HttpResponseRedirect(work_on(page, user))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": page,
            "page": page,
            "action": action,
            "form": form,
            "back": work_on(page, user),
            "title": _("Publish page") if action == "publish" else _("Unpublish page"),
            "stories": page.articles.on_page().with_page().order_by("order"),
            "open_findings": page.findings.filter(state=Finding.State.OPEN),
        }
        return TemplateResponse(request, "admin/editors/page_state.html", context)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the page as readers will see it."""
        user = require(request, "issues.view_page", "articles.view_article")
        page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
        note_own_view(page, by=user)
        leads_back(request, reverse("admin:desk", args=[pk]), page.articles.on_page())
        return preview_page(request, page)


def questions_of(page: Page) -> list[Question]:
    """Return what is asked about a page before its drafts go to their reviews."""
    return questions_on(page.articles.with_page().filter(status=Article.Status.DRAFT))


def act_on_pages(request: HttpRequest, pages: Any, action: str, **options: Any) -> None:
    """Take each page there in a transaction of its own; say for each why not, and sum up."""
    report = PAGE_ACTIONS[action](pages, by=editor(request), **options)
    tell_of_pages(request, report)
    if action == "publish" and report.at is None and len(report.of(Result.DONE)) == 1:
        link_to_readers(request, address_of_page(pages[0]))


def tell_of_pages(request: HttpRequest, report: SelectionReport) -> None:
    """Say what became of pages, for each why not, and sum up."""
    if report.at is not None:
        report_to(request, report)
        return
    report_to(request, report, sum_up=False)
    done = len(report.of(Result.DONE))
    if not done:
        return
    if report.action == Action.PUBLISH:
        text = ngettext(
            "Published %(pages)s page with %(stories)s stories.",
            "Published %(pages)s pages with %(stories)s stories.",
            done,
        )
    else:
        text = ngettext(
            "Unpublished %(pages)s page with %(stories)s stories.",
            "Unpublished %(pages)s pages with %(stories)s stories.",
            done,
        )
    messages.success(request, text % {"pages": done, "stories": report.stories})
