"""The parts of a story that were fetched along with it, without asking a manager for each look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from articles.models import Article, Byline, Correction, Photo

# The dash before a deck, in the forms that keyboards have; one hyphen may be a minus.
DASH = re.compile(r"\s*(?:[—―─－–]+|-{2,})\s*")


def bylines_of(story: Article) -> Iterable[Byline]:
    return _parts(story, "bylines")


def photos_of(story: Article) -> Iterable[Photo]:
    return _parts(story, "photos")


def corrections_of(story: Article) -> Iterable[Correction]:
    return _parts(story, "corrections")


def deck_alone(deck: str) -> str:
    """Return a deck without the dash it may have been stored with; readers see one before each."""
    return deck[found.end() :] if (found := DASH.match(deck)) else deck


def _parts(story: Article, name: str) -> Iterable[Any]:
    fetched: dict[str, Any] = vars(story).get("_prefetched_objects_cache", {})
    found = fetched.get(name)
    # Its rows are in it: to ask a QuerySet for them costs as much as to go through them.
    rows: Iterable[Any] | None = None if found is None else vars(found)["_result_cache"]
    return getattr(story, name).all() if rows is None else rows
