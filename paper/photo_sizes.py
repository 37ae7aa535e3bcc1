"""How large a photo is, and the smaller copies and cuts of it that are sent instead.

A copy is made when somebody first asks for it and kept beside the folder of photos, named for
the bytes it was made from; it can be thrown away at any time. Nobody gets one but through
``photo_views``, which asks whether readers may see the photo.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError, features

from articles import picture_memory
from articles.focal_points import Point, cut_box, usual_point
from articles.models import Photo

WIDTHS = (480, 960, 1600)
FORMATS = {"avif": {"quality": 55, "speed": 8}, "webp": {"quality": 78}}
# A cut stands beside the entry of a list, at half of this or less.
CUT = 288, 192
# Browsers that know none of the others get it, too.
OLDEST = "jpg"
CUT_FORMATS = FORMATS | {OLDEST: {"quality": 80, "optimize": True}}
# A panorama is wider, a portrait taller than this: height for each unit of width.
TALL, FLAT = 1.05, 0.45
# From here on one is as good as square, which is large where it is wide.
NEARLY_SQUARE = 0.85


def shape(photo: Photo) -> tuple[int, int] | None:
    """Return width and height in pixels, ``None`` without an image that can be read.

    What was measured once holds as long as the bytes are the same.
    """
    try:
        return _measured(str(photo.image.name), photo.sha256) if photo.image else None
    except (OSError, UnidentifiedImageError, ValueError):
        return None


def proportion(photo: Photo) -> float:
    """Return the height for each unit of width; what cannot be read is set as three to two."""
    found = shape(photo)
    return found[1] / found[0] if found else 2 / 3


def widths(photo: Photo) -> list[int]:
    """Return the widths in which copies are made: none wider than the photo itself.

    One between two of ``WIDTHS`` has its own, too, lest the smaller one be drawn larger.
    """
    found = shape(photo)
    if not found:
        return []
    made = [width for width in WIDTHS if width < found[0]]
    return [*made, found[0]] if made and made[-1] < WIDTHS[-1] else made


def formats() -> list[str]:
    """Return the formats this machine can write, the smallest files first."""
    return [name for name in FORMATS if features.check(name)]


def cut_formats() -> list[str]:
    """Return the formats of cuts, the smallest files first; the last one every browser knows."""
    return [*formats(), OLDEST]


def copy(photo: Photo, width: int, form: str) -> bytes:
    """Return a photo at that width; ``OSError`` where its file cannot be read."""
    return _made_once(photo, f"{width}.{form}", lambda image: _resized(image, width), form)


def cut(photo: Photo, form: str) -> bytes:
    """Return what a list shows of a photo, round its focal point; ``OSError`` as ``copy``."""
    point = photo.focus or usual_point(*(shape(photo) or CUT))
    return _made_once(photo, f"cut-{point.written}.{form}", lambda image: _cut(image, point), form)


def _made_once(
    photo: Photo, name: str, make: Callable[[Image.Image], Image.Image], form: str
) -> bytes:
    folder = Path(settings.MEDIA_ROOT).with_name("photo-sizes")
    kept = folder / photo.sha256[:2] / f"{photo.sha256}-{name}"
    if kept.exists():
        return kept.read_bytes()
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Whoever asks at the same moment sees the whole file or none.
    handle, part = tempfile.mkstemp(dir=kept.parent)
    try:
        with os.fdopen(handle, "wb") as target, photo.image.open("rb") as source:
            with picture_memory.one_at_a_time, Image.open(source) as image:
                made = make(image)
            made.save(target, format=_called(form), **CUT_FORMATS[form])
        Path(part).replace(kept)
    finally:
        Path(part).unlink(missing_ok=True)
    return kept.read_bytes()


def _resized(image: Image.Image, width: int) -> Image.Image:
    height = max(1, round(image.height * width / image.width))
    # A JPEG is unpacked as small as it may be to look the same.
    image.draft("RGB", (2 * width, 2 * height))
    return _plain(image).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _cut(image: Image.Image, point: Point) -> Image.Image:
    """Return the part of a picture round a point; one that is too small is not made larger."""
    left, _top, right, _bottom = cut_box(image.size, CUT, point)
    scale = min(1, CUT[0] / (right - left))
    image.draft("RGB", (round(2 * image.width * scale), round(2 * image.height * scale)))
    box = cut_box(image.size, CUT, point)
    width = max(1, round(min(CUT[0], box[2] - box[0])))
    height = max(1, round(width * CUT[1] / CUT[0]))
    plain = _plain(image)
    if plain.mode == "RGBA":
        # Not every format has what lets the paper through.
        paper = Image.new("RGBA", plain.size, "white")
        plain = Image.alpha_composite(paper, plain).convert("RGB")
    return plain.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)


def _plain(image: Image.Image) -> Image.Image:
    mode = "RGBA" if "A" in image.getbands() else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _called(form: str) -> str:
    return "JPEG" if form == OLDEST else form.upper()


@lru_cache(maxsize=16384)
def _measured(name: str, sha256: str) -> tuple[int, int]:
    with default_storage.open(name) as file, Image.open(file) as image:
        return image.size
