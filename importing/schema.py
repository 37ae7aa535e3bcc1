"""What a page document may hold, key by key; every fault is told with its place and its remedy."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from audit.sentences import gettext as _
from reading.document import KINDS
from reading.page_labels import is_label

Check = Callable[[Any, str], None]
# The database's columns hold no larger whole number, and no page has one.
LARGEST = 2_147_483_647


class Invalid(ValueError):
    """A document breaks the format; the message names the key and says what to do."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(_("%(path)s: %(fault)s") % {"path": path or "document", "fault": fault})


class Doubled(dict[str, Any]):
    """A JSON object in which keys stand twice."""

    def __init__(self, values: Mapping[str, Any], key: str) -> None:
        super().__init__(values)
        self.key = key


def text(value: Any, path: str) -> None:
    """A string that a database and a UTF-8 file can keep."""
    if not isinstance(value, str):
        raise Invalid(path, _("must be text in quotation marks."))
    if "\x00" in value:
        raise Invalid(path, _("holds a NUL character. Take it out."))
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise Invalid(path, _("holds half of a character (a lone surrogate). Write it whole."))


def line(value: Any, path: str) -> None:
    """A paragraph: text on one line, and not empty."""
    text(value, path)
    if "\n" in value or not value.strip():
        raise Invalid(path, _("must be one paragraph: not empty, without a line break."))


def whole(value: Any, path: str) -> None:
    """A whole number from 0."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid(path, _("must be a whole number."))
    if not 0 <= value <= LARGEST:
        raise Invalid(path, _("must be a number from 0 to %(limit)s.") % {"limit": LARGEST})


def label(value: Any, path: str) -> None:
    """What a page is called in print; before labels it was a number."""
    number = isinstance(value, int) and not isinstance(value, bool)
    if not (number and value > 0) and not (isinstance(value, str) and is_label(value)):
        raise Invalid(
            path,
            _("must be a page as printed: 2, B02, 4-5. The second page of two follows the first."),
        )


def page_label(value: Any, path: str) -> None:
    """A label as text, or empty."""
    text(value, path)
    if value:
        label(value, path)


def flag(value: Any, path: str) -> None:
    if not isinstance(value, bool):
        raise Invalid(path, _("must be true or false."))


def share(value: Any, path: str) -> None:
    """A number between 0 and 1."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not 0 <= value <= 1:
        raise Invalid(path, _("must be a number between 0 and 1."))


def span(value: Any, path: str) -> None:
    """Two offsets, the first before the second or, for a mere place, the same."""
    if not isinstance(value, list) or len(value) != 2:
        raise Invalid(path, _("must be a span: [start, end]."))
    for place, offset in enumerate(value):
        whole(offset, f"{path}[{place}]")
    if value[0] > value[1]:
        raise Invalid(path, _("ends before it begins. Write [start, end]."))


def region(value: Any, path: str) -> None:
    """A rectangle: left, top, right and bottom as shares of the page."""
    if not isinstance(value, list) or len(value) != 4:
        raise Invalid(path, _("must be a region: [left, top, right, bottom]."))
    for place, number in enumerate(value):
        share(number, f"{path}[{place}]")


def optional(check: Check) -> Check:
    """``check``, or null."""

    def run(value: Any, path: str) -> None:
        if value is not None:
            check(value, path)

    return run


def one_of(*choices: str) -> Check:
    def run(value: Any, path: str) -> None:
        if value not in choices or not isinstance(value, str):
            raise Invalid(
                path, _("must be one of: %(choices)s.") % {"choices": _(", ").join(choices)}
            )

    return run


def many(check: Check) -> Check:
    def run(value: Any, path: str) -> None:
        if not isinstance(value, list):
            raise Invalid(path, _("must be a list."))
        for place, item in enumerate(value):
            check(item, f"{path}[{place}]")

    return run


