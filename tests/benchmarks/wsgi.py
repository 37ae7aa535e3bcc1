"""The newsroom, and beside it addresses that no middleware stands before, to compare with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from newsroom.wsgi import application as newsroom

settings.ROOT_URLCONF = "tests.benchmarks.urls"
chain, settings.MIDDLEWARE = settings.MIDDLEWARE, []
bare = WSGIHandler()
settings.MIDDLEWARE = chain


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer ``/bare/…`` without middleware, all else as in production."""
    handler = bare if environ["PATH_INFO"].startswith("/bare/") else newsroom
    return handler(environ, start_response)
