"""Public addresses. Where there is more than one paper they name theirs: ``?paper=2``.

``absolute`` is for whoever takes an address elsewhere, ``tag`` for what is kept for ever.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.encoding import iri_to_uri

from articles.models import Photo
from issues.models import Issue, Publication
from reading.page_labels import places_of

# Addresses that nothing must be quoted in.
PLAIN = re.compile(r"/[A-Za-z0-9/?=&%._-]*")
# What all addresses begin with while a reader is answered.
_prefix: ContextVar[str] = ContextVar("prefix", default="")
# In every story's place while its address is taken apart.
A_STORY = 1_000_000_007


@contextmanager
def one_prefix() -> Iterator[None]:
    """Ask Django once under which prefix all addresses are: that costs more than an address."""
    before = _prefix.set(get_script_prefix())
    try:
        yield
    finally:
        _prefix.reset(before)


def prefix() -> str:
    """Return what all addresses begin with."""
    return _prefix.get() or get_script_prefix()


def address(name: str, *place: object) -> str:
    """Return the address of that name; what was looked up once is not looked up again."""
    return _looked_up(prefix(), name, *place)


@lru_cache(maxsize=4096)
def _looked_up(_prefix: str, name: str, *place: object) -> str:
    return reverse(name, args=place)


def story_address(story: int) -> str:
    """Return the permanent address of a story, put together: an archive has too many to keep."""
    return address("article", A_STORY).replace(str(A_STORY), str(story))


class Addresses:
    """Addresses under one prefix, for who names many."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        place = self.of("article", A_STORY)
        self.before, self.after = place.split(str(A_STORY))

    def of(self, name: str, *place: object) -> str:
        return _looked_up(self.prefix, name, *place)

    def story(self, story: int) -> str:
        return f"{self.before}{story}{self.after}"


def issue_address(date: dt.date, publication: int, *, several: bool, edition: str = "") -> str:
    path = address("edition", date, edition) if edition else address("issue", date)
    return _named(path, publication, several=several)


def page_address(
    date: dt.date, label: str, publication: int, *, several: bool, edition: str = ""
) -> str:
    path = (
        address("edition-page", date, edition, label) if edition else address("page", date, label)
    )
    return _named(path, publication, several=several)


def page_addresses(issue: Issue, labels: Iterable[str], *, several: bool) -> dict[int, str]:
    """Return the addresses of an issue's pages by the places that they take."""
    return {
        number: page_address(
            issue.date, label, issue.publication_id, several=several, edition=issue.edition
        )
        for label in labels
        for number in places_of(label, sections_apart=not issue.edition)
    }


def calendar_address(
    publication: int, year: int | None = None, month: int | None = None, *, several: bool
) -> str:
    place = [row for row in (year, month) if row]
    path = address(("calendar", "calendar-year", "calendar-month")[len(place)], *place)
    return _named(path, publication, several=several)


def several_papers() -> bool:
    """Return whether addresses must name their paper."""
    return Publication.objects.count() > 1


def asked_paper(request: HttpRequest) -> int | None:
    """Return the paper the address names, ``None`` for none; anything else is a 404."""
    return asked_number(request, "paper")


def asked_number(request: HttpRequest, name: str) -> int | None:
    """Return the row that the address names, ``None`` for none; anything else is a 404."""
    value = request.GET.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Http404
    return int(value)


def absolute(request: HttpRequest, path: str) -> str:
    """Return the one address of ``path``: at the site's own host where it has said which."""
    if settings.SITE_ADDRESS:
        return settings.SITE_ADDRESS + path
    return origin(request) + (path if PLAIN.fullmatch(path) else iri_to_uri(path))


def origin(request: HttpRequest) -> str:
    """Return the scheme and host that were asked, looked at once for all addresses of an answer."""
    known: dict[str, str] = vars(request)
    if "own_origin" not in known:
        known["own_origin"] = f"{request.scheme}://{request.get_host()}"
    return known["own_origin"]


def photo_address(request: HttpRequest, photo: Photo) -> str:
    """Return where a photo lies."""
    return absolute(request, address("photo", photo.pk))


def tag(kind: str, key: object) -> str:
    """Return the id of a story or a feed, which no move to another host changes (RFC 4151)."""
    return f"tag:{settings.TAG_AUTHORITY},2025:{kind}/{key}"


def _named(path: str, publication: int, *, several: bool) -> str:
    return f"{path}?paper={publication}" if several else path
