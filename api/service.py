"""How the API answers: JSON that is no markup, kept by nobody without asking again, not too often.

Everything it tells is public, so any page of the web may ask.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder
from ninja.throttling import AnonRateThrottle
from redis.exceptions import RedisError

from paper.cache_headers import revalidated
from paper.json_text import json_text

VERSION = "1"


class PlainRenderer(BaseRenderer):
    """JSON with its Chinese as it is."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        # Once through Ninja's encoder, which knows dates.
        return json_text(json.loads(json.dumps(data, cls=NinjaJSONEncoder)))


class FairShare(AnonRateThrottle):
    """So many requests a minute from one address; without a cache nobody is turned away."""

    def __init__(self) -> None:
        super().__init__("1/m")

    def allow_request(self, request: HttpRequest) -> bool:
        self.num_requests = settings.API_REQUESTS_A_MINUTE
        try:
            return super().allow_request(request)
        except (RedisError, OSError):
            return True


class PublicAPI(NinjaAPI):
    """Lets caches keep an answer but ask every time whether it still holds."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        response = super().create_response(request, data, **options)
        patch_cache_control(response, no_cache=True)
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
