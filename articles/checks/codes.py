"""Every finding's code: its message in both languages and how much it weighs.

A message is a full sentence that names what was found and what to do. ``params`` of a finding
fill its places.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Weight(IntEnum):
    """How much a finding matters, heaviest first when sorted in descending order."""

    HINT = 1
    FORM = 2
    FACT = 3


@dataclass(frozen=True, slots=True)
class Code:
    """What a kind of finding says; ``message`` has ``%(name)s`` places for the evidence."""

    title: StrPromise
    message: StrPromise
    weight: Weight


CODES: dict[str, Code] = {
    "truncated": Code(
        _("Story breaks off"),
        _("The story stops in mid-sentence at “%(tail)s”. Find its end or say that it is missing."),
        Weight.FACT,
    ),
    "unassigned": Code(
        _("Unassigned text"),
        _("No rule claimed “%(text)s”. Put it into a story, or settle it as not belonging to one."),
        Weight.FORM,
    ),
    "weekday": Code(
        _("Weekday differs"),
        _("Printed %(printed)s, but %(date)s is %(expected)s. Check date and weekday."),
        Weight.FACT,
    ),
    "lunar-date": Code(
        _("Lunar date differs"),
        _("Printed %(printed)s, but %(date)s is %(expected)s. Check date and lunar date."),
        Weight.FACT,
    ),
    "jump-beyond": Code(
        _("Jump beyond the last page"),
        _("It points to page %(target)s of a paper of %(page_count)s pages. Check the jump."),
        Weight.FACT,
    ),
    "number-order": Code(
        _("Running number out of order"),
        _(
            "Number %(number)s of %(date)s does not fit number %(other)s of %(other_date)s."
            " Check both mastheads."
        ),
        Weight.FACT,
    ),
    "number-taken": Code(
        _("Running number used twice"),
        _(
            "Number %(number)s already belongs to the issue of %(other_date)s."
            " The number of %(date)s stays empty until you decide."
        ),
        Weight.FACT,
    ),
    "issue-differs": Code(
        _("Pages of one issue differ"),
        _(
            "This page prints %(printed)s as %(field)s, the issue has %(expected)s."
            " Check both pages."
        ),
        Weight.FACT,
    ),
    "masthead-differs": Code(
        _("Masthead differs"),
        _(
            "This page prints %(printed)s as %(field)s, the paper has %(expected)s."
            " Change the paper if it is new, or settle this as a misread."
        ),
        Weight.FORM,
    ),
    "similar-contributor": Code(
        _("Two names one character apart"),
        _(
            "%(name)s is one character away from %(other)s (%(other_date)s)."
            " Is it the same person, misread once?"
        ),
        Weight.FACT,
    ),
}


def message_of(code: str, params: dict[str, Any]) -> str:
    """Return the sentence for ``code`` in the active language, filled with ``params``."""
    known = CODES.get(code)
    return str(known.message) % params if known else code


def weight_of(code: str) -> Weight:
    """Return how much a finding of this kind matters."""
    return CODES[code].weight
