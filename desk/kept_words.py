"""What was typed into a form that was not taken: it stands there again when its page is shown next.

Kept in the session, so that the answer is a redirect as after any other form, and no script is
needed.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

KEPT = "typed"


def keep(request: HttpRequest, place: str, **typed: dict[str, Any]) -> None:
    """Keep what was typed at a place, by the names of its fields; without words nothing is kept."""
    if any(typed.values()):
        request.session[KEPT] = {"place": place, **typed}


def kept(request: HttpRequest, place: str) -> dict[str, Any]:
    """Return what was kept for a place, once."""
    found: dict[str, Any] = request.session.get(KEPT) or {}
    if found.get("place") != place:
        return {}
    del request.session[KEPT]
    return found
