"""Photos and robots.txt."""

from __future__ import annotations

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

from articles.models import Article, Photo

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a photo whose story is published; staff who may see stories get any.

    Images lie outside every public folder, so this is the only way to one.
    """
    row = get_object_or_404(Photo.objects.select_related("article").exclude(image=""), pk=pk)
    public = row.article.is_published
    if not public and not _may_see_drafts(request.user):
        if Article.objects.once_public().filter(pk=row.article_id).exists():
            return _gone()
        raise Http404
    # Storage gives each upload a name of its own, so the name stands for the bytes.
    etag = f'"{sha256(str(row.image.name).encode()).hexdigest()[:32]}"'
    if public and (unchanged := get_conditional_response(request, etag=etag)):
        return unchanged
    response = send_photo(row, private=not public)
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
    response.headers["X-Content-Type-Options"] = "nosniff"
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
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _may_see_drafts(user: User | AnonymousUser) -> bool:
    return user.is_active and user.is_staff and user.has_perm("articles.view_article")
