"""Saving a page form: all of it or nothing, and never over what somebody else saved meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User

from articles.models import Article, Revision
from articles.photo_files import undone_with_rows
from articles.text import StoryText
from audit import log as audit
from desk.differences import FieldDifference, story_differences
from desk.page_fields import PageFieldsForm
from desk.story_forms import MINE, THEIRS, StoryEdit
from editorial.editing import EditConflict, add_story, change_story, reorder
from editorial.new_places import ORDER
from editorial.proposals import propose_repair, propose_values
from editorial.saved import Saved
from editorial.workflow import Action, change_state
from findings.page_check import recheck
from issues.models import Page
from reviews.approvals import newest_voiding
from reviews.models import Proposal
from workbench.continuations import take_up


@dataclass(frozen=True, slots=True)
class StoryConflict:
    """Somebody else saved the story first: what he wrote, and where it differs from the form's."""

    message: str
    current: Article
    differences: list[FieldDifference]


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
        known = newest_voiding()
        if fields:
            saved.page, proposed = fields.save(by=by)
            saved.proposed += proposed
        # In one order for all, so that two people who save at once never wait crosswise.
        for edit in sorted(edits, key=lambda edit: edit.article.pk if edit.article else 0):
            _save_story(page, edit, saved, by=by)
        if any(edit.conflict for edit in edits):
            raise Conflicts
        _reorder(page, edits, saved, by=by)
        saved.note_places(known, by=by)
        if saved.page:
            recheck(page)
        if change:
            article, action = change
            back = action == Action.TAKE_UP
            done = take_up(article, by=by) if back else change_state(article, action, by=by)
            saved.taken.append(str(done))
    return saved


def _save_story(page: Page, edit: StoryEdit, saved: Saved, *, by: User) -> None:
    if not edit.editable or edit.form.cleaned_data.get("resolve") == THEIRS:
        return
    if edit.article is None:
        if not edit.is_blank():
            saved.added.append(str(add_story(page, edit.change(), by=by)))
        return
    try:
        if edit.article.is_published:
            saved.proposed += _propose(edit, edit.article, by=by)
        elif _change(edit, edit.article, by=by):
            edit.article.refresh_from_db(fields=["version", "status"])
            saved.note_change(edit.article)
    except EditConflict as conflict:
        edit.conflict = conflict_of(edit, conflict)


def _propose(edit: StoryEdit, article: Article, *, by: User) -> list[Proposal]:
    """Propose what was changed of a story that readers see, as the repair that it must be here."""
    change = edit.change()
    same = StoryText.of(article).words == change.text.words and not change.touches_images
    if same or _is_untouched(edit, article):
        return []
    kind = edit.form.cleaned_data["change_kind"]
    return [propose_repair(article, change, by=by, kind=kind, version=_version(edit))]


def _change(edit: StoryEdit, article: Article, *, by: User) -> bool:
    if _is_untouched(edit, article):
        return False
    kind = Revision.Kind(edit.form.cleaned_data["change_kind"])
    return change_story(article, edit.change(), by=by, kind=kind, version=_version(edit))


def _is_untouched(edit: StoryEdit, article: Article) -> bool:
    """Whether somebody else saved it since, and the person here has not touched it himself."""
    data, change = edit.form.cleaned_data, edit.change()
    if data["version"] == article.version or change.touches_images:
        return False
    wanted = change.text.words
    return wanted.sha256 == data["opened"] or wanted == StoryText.of(article).words


def _version(edit: StoryEdit) -> int:
    """Return the version that the person has looked at."""
    data = edit.form.cleaned_data
    mine = data["resolve"] == MINE and data["seen"] is not None
    return int(data["seen"] if mine else data["version"])


def conflict_of(edit: StoryEdit, conflict: EditConflict) -> StoryConflict:
    """Return what somebody else wrote, against what stands in the form."""
    mine, theirs = edit.change().text.words, StoryText.of(conflict.current).words
    return StoryConflict(str(conflict), conflict.current, story_differences(theirs, mine))


def _reorder(page: Page, edits: Sequence[StoryEdit], saved: Saved, *, by: User) -> None:
    """Sort the page by the numbers in the form, when somebody changed one of them.

    What readers see is proposed so.
    """
    places = {
        edit.article.pk: edit.form.cleaned_data["place"]
        for edit in edits
        if edit.article and edit.form.cleaned_data["place"] != place_was(edit)
    }
    if not places:
        return
    rows = list(page.articles.order_by("order").values_list("pk", "status"))
    current = [pk for pk, _status in rows]
    aside = [pk for pk, status in rows if status == Article.Status.SET_ASIDE and pk not in places]
    # A number means that place: the others keep their order, and those set aside stand behind.
    wanted = [pk for pk in current if pk not in places and pk not in aside]
    for pk in sorted(places, key=lambda pk: (places[pk], current.index(pk))):
        wanted.insert(places[pk] - 1, pk)
    wanted += aside
    if not page.articles.published().exists():
        saved.reordered = reorder(page, wanted, by=by)
    elif wanted != current:
        saved.proposed.append(propose_values(page, {ORDER: wanted}, by=by))


def place_was(edit: StoryEdit) -> int:
    """Return the place that the story had when the form was opened."""
    was = edit.form.cleaned_data.get("place_was")
    return int(was if was is not None else edit.place)
