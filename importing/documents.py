"""Page documents as input: bytes become a checked document, or a sentence saying what to put right.

A document without its source is its own source: the JSON bytes are what was received.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from articles.text import StoryText
from audit.sentences import gettext as _
from importing.kept_encodings import texts_of
from importing.placement import Refused
from importing.receipt import Received
from importing.schema import DOCUMENT, EXTRA, LARGEST, Doubled, Invalid
from issues.models import Reading
from reading import invariants
from reading.decoding import Decoded, UndecodableSource, decode
from reading.document import PageDocument, Span

BARE, ELSEWHERE = Reading.BARE, Reading.ELSEWHERE
_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Earlier:
    """A reading that is in force no more; ``source`` is ``None`` where it read the newest one."""

    reader_version: str
    reading: dict[str, Any]
    source: Received | None
    decoded: Decoded


@dataclass(slots=True)
class Brought:
    """A page document as it came: what is kept of it, and what becomes rows."""

    received: Received
    source: Received
    decoded: Decoded
    document: PageDocument
    reader_version: str
    reading: dict[str, Any]
    publication: dict[str, Any] | None = None
    printed: dict[str, Any] | None = None
    history: list[dict[str, Any]] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)


def parse(received: Received) -> Brought:
    """Return the document that was received. Raises ``Refused`` naming key and remedy."""
    try:
        raw = _object(received.data)
        DOCUMENT(raw, "")
        return _brought(received, raw)
    except Invalid as fault:
        raise Refused(_("This is no sound page document. %(fault)s") % {"fault": fault}) from fault


def _object(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(
            _("byte %(place)s") % {"place": error.start}, _("is no UTF-8. Save the file as UTF-8.")
        ) from error
    try:
        raw = json.loads(text, object_pairs_hook=_pairs, parse_int=_number)
    except json.JSONDecodeError as error:
        raise Invalid(
            _("line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno},
            _("is no JSON (%(fault)s). A file holds one object, or one a line.")
            % {"fault": error.msg},
        ) from error
    except RecursionError as error:
        raise Invalid("", _("is nested deeper than any page. Export it again.")) from error
    if isinstance(raw, list):
        raise Invalid("", _("is a list. Write one page document a line (NDJSON) instead."))
    result: dict[str, Any] = raw
    return result


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _value in pairs]
    return Doubled(found, next(name for name in names if names.count(name) > 1))


def _number(digits: str) -> int:
    """Return a number; of one that nobody prints only that it is too large."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else LARGEST + 1


def _brought(received: Received, raw: dict[str, Any]) -> Brought:
    plain = {key: value for key, value in raw.items() if key not in EXTRA}
    document = PageDocument.from_dict(plain)
    _check_date(document.issue.date)
    if "source" not in raw:
        return _bare(received, raw, document)
    source, decoded = _source(received, raw["source"])
    reading, version = document.to_dict(explain=True), ELSEWHERE
    if "reading" in raw:
        reading, version = raw["reading"]["document"], raw["reading"]["reader_version"]
        _check_version(version, "reading")
    if version != BARE:
        path = "reading.document" if "reading" in raw else ""
        decoded = _fitting(source.data, decoded, reading, path)
    earlier = [
        _earlier(received, row, decoded, f"earlier[{place}]")
        for place, row in enumerate(raw.get("earlier", []))
    ]
    brought = Brought(
        received,
        source,
        decoded,
        document,
        version,
        reading,
        raw.get("publication"),
        raw.get("printed"),
        raw.get("history", []),
        earlier,
    )
    if "reading" in raw:
        _check_history(brought)
    elif brought.history:
        raise Invalid("history", _("needs the reading it began with. Add “reading”."))
    return brought


def _bare(received: Received, raw: dict[str, Any], document: PageDocument) -> Brought:
    for key in ("reading", "history", "earlier"):
        if key in raw:
            raise Invalid(key, _("needs the source it was read from. Add “source”."))
    _check_spans(document, None)
    decoded = decode_received(received)
    reading = document.to_dict(explain=True)
    return Brought(
        received,
        received,
        decoded,
        document,
        BARE,
        reading,
        raw.get("publication"),
        raw.get("printed"),
    )


def decode_received(received: Received) -> Decoded:
    """Return the text of a document's own bytes."""
    marked = received.data.startswith(b"\xef\xbb\xbf")
    return Decoded(received.data.decode("utf-8-sig"), "utf-8-sig" if marked else "utf-8")


def _check_date(date: str) -> None:
    try:
        if date and dt.date.fromisoformat(date).isoformat() != date:
            raise ValueError
    except ValueError:
        raise Invalid("issue.date", _("is no day. Write it as YYYY-MM-DD.")) from None


def _check_version(version: str, path: str) -> None:
    if not 0 < len(version) <= 20:
        raise Invalid(f"{path}.reader_version", _("must have 1 to 20 characters."))


def _earlier(received: Received, row: dict[str, Any], newest: Decoded, path: str) -> Earlier:
    source, decoded = None, newest
    if "source" in row:
        source, decoded = _source(received, row["source"], f"{path}.source")
    version = row["reader_version"]
    _check_version(version, path)
    if version != BARE:
        data = (source or received).data
        decoded = _fitting(data, decoded, row["document"], f"{path}.document")
    return Earlier(version, row["document"], source, decoded)


