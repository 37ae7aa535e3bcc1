"""The parts of an address that are more than a number."""

from __future__ import annotations

import datetime as dt

from django.urls.converters import IntConverter

from articles.focal_points import Point
from audit.ready import LAST
from reading.page_labels import place_of

USUAL = "usual"


class KeyConverter(IntConverter):
    """The key of a row. One longer than a database's numbers matches nothing, which is a 404."""

    def to_python(self, value: str) -> int:
        """Return the key; ``ValueError`` means no match."""
        key = super().to_python(value)
        if key > LAST:
            raise ValueError(value)
        return key


class DateConverter:
    """``2025-06-13``. A day that the calendar does not have matches nothing, which is a 404."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        """Return the day; ``ValueError`` means no match."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return value.isoformat() if isinstance(value, dt.date) else value


class LabelConverter:
    """``1``, ``A01``, ``4-5``: what a page is called in print."""

    regex = "[A-Z]?[0-9]{1,3}(?:-[0-9]{1,3})?"

    def to_python(self, value: str) -> str:
        """Return the label; ``ValueError`` means no match."""
        if place_of(value) is None:
            raise ValueError(value)
        return value

    def to_url(self, value: str | int) -> str:
        return str(value)


class EditionConverter:
    """``号外``, ``特刊``: words without figures, so that none is a page's label."""

    regex = r"[^\W\d_a-zA-Z]{1,10}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PointConverter:
    """``50-33``, or ``usual``: round what a photo is cut."""

    regex = "usual|[0-9]{1,3}-[0-9]{1,3}"

    def to_python(self, value: str) -> Point | None:
        """Return the point, ``None`` for the usual one; ``ValueError`` means no match."""
        return None if value == USUAL else Point.read(value)

    def to_url(self, value: Point | str | None) -> str:
        return value.written if isinstance(value, Point) else value or USUAL


class OldPathConverter:
    """``html/2025-06/13/node_1.htm``: how the pages of an older e-paper end, and none of ours."""

    regex = r".+\.(?:s?html?|SHTML?|HTML?)"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
