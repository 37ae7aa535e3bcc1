"""What stands where on the sheets of a PDF that Chromium printed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

# Of A4 between the margins of print.css, in CSS pixels of 3/4 of a point.
LEFT, TOP, WIDTH, HEIGHT = 41.6, 45.4, 710.6, 1031.8
GAP = 18.9
ACROSS = 30  # A headline of that size stands over all columns.
PAGES = re.compile(rb"/Type\s*/Page\b.*?/Contents (\d+) 0 R", re.DOTALL)
TOKENS = re.compile(rb"<<.*?>>|<[^>]*>|\[[^\]]*\]|[^\s<\[]+", re.DOTALL)

Matrix = tuple[float, float, float, float, float, float]


class Mark(NamedTuple):
    """A character by its foot, or a picture by its lower edge; in pixels from the margins."""

    size: float  # 0 of a picture
    x: float
    y: float
    height: float

    def column(self, columns: int) -> int:
        # A mark may hang out of its column.
        return min(columns - 1, int((self.x + GAP / 2) / (WIDTH + GAP) * columns))


def sheets(pdf: bytes) -> list[list[Mark]]:
    """Return the marks of each sheet."""
    # What stands in several layers is there several times.
    return [list(dict.fromkeys(_marks(_stream(pdf, number)))) for number in PAGES.findall(pdf)]


def bottoms(marks: list[Mark], columns: int) -> list[float]:
    """Return how far down each column goes, as a share of the sheet."""
    lowest = [0.0] * columns
    for mark in marks:
        column = mark.column(columns)
        lowest[column] = max(lowest[column], mark.y / HEIGHT)
    return lowest


def parted(marks: list[Mark], headline: float, columns: int) -> list[Mark]:
    """Return what is set at least that large and has nothing smaller below it in its column."""
    found = []
    for mark in marks:
        own = mark.column(columns)
        below = (
            other.y - other.height > mark.y - mark.size / 2
            for other in marks
            if (other.column(columns) == own or mark.size > ACROSS) and other.size < headline
        )
        if mark.size >= headline and not any(below):
            found.append(mark)
    return found


def overlapping(marks: list[Mark]) -> list[Mark]:
    """Return characters that stand where another does."""
    taken: dict[tuple[int, int], Mark] = {}
    return [
        mark
        for mark in marks
        if mark.size and taken.setdefault((int(mark.x / 2), int(mark.y / 2)), mark) is not mark
    ]


def _stream(pdf: bytes, number: bytes) -> bytes:
    begin = re.search(rb"(?:^|\s)%b 0 obj\b.*?/Length (\d+).*?stream\r?\n" % number, pdf, re.DOTALL)
    assert begin
    return zlib.decompress(pdf[begin.end() : begin.end() + int(begin[1])])


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    across = (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s)
    return *across, e * p + f * r + t, e * q + f * s + u


def _marks(content: bytes) -> Iterator[Mark]:
    """Walk through the operators that place characters and pictures."""
    now: Matrix = (1, 0, 0, 1, 0, 0)
    text, size, kept, words = now, 0.0, list[Matrix](), list[bytes]()
    for token in TOKENS.findall(content):
        match token:
            case b"q":
                kept.append(now)
            case b"Q":
                now = kept.pop()
            case b"cm":
                now = _times(_matrix(words), now)
            case b"Tf":
                size = float(words[-1])
            case b"Tm":
                text = _matrix(words)
            case b"Td":
                text = _times((1, 0, 0, 1, float(words[-2]), float(words[-1])), text)
            case b"Tj":
                yield _mark(_times(text, now), size)
            case b"Do":
                yield _mark(now, 0)
            case _:
                words.append(token)
                continue
        words.clear()


def _matrix(words: list[bytes]) -> Matrix:
    a, b, c, d, e, f = map(float, words[-6:])
    return a, b, c, d, e, f


def _mark(place: Matrix, size: float) -> Mark:
    """The page is measured in points from below."""
    _, _, _, high, x, y = place
    pixels = 4 / 3
    scale = abs(high) * pixels
    return Mark(size * scale, x * pixels - LEFT, 1122.5 - y * pixels - TOP, 0 if size else scale)
