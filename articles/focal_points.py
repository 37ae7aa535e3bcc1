"""The focal point (焦点) of a photo: what it is looked at for, and so what a cut of it keeps."""

from __future__ import annotations

import re
from typing import NamedTuple

_WRITTEN = re.compile(r"(0|[1-9][0-9]?|100)-(0|[1-9][0-9]?|100)")


class Point(NamedTuple):
    """How far from the left and from the top, in hundredths of the picture."""

    x: int
    y: int

    @classmethod
    def read(cls, written: str) -> Point:
        """Return the point that ``50-33`` names. Raises ``ValueError`` for what is none."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(written)
        return cls(int(found[1]), int(found[2]))

    @property
    def written(self) -> str:
        """The point as addresses and forms have it."""
        return f"{self.x}-{self.y}"

    @property
    def told(self) -> str:
        """The point as people read it."""
        return f"{self.x} % / {self.y} %"


CENTRE = Point(50, 50)
# Whoever stands in a picture that stands looks out of its upper third.
UPPER_THIRD = Point(50, 33)
THIRDS = (17, 50, 83)
# The nine places that are chosen without a script, line by line.
PLACES = tuple(Point(x, y) for y in THIRDS for x in THIRDS)


def usual_point(width: int, height: int) -> Point:
    """Return where a picture is looked at as long as nobody has said that."""
    return UPPER_THIRD if height > width else CENTRE


def cut_box(
    size: tuple[int, int], shape: tuple[int, int], point: Point
) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the largest part of that shape round the point.

    The point is in its middle, or as near to it as the edges of the picture allow.
    """
    width, height = size
    across = min(width, height * shape[0] / shape[1])
    down = min(height, width * shape[1] / shape[0])
    left = min(max(width * point.x / 100 - across / 2, 0), width - across)
    top = min(max(height * point.y / 100 - down / 2, 0), height - down)
    return left, top, left + across, top + down
