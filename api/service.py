"""How the API answers: JSON that is no markup, kept by nobody without asking again, not too often.

Everything it tells is public, so any page of the web may ask.
"""

from __future__ import annotations

import json
from math import ceil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers, set_response_etag
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.throttling import BaseThrottle
from redis.exceptions import RedisError

from paper.cache_headers import revalidated
from paper.json_text import json_text

VERSION = "1"
MINUTE = 60


def language_of(request: HttpRequest) -> override:
    """Speak the caller's language within it: by his cookie, by ``Accept-Language``, else Chinese.

    Pages go by the cookie alone, which a program does not have.
    """
    return override(get_language_from_request(request))


class PlainRenderer(BaseRenderer):
    """JSON with its Chinese as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        # Once through Ninja's encoder, which knows dates.
        return json_text(json.loads(json.dumps(data, cls=NinjaJSONEncoder)))


class FairShare(BaseThrottle):
    """So many requests from one address in a minute that begins with the first of them.

    The cache counts them, in one step each, so that workers who share it let through no more than
    one would; without it nobody is turned away. Threads share it, so that it keeps nothing itself.
    """

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and say whether it is one of those that are answered."""
        key = f"api-requests-{self.get_ident(request)}"
        try:
            cache.add(key, 0, MINUTE)
            count: int = cache.incr(key)
            if count == 1:
                # What ended between the two steps begins anew, and is to end, too.
                cache.touch(key, MINUTE)
        except (RedisError, OSError, ValueError):
            return True
        return count <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        """Return after how many seconds at the latest he is answered again."""
        return MINUTE


class PublicAPI(NinjaAPI):
    """Lets caches keep an answer but ask every time whether it still holds."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        response = super().create_response(request, data, **options)
        patch_cache_control(response, no_cache=True)
        # Django's middleware names only what GET is answered; HEAD is to have the same name.
        set_response_etag(response)
        if response.status_code >= 400:
            # Nothing else of an answer is in somebody's language; what a value must be is English.
            language = "en" if response.status_code == 422 else get_language_from_request(request)
            response.headers["Content-Language"] = language
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


api = PublicAPI(
    title="Newsroom",
    version=VERSION,
    description=(
        "What readers may see, and nothing else: papers, issues, pages and stories. Lists are paged"
        " by cursor: follow “next”. Too many requests a minute are answered with 429."
    ),
    docs_url=None,
    docs_decorator=revalidated,
    urls_namespace="api",
    renderer=PlainRenderer(),
    throttle=FairShare(),
)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Say what there is not, in the words of who looked for it."""
    with language_of(request):
        words = str(error) or _("There is nothing at this address.")
        return api.create_response(request, {"detail": words}, status=404)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say why nothing is answered, and to who asks too often when he may again."""
    words, wait = str(error), getattr(error, "wait", None)
    with language_of(request):
        if isinstance(error, Throttled):
            words = _("Too many requests from this address. Ask again in a minute.")
        response = api.create_response(request, {"detail": words}, status=error.status_code)
    if wait is not None:
        response.headers["Retry-After"] = str(ceil(wait))
    return response
