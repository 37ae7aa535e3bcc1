"""Whose request it is: the login limit and the log of previews count clients, not the proxy."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address: behind ``PROXY_COUNT`` proxies the one the outermost heard.

    Every proxy puts whom it heard behind what ``X-Forwarded-For`` says already, so the client
    stands so many places from its end. What stands before that the client wrote himself, and it
    counts for nothing. django-ipware refuses such a header instead, so that all who send one would
    share one count.
    """
    heard = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXY_COUNT:
        return heard
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    chain = [*filter(None, said), heard]
    try:
        return str(ip_address(chain[-1 - settings.PROXY_COUNT]))
    except (IndexError, ValueError):
        # Somebody asked without the proxy, or it passes on what is no address.
        return heard
