"""A page as it stands, with what one person has changed of it laid over it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from workbench.state import DeskPage, DeskStory, page_from_json, rest_to_json
from workbench.story_order import merged_order


def overlaid(
    fresh: DeskPage,
    mine: Mapping[str, DeskStory],
    changed: Collection[str],
    rest: Mapping[str, Any] | None,
) -> DeskPage:
    """Return the page as it stands with what one person changed laid over it.

    A story that he ``changed`` stays before him, also where somebody has taken it off the page.
    """
    known = {row.key: row for row in (*fresh.stories, *fresh.aside)} | dict(mine)
    on_page = [row.key for row in fresh.stories]
    off_page = [row.key for row in fresh.aside]
    if rest is None:
        order, aside, own = on_page, off_page, rest_to_json(fresh)
        kept: list[str] = []
    else:
        began, own = rest["base"], {**rest}
        kept = [key for key in rest["aside"] if key in known]
        # What others took off the page or put back on it since, where he left it alone.
        taken = {key for key in began["order"] if key not in on_page and key not in changed}
        back = {key for key in began["aside"] if key in on_page}
        order = [key for key in rest["order"] if key in known and key not in taken]
        # Where both have moved the same, his order stays before him, and saving asks.
        order = merged_order(began["order"], order, on_page) or order
        aside = [key for key in kept if key not in back]
        order, aside = _with_new(fresh, order, aside)
    gone = [key for key in changed if key not in order and key not in kept and mine[key].pk]
    order = [*order, *gone]
    aside = [key for key in aside if key not in gone]
    return page_from_json({**own, "order": order, "aside": aside}, known)


def _with_new(fresh: DeskPage, order: list[str], aside: list[str]) -> tuple[list[str], list[str]]:
    """Put stories that came since behind those that they stand behind."""
    before = ""
    for place, row in enumerate(fresh.stories):
        if row.key not in order and row.key not in aside:
            last = not any(one.key in order for one in fresh.stories[place + 1 :])
            at = order.index(before) + 1 if before in order else 0
            order.insert(len(order) if last else at, row.key)
        before = row.key
    aside += [row.key for row in fresh.aside if row.key not in order and row.key not in aside]
    return order, aside
