"""The parts of a story that were fetched along with it, without asking a manager for each look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.models import Article, Byline, Correction, Photo


def bylines_of(story: Article) -> Iterable[Byline]:
    return _parts(story, "bylines")


def photos_of(story: Article) -> Iterable[Photo]:
    return _parts(story, "photos")


def corrections_of(story: Article) -> Iterable[Correction]:
    return _parts(story, "corrections")


def _parts(story: Article, name: str) -> Iterable[Any]:
    fetched: dict[str, Iterable[Any]] = vars(story).get("_prefetched_objects_cache", {})
    found = fetched.get(name)
    return getattr(story, name).all() if found is None else found
