"""Contributors, photos and the log in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.models import Byline, Contributor, Photo
from articles.pictures import TYPES
from audit import journal
from desk.base import Audited, ListAdmin, ReadOnlyAdmin, require
from desk.lists import counted_below, shown_count
from desk.log_names import name_of
from desk.table_views import TableAdmin
from editorial.namesakes import variants_of
from reading.folded import usual_name
from tables.story_tables import ContributorResource, PhotoResource

# So many stories of one name are counted.
MANY = 1000


@admin.register(Contributor)
class ContributorAdmin(TableAdmin, Audited, ListAdmin[Contributor]):
    """Who writes and photographs. A name that stands in a story is changed in that story only."""

    resource_classes = [ContributorResource]
    list_display = ("name", "publication", "story_count")
    list_filter = ("publication",)
    list_select_related = ("publication",)
    search_fields = ("name__alike",)
    readonly_fields = ("other_names",)
    why_fixed = _("What stands in stories is put right story by story.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        stories = Byline.objects.filter(contributor=OuterRef("pk"))
        return super().get_queryset(request).annotate(stories=counted_below(stories, MANY))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Contributor], search_term: str
    ) -> tuple[QuerySet[Contributor], bool]:
        """Find a name however it is typed: names are kept in usual characters."""
        return super().get_search_results(request, queryset, usual_name(search_term))

    def get_readonly_fields(
        self, request: HttpRequest, obj: Contributor | None = None
    ) -> tuple[str, ...]:
        """Behind every byline stands what the paper printed: it is put right story by story."""
        if obj is None:
            return ()
        printed = ("publication", "name") if obj.bylines.exists() else ()
        return (*printed, *self.readonly_fields)

    @admin.display(description=_("other names of this person"))
    def other_names(self, row: Contributor) -> str:
        """The names of which somebody has said that they are one person's."""
        others = Contributor.objects.filter(pk__in=variants_of(row) - {row.pk}).order_by("name")
        address = "admin:articles_contributor_change"
        links = ((reverse(address, args=[other.pk]), other.name) for other in others)
        return format_html_join("、", '<a href="{}">{}</a>', links) or "–"

    def has_delete_permission(self, request: HttpRequest, obj: Contributor | None = None) -> bool:
        """Only a name that stands in no story, and one at a time; its address may lead on."""
        if obj is None or obj.bylines.exists() or obj.joined() != obj:
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description=_("stories"), ordering="stories")
    def story_count(self, row: Any) -> str:
        """Link to the contributor's stories."""
        address = reverse("admin:articles_article_changelist")
        count = shown_count(row.stories, MANY)
        return format_html('<a href="{}?q={}">{}</a>', address, row.name, count)


@admin.register(Photo)
class PhotoAdmin(TableAdmin, ReadOnlyAdmin[Photo]):
    """图片. Photos are changed on the form of their story."""

    resource_classes = [PhotoResource]
    list_display = ("__str__", "credit", "has_image", "story")
    list_filter = (("image", admin.EmptyFieldListFilter), "article__page__issue__publication")
    list_select_related = ("article__page__issue",)
    search_fields = ("caption__alike", "credit__alike", "article__headline__alike")
    fields = ("story", "caption", "credit", "alt", "shown_image", "focal_point")
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        """Add the image, which readers do not get before its story is published."""
        view = self.admin_site.admin_view(self.image_view)
        return [path("<int:pk>/image/", view, name="articles_photo_image"), *super().get_urls()]

    def image_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request, "articles.view_article")
        photo = get_object_or_404(Photo, pk=pk)
        if not photo.image or not photo.image.storage.exists(photo.image.name or ""):
            raise Http404
        kind = TYPES.get(str(photo.image.name).rsplit(".", 1)[-1].lower())
        with photo.image.open() as file:
            data = file.read()
        response = HttpResponse(data, content_type=kind or "application/octet-stream")
        response.headers["Cache-Control"] = "private, max-age=3600"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @admin.display(description=_("image"), boolean=True)
    def has_image(self, row: Photo) -> bool:
        return bool(row.image)

    @admin.display(description=_("article"), ordering="article__headline")
    def story(self, row: Photo) -> str:
        address = reverse("admin:articles_article_change", args=[row.article_id])
        return format_html('<a href="{}">{}</a>', address, row.article)

    @admin.display(description=_("image"))
    def shown_image(self, row: Photo) -> str:
        if not row.image:
            return ""
        address = reverse("admin:articles_photo_image", args=[row.pk])
        return format_html('<img class="photo" src="{}" alt="{}">', address, row.alt or row.caption)

    @admin.display(description=_("focal point"))
    def focal_point(self, row: Photo) -> str:
        """The way to where it is chosen."""
        if not row.image:
            return ""
        said = row.focus.told if row.focus else _("as usual")
        return format_html('<a href="{}">{}</a>', reverse("admin:photo_focus", args=[row.pk]), said)


@admin.register(LogEntry)
class LogAdmin(ReadOnlyAdmin[LogEntry]):
    """Who did what, and when."""

    list_display = ("action_time", "user", "content_type", "about", "message")
    list_filter = ("action_flag", "user")
    list_select_related = ("user", "content_type")
    search_fields = ("object_repr", "change_message", "user__username")
    date_hierarchy = "action_time"
    fields = ("action_time", "user", "content_type", "about", "message")
    readonly_fields = fields

    @admin.display(description=_("about what"), ordering="object_repr")
    def about(self, row: LogEntry) -> str:
        """What it was done with: a page's name is of no language."""
        return name_of(row)

    @admin.display(description=_("what was done"))
    def message(self, row: LogEntry) -> str:
        return journal.read(row)