def keys(known: Mapping[str, Check], *needed: str) -> Check:
    """An object with these keys and no others."""

    def run(value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise Invalid(path, _("must be an object."))
        if isinstance(value, Doubled):
            raise Invalid(_join(path, value.key), _("stands twice. Leave one of them out."))
        for key in value:
            if key not in known:
                # The key may be anything: it is shown without what a database cannot keep.
                shown = key.encode("ascii", "backslashreplace").decode() if key else '""'
                raise Invalid(
                    _join(path, shown[:60]),
                    _("is no key of a page document. Known here: %(keys)s.")
                    % {"keys": _(", ").join(known)},
                )
        for key in needed:
            if key not in value:
                raise Invalid(_join(path, key), _("is missing."))
        for key, item in value.items():
            known[key](item, _join(path, key))

    return run


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


SPANS = many(span)
MASTHEAD = {
    "channels": many(text),
    "organ": text,
    "sponsor": text,
    "mottoes": many(text),
    "hotline": text,
}
WORDS: dict[str, Check] = {
    "kind": one_of(*KINDS),
    "section": text,
    "kicker": text,
    "headline": text,
    "deck": text,
    "dateline": text,
    "bylines": many(keys({"role": text, "name": text}, "role", "name")),
    "paragraphs": many(line),
    "photos": many(keys({"caption": text, "credit": text})),
    "jump_to": optional(label),
    "jump_from": optional(label),
    "truncated": flag,
}
SEGMENT = keys(
    {"part": text, "index": whole, "span": span, "rule": text, "sure": share},
    "part",
    "index",
    "span",
    "rule",
    "sure",
)
STORY = {**WORDS, "spans": SPANS, "segments": many(SEGMENT), "regions": many(region)}
FORMAT: dict[str, Check] = {
    "masthead": keys(MASTHEAD),
    "issue": keys(
        {
            "date": text,
            "weekday": text,
            "lunar_date": text,
            "number": optional(whole),
            "number_to": optional(whole),
            "edition": text,
            "page_count": optional(whole),
        }
    ),
    "page": keys({"number": optional(whole), "label": page_label, "name": text}),
    "articles": many(keys(STORY)),
    "furniture": many(
        keys({"role": text, "span": span, "rule": text, "sure": share}, "role", "span")
    ),
    "unassigned": SPANS,
    "warnings": many(keys({"code": text, "message": text, "span": optional(span)})),
}
# What is read has no images; a text that was reviewed here names them by their hashes.
REVISED = {
    **WORDS,
    "photos": many(keys({"caption": text, "credit": text, "image": text, "alt": text})),
}
REVISION = keys(
    {
        "version": whole,
        "kind": one_of("repair", "edit"),
        "by": text,
        "at": text,
        "text": keys({**REVISED, "base": keys(STORY)}),
    },
    "version",
    "kind",
    "by",
    "at",
    "text",
)
HISTORY = keys(
    {
        "read_index": optional(whole),
        "read_version": whole,
        "version": whole,
        "set_aside": flag,
        "revisions": many(REVISION),
        "spans": SPANS,
    },
    "read_index",
    "read_version",
    "version",
    "set_aside",
    "revisions",
)
SOURCE = keys({"sha256": text, "encoding": text, "file_name": text, "data": text}, "sha256", "data")
READING: dict[str, Check] = {"reader_version": text, "document": keys(FORMAT)}
EXTRA: dict[str, Check] = {
    "publication": keys({**MASTHEAD, "name": text, "licence": text, "weekdays": text}, "name"),
    "printed": keys(
        {
            "number": optional(whole),
            "page_count": optional(whole),
            "weekday": text,
            "lunar_date": text,
        }
    ),
    "source": SOURCE,
    "reading": keys(READING, "reader_version", "document"),
    "earlier": many(keys({**READING, "source": SOURCE}, "reader_version", "document")),
    "history": many(HISTORY),
}
DOCUMENT = keys({**FORMAT, **EXTRA}, "articles")
