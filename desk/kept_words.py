"""What was typed into a form that was not taken: it stands there again when its page is shown next.

Kept in the session, so that the answer is a redirect as after any other form, and no script is
needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect

KEPT = "typed"
# To an address with it a form is sent on that was pressed for something else: it saves nothing.
ONLY_SHOWN = "shown"


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


def reasons_of_findings(data: Mapping[str, Any], *, but_for: int = 0) -> dict[str, str]:
    """Return the reasons that were written beside findings of a page, by their keys."""
    rows = ((name.partition(":"), str(value)) for name, value in data.items())
    return {
        key: text
        for (name, _colon, key), text in rows
        if name == "reason" and key.isdecimal() and key != str(but_for) and text.strip()
    }


def sent_on(form: str) -> HttpResponseRedirect:
    """Have the browser send all that it sent to a form, which shows it and saves nothing."""
    return HttpResponseRedirect(f"{form}?{ONLY_SHOWN}=1", preserve_request=True)
