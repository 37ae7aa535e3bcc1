"""What unpacking a picture takes, told by its head, and how a large one is kept within bounds.

Pillow holds a picture whole. A JPEG can be unpacked at half its width and height at once, and so
may be larger than the others; one of several passes (progressive) is held besides as it is read.
"""

from __future__ import annotations

import re
import tempfile
import threading
from typing import IO

from django.conf import settings
from PIL import Image
from PIL.ExifTags import Base
from PIL.JpegImagePlugin import JpegImageFile

MILLION = 1_000_000
MOST_BYTES = 100 * MILLION
# More than a newspaper's camera takes. A file of a few kilobytes can claim far more.
MOST_PIXELS = 50 * MILLION
# Progressive files have about ten; each goes through the whole picture.
MOST_SCANS = 32
# Who unpacks a large picture waits for the one before him: the bounds are those of the process.
one_at_a_time = threading.Lock()
HALVED = 2
# Bytes of a pixel as it is unpacked; of WebP with what its library holds to read and to write it.
SMALL, LARGE, WEBP = 1, 4, 25
SMALL_MODES = ("1", "L", "P")
# Such pictures are turned by way of a file; of the others there may be two for a moment.
LARGE_MODES = ("RGB", "RGBA", "CMYK", "LA")
STRIP = 256
# EXIF's orientation: the step that sets it right, and whether it begins with what is last.
TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT, False),
    3: (Image.Transpose.ROTATE_180, True),
    4: (Image.Transpose.FLIP_TOP_BOTTOM, True),
    5: (Image.Transpose.TRANSPOSE, False),
    6: (Image.Transpose.ROTATE_270, False),
    7: (Image.Transpose.TRANSVERSE, True),
    8: (Image.Transpose.ROTATE_90, True),
}
# From here on a turn makes rows of columns.
LAID_DOWN = 5
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
# In a scan a byte of 255 is followed by 0 or counts a restart; a 1 has no length either.
_MARKER = re.compile(rb"\xff[^\x00\x01\xff\xd0-\xd7]")


def most_pixels(image: Image.Image, scans: int) -> int:
    """Return how many pixels a picture of this kind may have, in whole millions."""
    halved = HALVED if isinstance(image, JpegImageFile) else 1
    bounded = int(MOST_BYTES / _weight(image, scans, halved))
    return min(MOST_PIXELS, bounded // MILLION * MILLION)


def halve_if_large(image: Image.Image, scans: int) -> None:
    """Let a JPEG be unpacked at half its width and height when whole it would take too much."""
    if not isinstance(image, JpegImageFile):
        return
    if image.width * image.height * _weight(image, scans, 1) > MOST_BYTES:
        image.draft(None, (max(1, image.width // HALVED), max(1, image.height // HALVED)))


def scans_of(data: bytes) -> int:
    """Return how many passes a JPEG has, by its markers; of what is none, 0."""
    found, place = 0, 2
    while data.startswith(b"\xff\xd8") and (marker := _MARKER.search(data, place)):
        kind = marker[0][-1]
        if kind == END_OF_IMAGE:
            break
        found += kind == START_OF_SCAN
        # A length follows, which counts itself.
        place = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
    return found


def upright(image: Image.Image) -> Image.Image:
    """Return a picture as it is looked at; the one that was given may be closed."""
    orientation = image.getexif().get(Base.Orientation)
    if orientation not in TURNS:
        return image
    if image.mode not in LARGE_MODES:
        return image.transpose(TURNS[orientation][0])
    return _turned(image, orientation)


def _weight(image: Image.Image, scans: int, halved: int) -> float:
    """Return the bytes that each pixel of a file takes, its sides unpacked at 1/``halved``."""
    if image.format == "WEBP":
        return WEBP
    unpacked = SMALL if image.mode in SMALL_MODES else LARGE
    # Colours of print are not converted where they stand.
    copies = 2 if image.mode == "CMYK" and "icc_profile" in image.info else 1
    return _held(image, scans) + unpacked * copies / halved**2


def _held(image: Image.Image, scans: int) -> float:
    """Return the bytes of each pixel that are held until the last of several passes is read."""
    if scans < 2 or not isinstance(image, JpegImageFile):
        return 0
    across, down = ([row[place] for row in image.layer] for place in (1, 2))
    samples = sum(map(int.__mul__, across, down))
    return 2 * samples / max(1, max(across) * max(down))


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    """Return a picture turned, by way of a file: there are never two of it."""
    step, backwards = TURNS[orientation]
    laid_down = orientation >= LAID_DOWN
    width, height = (image.height, image.width) if laid_down else image.size
    strips = [(top, min(top + STRIP, height)) for top in range(0, height, STRIP)]
    # Beside the database: a machine's folder for passing things often lies in memory.
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        for first, last in reversed(strips) if backwards else strips:
            box = (first, 0, last, width) if laid_down else (0, first, width, last)
            file.write(image.crop(box).transpose(step).tobytes())
        mode, info = image.mode, image.info
        image.close()
        file.seek(0)
        turned = _read(file, mode, (width, height))
    turned.info = info
    return turned


def _read(file: IO[bytes], mode: str, size: tuple[int, int]) -> Image.Image:
    """Return the picture whose rows stand in a file."""
    found = Image.new(mode, size)
    row = size[0] * len(found.getbands())
    top = 0
    while data := file.read(row * STRIP):
        strip = Image.frombytes(mode, (size[0], len(data) // row), data)
        found.paste(strip, (0, top))
        top += strip.height
    return found
