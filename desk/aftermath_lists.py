"""What followed publication, to look at: corrections, withdrawals, redirects, the audit log."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.models import Correction, PreviewLink, Redirect, Withdrawal
from audit import log as audit
from audit.models import AuditEntry
from desk.base import ReadOnlyAdmin, editor, require
from desk.issue_lists import IssueAdmin
from desk.job_views import run
from desk.lists import StepFilter
from desk.page import with_progress
from desk.progress import progress_of_row
from desk.proposal_forms import ProposesWhatIsPublic
from desk.story_actions import TimeForm, ask, issue_relocate, may_relocate
from editorial.previews import is_open
from editorial.selections import pages_of
from editorial.workflow import Action, may
from issues.models import Issue, Page

admin.site.unregister(Issue)


@admin.register(Issue)
class PublishedIssueAdmin(ProposesWhatIsPublic, IssueAdmin):
    """期, with what only stories know: publishing a whole day, and relocating it."""

    actions = ("publish_issues",)
    change_form_template = "admin/aftermath/issue.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        relocate = path(
            "<int:pk>/relocate/", wrap(issue_relocate), {"site": self}, name="issues_issue_relocate"
        )
        publishing = path("<int:pk>/publish/", wrap(self.publish_view), name="issues_issue_publish")
        return [relocate, publishing, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Offer publication and relocation to who may do them."""
        offered = {
            "may_publish": self.has_publish_permission(request),
            "may_relocate": may_relocate(editor(request)),
        }
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **offered}
        )

    @admin.action(description=gettext_lazy("Publish issue"), permissions=["publish"])
    def publish_issues(
        self, request: HttpRequest, queryset: QuerySet[Issue]
    ) -> HttpResponse | None:
        """Publish every page of the selected issues, each for itself."""
        pages = [page for issue in queryset for page in pages_of(issue)]
        return run(request, "publish-pages", pages)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask when, and publish every page of the issue, each for itself."""
        require(request, "articles.publish_article", "issues.view_issue")
        issue = get_object_or_404(Issue.objects.select_related("publication"), pk=pk)
        form = TimeForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            at, pages = form.cleaned_data["at"], pages_of(issue)
            if not pages:
                messages.warning(request, _("This issue has no pages. Import them first."))
            told = run(request, "publish-pages", pages, at=at.isoformat() if at else "")
            return told or HttpResponseRedirect(reverse("admin:issues_issue_change", args=[pk]))
        text = _("Each page is published for itself: one that cannot be keeps back no other.")
        rows = with_progress(Page.objects.filter(issue=issue)).order_by("number")
        shown = [(row, progress_of_row(row)) for row in rows]
        return ask(
            request,
            self,
            issue,
            form=form,
            title=_("Publish issue"),
            text=text,
            template="issue_publish",
            pages=shown,
        )

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may(editor(request), Action.PUBLISH)


class Linked:
    """A column that leads to the story."""

    @admin.display(description=gettext_lazy("article"), ordering="article__headline")
    def story(self, row: Any) -> str:
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, row.article)


@admin.register(Correction)
class CorrectionAdmin(Linked, ReadOnlyAdmin[Correction]):
    """更正. One is made on the form of its story."""

    list_display = ("at", "story", "notice", "reason", "by")
    list_select_related = ("article", "by")
    list_filter = ("article__page__issue__publication",)
    search_fields = ("article__headline", "notice", "reason")
    date_hierarchy = "at"
    fields = ("at", "story", "version", "notice", "reason", "by", "passages")
    readonly_fields = fields


@admin.register(Withdrawal)
class WithdrawalAdmin(Linked, ReadOnlyAdmin[Withdrawal]):
    """撤稿."""

    list_display = ("at", "story", "status", "notice", "reason", "by")
    list_select_related = ("article", "by")
    list_filter = ("article__status", "article__page__issue__publication")
    search_fields = ("article__headline", "notice", "reason")
    date_hierarchy = "at"
    fields = ("at", "story", "status", "notice", "reason", "by")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("status"), ordering="article__status")
    def status(self, row: Withdrawal) -> str:
        return row.article.get_status_display()


@admin.register(Redirect)
class RedirectAdmin(ReadOnlyAdmin[Redirect]):
    """Old addresses and where they lead."""

    list_display = ("date", "number", "publication", "now", "reason", "at", "by")
    list_select_related = ("publication", "issue__publication", "page__issue", "by")
    list_filter = ("publication",)
    date_hierarchy = "date"
    fields = ("publication", "date", "number", "now", "reason", "at", "by")
    readonly_fields = fields

    @admin.display(description=gettext_lazy("now at"))
    def now(self, row: Redirect) -> str:
        """What stands behind the old address."""
        return str(row.page or row.issue)


@admin.register(PreviewLink)
class PreviewLinkAdmin(ReadOnlyAdmin[PreviewLink]):
    """Who was given a look at what. A link is made and closed on its page or story."""

    list_display = ("made_at", "shown", "note", "made_by", "expires_at", "opens", "revoked_by")
    list_select_related = ("page__issue", "article", "revoked_by")
    list_filter = ("made_by",)
    search_fields = ("note", "article__headline")
    date_hierarchy = "made_at"
    fields = ("shown", "note", "made_at", "made_by", "expires_at", "revoked_at", "revoked_by")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[PreviewLink]:
        """Fetch each maker with his roles once: what he may do is asked of him once, too."""
        return super().get_queryset(request).prefetch_related("made_by__role_grants")

    @admin.display(description=gettext_lazy("shows"))
    def shown(self, row: PreviewLink) -> str:
        """Link to the page or story, which leads on to its links who may give out some."""
        if row.page is not None:
            address = reverse("admin:issues_page_change", args=[row.page_id])
        else:
            address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, row.page or row.article)

    @admin.display(description=gettext_lazy("open"), boolean=True)
    def opens(self, row: PreviewLink) -> bool:
        return is_open(row)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin[AuditEntry]):
    """The audit log. It can be proved here, and by ``verify``."""

    list_display = ("seq", "at", "actor", "action", "label", "kind", "short")
    list_filter = (("action", StepFilter), ("kind", StepFilter))
    search_fields = ("=seq", "actor", "label", "=key", "payload")
    search_help_text = gettext_lazy("number, person, object or words")
    date_hierarchy = "at"
    fields = (
        "seq",
        "at",
        "actor",
        "action",
        "label",
        "kind",
        "key",
        "payload",
        "previous",
        "hash",
    )
    readonly_fields = fields
    change_list_template = "admin/aftermath/audit.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.prove_view))
        return [path("prove/", view, name="audit_auditentry_prove"), *super().get_urls()]

    def prove_view(self, request: HttpRequest) -> HttpResponse:
        """Go over the whole chain and name every entry that does not hold."""
        require(request, "audit.view_auditentry")
        broken = list(audit.check_chain())
        for row in broken[:50]:
            messages.error(request, row.message)
        if not broken:
            seq, digest = audit.chain_head()
            text = _("All %(count)s entries hold. The last one has the hash %(hash)s.")
            messages.success(request, text % {"count": seq, "hash": digest})
        return HttpResponseRedirect(reverse("admin:audit_auditentry_changelist"))

    @admin.display(description=gettext_lazy("particulars"))
    def short(self, row: AuditEntry) -> str:
        """The beginning of the particulars, with characters for their escapes."""
        return audit.readable(row)[:120]
