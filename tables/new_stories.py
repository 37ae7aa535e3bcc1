"""New stories out of a table: many at once, each a draft with the revision that begins it.

The same rows as ``editorial.editing.add_story`` writes for one story, in a few queries for all.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article, Byline, Revision
from editorial.editing import FIELDS
from importing.rows import contributors

BATCH = 500


def add_stories(stories: list[tuple[Article, list[tuple[str, str]]]], *, by: User) -> None:
    """Write the new stories, each with its bylines as role and name."""
    for story, _bylines in stories:
        story.status = Article.Status.DRAFT
        story.version = 1
        story.updated_by = by
    Article.objects.bulk_create((story for story, _bylines in stories), batch_size=BATCH)
    people = _people(stories)
    Byline.objects.bulk_create(
        (
            Byline(
                article=story,
                contributor_id=people[story.page.issue.publication_id, name],
                role=role,
                order=order,
            )
            for story, bylines in stories
            for order, (role, name) in enumerate(bylines)
        ),
        batch_size=BATCH,
    )
    Revision.objects.bulk_create(
        (
            Revision(
                article=story, version=1, kind=Revision.Kind.REPAIR, by=by,
                text=_text(story, bylines),
            )
            for story, bylines in stories
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _people(
    stories: list[tuple[Article, list[tuple[str, str]]]],
) -> dict[tuple[int, str], int]:
    names: dict[int, set[str]] = defaultdict(set)
    pages = {}
    for story, bylines in stories:
        pages[story.page.issue.publication_id] = story.page
        names[story.page.issue.publication_id].update(name for _role, name in bylines)
    return {
        (paper, name): key
        for paper, page in pages.items()
        for name, key in contributors(page, names[paper]).items()
    }


def _text(story: Article, bylines: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what ``editorial.editing`` keeps of a story, without asking the database for it."""
    return {
        **{name: getattr(story, name) for name in FIELDS},
        "bylines": [{"role": role, "name": name} for role, name in bylines],
        "paragraphs": story.paragraphs,
        "photos": [],
        "images": [],
    }
