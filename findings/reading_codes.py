"""The codes of what the reader itself asks or could not do, and what a code is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

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


READING_CODES: dict[str, Code] = {
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
    "story-begins": Code(
        _("Does a new story begin here?"),
        _(
            "The reader is not sure whether a new story begins at “%(text)s”."
            " Compare the page with the print, and answer yes or no."
        ),
        Weight.HINT,
    ),
    "from-file-name": Code(
        _("Known from the file's name only"),
        _(
            "The page does not print its %(part)s; %(value)s comes from the file's name, %(file)s."
            " Compare it with the print."
        ),
        Weight.FACT,
    ),
    "second-page": Code(
        _("Does another page begin here?"),
        _(
            "Another page may begin at “%(text)s”. If it does, split the file there and import both"
            " parts; else ignore it."
        ),
        Weight.FACT,
    ),
    "mixed-columns": Code(
        _("Are two columns mixed?"),
        _(
            "From “%(text)s” on, lines of two columns may stand side by side, and two stories be"
            " mixed. Compare the print, part the columns and import the page again; else ignore it."
        ),
        Weight.FACT,
    ),
}
