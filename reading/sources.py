"""A source as it was received, read: a web page by what its marks say, all else by its words."""

from __future__ import annotations

from .bound_files import KIND
from .decoding import Decoded
from .document import PageDocument
from .epaper import WebReading, read_bound, read_web
from .manuscripts import NotReadable, seen_as
from .reader import read_page

WEB = ("html", "markdown", "docx", "odt", KIND)


def read_source(data: bytes, decoded: Decoded) -> PageDocument:
    """Return the page document of received bytes; never raises, whatever the text is."""
    return read_pictured(data, decoded).document


def read_pictured(data: bytes, decoded: Decoded) -> WebReading:
    """Return the page document, and which pictures the page shows."""
    found = None
    if decoded.encoding == KIND:
        found = read_bound(data, decoded.text)
    elif decoded.encoding in WEB:
        html = _html_of(data, decoded) if decoded.html is None else decoded.html
        found = read_web(html, decoded.text) if html else None
    return found or WebReading(read_page(decoded.text))


def _html_of(data: bytes, decoded: Decoded) -> str:
    """Return the web page of a text that was kept, as whichever version that kept it saw it."""
    try:
        found = seen_as(data, decoded.encoding, decoded.text)
    except NotReadable:
        return ""
    return found.html if found else ""
