"""One stream of bytes is one page's text, one page document, or many documents, one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

# A document carries its source in base64, the text again, and where each part stood.
DOCUMENT_FACTOR = 6
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*\{\s*\")")
_CHUNK = 1 << 16


def is_document(data: bytes) -> bool:
    """Return whether bytes begin as a page document does; no newspaper's text begins like that."""
    return bool(_BEGINNING.match(data))


def pieces(stream: BinaryIO, limit: int) -> Iterator[tuple[int | None, bytes]]:
    """Yield the pages in a stream: bytes, and the line where it is one document of several.

    Never holds more than one page: what is longer than ``limit`` (a document: several times that)
    is cut one byte behind it, so that the caller sees that it is too long.
    """
    head = _first_lines(stream, limit)
    if not is_document(head):
        yield None, head + stream.read(max(limit + 1 - len(head), 0))
        return
    limit *= DOCUMENT_FACTOR
    head += _rest_of_line(stream, head, limit)
    following = _line(stream, limit)
    if _is_whole(head) or is_document(following):
        yield from _lines(stream, chain([head], [following] if following else []), limit)
        return
    head += following
    yield None, head + stream.read(max(limit + 1 - len(head), 0))


def _first_lines(stream: BinaryIO, limit: int) -> bytes:
    """Return the first two lines with something on them, which show what the stream is."""
    lines = bytearray()
    # What all of them say together, so that many empty lines are not looked through anew each time.
    said = b""
    while len(lines) <= limit:
        line = stream.readline(limit + 1 - len(lines))
        lines += line
        said += line.strip()
        if not line or said not in (b"", b"{", b"[", b"\xef\xbb\xbf"):
            break
    return bytes(lines)


def _rest_of_line(stream: BinaryIO, head: bytes, limit: int) -> bytes:
    return b"" if head.endswith(b"\n") else stream.readline(limit + 1 - len(head))


def _line(stream: BinaryIO, limit: int) -> bytes:
    """Return the next line; of one that is too long only as much as shows it."""
    line = stream.readline(limit + 1)
    if len(line) > limit and not line.endswith(b"\n"):
        while (more := stream.readline(_CHUNK)) and not more.endswith(b"\n"):
            pass
    return line


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return False
    return True


def _lines(
    stream: BinaryIO, first: Iterator[bytes], limit: int
) -> Iterator[tuple[int | None, bytes]]:
    number = 0
    rest = iter(lambda: _line(stream, limit), b"")
    for line in chain(first, rest):
        # The head may hold empty lines before the first document.
        number += line.count(b"\n") or 1
        if line.strip():
            yield number, line.strip(b"\r\n")
