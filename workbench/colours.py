"""The source cut into patches that say what each of its characters became."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workbench.state import DeskPage, DeskStory, PartText, parts_of, spans_of


@dataclass(frozen=True, order=True, slots=True)
class Patch:
    """A run of the source: in a ``story``, ``aside`` with one, ``furniture`` or ``unassigned``.

    What stands nowhere is ``gone``, or ``glue`` when it is white space or a mark.
    """

    start: int
    end: int
    kind: str
    key: str = ""
    part: str = ""
    index: int = 0


def pieces(page: DeskPage, source: str) -> list[Patch]:
    """Return the patches of a source in their order; each character is in one."""
    return filled(sorted(owned_patches(page)), source, 0, len(source))


def filled(
    patches: Iterable[Patch], source: str, start: int, end: int, *, base: int = 0
) -> list[Patch]:
    """Return sorted patches between two places of a source, and what stands between them.

    ``base`` is what the patches have on top of the offsets of the source.
    """
    found: list[Patch] = []
    at = start
    for patch in patches:
        low, high = max(patch.start - base, at), min(patch.end - base, end)
        if low >= high:
            continue
        found += _rest(source, at, low, base)
        found.append(replace(patch, start=low + base, end=high + base))
        at = high
    return [*found, *_rest(source, at, end, base)]


def owned_patches(page: DeskPage) -> Iterator[Patch]:
    for story in page.stories:
        yield from _of(story, "story")
    for story in page.aside:
        yield from _of(story, "aside")
    for row in page.furniture:
        yield from _spans(row.text, "furniture", part=row.role)
    for text in page.unassigned:
        yield from _spans(text, "unassigned")


def _of(story: DeskStory, kind: str) -> Iterator[Patch]:
    for part, index, text in parts_of(story):
        yield from _spans(text, kind, story.key, part, index)
    for mark in story.marks:
        yield Patch(mark.start, mark.end, kind, story.key, mark.part)


def _spans(
    text: PartText, kind: str, key: str = "", part: str = "", index: int = 0
) -> Iterator[Patch]:
    for start, end in spans_of(text):
        yield Patch(start, end, kind, key, part, index)


def _rest(source: str, start: int, end: int, base: int = 0) -> Iterator[Patch]:
    """Yield what stands nowhere, letters apart from what is between words."""
    for low, high, kind in _cut_up(source, start, end):
        yield Patch(low + base, high + base, kind)


def _cut_up(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    begin = start
    for at in range(start, end):
        letter = source[at].isalnum()
        if at > begin and letter != source[at - 1].isalnum():
            yield begin, at, "gone" if source[at - 1].isalnum() else "glue"
            begin = at
    if begin < end:
        yield begin, end, "gone" if source[begin].isalnum() else "glue"
