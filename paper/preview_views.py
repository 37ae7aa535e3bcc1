"""What a preview link opens: the page or story as readers will see it, with a watermark."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Article, Photo, PreviewLink
from editorial.previews import find_link, is_open, note_view
from issues.models import Page
from paper.jinja import render
from paper.page_views import as_preview, preview_page
from paper.photo_views import send_photo
from paper.story_views import preview_article


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    link = _link(token)
    if not is_open(link):
        return _ended(request)
    _note(request, link)
    _mark(request, link, token)
    if link.page_id is not None:
        page = Page.objects.select_related("issue__publication").get(pk=link.page_id)
        return _kept(preview_page(request, page))
    # One that was set aside or withdrawn since is shown to nobody.
    return _kept(preview_article(request, get_object_or_404(_stories(link))))


@require_safe
def shared_story(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    link = _link(token)
    if not is_open(link):
        return _ended(request)
    story = get_object_or_404(_stories(link), pk=pk)
    _note(request, link, story)
    _mark(request, link, token)
    return _kept(preview_article(request, story))


@require_safe
def shared_photo(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    link = _link(token)
    if not is_open(link):
        return _ended(request)
    photos = Photo.objects.exclude(image="").filter(article__in=_stories(link))
    photo = get_object_or_404(photos, pk=pk)
    response = send_photo(photo, private=True)
    _note(request, link, photo=photo)
    return response


def _link(token: str) -> PreviewLink:
    link = find_link(token)
    if link is None:
        raise Http404
    return link


def _stories(link: PreviewLink) -> QuerySet[Article]:
    stories = Article.objects.on_page().with_page()
    own = {"page": link.page_id} if link.page_id is not None else {"pk": link.article_id}
    return stories.filter(**own)


def _note(
    request: HttpRequest,
    link: PreviewLink,
    story: Article | None = None,
    photo: Photo | None = None,
) -> None:
    if request.method == "GET":
        address = get_client_ip_address(request) or ""
        note_view(link, address=address, story=story, photo=photo)


def _mark(request: HttpRequest, link: PreviewLink, token: str) -> None:
    """Tell the templates whose link this is: they set the watermark and the addresses."""
    request.shared, request.shared_token = link, token  # type: ignore[attr-defined]


def _kept(response: HttpResponse) -> HttpResponse:
    """Nobody is told where the reader came from: the address is the key."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _ended(request: HttpRequest) -> HttpResponse:
    response = render(request, "reader/preview_ended.html", status=410)
    return _kept(as_preview(response))
