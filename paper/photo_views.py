"""Photos and robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import PurePath

from django.contrib.auth.models import AnonymousUser, User
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseGone,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.focal_points import Point
from articles.models import Article, Photo
from paper.addresses import absolute
from paper.photo_sizes import WIDTHS, copy, cut, cut_formats, formats, shape, widths

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# By itself a picture is shown in a page that the browser makes, with styles of its own in it.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a photo whose story is published; staff who may see stories get any.

    Images lie outside every public folder: this and the two below are the only ways to one.
    """
    return _answer(request, pk, send_photo)


@require_safe
def smaller_photo(request: HttpRequest, pk: int, width: int, suffix: str) -> HttpResponseBase:
    """Send a smaller copy of a photo to whoever may have the photo itself."""
    if not WIDTHS[0] <= width <= WIDTHS[-1] or suffix not in formats():
        raise Http404

    def send(row: Photo, *, private: bool) -> HttpResponseBase:
        if width not in widths(row):
            raise Http404
        content = copy(row, width, suffix)
        return _headed(HttpResponse(content, content_type=f"image/{suffix}"), private=private)

    return _answer(request, pk, send)


@require_safe
def cut_photo(request: HttpRequest, pk: int, point: Point | None, suffix: str) -> HttpResponseBase:
    """Send what lists show of a photo; round another point than its own it has no address."""
    if suffix not in cut_formats():
        raise Http404

    def is_there(row: Photo) -> bool:
        return row.focus == point and shape(row) is not None

    def send(row: Photo, *, private: bool) -> HttpResponseBase:
        kind = CONTENT_TYPES[f".{suffix}"]
        return _headed(HttpResponse(cut(row, suffix), content_type=kind), private=private)

    return _answer(request, pk, send, is_there)


def _answer(
    request: HttpRequest,
    pk: int,
    send: Callable[..., HttpResponseBase],
    is_there: Callable[[Photo], bool] = lambda _row: True,
) -> HttpResponseBase:
    row = get_object_or_404(Photo.objects.select_related("article").exclude(image=""), pk=pk)
    public = row.article.is_published
    if not public and not _may_see_drafts(request.user):
        if Article.objects.once_public().filter(pk=row.article_id).exists():
            return _gone()
        raise Http404
    if not is_there(row):
        raise Http404
    # Storage gives each upload a name of its own, so name and address stand for the bytes.
    etag = f'"{sha256(f"{row.image.name} {request.path}".encode()).hexdigest()[:32]}"'
    if public and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    response = send(row, private=not public)
    if public:
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "no-cache"
    return response


def _gone() -> HttpResponse:
    """Say that the image went with its story, whose own address tells why."""
    response = HttpResponseGone(_("This picture is no longer available, nor is its story."))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def send_photo(row: Photo, *, private: bool) -> HttpResponseBase:
    """Send the image of a photo; a private one is kept by nobody on the way."""
    content_type = CONTENT_TYPES.get(PurePath(str(row.image.name)).suffix.lower())
    if content_type is None:
        raise Http404
    try:
        response = FileResponse(row.image.open("rb"), content_type=content_type)
    except FileNotFoundError:
        raise Http404 from None
    return _headed(response, private=private)


def _headed(response: HttpResponseBase, *, private: bool) -> HttpResponseBase:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = ALONE
    if private:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        patch_vary_headers(response, ["Cookie"])
    return response


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the sitemap is and what is not for them."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /preview/",
        f"Disallow: {reverse('set_language').removesuffix('setlang/')}",
        *(f"Sitemap: {absolute(request, reverse(name))}" for name in ("sitemap", "sitemap-news")),
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _may_see_drafts(user: User | AnonymousUser) -> bool:
    return user.is_active and user.is_staff and user.has_perm("articles.view_article")
