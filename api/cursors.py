"""A place in a list that stays right while rows come and go before it.

A cursor holds what sorts the last row that was given. It is no secret and proves nothing.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError

from paper.addresses import absolute

M = TypeVar("M", bound=Model)
Read = Callable[[str], Any]


def rows_after(
    rows: QuerySet[M], cursor: str, limit: int, *, by: str, then: str, read: Read
) -> tuple[list[M], str]:
    """Return the next rows, newest ``by`` and then by ``then`` downwards, and the cursor behind.

    ``read`` makes the value of ``by`` out of its ISO form.
    """
    if cursor:
        first, second = _parts(cursor, read)
        rows = rows.filter(**{f"{by}__lte": first}).filter(
            Q(**{f"{by}__lt": first}) | Q(**{f"{then}__lt": second})
        )
    found = list(rows.order_by(f"-{by}", f"-{then}")[: limit + 1])
    if len(found) <= limit:
        return found, ""
    last = found[limit - 1]
    return found[:limit], _cursor(getattr(last, by).isoformat(), getattr(last, then))


def last_key(cursor: str) -> int:
    """Return the key of the row that was given last."""
    return int(_parts(cursor, int)[1])


def key_cursor(keys: Sequence[int], end: int) -> str:
    """Return the cursor behind the first ``end`` of ``keys``, none when these are all."""
    return _cursor(str(end), keys[end - 1]) if end < len(keys) else ""


def next_address(request: HttpRequest, cursor: str) -> str | None:
    """Return the address of what follows, ``None`` without a cursor."""
    if not cursor:
        return None
    query = request.GET.copy()
    query["cursor"] = cursor
    return absolute(request, f"{request.path}?{query.urlencode()}")


def _cursor(first: str, second: int) -> str:
    return urlsafe_b64encode(json.dumps([first, second]).encode()).decode().rstrip("=")


def _parts(cursor: str, read: Read) -> tuple[Any, int]:
    try:
        first, second = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(second, int) or not 0 <= second < 2**63:
            raise ValueError(second)
        return read(first), second
    except (ValueError, TypeError, OverflowError, RecursionError):
        words = _("This cursor is damaged. Begin without one, and follow “next” from there.")
        raise HttpError(400, words) from None
