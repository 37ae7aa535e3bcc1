"""How long an answer may be kept: not at all without asking again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def revalidated(view: View, *, lasting: bool = True) -> View:
    """Let caches keep the answer but ask every time whether it still holds (ETag, 304).

    What is withdrawn must be gone at once, so there is no ``max-age``. A view's own
    ``Last-Modified`` is left out: taking a story back makes a list's newest date older.
    ``paper.kept_answers`` tells when anything that readers see changed last. Cookies choose the
    interface's language and the elder version. Nothing else about the reader may change the
    answer: it is ``for_readers``, the same for all. What changes with every minute that passes is
    not ``lasting`` and is never kept here.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        headers = response.headers
        headers.pop("Last-Modified", None)
        if "Cache-Control" in headers or "Vary" in headers:
            patch_cache_control(response, no_cache=True)
            patch_vary_headers(response, ["Cookie"])
        else:
            headers["Cache-Control"], headers["Vary"] = "no-cache", "Cookie"
        response.for_readers, response.lasting = True, lasting  # type: ignore[attr-defined]
        return response

    safe: View = require_safe(kept)
    safe.for_readers = True  # type: ignore[attr-defined]
    return safe
