"""Saving a page form: all of it or nothing, and never over what somebody else saved meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.photo_files import undone_with_rows
from articles.text import StoryText
from audit import log as audit
from desk.differences import FieldDifference, story_differences
from desk.page_fields import PageFieldsForm
from desk.story_forms import MINE, THEIRS, StoryEdit
from editorial.editing import EditConflict, add_story, change_story, reorder
from editorial.workflow import Action, change_state
from findings.page_check import recheck
from issues.models import Page
from reviews.approvals import voided_by_change, voided_sentence


@dataclass(frozen=True, slots=True)
class StoryConflict:
    """Somebody else saved the story first: what he wrote, and where it differs from the form's."""

    message: str
    current: Article
    differences: list[FieldDifference]


@dataclass(slots=True)
class Saved:
    """What one press of the button did."""

    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    voided: list[str] = field(default_factory=list)
    reordered: bool = False
    page: bool = False

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.taken or self.reordered or self.page)


class Conflicts(Exception):
    """At least one story was saved by somebody else; nothing of the form was written."""


def save_page(
    page: Page,
    edits: Sequence[StoryEdit],
    fields: PageFieldsForm | None,
    *,
    by: User,
    change: tuple[Article, Action] | None = None,
) -> Saved:
    """Write what the form changed in one transaction. Every form is valid.

    Raises ``Conflicts`` after noting them on the edits, ``EditRefused`` or ``NotAllowed``; then
    nothing at all was written.
    """
    saved = Saved()
    with undone_with_rows(), audit.chained():
        if fields:
            saved.page = fields.save(by=by)
        # In one order for all, so that two people who save at once never wait crosswise.
        for edit in sorted(edits, key=lambda edit: edit.article.pk if edit.article else 0):
            _save_story(page, edit, saved, by=by)
        if any(edit.conflict for edit in edits):
            raise Conflicts
        saved.reordered = _reorder(page, edits, by=by)
        if saved.page:
            recheck(page)
        if change:
            saved.taken.append(str(change_state(change[0], change[1], by=by)))
    return saved


def _save_story(page: Page, edit: StoryEdit, saved: Saved, *, by: User) -> None:
    if not edit.editable or edit.form.cleaned_data.get("resolve") == THEIRS:
        return
    if edit.article is None:
        if not edit.is_blank():
            saved.added.append(str(add_story(page, edit.change(), by=by)))
        return
    try:
        if _change(edit, edit.article, by=by):
            saved.changed.append(str(edit.article))
            edit.article.refresh_from_db(fields=["version"])
            if ended := voided_by_change(edit.article):
                saved.voided.append(voided_sentence(ended))
    except EditConflict as conflict:
        edit.conflict = conflict_of(edit, conflict)


def _change(edit: StoryEdit, article: Article, *, by: User) -> bool:
    data, change = edit.form.cleaned_data, edit.change()
    opened = data["version"]
    if opened != article.version and not change.touches_images:
        # Somebody saved it since. Who has not touched it himself has no quarrel with that.
        wanted = change.text.words
        if wanted.sha256 == data["opened"] or wanted == StoryText.of(article).words:
            return False
    version = data["seen"] if data["resolve"] == MINE and data["seen"] is not None else opened
    kind = Revision.Kind(data["change_kind"])
    return change_story(article, change, by=by, kind=kind, version=version)


def conflict_of(edit: StoryEdit, conflict: EditConflict) -> StoryConflict:
    """Return what somebody else wrote, against what stands in the form."""
    mine, theirs = edit.change().text.words, StoryText.of(conflict.current).words
    return StoryConflict(str(conflict), conflict.current, story_differences(theirs, mine))


def _reorder(page: Page, edits: Sequence[StoryEdit], *, by: User) -> bool:
    """Sort the page by the numbers in the form, when somebody changed one of them."""
    rows = [edit for edit in edits if edit.article]
    if not any(edit.form.cleaned_data["place"] != place_was(edit) for edit in rows):
        return False
    places = {edit.article.pk: edit.form.cleaned_data["place"] for edit in rows if edit.article}
    # Stories that came after the form was opened stay where they are, behind those of its numbers.
    current = list(page.articles.order_by("order").values_list("pk", flat=True))
    wanted = sorted(current, key=lambda pk: (places.get(pk, 10_000), current.index(pk)))
    return reorder(page, wanted, by=by)


def place_was(edit: StoryEdit) -> int:
    """Return the place that the story had when the form was opened."""
    was = edit.form.cleaned_data.get("place_was")
    return int(was if was is not None else edit.place)


def summary(saved: Saved) -> str:
    parts = []
    if saved.changed:
        parts.append(_("changed: %(stories)s") % {"stories": _("; ").join(saved.changed)})
    if saved.added:
        parts.append(_("added: %(stories)s") % {"stories": _("; ").join(saved.added)})
    if saved.taken:
        parts.append(_("changed state: %(stories)s") % {"stories": _("; ").join(saved.taken)})
    if saved.reordered:
        parts.append(_("put the stories into a new order"))
    if saved.page:
        parts.append(_("changed the page or its masthead"))
    text = _("Saved – %(parts)s.") % {"parts": _(" · ").join(parts)}
    return " ".join([text, *saved.voided])
