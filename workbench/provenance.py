"""Where the characters of a page stood in its source, kept at each saving."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from articles.models import Article
from workbench.copies import Copy
from workbench.models import Provenance
from workbench.origins import open_page, rewritten
from workbench.state import DeskStory, rest_to_json, story_text, story_to_json


def keep_provenance(copy: Copy) -> None:
    """Keep where the characters of the page's stories stood, as they are saved now."""
    page, source = copy.row.page, copy.opened.source
    now = open_page(page)
    mine = {row.pk or copy.stories[row.key].article_id: row for row in copy.desk.stories}
    stories: dict[str, Any] = {}
    for article, fresh in zip(now.articles, now.by_order, strict=True):
        text = now.texts_by_pk[article.pk]
        story = mine.get(article.pk, fresh)
        if story_text(story).words != text.words:
            # Merged with what somebody else saved, or waiting as a proposal.
            both = _still_joined(fresh, story)
            base = fresh if article.is_published else replace(story, continues=both)
            story = rewritten(base, text)
        stories[str(article.pk)] = {"version": article.version, "story": story_to_json(story)}
    rest = rest_to_json(copy.desk)
    Provenance.objects.update_or_create(
        page=page,
        defaults={
            "source_id": source.pk if source else None,
            "rest": {name: rest[name] for name in ("furniture", "unassigned")},
            "stories": stories,
        },
    )


def _still_joined(*stories: DeskStory) -> tuple[tuple[int, int], ...]:
    """Return what either of two texts was joined with and is not on its own page again."""
    both = {row: row[0] for story in stories for row in story.continues}
    if not both:
        return ()
    rows = Article.objects.filter(pk__in=both.values(), status=Article.Status.SET_ASIDE)
    off = set(rows.values_list("pk", flat=True))
    return tuple(row for row in both if row[0] in off)
