"""Public addresses. Where there is more than one paper they name theirs: ``?paper=2``."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest
from django.urls import reverse

from issues.models import Publication


def issue_address(date: dt.date, publication: int, *, several: bool) -> str:
    return _named(reverse("issue", args=[date]), publication, several=several)


def page_address(date: dt.date, number: int, publication: int, *, several: bool) -> str:
    return _named(reverse("page", args=[date, number]), publication, several=several)


def several_papers() -> bool:
    """Return whether addresses must name their paper."""
    return Publication.objects.count() > 1


def asked_paper(request: HttpRequest) -> int | None:
    """Return the paper the address names, ``None`` for none; anything else is a 404."""
    value = request.GET.get("paper")
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Http404
    return int(value)


def _named(path: str, publication: int, *, several: bool) -> str:
    return f"{path}?paper={publication}" if several else path
