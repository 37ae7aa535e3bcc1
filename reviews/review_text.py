"""The exact text of a story that a reviewer puts his name to, and its hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from articles.models import Article, Photo

# In the order in which a person reads them.
FIELDS = (
    "kind", "section", "kicker", "headline", "deck", "dateline",
    "jump_to", "jump_from", "truncated",
)  # fmt: skip
MISSING = "missing"


def review_text(article: Article) -> dict[str, Any]:
    """Return all that readers will see of the story; an image counts by the hash of its bytes."""
    return {
        **{name: getattr(article, name) for name in FIELDS},
        "bylines": [
            {"role": row.role, "name": row.contributor.name} for row in article.bylines.all()
        ],
        "paragraphs": article.paragraphs,
        "photos": [
            {"caption": row.caption, "credit": row.credit, "image": image_hash(row)}
            for row in article.photos.all()
        ],
    }


def text_hash(text: dict[str, Any]) -> str:
    """Return the SHA-256 of a story's text in canonical JSON."""
    canonical = json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def hash_of(article: Article) -> str:
    """Return the hash of the story as it now stands."""
    return text_hash(review_text(article))


def image_hash(photo: Photo) -> str:
    """Return the SHA-256 of the image's bytes, read again each time; empty without an image."""
    if not photo.image:
        return ""
    try:
        with photo.image.storage.open(str(photo.image.name)) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return MISSING
