"""How an answer goes over the wire: br or gzip, whichever the reader's browser takes."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from django.http import HttpResponse

# Less than this fits into one packet anyway.
LEAST = 500
# Of eleven; the next steps cost twice the time for one hundredth of the bytes.
QUALITY = 5
BR, GZIP, PLAIN = "br", "gzip", ""
TEXTS = (
    *("text/", "image/svg+xml", "application/atom+xml", "application/rss", "application/xml"),
    *("application/json", "application/feed+json", "application/manifest+json"),
    "application/opensearchdescription+xml",
)


@lru_cache(maxsize=256)
def chosen_encoding(accepts: str) -> str:
    """Return the best encoding that an ``Accept-Encoding`` names (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepts.lower().split(","):
        name, _, rest = part.partition(";")
        weights[name.strip()] = _weight(rest)
    return next((name for name in (BR, GZIP) if weights.get(name, weights.get("*", 0)) > 0), PLAIN)


def _weight(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    if name.strip() != "q":
        return 1
    try:
        return float(value)
    except ValueError:
        return 0


def compress(response: HttpResponse, encoding: str) -> None:
    """Compress the content, where that is worth it and nobody has done it."""
    if encoding == PLAIN or response.has_header("Content-Encoding"):
        return
    if len(response.content) < LEAST or not response["Content-Type"].startswith(TEXTS):
        return
    plain = response.content
    response.content = (
        brotli.compress(plain, quality=QUALITY)
        if encoding == BR
        else gzip.compress(plain, 6, mtime=0)
    )
    response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))
