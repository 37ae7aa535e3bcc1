"""What ``verify`` finds: a page, a story where it is one's, what was expected and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. ``kind`` is for programs, ``message`` is for people."""

    kind: str
    message: str
    page: str = ""
    story: int | None = None
    expected: str = ""
    got: str = ""


def short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def apart(one: str, other: str) -> tuple[str, str]:
    """Return two texts from shortly before the place where they part."""
    limit = min(len(one), len(other))
    place = next((at for at in range(limit) if one[at] != other[at]), limit)
    start = max(place - 10, 0)
    return short(one[start:]), short(other[start:])
