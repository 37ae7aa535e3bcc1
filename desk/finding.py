"""Findings in the admin: the list of questions and the buttons that answer them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from desk.base import ReadOnlyAdmin, editor, require
from desk.finding_rows import weight_label
from desk.kept_words import sent_on
from desk.lists import KeyedPaginator, row_address
from desk.review_words import QUESTIONS, keep_written
from desk.word_search import HeadlineSearch
from findings.answers import DecisionRefused, Scope, decide, may_decide
from findings.codes import CODES, title_of, weight_of
from findings.models import Finding
from findings.reading_codes import Weight

State = Finding.State
ORDER = ("turn", "-rank", "-pk")


class CodeFilter(admin.SimpleListFilter):
    """What kind of question it is."""

    title = pgettext_lazy("of a finding", "kind")
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, str(code.title)) for name, code in CODES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(code=self.value()) if self.value() else queryset


class WeightFilter(admin.SimpleListFilter):
    """How much it matters."""

    title = gettext_lazy("weight")
    parameter_name = "weight"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(int(row)), weight_label(row)) for row in sorted(Weight, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if not value:
            return queryset
        return queryset.filter(code__in=[name for name in CODES if str(weight_of(name)) == value])


class ByState(KeyedPaginator):
    """Finds the keys of findings state by state: within one, an index has them in their order."""

    def keys_between(self, rows: QuerySet[Any], start: int, stop: int) -> list[int]:
        if tuple(rows.query.order_by)[: len(ORDER)] != ORDER:
            return super().keys_between(rows, start, stop)
        found, size = list[int](), stop - start
        for state in State.values:
            own = rows.filter(state=state).order_by("-rank", "-pk").values_list("pk", flat=True)
            here = list(own[start : start + size])
            found, size = [*found, *here], size - len(here)
            if not size:
                break
            # The next state goes on at its first, or is skipped as far as this one did not reach.
            start = 0 if here or not start else start - own[:start].count()
        return found


@admin.register(Finding)
class FindingAdmin(HeadlineSearch, ReadOnlyAdmin[Finding]):
    """Questions. They come from the checks; a person answers them, and can take the answer back."""

    list_display = ("question", "weighs", "state", "kind", "page_link", "decided_by", "reason")
    list_display_links = ("question",)
    list_filter = ("state", WeightFilter, CodeFilter, "page__issue__publication")
    list_select_related = ("page__issue__publication", "article", "decided_by")
    paginator = ByState
    search_fields = ("article__headline__alike", "page__articles__headline__alike", "reason__alike")
    own_fields = ("reason",)
    search_help_text = gettext_lazy("headline or reason")
    date_hierarchy = "found_at"
    actions = ("settle",)
    change_form_template = "admin/editors/finding.html"
    fields = (
        "kind",
        "question",
        "page_link",
        "state",
        "found_at",
        "decided_at",
        "decided_by",
        "reason",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Finding]:
        """The open ones first, the heaviest first."""
        turn = Case(
            *(When(state=state, then=Value(place)) for place, state in enumerate(State.values)),
            output_field=IntegerField(),
        )
        return Finding.objects.annotate(turn=turn).order_by(*ORDER)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Sort by what ``get_queryset`` fetches along."""
        return ORDER

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.decide_view))
        return [
            path("<int:pk>/decide/", view, name="findings_finding_decide"),
            *super().get_urls(),
        ]

    @admin.display(description=pgettext_lazy("of a finding", "kind"), ordering="code")
    def kind(self, row: Finding) -> str:
        return title_of(row.code)

    @admin.display(description=gettext_lazy("weight"), ordering="rank")
    def weighs(self, row: Finding) -> str:
        value = weight_of(row.code)
        return format_html('<span class="weight weight-{}">{}</span>', value, weight_label(value))

    @admin.display(description=gettext_lazy("question"))
    def question(self, row: Finding) -> str:
        return row.message

    @admin.display(description=gettext_lazy("page"), ordering="page__issue__date")
    def page_link(self, row: Finding) -> str:
        address = row_address("admin:desk", row.page_id)
        target = f"story-a{row.article_id}" if row.article_id else "findings"
        return format_html('<a href="{}#{}">{}</a>', address, target, row.page)

    @admin.action(description=gettext_lazy("Settle the selected findings"), permissions=["decide"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Finding]) -> None:
        """Settle each; say for each why not."""
        done = 0
        for finding in queryset.select_related("page__issue"):
            try:
                decide(finding, State.SETTLED, by=editor(request))
                done += 1
            except DecisionRefused as refusal:
                messages.error(request, str(refusal))
        if done:
            text = ngettext("Settled %(count)s finding.", "Settled %(count)s findings.", done)
            messages.success(request, text % {"count": done})

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return may_decide(editor(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra = {"may_decide": may_decide(editor(request)), **(extra_context or {})}
        if finding := self.get_object(request, object_id):
            extra["finding_base"] = reverse("admin:issues_page_change", args=[finding.page_id])
        return super().change_view(request, object_id, form_url, extra)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take an answer; a script gets the finding's new row back, a form the page it was on."""
        user = require(request)
        if not may_decide(user):
            require(request, "findings.change_finding")
        rows = Finding.objects.select_related("page__issue", "article", "decided_by")
        finding = get_object_or_404(rows, pk=pk)
        refused = ""
        try:
            decide(
                finding,
                request.POST.get("state", ""),
                by=user,
                reason=request.POST.get(f"reason:{pk}", request.POST.get("reason", "")),
                scope=request.POST.get(f"scope:{pk}", request.POST.get("scope", Scope.ONCE)),
            )
        except DecisionRefused as refusal:
            refused = str(refusal)
        if request.headers.get("X-Requested-With") == "fetch":
            may_edit = user.has_perm("articles.change_article")
            context = {"finding": finding, "may_decide": True, "may_propose": may_edit}
            context |= {"refused": refused, "sharing": request.POST.get("sharing", "")}
            return TemplateResponse(
                request, "admin/editors/finding_row.html", context, status=409 if refused else 200
            )
        if refused:
            messages.error(request, refused)
        else:
            text = _("“%(finding)s” is now “%(state)s”.")
            state = finding.get_state_display()
            messages.success(request, text % {"finding": title_of(finding.code), "state": state})
        return _to_its_screen(request, finding, answered=not refused)


def _to_its_screen(request: HttpRequest, finding: Finding, *, answered: bool) -> HttpResponse:
    """Lead back to where the button was, with all that was written in the form round it."""
    used = (QUESTIONS, str(finding.pk)) if answered else ("", "")
    if request.POST.get("review") == str(finding.page_id):
        keep_written(request, finding.page_id, but_for=used)
        address = reverse("admin:review_page", args=[finding.page_id])
        return HttpResponseRedirect(f"{address}#findings")
    forms = [reverse("admin:issues_page_change", args=[finding.page_id])]
    if finding.article_id:
        forms.append(reverse("admin:articles_article_change", args=[finding.article_id]))
    if (form := request.POST.get("form")) in forms:
        return sent_on(form)
    return HttpResponseRedirect(_back(request, finding))


def _back(request: HttpRequest, finding: Finding) -> str:
    """Return where the button was, on this site only."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return address
    return reverse("admin:issues_page_change", args=[finding.page_id]) + "#findings"
