"""The parts of an address that are more than a number."""

from __future__ import annotations

import datetime as dt


class DateConverter:
    """``2025-06-13``. A day that the calendar does not have matches nothing, which is a 404."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        """Return the day; ``ValueError`` means no match."""
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return value.isoformat() if isinstance(value, dt.date) else value
