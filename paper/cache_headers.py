"""How long an answer may be kept: not at all without asking again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def revalidated(view: View) -> View:
    """Let caches keep the answer but ask every time whether it still holds (ETag, 304).

    What is withdrawn must be gone at once, so there is no ``max-age``. ``Last-Modified`` is left
    out too: taking a story back makes a list's newest date older, and a cache that asks by date
    alone would be told that nothing has changed. The cookie chooses the interface's language.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.pop("Last-Modified", None)
        patch_cache_control(response, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return require_safe(kept)
