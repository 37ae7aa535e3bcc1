"""How large a photo is, and the smaller copies of it that are sent instead.

A copy is made when somebody first asks for it and kept beside the folder of photos, named for
the bytes it was made from; it can be thrown away at any time. Nobody gets one but through
``photo_views``, which asks whether readers may see the photo.
"""

from __future__ import annotations

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError, features

from articles import picture_memory
from articles.models import Photo

WIDTHS = (480, 960, 1600)
FORMATS = {"avif": {"quality": 55, "speed": 8}, "webp": {"quality": 78}}
# A panorama is wider, a portrait taller than this: height for each unit of width.
TALL, FLAT = 1.05, 0.45


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
    """Return the widths in which copies are made: none wider than the photo itself."""
    found = shape(photo)
    return [width for width in WIDTHS if found and width < found[0]]


def formats() -> list[str]:
    """Return the formats this machine can write, the smallest files first."""
    return [name for name in FORMATS if features.check(name)]


def copy(photo: Photo, width: int, form: str) -> bytes:
    """Return a photo at that width; ``OSError`` where its file cannot be read."""
    folder = Path(settings.MEDIA_ROOT).with_name("photo-sizes")
    kept = folder / photo.sha256[:2] / f"{photo.sha256}-{width}.{form}"
    if kept.exists():
        return kept.read_bytes()
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Whoever asks at the same moment sees the whole file or none.
    handle, name = tempfile.mkstemp(dir=kept.parent)
    try:
        with os.fdopen(handle, "wb") as target, photo.image.open("rb") as source:
            _write(source, target, width, form)
        Path(name).replace(kept)
    finally:
        Path(name).unlink(missing_ok=True)
    return kept.read_bytes()


def _write(source: object, target: object, width: int, form: str) -> None:
    with picture_memory.one_at_a_time, Image.open(source) as image:  # type: ignore[arg-type]
        height = max(1, round(image.height * width / image.width))
        # A JPEG is unpacked as small as it may be to look the same.
        image.draft("RGB", (2 * width, 2 * height))
        mode = "RGBA" if "A" in image.getbands() else "RGB"
        plain = image if image.mode == mode else image.convert(mode)
        smaller = plain.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    smaller.save(target, format=form.upper(), **FORMATS[form])  # type: ignore[arg-type]


@lru_cache(maxsize=16384)
def _measured(name: str, sha256: str) -> tuple[int, int]:
    with default_storage.open(name) as file, Image.open(file) as image:
        return image.size
