"""Pictures for the demo: a landscape that is drawn, never one that was taken."""

from __future__ import annotations

from io import BytesIO
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageOps

SIZE = (1200, 800)


def draw_landscape(name: str) -> bytes:
    """Return hills under a sun as a JPEG; the same ``name`` gives the same picture."""
    chance = Random(name)  # noqa: S311  a picture, no secret
    width, height = SIZE
    sky = ImageOps.colorize(
        Image.linear_gradient("L").resize(SIZE), black=(96, 148, 190), white=(246, 228, 200)
    )
    canvas = ImageDraw.Draw(sky)
    x, y = chance.randrange(200, 1000), chance.randrange(120, 300)
    canvas.ellipse((x - 60, y - 60, x + 60, y + 60), fill=(250, 214, 120))
    for far, colour in enumerate(((128, 160, 150), (88, 130, 104), (52, 92, 66))):
        base, swing, turn = 420 + far * 110, chance.uniform(40, 90), chance.uniform(0, 2 * pi)
        waves = chance.uniform(1, 3)
        ridge = [
            (left, base + swing * sin(turn + waves * 2 * pi * left / width))
            for left in range(0, width + 20, 20)
        ]
        canvas.polygon([(0, height), *ridge, (width, height)], fill=colour)
    file = BytesIO()
    sky.save(file, "JPEG", quality=80)
    return file.getvalue()