def _source(
    received: Received, source: dict[str, Any], path: str = "source"
) -> tuple[Received, Decoded]:
    try:
        data = base64.b64decode(source["data"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(f"{path}.data", _("is no base64. Export the page again.")) from error
    if hashlib.sha256(data).hexdigest() != source["sha256"]:
        raise Invalid(
            f"{path}.sha256",
            _("is not the hash of source.data: one of them was changed. Export the page again."),
        )
    return Received(source.get("file_name", received.name), data), _decoded(data, source)


def _decoded(data: bytes, source: dict[str, Any]) -> Decoded:
    try:
        decoded = decode(data)
    except UndecodableSource as error:
        raise Invalid("source.data", str(error)) from error
    wanted = source.get("encoding", decoded.encoding)
    if decoded.encoding == wanted:
        return decoded
    texts = [text for text in texts_of(data, wanted) if "\x00" not in text]
    if not texts:
        raise Invalid(
            "source.encoding",
            _("does not fit source.data, which is %(found)s.") % {"found": decoded.encoding},
        )
    return Decoded(texts[0], wanted)


def _check_spans(document: PageDocument, text: str | None) -> None:
    """Spans stand in order, in the text, and never overlap."""
    size = LARGEST if text is None else len(text)
    every = sorted(_named_spans(document))
    for (start, end), path in every:
        if not start < end <= size:
            raise Invalid(
                path,
                _("is empty or ends behind the source's %(size)s characters.") % {"size": size},
            )
    for ((_start, end), _path), ((start, _end), path) in pairwise(every):
        if start < end:
            raise Invalid(path, _("overlaps the span before it. A character belongs to one part."))


def _named_spans(document: PageDocument) -> Iterator[tuple[Span, str]]:
    for number, story in enumerate(document.articles):
        for place, span in enumerate(story.spans):
            yield span, f"articles[{number}].spans[{place}]"
    for place, piece in enumerate(document.furniture):
        yield piece.span, f"furniture[{place}].span"
    for place, span in enumerate(document.unassigned):
        yield span, f"unassigned[{place}]"


def _fitting(data: bytes, decoded: Decoded, reading: dict[str, Any], path: str) -> Decoded:
    """Return the text that a reading is of: that of now, else what an earlier version saw."""
    try:
        _check_reading(decoded.text, reading, path)
    except Invalid:
        for text in texts_of(data, decoded.encoding):
            with suppress(Invalid):
                _check_reading(text, reading, path)
                return Decoded(text, decoded.encoding)
        raise
    return decoded


def _check_reading(text: str, reading: dict[str, Any], path: str) -> None:
    document = PageDocument.from_dict(reading)
    try:
        _check_spans(document, text)
        for story in document.articles:
            for segment in story.segments:
                if segment.span[1] > len(text):
                    raise Invalid("segments", _("end behind the source."))
    except Invalid as fault:
        raise Invalid(path, str(fault)) if path else fault from None
    faults = invariants.check(text, document)
    if faults:
        raise Invalid(
            path,
            _("does not fit its source. %(fault)s Leave out the source, or put this right.")
            % {"fault": faults[0]},
        )


def _check_history(brought: Brought) -> None:
    stories, read = brought.document.articles, brought.reading.get("articles", [])
    if len(brought.history) != len(stories):
        raise Invalid(
            "history", _("must have one entry a story, here %(count)s.") % {"count": len(stories)}
        )
    taken: set[int] = set()
    for number, (entry, story) in enumerate(zip(brought.history, stories, strict=True)):
        path, index = f"history[{number}]", entry["read_index"]
        if index is not None:
            if index >= len(read) or index in taken:
                raise Invalid(f"{path}.read_index", _("must name each story of the reading once."))
            taken.add(index)
            if [list(span) for span in story.spans] != read[index].get("spans", []):
                raise Invalid(f"articles[{number}].spans", _("must be those of the reading."))
        was = StoryText.from_dict(read[index]) if index is not None else None
        _check_revisions(entry, StoryText.read(story), was, path)
    if len(taken) < len(read):
        raise Invalid("history", _("must name each story of the reading once."))


def _check_revisions(
    entry: dict[str, Any], now: StoryText, was: StoryText | None, path: str
) -> None:
    revisions = entry["revisions"]
    numbers = [row["version"] for row in revisions]
    later = [number for number in numbers if number > entry["read_version"]]
    expected = list(range(entry["read_version"] + 1, entry["version"] + 1))
    if numbers != sorted(set(numbers)) or later != expected:
        raise Invalid(
            f"{path}.revisions",
            _("must hold each version from %(first)s to %(last)s once, in order.")
            % {"first": entry["read_version"] + 1, "last": entry["version"]},
        )
    for place, row in enumerate(revisions):
        _check_revision(row, f"{path}.revisions[{place}]")
    last = StoryText.from_dict(revisions[-1]["text"]).words if later else was
    if last is not None and last != now:
        raise Invalid(
            path,
            _(
                "does not end with the story's text."
                " To bring changed words, leave out source, reading and history."
            ),
        )


def _check_revision(row: dict[str, Any], path: str) -> None:
    try:
        when = dt.datetime.fromisoformat(row["at"])
    except ValueError:
        raise Invalid(f"{path}.at", _("is no time. Write it as in 2025-06-13T08:00:00Z.")) from None
    if when.tzinfo is None:
        raise Invalid(f"{path}.at", _("has no time zone. End it with Z or +08:00."))
    if not 0 < len(row["by"].strip()) <= 150:
        raise Invalid(f"{path}.by", _("must have 1 to 150 characters."))
