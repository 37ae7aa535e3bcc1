"""A source as it was received, read: a web page by what its marks say, all else by its words."""

from __future__ import annotations

from .bound_files import KIND
from .decoding import Decoded
from .document import PageDocument
from .epaper import WebReading, read_web
from .reader import read_page

WEB = ("html", "markdown", "docx", "odt", KIND)


def read_source(data: bytes, decoded: Decoded) -> PageDocument:
    """Return the page document of received bytes; never raises, whatever the text is."""
    return read_pictured(data, decoded).document


def read_pictured(data: bytes, decoded: Decoded) -> WebReading:
    """Return the page document, and which pictures the page shows."""
    found = read_web(data, decoded.encoding) if decoded.encoding in WEB else None
    return found or WebReading(read_page(decoded.text))
