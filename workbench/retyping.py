"""What somebody typed over a text, with the provenance of every character that he left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from articles.diff import changes
from workbench.state import PartText, Run, cut, joined, words

# Whether nobody else on the desk has these characters of the source.
Free = Callable[[int, int], bool]


def retype(runs: PartText, text: str, source: str = "", free: Free | None = None) -> PartText:
    """Return ``text`` with the offsets of the characters that stood in ``runs`` already.

    Where characters come back that the source has just there and nobody else took, they are its.
    """
    old = words(runs)
    if old == text:
        return runs
    found: list[Run] = []
    at = 0
    for change in _changes(old, text):
        found += cut(runs, at, change[0])
        found.append(Run(text[change[2] : change[3]]))
        at = change[1]
    found += cut(runs, at)
    new = joined(found)
    return relinked(new, source, free) if source and free else new


def _changes(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """Return where two texts differ; one key press is found without a search."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    gone, come = (start, len(old) - end), (start, len(new) - end)
    if gone[0] == gone[1] or come[0] == come[1]:
        return [(*gone, *come)]
    return [(row.start, row.end, row.low, row.high) for row in changes(old, new)]


def relinked(runs: PartText, source: str, free: Free) -> PartText:
    """Give typed characters their offsets where the source has them in just this place."""
    found: list[Run] = []
    for place, run in enumerate(runs):
        start = run.start
        if start is None:
            before = runs[place - 1].end if place else None
            after = runs[place + 1].start if place + 1 < len(runs) else None
            size = len(run.text)
            for at in (before, after - size if after is not None else None):
                if at is not None and at >= 0 and source[at : at + size] == run.text:
                    start = at if free(at, at + size) else None
                    break
        found.append(Run(run.text, start))
    return joined(found)


def aligned(text: str, source: str, spans: Sequence[tuple[int, int]]) -> PartText:
    """Return ``text`` with the offsets that its characters have under ``spans`` of the source.

    What was read has the characters of the source in their order, but for white space. Where
    somebody has changed it since, the two are compared.
    """
    lines = line_by_line(text, source, spans)
    return letter_by_letter(text, source, spans) if lines is None else lines


def letter_by_letter(text: str, source: str, spans: Sequence[tuple[int, int]]) -> PartText:
    """Return the runs of a text that the spans have with other white space, or that was changed."""
    offsets = [at for start, end in spans for at in range(start, end)]
    runs: list[Run] = []
    place = begin = 0
    first: int | None = None
    for index, char in enumerate(text):
        while place < len(offsets) and source[offsets[place]] != char:
            if not source[offsets[place]].isspace():
                break
            place += 1
        there = place < len(offsets) and source[offsets[place]] == char
        if not there and not char.isspace():
            return _compared(text, source, offsets)
        at = offsets[place] if there else None
        place += there
        follows = at is not None and first is not None and at == first + index - begin
        if index and (follows or (at is None and first is None)):
            continue
        if index:
            runs.append(Run(text[begin:index], first))
        begin, first = index, at
    return joined([*runs, Run(text[begin:], first)])


def line_by_line(text: str, source: str, spans: Sequence[tuple[int, int]]) -> PartText | None:
    """Return the runs of a text that is just the lines of its spans, one behind the other.

    Most are; a page of 60,000 characters is so taken up without looking at each.
    """
    runs: list[Run] = []
    place = 0
    for start, end in spans:
        at = start
        for line in source[start:end].split("\n"):
            if not text.startswith(line, place):
                return None
            runs.append(Run(line, at))
            at, place = at + len(line) + 1, place + len(line)
    return joined(runs) if place == len(text) else None


def _compared(text: str, source: str, offsets: Sequence[int]) -> PartText:
    kept = [at for at in offsets if not source[at].isspace()]
    old = joined(Run(source[at], at) for at in kept)
    return retype(old, text)
