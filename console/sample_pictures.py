"""Pictures for the demo: landscapes that are drawn, never one that was taken."""

from __future__ import annotations

from io import BytesIO
from math import pi, sin
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageOps

from articles.focal_points import Point

# Most lie; some stand, and some are wide.
SIZES = ((1200, 800), (1200, 800), (800, 1100), (1500, 700))
# Each as it is called, with its colours.
SKIES = {
    "晴空": ((96, 148, 190), (246, 228, 200)),
    "晚霞": ((70, 96, 150), (244, 178, 140)),
    "薄云": ((150, 178, 190), (236, 238, 230)),
}
HILLS = {
    "青绿": ((128, 160, 150), (88, 130, 104), (52, 92, 66)),
    "赭褐": ((150, 140, 150), (120, 104, 96), (92, 72, 48)),
    "黛蓝": ((140, 164, 186), (96, 126, 150), (58, 84, 104)),
}
# The row of hills that hides the foot of the house.
BEHIND = 1
WALL, ROOF, DOOR = (240, 232, 214), (150, 52, 40), (92, 60, 44)


class Drawn(NamedTuple):
    """A picture as a JPEG, what it is looked at for, and what is to be seen on it."""

    data: bytes
    focus: Point
    seen: str


class Ridge(NamedTuple):
    """The upper edge of a row of hills."""

    base: float
    swing: float
    turn: float
    waves: float

    def top(self, left: float) -> float:
        return self.base + self.swing * sin(2 * pi * (self.turn + self.waves * left))


def draw_landscape(name: str) -> Drawn:
    """Return hills under a sun, and a house among them; the same ``name`` gives the same."""
    chance = Random(name)  # noqa: S311  a picture, no secret
    width, height = size = chance.choice(SIZES)
    weather, (dark, light) = chance.choice([*SKIES.items()])
    sky = ImageOps.colorize(Image.linear_gradient("L").resize(size), black=dark, white=light)
    canvas = ImageDraw.Draw(sky)
    x, y = chance.uniform(0.15, 0.85) * width, chance.uniform(0.12, 0.3) * height
    canvas.ellipse((x - 60, y - 60, x + 60, y + 60), fill=(250, 214, 120))
    house, foot = chance.uniform(0.12, 0.88) * width, 0.0
    colour_name, colours = chance.choice([*HILLS.items()])
    for far, colour in enumerate(colours):
        swing, turn, waves = chance.uniform(30, 70), chance.random(), chance.uniform(1, 3)
        ridge = Ridge((0.5 + far * 0.14) * height, swing, turn, waves / width)
        if far == BEHIND:
            foot = ridge.top(house)
            _draw_house(canvas, house, foot)
        line = [(left, ridge.top(left)) for left in range(0, width + 20, 20)]
        canvas.polygon([(0, height), *line, (width, height)], fill=colour)
    file = BytesIO()
    sky.save(file, "JPEG", quality=80)
    point = Point(round(house / width * 100), round((foot - 70) / height * 100))
    sun, home = (_side(place / width) for place in (x, house))
    seen = f"{weather}下三重{colour_name}的山，{home}面露出一座红顶白墙的房子，太阳在{sun}上方"
    return Drawn(file.getvalue(), point, seen)


def _side(place: float) -> str:
    return "左" if place < 0.4 else "右" if place > 0.6 else "正"


def _draw_house(canvas: ImageDraw.ImageDraw, x: float, foot: float) -> None:
    """Draw a house whose foot the hill before it hides."""
    canvas.rectangle((x - 90, foot - 90, x + 90, foot + 90), fill=WALL)
    canvas.polygon([(x - 120, foot - 84), (x, foot - 170), (x + 120, foot - 84)], fill=ROOF)
    canvas.rectangle((x - 20, foot - 60, x + 20, foot + 90), fill=DOOR)
    for left in (x - 70, x + 40):
        canvas.rectangle((left, foot - 60, left + 30, foot - 25), fill=DOOR)
