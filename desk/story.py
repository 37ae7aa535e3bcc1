"""稿件 in the admin: the list, the form of one story, its changes of state and its revisions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.models import Article, Revision, Transition
from articles.models.article import SCHEDULED
from desk.base import KeptAdmin, editor, require
from desk.buttons import BUTTONS, actions_of
from desk.job_views import run
from desk.layer_view import layers_context
from desk.lists import row_address
from desk.page import OpenFindingsFilter, counted
from desk.page_form import show
from desk.public_links import leads_back, link_to_readers, work_on
from desk.story_actions import ReasonForm, carry_out, story_urls
from desk.story_versions import versions_context
from desk.table_views import TableAdmin
from desk.word_search import tell_of_more
from editorial.previews import note_own_view
from editorial.workflow import Action, NotAllowed, may
from findings.models import Finding
from paper.story_views import preview_article
from search import engine
from search.audience import Others
from search.keys import one_of
from search.question import EVERYWHERE, Question
from tables.story_tables import ArticleResource


class StandingFilter(admin.SimpleListFilter):
    """Where a story stands: what is scheduled is not published yet."""

    title = gettext_lazy("status")
    # The name that saved filters have.
    parameter_name = "status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the states in the order of the way to the readers."""
        found = [(str(value), str(label)) for value, label in Article.Status.choices]
        place = [value for value, _label in found].index(Article.Status.PUBLISHED)
        return [*found[:place], (SCHEDULED, _("scheduled")), *found[place:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted == SCHEDULED:
            return queryset.scheduled()  # type: ignore[attr-defined, no-any-return]
        if wanted == Article.Status.PUBLISHED:
            return queryset.published()  # type: ignore[attr-defined, no-any-return]
        return queryset.filter(status=wanted) if wanted else queryset


class EditedFilter(admin.SimpleListFilter):
    """Whether a person has changed the story since it was read."""

    title = pgettext_lazy("filter", "edited")
    parameter_name = "edited"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("changed by hand")), ("no", _("as it was read"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        changed = Exists(Revision.objects.filter(article=OuterRef("pk")))
        condition = {"yes": changed, "no": ~changed}.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)


class StoryFindingsFilter(OpenFindingsFilter):
    """Whether there is still a question about the story."""

    field = "article"


@admin.register(Article)
class ArticleAdmin(TableAdmin, KeptAdmin[Article]):
    """稿件. Stories come with a page; a new one is added on the page's form."""

    resource_classes = [ArticleResource]
    list_display = ("title", "state", "questions_here", "page_link", "place", "kind", "names")
    list_filter = (
        StandingFilter,
        "page__issue__publication",
        StoryFindingsFilter,
        EditedFilter,
        "kind",
        "truncated",
    )
    # Only that there is a search; ``get_search_results`` asks the index of all words.
    search_fields = ("headline",)
    search_help_text = gettext_lazy(
        "any words, also what a story once said; “a phrase” in quotation marks, -without"
    )
    date_hierarchy = "page__issue__date"
    ordering = ("-page__issue__date", "page__number", "order")
    keys_from_issue = "pages__articles"
    actions = ("publish_stories",)

    @admin.action(description=gettext_lazy("Publish story"), permissions=["publish"])
    def publish_stories(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        return run(request, "publish-stories", queryset)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return may(editor(request), Action.PUBLISH)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Fetch the page, the names and the count of open findings along, not the text."""
        stories = Article.objects.with_page().prefetch_related("bylines__contributor")
        questions = counted(Finding.objects.open(), "article")
        stories = stories.defer("body", "spans").annotate(questions=questions)
        return stories.order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Look for stories as the readers' page does, but among all and in all they ever said."""
        question = Question.of(search_term)
        if not question.said:
            return queryset, False
        if not (question.wanted or question.unwanted):
            return queryset.none(), False
        most, seen = engine.MOST, Others(queryset).seen if queryset.query.where else list
        keys = engine.newest_keys(question, EVERYWHERE, most + 1, seen=seen, before=True)
        if len(keys) > most:
            tell_of_more(request, most)
        return queryset.filter(one_of("articles_article.id", keys[:most])), False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        revisions, preview = wrap(self.revisions_view), wrap(self.preview_view)
        state = wrap(self.state_view)
        return [
            path("<int:pk>/preview/", preview, name="articles_article_preview"),
            path("<int:pk>/layers/", wrap(self.layers_view), name="articles_article_layers"),
            path("<int:pk>/revisions/", revisions, name="articles_article_revisions"),
            path("<int:pk>/state/<str:name>/", state, name="articles_article_state"),
            *story_urls(self),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Stories are added on the form of their page."""
        return False

    @admin.display(description=gettext_lazy("headline"), ordering="headline")
    def title(self, row: Article) -> str:
        if not row.kicker:
            return str(row)
        return format_html("<small>{}</small><br>{}", row.kicker, row)

    @admin.display(description=gettext_lazy("page"), ordering="page__issue__date")
    def page_link(self, row: Article) -> str:
        address = row_address("admin:desk", row.page_id)
        return format_html('<a href="{}#story-a{}">{}</a>', address, row.pk, row.page)

    @admin.display(description=pgettext_lazy("on the page", "place"), ordering="order")
    def place(self, row: Article) -> int:
        """The place on the page, from one."""
        return row.order + 1

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def state(self, row: Article) -> str:
        """The status as a coloured word."""
        return format_html(
            '<span class="state state-{}">{}</span>', row.state, row.get_status_display()
        )

    @admin.display(description=gettext_lazy("bylines"))
    def names(self, row: Article) -> str:
        return _(", ").join(byline.name for byline in row.bylines.all())

    @admin.display(description=gettext_lazy("open findings"), ordering="questions")
    def questions_here(self, row: Any) -> Any:
        """How many questions are open."""
        return format_html('<span class="count">{}</span>', row.questions) if row.questions else ""

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        user = editor(request)
        article = self.get_object(request, object_id)
        if article is None:
            # Django says so and leads back to the list.
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_view_or_change_permission(request, article):
            require(request, "articles.view_article")
        return show(request, self, article.page, user, only=article)

    def state_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask for a reason where one is needed, and change the state of the story."""
        article = get_object_or_404(Article.objects.with_page(), pk=pk)
        user = require(request, "articles.view_article")
        if name not in list(BUTTONS):
            raise Http404
        action, back = Action(name), work_on(article.page, user, article.pk)
        if not may(user, action):
            require(request, "articles.publish_article", "articles.change_article")
        form = ReasonForm(action, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                carry_out(article, action, by=user, data=form.cleaned_data)
            except NotAllowed as refusal:
                messages.error(request, str(refusal))
                article = get_object_or_404(Article.objects.with_page(), pk=pk)
                if action not in actions_of(article, user):
                    # Somebody else was first: there is nothing to ask any more.
                    return HttpResponseRedirect(back)
            else:
                article.refresh_from_db()
                text = _("“%(story)s” is now “%(status)s”.")
                status = article.get_status_display()
                messages.success(request, text % {"story": article, "status": status})
                if article.is_published:
                    link_to_readers(request, article.get_absolute_url())
                return HttpResponseRedirect(back)
        return self._page(request, article, "story_state", action=action, form=form, back=back)

    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show every text the story had, each against the one before, and every change of state."""
        user = require(request, "articles.view_article")
        article = get_object_or_404(Article.objects.with_page().with_parts(), pk=pk)
        transitions = (
            Transition.objects.filter(article=article).select_related("by").order_by("-pk")
        )
        shown = versions_context(article, user, request.GET.dict())
        return self._page(request, article, "revisions", transitions=transitions, **shown)

    def layers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the story as received, repaired and edited, one layer against another."""
        require(request, "articles.view_article")
        article = get_object_or_404(Article.objects.with_page().with_parts(), pk=pk)
        shown = layers_context(article, request.GET.get("show"))
        return self._page(request, article, "layers", **shown)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the story as readers will see it."""
        user = require(request, "articles.view_article")
        article = get_object_or_404(Article.objects.with_page(), pk=pk)
        note_own_view(article, by=user)
        address = reverse("admin:articles_article_change", args=[pk])
        leads_back(request, address, [article])
        return preview_article(request, article)

    def _page(
        self, request: HttpRequest, article: Article, name: str, **context: Any
    ) -> HttpResponse:
        everything = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": str(article),
            **context,
        }
        return TemplateResponse(request, f"admin/editors/{name}.html", everything)
