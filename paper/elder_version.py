"""长辈版: a reader's choice of the large, plain pages, kept in a cookie so that it needs no script.

What is asked of public sites: an entry in sight on every page, and text of 18 pixels at the least
(工信部《互联网网站适老化通用设计规范》, 2021).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

COOKIE, CHOSEN = "elder", "1"
A_YEAR = 365 * 24 * 3600


def asked_for(request: HttpRequest) -> bool:
    """Whether the reader chose it."""
    return "HTTP_COOKIE" in request.META and request.COOKIES.get(COOKIE) == CHOSEN


# By GET, as a search: a page that is kept for all readers has no token for a form, and nothing is
# at stake but how large its letters are.
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the choice, ``elder=1`` or nothing, and lead back to the page where it was made."""
    response = HttpResponseRedirect(_page_before(request))
    if request.GET.get(COOKIE) == CHOSEN:
        secure = request.is_secure()
        response.set_cookie(COOKIE, CHOSEN, max_age=A_YEAR, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _page_before(request: HttpRequest) -> str:
    """Return the page of this site that the reader comes from, else the front page."""
    before = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(
        before, {request.get_host()}, require_https=request.is_secure()
    )
    parts = urlsplit(before)
    if not own or not parts.netloc:
        return reverse("front-page")
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
