"""What a proposal can change round a text, by name: fields, the order on the page, the place.

``place`` is day and page as commands name them (``2025-06-16/2``), of an issue the day alone;
``order`` the keys of a page's stories. The other names are fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from articles.models import Article
from audit.sentences import gettext as _
from audit.sentences import joined
from editorial.editing import EditRefused, reorder
from editorial.relocation import (
    check_day_free,
    check_free,
    relocate_issue,
    relocate_page,
    relocate_story,
)
from editorial.surroundings import FIELDS, Surrounding, is_public, set_fields
from editorial.transitions import AlreadyDone, NotAllowed
from issues.models import Issue, Page, Publication
from issues.page_names import NamedPlace, address, issue_of, place

Placed = Surrounding | Article
PLACE, ORDER = "place", "order"
Values = dict[str, Any]
# Who may propose it: who might change it if nobody saw it yet.
PERMISSIONS: dict[type[Any], str] = {
    Page: "issues.change_page",
    Issue: "issues.change_issue",
    Publication: "issues.change_publication",
    Article: "issues.change_page",
}
OWN_PERMISSIONS = {ORDER: "articles.change_article", PLACE: "issues.change_page"}


def paper_of(row: Placed) -> Publication:
    """Return the paper that a row belongs to."""
    if isinstance(row, Publication):
        return row
    if isinstance(row, Issue):
        return row.publication
    return row.issue.publication if isinstance(row, Page) else row.page.issue.publication


def values_of(row: Placed, names: Mapping[str, Any]) -> Values | None:
    """Return what these names stand for now, ``None`` when readers see nothing of the row."""
    row = type(row)._default_manager.get(pk=row.pk)
    public = row.is_published if isinstance(row, Article) else is_public(row)
    return {name: _value(row, name) for name in names} if public else None


def check_values(
    row: Placed, values: Mapping[str, Any], *, by: User, reason: str
) -> tuple[Values, Values]:
    """Return what stands there and what is proposed, as far as they differ.

    Raises ``NotAllowed`` when ``by`` may not, when no reader sees it, or for a value that cannot
    stand there; ``AlreadyDone`` when nothing differs.
    """
    needed = {OWN_PERMISSIONS.get(name, PERMISSIONS[type(row)]) for name in values}
    if not (by.is_active and by.has_perms(needed)):
        text = _("%(user)s may not change “%(row)s”, so neither propose it. Ask an editor.")
        raise NotAllowed(text % {"user": by, "row": row})
    now = values_of(row, values)
    if now is None:
        text = _("“%(row)s” is not before its readers. Change it without a proposal.")
        raise NotAllowed(text % {"row": row})
    wanted = {name: str(value) if name == PLACE else value for name, value in values.items()}
    changed = [name for name in wanted if wanted[name] != now[name]]
    if not changed:
        raise AlreadyDone(_("“%(row)s” stands so already.") % {"row": row})
    if PLACE in changed and not reason.strip():
        raise NotAllowed(_("Say why it is relocated."))
    _check_fields(row, {name: wanted[name] for name in changed if name not in (PLACE, ORDER)})
    if ORDER in changed and sorted(wanted[ORDER]) != sorted(now[ORDER]):
        raise NotAllowed(_("The page has other stories by now. Load it again."))
    if PLACE in changed:
        _check_place(row, place(wanted[PLACE]))
    return {name: now[name] for name in changed}, {name: wanted[name] for name in changed}


def apply_values(
    row: Placed, values: Mapping[str, Any], *, by: User, reason: str, proposal: int | None = None
) -> None:
    """Write what was approved in ``proposal``, or on a page that nobody sees yet.

    Raises ``NotAllowed``.
    """
    told: dict[str, Any] = {"by": by, "proposal": proposal}
    fields = {name: value for name, value in values.items() if name not in (PLACE, ORDER)}
    if proposal:
        _check_seen(row, fields)
    if fields and not isinstance(row, Article):
        set_fields(row, fields, **told)
    if ORDER in values and isinstance(row, Page):
        try:
            reorder(row, values[ORDER], **told)
        except EditRefused as error:
            raise NotAllowed(str(error)) from error
    if PLACE in values:
        to = place(str(values[PLACE]))
        if isinstance(row, Article):
            relocate_story(row, page=page_at(row, to), reason=reason, **told)
        elif isinstance(row, Page):
            relocate_page(row, date=to.date, label=to.label or "", reason=reason, **told)
        elif isinstance(row, Issue):
            relocate_issue(row, date=to.date, reason=reason, **told)


def page_at(story: Article, to: NamedPlace) -> Page:
    """Return the page of the story's paper there. Raises ``NotAllowed`` when there is none."""
    found = Page.objects.select_related("issue__publication").filter(
        issue__publication=paper_of(story), **issue_of(to), number=to.number or 0
    )
    page = found.first()
    if page is None:
        raise NotAllowed(_("There is no such page. Import or make it first."))
    return page


def _check_place(row: Placed, to: NamedPlace) -> None:
    if isinstance(row, Article):
        page_at(row, to)
    elif isinstance(row, Issue):
        check_day_free(row, to.date)
    elif isinstance(row, Page):
        there = Issue.objects.filter(
            publication=paper_of(row), date=to.date, edition=row.issue.edition
        ).first()
        if there:
            check_free(there, to.label or "", but_for=row)


def _value(row: Any, name: str) -> Any:
    if name == ORDER and isinstance(row, Page):
        return list(row.articles.order_by("order").values_list("pk", flat=True))
    if name == PLACE:
        if isinstance(row, Issue):
            return str(NamedPlace(row.date, edition=row.edition))
        return address(row.page) if isinstance(row, Article) else address(row)
    return getattr(row, name)


def _check_seen(row: Placed, values: Values) -> None:
    if set(values) - set(FIELDS.get(type(row), ())):
        raise NotAllowed(_("Only what readers see is proposed. Change the rest where it stands."))


def _check_fields(row: Placed, values: Values) -> None:
    if not values:
        return
    _check_seen(row, values)
    wanted = copy(row)
    for name, value in values.items():
        setattr(wanted, name, value)
    # A number is looked for among those of its year in its paper.
    asked = {*values, "publication", "number_year", "edition"}
    try:
        wanted.full_clean(exclude={field.name for field in row._meta.fields} - asked)
    except ValidationError as error:
        raise NotAllowed(joined(" ", error.messages)) from error
