"""What a step changed of a page, as it was before: enough to take the step back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.state import (
    DeskPage,
    DeskStory,
    page_from_json,
    rest_to_json,
    story_from_json,
    story_to_json,
)


def patch_to(before: DeskPage, after: DeskPage) -> dict[str, Any]:
    """Return what leads from ``after`` back to ``before``; ``None`` for what was not there."""
    old = {row.key: row for row in (*before.stories, *before.aside)}
    new = {row.key: row for row in (*after.stories, *after.aside)}
    changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    stories = {key: story_to_json(old[key]) if key in old else None for key in changed}
    rest = rest_to_json(before)
    return {"stories": stories, "rest": rest if rest != rest_to_json(after) else None}


def patched(desk: DeskPage, patch: Mapping[str, Any]) -> DeskPage:
    """Return the page with what a step changed as the patch has it."""
    known = {row.key: row for row in (*desk.stories, *desk.aside)}
    pks = {key: row.pk for key, row in known.items()}
    rest = dict(patch.get("rest") or rest_to_json(desk))
    emptied = []
    for key, raw in patch.get("stories", {}).items():
        pk = pks.get(key)
        if raw is not None:
            story = story_from_json(raw)
            known[key] = replace(story, pk=pk or story.pk)
        elif pk is not None:
            # It was saved since: it stays behind, empty and off the page.
            known[key] = DeskStory(key, pk)
            emptied.append(key)
        else:
            known.pop(key, None)
    order = [key for key in rest["order"] if key in known and key not in emptied]
    aside = [key for key in rest["aside"] if key in known and key not in emptied]
    return page_from_json({**rest, "order": order, "aside": [*aside, *emptied]}, known)
