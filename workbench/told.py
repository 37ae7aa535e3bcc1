"""What a step says of itself: for the message, for the record, and where the caret goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from audit import journal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class StepRefused(Exception):
    """The step cannot be done here; the message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the caret stands: a part of a story and how many characters into it."""

    story: str = ""
    part: str = "paragraphs"
    index: int = 0
    offset: int = 0


NOWHERE = Focus()
UNKNOWN = gettext_lazy("(unknown)")
TAKEN_BACK = gettext_noop("took back: %(step)s")


@dataclass(frozen=True, slots=True)
class Told:
    """One step: its name, the stories by key from which and to which, and what fills its sentence.

    ``params`` has ``from`` and ``to`` as the numbers that the stories had on the page.
    """

    name: str
    focus: Focus = NOWHERE
    keys: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)


SENTENCES: dict[str, StrPromise] = {
    "type": gettext_lazy("typed"),
    "split_paragraph": gettext_lazy("split a paragraph of story %(from)s"),
    "join_paragraphs": gettext_lazy("joined two paragraphs of story %(from)s"),
    "move_text": gettext_lazy("moved “%(text)s” from story %(from)s to story %(to)s"),
    "to_furniture": gettext_lazy("moved “%(text)s” from story %(from)s to the furniture"),
    "to_unassigned": gettext_lazy("moved “%(text)s” from story %(from)s to what is unassigned"),
    "to_new_story": gettext_lazy("made a new story of “%(text)s” from story %(from)s"),
    "move_within": gettext_lazy("moved “%(text)s” within story %(from)s"),
    "take_up": gettext_lazy("took “%(text)s” up into story %(to)s"),
    "split_story": gettext_lazy("split story %(to)s from story %(from)s"),
    "begins": gettext_lazy("said that a story begins at “%(text)s”"),
    "goes_on": gettext_lazy("said that no story begins at “%(text)s”"),
    "join_stories": gettext_lazy("joined story %(from)s with story %(to)s"),
    "join_continuation": gettext_lazy("joined story %(to)s with its continuation on page %(from)s"),
    "add_story": gettext_lazy("added story %(to)s"),
    "reorder": gettext_lazy("put story %(from)s into place %(to)s"),
    "set_aside": gettext_lazy("took story %(from)s off the page"),
    "take_back": gettext_lazy("put “%(text)s” back on the page as story %(to)s"),
    "swap_parts": gettext_lazy("swapped two parts of the headline of story %(from)s"),
    "cut_headline": gettext_lazy("cut the headline of story %(from)s"),
    "join_headline": gettext_lazy("joined lines of the headline of story %(from)s"),
    "change_kind": gettext_lazy("changed the kind of story %(from)s"),
    "set_truncated": gettext_lazy("marked story %(from)s as broken off"),
    "set_whole": gettext_lazy("marked story %(from)s as whole"),
    "set_jump": gettext_lazy("changed a jump of story %(from)s"),
    "add_byline": gettext_lazy("added a byline to story %(from)s"),
    "remove_byline": gettext_lazy("removed a byline from story %(from)s"),
    "move_byline": gettext_lazy("moved a byline of story %(from)s"),
    "add_photo": gettext_lazy("added a photo to story %(from)s"),
    "remove_photo": gettext_lazy("removed a photo from story %(from)s"),
    "put_image": gettext_lazy("chose an image for a photo of story %(from)s"),
    "move_photo_within": gettext_lazy("moved a photo of story %(from)s"),
    "move_photo": gettext_lazy("moved a photo from story %(from)s to story %(to)s"),
    "accept": gettext_lazy("accepted the proposed repair of “%(text)s” in story %(from)s"),
    "use": gettext_lazy("took another layer of story %(from)s"),
    "restore": gettext_lazy("took version %(text)s of story %(from)s"),
    "restore_read": gettext_lazy("took story %(from)s as it was read"),
}


def sentence(name: str, params: Mapping[str, Any]) -> str:
    """Return what a step did, in the reader's language."""
    known = SENTENCES.get(name)
    return str(known) % _Shown(params) if known else name


def operation_sentence(name: str, params: Mapping[str, Any]) -> str:
    """Return what the record says of a step, also of one that was taken back after saving."""
    text = sentence(name, params)
    return _(TAKEN_BACK) % {"step": text} if params.get("undone") else text


def kept(name: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a step did as the log keeps it, in no language."""
    gaps = {**dict.fromkeys(("from", "to", "text"), UNKNOWN), **params}
    line = journal.sentence(SENTENCES.get(name, name), **gaps)
    return journal.sentence(TAKEN_BACK, step=line) if params.get("undone") else line


def unlike(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines, each once, in their order."""
    return list({journal.line_of(line): line for line in lines}.values())


class _Shown(dict[str, Any]):
    """What fills a sentence; what is not known any more is shown as such."""

    def __missing__(self, key: str) -> str:
        return str(UNKNOWN)


def excerpt(text: str) -> str:
    """Return so much of a text as a sentence bears."""
    plain = " ".join(text.split())
    return plain if len(plain) <= 20 else f"{plain[:18]}…"
