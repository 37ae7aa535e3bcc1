"""Steps with the parts of a headline: 引题, 主题 and 副题 swapped, cut and joined."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workbench.state import HEAD, LINES, DeskPage, changed, cut, joined, trimmed, typed, words
from workbench.told import Focus, StepRefused, Told


def swap_parts(page: DeskPage, *, story: str, a: str, b: str) -> tuple[DeskPage, Told]:
    """Let two lines of a story change places."""
    row = page.story(story)
    if a not in LINES or b not in LINES:
        raise KeyError(a)
    after = changed(row, **{a: getattr(row, b), b: getattr(row, a)})
    told = Told("swap_parts", Focus(story, b), (story,), {"from": page.place(story)})
    return page.with_story(after), told


def cut_headline(
    page: DeskPage, *, story: str, at: int, part: str = "headline", to: str = ""
) -> tuple[DeskPage, Told]:
    """Cut a line of the headline: what stands before goes up, or what stands behind goes down.

    ``to`` names the part that takes the piece: one above ``part`` takes what stands before.
    """
    row = page.story(story)
    if part not in HEAD:
        raise KeyError(part)
    to = to or _neighbour(part, down=bool(row.kicker) or part == "kicker")
    if to not in HEAD or to == part:
        raise KeyError(to)
    text = getattr(row, part)
    before, after = trimmed(cut(text, 0, at)), trimmed(cut(text, at))
    if not before or not after:
        raise StepRefused(_("Put the caret between the two parts of the headline."))
    there = getattr(row, to)
    gap = typed(" ") if there else ()
    if HEAD.index(to) < HEAD.index(part):
        lines = {to: joined((*there, *gap, *before)), part: after}
    else:
        lines = {part: before, to: joined((*after, *gap, *there))}
    told = Told("cut_headline", Focus(story, part), (story,), {"from": page.place(story)})
    return page.with_story(changed(row, **lines)), told


def _neighbour(part: str, *, down: bool) -> str:
    place = HEAD.index(part) + (1 if down else -1)
    return HEAD[min(max(place, 0), len(HEAD) - 1)]


def join_headline(
    page: DeskPage, *, story: str, part: str = "", to: str = "headline"
) -> tuple[DeskPage, Told]:
    """Join the lines of the headline in the order in which they stand: all, or one with another."""
    row = page.story(story)
    if part not in ("", *HEAD) or to not in HEAD or part == to:
        raise KeyError(part)
    chosen = (name for name in HEAD if not part or name in (part, to))
    lines = {name: text for name in chosen if (text := getattr(row, name))}
    if len(lines) < 2:
        raise StepRefused(_("Only one line of the headline has any words."))
    first, *others = lines.values()
    both = joined((*first, *(run for text in others for run in (*typed(" "), *text))))
    after = changed(row, **dict.fromkeys(lines, ()) | {to: both})
    focus = Focus(story, to, 0, len(words(first)))
    told = Told("join_headline", focus, (story,), {"from": page.place(story)})
    return page.with_story(after), told
