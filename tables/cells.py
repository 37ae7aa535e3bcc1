"""What one cell may hold, and how it becomes a value: strictly, or with a sentence that says why.

A cell comes as text (CSV), or as the type that the spreadsheet or the JSON file gave it. A value
is only taken over when it is certain what was meant; nothing is cut, rounded or guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from reading.page_labels import given_label

# Beyond this a spreadsheet's floating-point number no longer holds every digit that was typed.
EXACT_INTEGERS = 2**53
DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")
SURROGATE = re.compile(r"[\ud800-\udfff]")


class BadCell(str):
    """The content of a cell that is never taken over, such as a formula, with the reason."""

    reason: str

    @classmethod
    def because(cls, content: object, reason: str) -> BadCell:
        cell = cls(content)
        cell.reason = reason
        return cell


class CellRefused(ValueError):
    """The cell's content is not taken over; the message says why and what to do."""


class Cell(ABC):
    """One column's way from a cell to a value (``clean``) and back (``render``)."""

    def clean(self, value: object, row: object = None, **_options: Any) -> Any:
        """Return the value that the cell holds. Raises ``CellRefused``."""
        if isinstance(value, BadCell):
            raise CellRefused(value.reason)
        return self.read(value)

    @abstractmethod
    def read(self, value: object) -> Any:
        """Return the value of a cell that is no formula."""

    def render(self, value: object, _instance: object = None, **_options: Any) -> Any:
        """Return what a file shall hold: text, a whole number, a date, true or false, or None."""
        return value


class TextCell(Cell):
    """Text, taken over as it is; only the line ends of other systems become ``\\n``."""

    def __init__(self, *, needed: bool = False) -> None:
        self.needed = needed

    def read(self, value: object) -> str:
        """Return the text, also of a whole number, as spreadsheets store a telephone number."""
        text = _text(value)
        if self.needed and not text:
            raise CellRefused(_("This cell must not be empty. Fill it in."))
        if "\x00" in text or SURROGATE.search(text):
            raise CellRefused(
                _("The text holds a character that cannot be stored. Type the text again.")
            )
        return text


class NumberCell(Cell):
    """A whole number."""

    def __init__(self, *, needed: bool = False, least: int | None = None) -> None:
        self.needed = needed
        self.least = least

    def read(self, value: object) -> int | None:
        """Return the number; an empty cell is ``None`` where that is allowed."""
        if value is None or value == "":
            if self.needed:
                raise CellRefused(_("This cell must not be empty. Fill it in."))
            return None
        number = _whole(value)
        if number is None:
            raise CellRefused(_("This is no whole number. Write it in digits, such as 12."))
        if self.least is not None and number < self.least:
            raise CellRefused(_("Numbers begin with %(least)s here.") % {"least": self.least})
        return number


class LabelCell(Cell):
    """What a page is called in print: 2, B02, 4-5."""

    def __init__(self, *, needed: bool = False) -> None:
        self.needed = needed

    def read(self, value: object) -> str | None:
        """Return the label; an empty cell is ``None`` where that is allowed."""
        number = _whole(value)
        try:
            label = given_label(value if number is None else number)
        except ValueError:
            raise CellRefused(
                _("This is no page. Write it as 2, B02 or 4-5, and format the cell as text.")
            ) from None
        if label is None and self.needed:
            raise CellRefused(_("This cell must not be empty. Fill it in."))
        return label


class DateCell(Cell):
    """A day."""

    def __init__(self, *, needed: bool = False) -> None:
        self.needed = needed

    def read(self, value: object) -> dt.date | None:
        """Return the day of a date cell, of ``2025-06-13`` or of ``2025/6/13``."""
        if isinstance(value, dt.datetime):
            if value.tzinfo is None and value.time() == dt.time():
                return value.date()
        elif isinstance(value, dt.date):
            return value
        elif isinstance(value, str) and (found := DATE.fullmatch(value)):
            try:
                return dt.date(int(found[1]), int(found[3]), int(found[4]))
            except ValueError:
                pass
        if value is None or value == "":
            if self.needed:
                raise CellRefused(_("This cell must not be empty. Fill it in."))
            return None
        raise CellRefused(_("This is no day. Write it as 2025-06-13, or format the cell as date."))


class BooleanCell(Cell):
    """True or false."""

    WORDS = {"true": True, "1": True, "false": False, "0": False}

    def read(self, value: object) -> bool:
        """Return the truth that the cell states; an empty cell states none."""
        if isinstance(value, bool):
            return value
        if isinstance(value, (int, float)) and value in (0, 1):
            return bool(value)
        if isinstance(value, str) and value.lower() in self.WORDS:
            return self.WORDS[value.lower()]
        raise CellRefused(_("This is neither true nor false. Write true or false."))


class ChoiceCell(Cell):
    """One word out of a fixed list."""

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)

    def read(self, value: object) -> str:
        """Return the word."""
        if not isinstance(value, str) or value not in self.choices:
            raise CellRefused(
                _("This is none of the words allowed here. Write one of: %(words)s.")
                % {"words": ", ".join(self.choices)}
            )
        return str(value)


class ShownCell(Cell):
    """A column that a table shows and never takes over."""

    def read(self, value: object) -> object:
        """Return the cell as it is; nobody looks at it."""
        return value

    def render(self, value: object, _instance: object = None, **_options: Any) -> Any:
        """Return times as text, since spreadsheets know no time zones."""
        return value.isoformat() if isinstance(value, dt.datetime) else value


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    number = None if isinstance(value, bool) else _whole(value)
    if number is None:
        raise CellRefused(_("This is no text. Format the cell as text and type it again."))
    return str(number)


def _whole(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        if abs(value) <= EXACT_INTEGERS:
            return int(value)
        raise CellRefused(
            _("The program has lost digits of this number. Format the cell as text and type it.")
        )
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}(\.0+)?", value):
        return int(value.split(".")[0])
    return None
