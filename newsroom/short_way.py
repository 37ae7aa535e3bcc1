"""The short way to what every reader gets alike: past the session, the account and the forms."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.urls import Resolver404, ResolverMatch, get_urlconf, resolve

from newsroom.language import ChosenLanguageMiddleware
from paper.addresses import one_prefix, origin
from paper.kept_answers import KeptAnswersMiddleware

# By which a reader asks for an answer only if it is another one.
CONDITIONS = frozenset(
    f"HTTP_IF_{name}" for name in ("MATCH", "NONE_MATCH", "MODIFIED_SINCE", "UNMODIFIED_SINCE")
)
# Longer addresses are looked up anew each time, so that nobody fills the memory with them.
USUAL = 100
Answer = Callable[[HttpRequest], HttpResponseBase]


class ShortWayMiddleware:
    """Answers at the addresses whose views are ``for_readers``; whatever stands behind is left out.

    Such a view asks for no account and takes no form. What the others would do to its answer is
    done here: it is kept, named by its hash, in the reader's language, and under the same policy.
    """

    def __init__(self, get_response: Answer) -> None:
        self.long_way = get_response
        safe: Any = convert_exception_to_response(_answer)
        self.made = ChosenLanguageMiddleware(safe)
        self.kept = KeptAnswersMiddleware(self._guarded)
        self.conditional = ConditionalGetMiddleware(get_response)
        self.guards: list[Any] = [
            CSPMiddleware(get_response),
            XFrameOptionsMiddleware(get_response),
        ]
        # They say the same of every answer, but of a picture, which brings a policy of its own.
        self.guarding = self._guard(HttpRequest(), HttpResponse(content_type="")).headers
        del self.guarding["Content-Type"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer by the short way where there is one."""
        path = request.path_info
        if "\0" in path:
            # PostgreSQL would not even look for it.
            raise Http404
        find = _match if len(path) <= USUAL else _match.__wrapped__
        match = find(path, get_urlconf())
        if match is None:
            return self.long_way(request)
        request.resolver_match = match
        response = self.kept(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse):
            # Its length is told; the server would complain of the content.
            response.content = b""
        if "ETag" in response.headers and CONDITIONS.isdisjoint(request.META):
            return response
        return self.conditional.process_response(request, response)

    def _guarded(self, request: HttpRequest) -> HttpResponseBase:
        response = self.made(request)
        # Django's pages for who develops are no readers'.
        if settings.DEBUG and response.status_code in (404, 500):
            self._guard(request, response)
        else:
            for name, value in self.guarding.items():
                response.headers.setdefault(name, value)
        if isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
        return response

    def _guard(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        for guard in self.guards:
            response = guard.process_response(request, response)
        return response


@lru_cache(maxsize=2048)
def _match(path: str, urlconf: str | None) -> ResolverMatch | None:
    """Return the reader's view of an address, ``None`` where there is none."""
    try:
        match = resolve(path, urlconf)
    except Resolver404:
        return None
    return match if getattr(match.func, "for_readers", False) else None


def _answer(request: HttpRequest) -> HttpResponseBase:
    # Refuses hosts that are not this site's.
    origin(request)
    match: Any = request.resolver_match
    with one_prefix():
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response.render() if hasattr(response, "render") else response
