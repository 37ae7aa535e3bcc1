"""What stands round the text: the fields of page, issue and paper that readers see.

While nothing of it is before its readers, who may change such a row writes its fields here; on a
public page only an approved proposal does (``editorial.proposals``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from articles.models import Article
from audit import journal
from audit import log as audit
from audit.sentences import gettext as _
from editorial.editing import only_proposed
from editorial.misplaced import void_misplaced
from editorial.transitions import NotAllowed
from issues.models import Issue, Page, Publication

Surrounding = Page | Issue | Publication
# What readers see of each.
FIELDS: dict[type[Any], tuple[str, ...]] = {
    Page: ("name",),
    Issue: ("number", "number_to", "page_count"),
    Publication: (
        *("name", "organ", "sponsor", "hotline", "channels", "mottoes", "licence"),
        *("news_licence", "icp_record", "police_record", "report_contact"),
    ),
}
# How the stories of each are found.
STORIES = {Page: "page", Issue: "page__issue", Publication: "page__issue__publication"}


def is_public(row: Surrounding) -> bool:
    """Whether a story that stands there is before its readers."""
    return row.pk is not None and (
        Article.objects.published().filter(**{STORIES[type(row)]: row.pk}).exists()
    )


def field_name(row: Surrounding, name: str) -> str:
    """Return what a field is called."""
    field = row._meta.get_field(name)
    return str(getattr(field, "verbose_name", name))


def set_fields(
    row: Surrounding, values: Mapping[str, Any], *, by: User, proposal: int | None = None
) -> bool:
    """Write those of ``values`` that differ, and log them; return whether there were any.

    Raises ``NotAllowed`` when readers see one of them and no ``proposal`` was approved, or when
    another row has what is to stand once.
    """
    with audit.chained():
        now = type(row)._default_manager.select_for_update().get(pk=row.pk)
        changed = {name: value for name, value in values.items() if getattr(now, name) != value}
        if not changed:
            return False
        if proposal is None and changed.keys() & set(FIELDS[type(row)]) and is_public(row):
            raise NotAllowed(only_proposed(row))
        was = {name: getattr(now, name) for name in changed}
        lines = [_line(row, name, was[name], value) for name, value in changed.items()]
        for name, value in changed.items():
            setattr(row, name, value)
        _save(row, list(changed))
        audit.note(row, only=list(changed))
        void_misplaced(_pages_of(row), by=by)
        told = {"proposal": proposal} if proposal else {}
        audit.record("change", row, by=by, was=was, values=changed, **told)
        journal.write_sentence(by, [row], CHANGE, journal.sentence("%(all)s", all=lines))
    return True


def _line(row: Surrounding, name: str, was: Any, value: Any) -> dict[str, Any]:
    """Return what the log says of one field; where nothing stood or is to stand, a dash does."""
    label = row._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    old, new = ("–" if one in (None, "") else one for one in (was, value))
    says = gettext_noop("%(field)s: %(old)s → %(new)s")
    return journal.sentence(says, field=label, old=old, new=new)


def count_years(paper: Publication) -> None:
    """Tell of each issue in which year its number counts, by what holds of the paper now."""
    years: dict[int, list[int]] = {}
    for key, date, year in paper.issues.order_by().values_list("pk", "date", "number_year"):
        if (now := paper.year_of_numbers(date)) != year:
            years.setdefault(now, []).append(key)
    for year, keys in years.items():
        Issue.objects.filter(pk__in=keys).update(number_year=year)
        audit.note_change(Issue, keys, number_year=year)


def put_in_front(paper: Publication, *, by: User) -> bool:
    """Make the front page of a paper the site's; return whether that is new."""
    with audit.chained():
        papers = list(Publication.objects.select_for_update().order_by("pk"))
        was = next((row for row in papers if row.fronts_site), None)
        if was is not None and was.pk == paper.pk:
            return False
        for row, value in ((was, False), (paper, True)):
            if row is not None:
                Publication.objects.filter(pk=row.pk).update(fronts_site=value)
                audit.note_change(Publication, [row.pk], fronts_site=value)
        audit.record("front-site", paper, by=by, instead_of=was.name if was else "")
        journal.write(by, [paper], CHANGE, gettext_noop("Its front page is now the site's."))
    return True


def _pages_of(row: Surrounding) -> QuerySet[Page]:
    """Return the pages round which it stands: an issue's masthead is each of its pages'."""
    if isinstance(row, Publication):
        return Page.objects.filter(issue__publication=row)
    return Page.objects.filter(issue=row if isinstance(row, Issue) else row.issue)


def _save(row: Surrounding, names: list[str]) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=names)
    except IntegrityError as error:
        raise NotAllowed(
            _("Somebody else has just given this number or name to another. Look again.")
        ) from error
