"""The picture of a story that WeChat and others show for its address: its headline on the plate.

It is set in a typeface of the machine, ``CARD_FONT``; without one there are no cards.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from paper.line_breaks import phrases

# As Open Graph wants it, and so that its middle square says the same.
SIZE = 1200, 630
EDGE = 72
PLATE = 132
PAPER, INK, RED, CREAM, SOFT = "#fdfcf8", "#1b1916", "#b3111a", "#fff8f0", "#5d574d"
SIZES = (84, 72, 60, 50)
MOST_LINES = 4
# A collection has a face for each country.
COUNTRY = " SC"
COLOURS = 32


def can_draw() -> bool:
    """Whether there is a typeface to set cards in."""
    return bool(settings.CARD_FONT) and _is_there(settings.CARD_FONT)


@lru_cache(maxsize=4)
def _is_there(path: str) -> bool:
    return Path(path).is_file()


def draw_card(paper: str, headline: str, facts: str) -> bytes:
    """Return the card as PNG: the paper's name on the plate, the headline, day and page."""
    card = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    width, height = SIZE
    pen.rectangle((0, 0, width, PLATE), fill=RED)
    pen.line((0, PLATE + 8, width, PLATE + 8), fill=RED, width=3)
    name = _fitting(paper, width - 2 * EDGE, 68)
    pen.text((width / 2, PLATE / 2), paper, font=name, fill=CREAM, anchor="mm")
    face, lines = _set(headline, width - 2 * EDGE)
    step = round(face.size * 1.4)
    top = (PLATE + height - 70) / 2 - step * (len(lines) - 1) / 2
    for place, line in enumerate(lines):
        pen.text((width / 2, top + place * step), line, font=face, fill=INK, anchor="mm")
    pen.text((width / 2, height - 52), facts, font=_face(30), fill=SOFT, anchor="mm")
    target = BytesIO()
    # Median cut and the tightest packing take three times as long, for some bytes.
    card.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(target, "PNG")
    return target.getvalue()


def _set(headline: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest type in which it fits, and its lines; what is too long is cut."""
    for size in SIZES:
        face = _face(size)
        lines = _lines(headline, face, width)
        if len(lines) <= MOST_LINES:
            return face, _balanced(headline, face, width, lines)
    last = lines[MOST_LINES - 1]
    while face.getlength(f"{last}…") > width:
        last = last[:-1]
    return face, [*lines[: MOST_LINES - 1], f"{last}…"]


def _balanced(
    headline: str, face: ImageFont.FreeTypeFont, width: int, lines: list[str]
) -> list[str]:
    """Return as many lines, as even as they can be: none of a character or two is left over."""
    while width > face.size:
        width -= int(face.size) // 2
        narrower = _lines(headline, face, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _lines(headline: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break between words; a word that is longer than a line is broken where the line ends."""
    lines = [""]
    for part in headline.split():
        if lines[-1] and face.getlength(f"{lines[-1]}　{part}") > width:
            lines.append("")
        for place, piece in enumerate(phrases(part)):
            space = "　" if lines[-1] and not place else ""
            if face.getlength(lines[-1] + space + piece) <= width:
                lines[-1] += space + piece
                continue
            if lines[-1]:
                lines.append("")
            for char in piece:
                if lines[-1] and face.getlength(lines[-1] + char) > width:
                    lines.append("")
                lines[-1] += char
    return lines


def _fitting(text: str, width: int, size: int) -> ImageFont.FreeTypeFont:
    face = _face(size)
    wanted = face.getlength(text)
    return face if wanted <= width else _face(max(12, int(size * width / wanted)))


@lru_cache(maxsize=32)
def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.CARD_FONT, size, index=_index(settings.CARD_FONT))


@lru_cache(maxsize=4)
def _index(path: str) -> int:
    """Return which face of a collection has the forms of the mainland, 0 where none says so."""
    place = 0
    while True:
        try:
            family = ImageFont.truetype(path, 12, index=place).getname()[0] or ""
        except OSError:
            return 0
        if family.endswith(COUNTRY):
            return place
        place += 1
