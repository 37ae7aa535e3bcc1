"""The focal point of a photo: chosen on the picture, or among nine places without a script."""

from __future__ import annotations

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.focal_points import PLACES, Point, usual_point
from articles.models import Photo
from desk.base import require
from editorial.focal_choice import FocusRefused, may_set_focus, set_focus
from paper.photo_sizes import CUT, shape

USUAL = ""


def urls(site: admin.AdminSite) -> list[URLPattern]:
    view = site.admin_view(focus_view)
    return [path("articles/photo/<int:pk>/focal-point/", view, name="photo_focus")]


@require_http_methods(["GET", "HEAD", "POST"])
def focus_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the picture with its focal point, or take another one."""
    user = require(request, "articles.view_article")
    photos = Photo.objects.select_related("article__page__issue").exclude(image="")
    photo = get_object_or_404(photos, pk=pk)
    if request.method == "POST":
        return _taken(request, photo, user)
    size = shape(photo) or CUT
    chosen = photo.focus or usual_point(*size)
    context = {
        **admin.site.each_context(request),
        "title": _("Focal point"),
        "photo": photo,
        "article": photo.article,
        "page": photo.article.page,
        "places": [(point.written, point == photo.focus, _name(point)) for point in PLACES],
        "point": chosen,
        "exact": chosen.written,
        "is_exact": bool(photo.focus) and photo.focus not in PLACES,
        "is_usual": photo.focus is None,
        "width": size[0],
        "height": size[1],
        "may_set": may_set_focus(photo.article, user),
    }
    return TemplateResponse(request, "admin/photos/focal_point.html", context)


def _taken(request: HttpRequest, photo: Photo, user: User) -> HttpResponse:
    written = request.POST.get("point", USUAL)
    image = request.POST.get("image", "")
    try:
        point = None if written == USUAL else Point.read(written)
        if set_focus(photo, point, by=user, image=image):
            messages.success(request, _("The photo is cut round its new focal point."))
        else:
            messages.info(request, _("That is its focal point already."))
    except FocusRefused as error:
        messages.error(request, str(error))
    except ValueError:
        messages.error(request, _("Choose one of the places, or a point on the picture."))
    return HttpResponseRedirect(reverse("admin:photo_focus", args=[photo.pk]))


def _name(point: Point) -> str:
    names = (
        *(_("top left"), _("top"), _("top right")),
        *(_("left"), _("centre"), _("right")),
        *(_("bottom left"), _("bottom"), _("bottom right")),
    )
    return names[PLACES.index(point)]
