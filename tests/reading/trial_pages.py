"""Small pages that once went wrong, kept byte for byte; each stands for its whole kind."""

from __future__ import annotations

from pathlib import Path

from reading import read_page
from reading.decoding import decode
from reading.document import PageDocument, Story
from reading.invariants import check

FOLDER = Path(__file__).parent / "trials"
TOP = (
    "今日临江\n中共临江县委机关报\n2025年6月13日 星期五 农历乙巳年五月十八\n总第1203期 今日4版\n\n"
)


def data(name: str) -> bytes:
    """Return the bytes of the trial whose name begins with a number: ``04``."""
    (path,) = FOLDER.glob(f"{name}-*.txt")
    return path.read_bytes()


def read(text: str) -> PageDocument:
    """Return the document of a page for which all invariants hold."""
    document = read_page(text)
    assert check(text, document) == []
    return document


def trial(name: str) -> PageDocument:
    """Return the document of a trial."""
    return read(decode(data(name)).text)


def page(*parts: str) -> PageDocument:
    """Return the document of a page of 今日临江 that holds these blocks."""
    return read(TOP + "\n\n".join(parts) + "\n")


def headlines(document: PageDocument) -> list[str]:
    """Return the headlines of a document, in page order."""
    return [story.headline for story in document.articles]


def names(story: Story) -> list[tuple[str, str]]:
    """Return the bylines of a story as pairs."""
    return [(row.role, row.name) for row in story.bylines]


def codes(document: PageDocument) -> list[str]:
    """Return the codes of what the reader asks."""
    return [warning.code for warning in document.warnings]
