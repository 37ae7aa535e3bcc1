"""Answers to readers, kept as long as nothing that readers see has changed.

An answer is kept under the generation in which it was made (``paper.generation``), so there is
nothing to throw away: after a change nobody asks for it any more. What is kept in local memory and
what is kept in Redis for all workers is equally right.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import ResponseHeaders
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date

from paper.compression import chosen_encoding, compress
from paper.elder_version import COOKIE, asked_for
from paper.generation import Moments, generation_with_moments, last_change

log = logging.getLogger(__name__)
NOTHING: tuple[str, Moments] = "", (None, None)
# Nobody needs to look what is kept of these.
OTHERS = ("/admin/", "/language/", "/preview/", "/photos/")
# The files that an answer may come from.
PROGRAM = {".py", ".html", ".mo", ".css", ".js", ".svg", ".txt"}
# Seconds. Anybody can think of another question, so that what is asked is not kept long.
KEPT, KEPT_QUESTION = 24 * 3600, 600
# So many answers each worker has at hand, and none of more bytes.
AT_HAND, LARGEST = 500, 100_000
LONGEST_QUESTION = 200
# Who did not answer is left alone for so many seconds.
PAUSE = 10

# The key, so that what comes back for another one is no answer; the headers as they are sent, each
# looked at when it was set; the content.
Kept = tuple[str, ResponseHeaders, bytes]
# The generation, and what else an answer may depend on.
Asked = tuple[str, tuple[str | None, ...]]


class Shelf:
    """The cache, or none while it does not answer: a reader waits for it once in ten seconds.

    Before it lies what this worker has at hand, as it is: a cache looks at every character of a
    key, and unpacks a copy for each reader.
    """

    def __init__(self) -> None:
        self.away_until = 0.0
        self._at_hand: dict[Asked, Kept] = {}
        self._generation = ""
        self._lock = Lock()

    def get(self, asked: Asked) -> Kept | None:
        """Return what is kept of it, whatever a cache that is out of step gives for its key."""
        found = self._at_hand.get(asked)
        if found is None:
            key = _key(asked)
            found = self._try(lambda cache: cache.get(key))
            if not found or found[0] != key:
                return None
            self._hold(asked, found)
        return found

    def put(self, asked: Asked, headers: ResponseHeaders, content: bytes, seconds: int) -> None:
        """Keep an answer; who sends it may still add to its headers."""
        kept = _key(asked), _own(headers), content
        self._hold(asked, kept)
        self._try(lambda cache: cache.set(kept[0], kept, seconds))

    def _hold(self, asked: Asked, kept: Kept) -> None:
        if len(kept[2]) > LARGEST:
            return
        with self._lock:
            if asked[0] != self._generation:
                # Nobody asks for what was made before.
                self._at_hand.clear()
                self._generation = asked[0]
            elif len(self._at_hand) >= AT_HAND:
                del self._at_hand[next(iter(self._at_hand))]
            self._at_hand[asked] = kept

    def is_used(self) -> bool:
        """Whether anything is kept at all; who works on the templates wants to see them."""
        return bool(settings.KEEP_ANSWERS) and not settings.DEBUG

    def _try(self, step: Callable[[Any], Any]) -> Any:
        if time.monotonic() < self.away_until:
            return None
        try:
            return step(caches["default"])
        except Exception as error:  # Each backend has errors of its own.
            self.away_until = time.monotonic() + PAUSE
            log.warning("The cache does not answer, %s s without it: %s", PAUSE, error)
            return None


class KeptAnswersMiddleware:
    """Answers from the cache where it can, else keeps what is ``for_readers``, compressed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and keep the answer if it was made wholly in one generation."""
        encoding = chosen_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        kept_by, moments = self._generation(request)
        asked = (kept_by, _asked(request, encoding)) if kept_by else None
        if asked and (found := self.shelf.get(asked)):
            _of, headers, content = found
            answer = HttpResponse(content, content_type="")
            answer.headers = _own(headers)
            _ask_by_name(request)
            return answer
        response = self.get_response(request)
        if not getattr(response, "for_readers", False) or not isinstance(response, HttpResponse):
            return response
        _finish(response, encoding)
        if asked and _is_lasting(response) and self._generation(request)[0] == kept_by:
            if changed := last_change(moments):
                response["Last-Modified"] = http_date(int(changed.timestamp()))
                _ask_by_name(request)
            if request.method == "GET":
                seconds = KEPT_QUESTION if request.META["QUERY_STRING"] else KEPT
                self.shelf.put(asked, response.headers, response.content, seconds)
        return response

    def _generation(self, request: HttpRequest) -> tuple[str, Moments]:
        """Return what readers see now, ``""`` where nothing is to be kept of it, and since when."""
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(OTHERS):
            return NOTHING
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUESTION or not self.shelf.is_used():
            return NOTHING
        try:
            return generation_with_moments()
        except Error:
            # The view finds out, and says it in the paper's dress.
            return NOTHING


def _ask_by_name(request: HttpRequest) -> None:
    """Forget the date that a reader asks by: only the name of an answer says that it still holds.

    A date counts in seconds, and goes back with a clock or a database that is put back.
    """
    request.META.pop("HTTP_IF_MODIFIED_SINCE", None)


def _asked(request: HttpRequest, encoding: str) -> tuple[str | None, ...]:
    """Everything that an answer may depend on; ``paper.cache_headers`` says that this is all."""
    meta = request.META
    host = meta.get("HTTP_HOST") or f"{meta.get('SERVER_NAME')}:{meta.get('SERVER_PORT')}"
    language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) if "HTTP_COOKIE" in meta else None
    elder = COOKIE if asked_for(request) else None
    asked = request.scheme, host, request.path, meta.get("QUERY_STRING"), language, encoding
    return (*asked, elder, settings.SITE_ADDRESS, settings.LANGUAGE_CODE)


def _key(asked: Asked) -> str:
    """Return a name for it in a cache that other programs use, too."""
    return f"answer-{sha256(repr((program(), asked)).encode()).hexdigest()}"


def _own(headers: ResponseHeaders) -> ResponseHeaders:
    """Return a copy, past the look at each of them that setting it would take."""
    copied = ResponseHeaders({})
    copied._store = dict(headers._store)
    return copied


@lru_cache(maxsize=1)
def program() -> str:
    """Return a hash of the program and its settings: with others answers are others, too."""
    base, digest = settings.BASE_DIR, sha256()
    rooms = {path.parent for path in base.glob("*/__init__.py")} - {base / "tests"}
    files = [path for room in (*rooms, base / "templates") for path in room.rglob("*.*")]
    for path in (base / "requirements.txt", *sorted(files)):
        if path.suffix in PROGRAM:
            digest.update(path.read_bytes())
    names = (name for name in dir(settings) if name.isupper())
    values = [(name, getattr(settings, name)) for name in names]
    plain = [row for row in values if isinstance(row[1], (str, int))]
    digest.update(repr(plain).encode())
    return digest.hexdigest()


def _is_lasting(response: HttpResponse) -> bool:
    lasting: bool = response.lasting  # type: ignore[attr-defined]
    return lasting and response.status_code == 200 and not response.cookies


def _finish(response: HttpResponse, encoding: str) -> None:
    """Name the content by its hash and compress it.

    The tag is a weak one, because it names the same text however that is compressed.
    """
    if response.headers.get("Vary") == "Cookie":
        response.headers["Vary"] = "Cookie, Accept-Encoding"
    else:
        patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code == 200:
        response["ETag"] = f'W/"{sha256(response.content).hexdigest()[:32]}"'
    compress(response, encoding)
