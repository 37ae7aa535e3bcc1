"""The files of an e-paper's page as one source: an archive, stored and not packed.

The page's own sheet stands first. The same files give the same bytes, and whoever gets the source
opens it as any archive. The page's text is the text of its files, one below the other.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence

from .office_files import BROKEN_ARCHIVE, NotReadable
from .web_lists import numbered
from .web_pages import web_source, web_text

KIND = "epaper"
MOST_FILES = 400
MOST_UNPACKED = 60 * 1024 * 1024
BETWEEN = "\n\n"
_MARK = b"newspaper page"
_SIZE = re.compile(rb"newspaper page(?: (\d{1,5})x(\d{1,5}))?\Z")
_DAY = (1980, 1, 1, 0, 0, 0)


def bind(files: Sequence[tuple[str, bytes]], size: tuple[int, int] | None = None) -> bytes:
    """Return the files of a page as one source; ``size`` is that of the page's picture."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, _DAY), data)
        archive.comment = _MARK + (b" %dx%d" % size if size else b"")
    return stream.getvalue()


def is_bound(data: bytes) -> bool:
    """Say whether bytes are a page's files, bound to one source."""
    return data.startswith(b"PK\x03\x04") and bool(_SIZE.search(data[-26:]))


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return the size of the page's picture, where it was bound with it."""
    found = _SIZE.search(data[-26:])
    return (int(found[1]), int(found[2])) if found and found[1] else None


def unbound(data: bytes) -> list[tuple[str, bytes]]:
    """Return the files and their names. Raises ``NotReadable``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rows = archive.infolist()
            packed = any(row.compress_type != zipfile.ZIP_STORED for row in rows)
            size = sum(row.file_size for row in rows)
            if packed or not 0 < len(rows) <= MOST_FILES or size > MOST_UNPACKED:
                raise _broken()
            return [(row.filename, archive.read(row)) for row in rows]
    except (OSError, ValueError, RuntimeError, EOFError, *BROKEN_ARCHIVE) as error:
        if isinstance(error, NotReadable):
            raise
        raise _broken() from error


def bound_text(data: bytes, *, as_now: bool = True) -> str:
    """Return the text of a page's files; unless ``as_now`` without the numbers of their lists.

    Raises ``NotReadable``.
    """
    sources = [web_source(content) for _name, content in unbound(data)]
    return BETWEEN.join([web_text(numbered(one) if as_now else one) for one in sources])


def _broken() -> NotReadable:
    return NotReadable(
        "The files of the page are broken or cut. Import the folder of the e-paper anew.",
        "版面的网页文件已损坏或不完整。请重新导入数字报的文件夹。",
    )
