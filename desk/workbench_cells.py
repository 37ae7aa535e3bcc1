"""A part of a story as a field of the desk: its text, where it came from, what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from desk.source_view import part_name
from workbench.state import PartText, words

HIDDEN = SafeString(" hidden")


def runs_of(text: PartText) -> str:
    """Return where the characters of a part come from: ``120+34,-3`` is 34 from 120, 3 typed."""
    return ",".join(
        f"-{len(run.text)}" if run.start is None else f"{run.start}+{len(run.text)}" for run in text
    )


def label_of(part: str) -> str:
    """Return what a part is called beside its field."""
    return _label(part, get_language() or "")


@lru_cache(maxsize=256)
def _label(part: str, _language: str) -> str:
    # A page asks for it a thousand times.
    own = {
        "byline_role": _("role"),
        "byline_name": pgettext("person", "name"),
        "bylines": _("byline"),
        "photos": _("photo"),
        "paragraphs": _("text"),
    }
    return own.get(part) or part_name(part)


@dataclass(frozen=True, slots=True)
class Cell:
    """One text that can be typed into."""

    part: str
    text: PartText = ()
    index: int = 0

    @property
    def words(self) -> str:
        return words(self.text)

    @property
    def label(self) -> str:
        return label_of("paragraph" if self.part == "paragraphs" else self.part)

    def html(self, *, tag: str = "p", hide: bool = True) -> SafeString:
        """The field; without a script it is the text. A page has hundreds: no template each."""
        text = words(self.text)
        return format_html(
            '<{tag} class="cell {part}" role="textbox" aria-multiline="true" aria-label="{label}"'
            ' data-part="{part}" data-index="{index}" data-runs="{runs}" spellcheck="false"'
            "{hidden}>{text}</{tag}>",
            tag=tag,
            part=self.part,
            label=self.label,
            index=self.index,
            runs=runs_of(self.text),
            hidden=HIDDEN if hide and not text else "",
            text=text,
        )

    @property
    def line(self) -> SafeString:
        return self.html()

    @property
    def shown(self) -> SafeString:
        """The field also when it is empty: there was asked for it."""
        return self.html(hide=False)

    @property
    def inline(self) -> SafeString:
        return self.html(tag="span", hide=False)


@dataclass(frozen=True, slots=True)
class PhotoCells:
    """The words of a photo, the picture, and where its focal point is chosen."""

    index: int
    caption: Cell
    credit: Cell
    alt: Cell
    pk: int | None
    address: str = ""
    focus: str = ""
