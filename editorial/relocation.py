"""A page, an issue or a story that stood in the wrong place; its old address leads on.

A story keeps its address whatever page it stands on. The address of a page or issue is made of the
day and the number; when it was public once, a ``Redirect`` keeps it for ever. A page or issue that
readers have nothing left at hands on all the addresses it ever had.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, ArticleQuerySet, Redirect, Relocation
from audit import journal
from audit import log as audit
from audit.sentences import gettext as _
from audit.sentences import joined
from editorial.editing import only_proposed, put_last
from editorial.misplaced import void_misplaced
from editorial.transitions import Action, AlreadyDone, NotAllowed, may
from findings.page_check import recheck
from issues.models import Issue, Page
from reading.page_labels import place_of
from search import entries


def relocate_page(
    page: Page, *, date: dt.date, label: str, by: User, reason: str, proposal: int | None = None
) -> Page:
    """Take a page to another day or label of the same paper. Raises ``NotAllowed``."""
    if place_of(label) is None:
        raise NotAllowed(_("Write a page as 2, B02 or 4-5."))
    _check(by, reason, stories=Article.objects.filter(page=page), proposal=proposal)
    with audit.chained():
        old = _locked_page(page)
        if (old.issue.date, old.label) == (date, label):
            raise AlreadyDone(_("%(page)s is there already.") % {"page": old})
        issue, made = Issue.objects.get_or_create(
            publication=old.issue.publication, date=date, edition=old.issue.edition
        )
        if made:
            audit.note(issue)
        check_free(issue, label, but_for=old)
        known = _remember_page(old, by=by, reason=reason)
        _take_place(old, issue, label)
        if known:
            _leave_issue(old.issue, to=issue, by=by, reason=reason)
        there = Page.objects.select_related("issue__publication").get(pk=page.pk)
        void_misplaced(Page.objects.filter(pk=page.pk), by=by)
        _tell(there, by, reason, old=f"{old.issue.date}/{old.label}", new=f"{date}/{label}")
        recheck(there)
    return there


def relocate_issue(
    issue: Issue, *, date: dt.date, by: User, reason: str, proposal: int | None = None
) -> Issue:
    """Take a whole issue to another day, its pages with it. Raises ``NotAllowed``."""
    _check(by, reason, stories=Article.objects.filter(page__issue=issue), proposal=proposal)
    with audit.chained():
        old = Issue.objects.select_for_update().get(pk=issue.pk)
        if old.date == date:
            raise AlreadyDone(_("%(issue)s is there already.") % {"issue": old})
        check_day_free(old, date)
        pages = list(Page.objects.filter(issue=old).select_related("issue").order_by("number"))
        if _once_public(Article.objects.filter(page__issue=old)):
            _remember_issue(old, to=old, by=by, reason=reason)
        for page in pages:
            _remember_page(page, by=by, reason=reason)
        year = old.publication.year_of_numbers(date)
        Issue.objects.filter(pk=old.pk).update(date=date, number_year=year)
        audit.note_change(Issue, [old.pk], date=date, number_year=year)
        entries.refresh_page(*(page.pk for page in pages))
        there = Issue.objects.select_related("publication").get(pk=old.pk)
        void_misplaced(Page.objects.filter(issue=there), by=by)
        _tell(there, by, reason, old=str(old.date), new=str(date))
        for page in Page.objects.filter(issue=there).select_related("issue__publication"):
            recheck(page)
    return there


def relocate_story(
    article: Article, *, page: Page, by: User, reason: str, proposal: int | None = None
) -> Article:
    """Take a story to the end of another page of the same paper. Raises ``NotAllowed``.

    Its address stays. The words it has are kept as a revision, because the reading of its new
    page does not know them.
    """
    _check(by, reason, stories=Article.objects.filter(pk=article.pk), proposal=proposal)
    if page.issue.publication_id != article.page.issue.publication_id:
        raise NotAllowed(_("A story is relocated within its paper only."))
    with audit.chained():
        pages = {article.page_id, page.pk}
        list(Page.objects.select_for_update().filter(pk__in=pages).order_by("pk"))
        story = Article.objects.with_page().with_parts().get(pk=article.pk)
        if story.page_id == page.pk:
            raise AlreadyDone(_("“%(story)s” is on that page already.") % {"story": story})
        old = story.page
        known = _once_public(Article.objects.filter(pk=story.pk))
        if not put_last(story, page, version=article.version, by=by):
            raise NotAllowed(
                _("Somebody else has just changed “%(story)s”. Load the page again and look.")
                % {"story": story}
            )
        if known:
            _leave_page(old, to=page, by=by, reason=reason)
            _leave_issue(old.issue, to=page.issue, by=by, reason=reason)
        row = Relocation.objects.create(
            article=story,
            old_page=old,
            new_page=page,
            read_index=story.read_index,
            reason=reason,
            by=by,
        )
        audit.note(row)
        _close_ranks(old)
        void_misplaced(Page.objects.filter(pk__in=pages), by=by)
        there = Article.objects.with_page().get(pk=story.pk)
        _tell(there, by, reason, old=str(old), new=str(page))
        recheck(old)
        recheck(page)
    return there


def _close_ranks(page: Page) -> None:
    """Let the stories that stay stand in order without a gap, each set into a free place."""
    for place, story in enumerate(page.articles.order_by("order").only("order")):
        if story.order != place:
            Article.objects.filter(pk=story.pk).update(order=place)
            audit.note_change(Article, [story.pk], order=place)


def _check(by: User, reason: str, *, stories: ArticleQuerySet, proposal: int | None) -> None:
    """What readers saw or will see from a time on, only a publisher relocates.

    What they see now goes elsewhere only by a ``proposal`` that others have approved.
    """
    if not reason.strip():
        raise NotAllowed(_("Say why it is relocated."))
    if proposal is not None:
        return
    if seen := stories.published().with_page().first():
        raise NotAllowed(only_proposed(seen))
    public = _once_public(stories) or stories.scheduled().exists()
    allowed = may(by, Action.PUBLISH) if public else by.has_perm("issues.change_page")
    if not (by.is_active and allowed):
        raise NotAllowed(
            _("%(user)s may not relocate what is public or waits for its time. Ask a publisher.")
            % {"user": by}
            if public
            else _("%(user)s may not relocate pages. Ask an editor.") % {"user": by}
        )


def check_free(issue: Issue, label: str, *, but_for: Page | None = None) -> None:
    """Raise ``NotAllowed`` when there is such a page already."""
    there = Page.objects.filter(issue=issue, number=_place(issue, label)).first()
    if there is not None and there != but_for:
        raise NotAllowed(
            _(
                "There is a page %(number)s in the issue of %(date)s already."
                " Relocate that one first."
            )
            % {"number": label, "date": issue.date}
        )


def _place(issue: Issue, label: str) -> int:
    return place_of(label, sections_apart=not issue.edition) or 0


def check_day_free(issue: Issue, date: dt.date) -> None:
    """Raise ``NotAllowed`` when there is an issue of that day already."""
    if Issue.objects.filter(
        publication=issue.publication_id, date=date, edition=issue.edition
    ).exists():
        raise NotAllowed(
            _("There is an issue of %(date)s already. Relocate the pages to it one by one.")
            % {"date": date}
        )


def _locked_page(page: Page) -> Page:
    rows = Page.objects.select_for_update(of=("self",)).select_related("issue__publication")
    return rows.get(pk=page.pk)


def _take_place(page: Page, issue: Issue, label: str) -> None:
    place: dict[str, Any] = {"number": _place(issue, label), "label": label}
    try:
        with transaction.atomic():
            Page.objects.filter(pk=page.pk).update(issue=issue, **place)
    except IntegrityError as error:
        raise NotAllowed(_("Somebody else has just put a page there. Look again.")) from error
    audit.note_change(Page, [page.pk], issue_id=issue.pk, **place)
    entries.refresh_page(page.pk)


def _once_public(stories: QuerySet[Article]) -> bool:
    return stories.filter(published_at__lte=timezone.now()).exists()


def _remember_page(page: Page, *, by: User, reason: str) -> bool:
    """Keep the address of a page that readers had; return whether they had it."""
    if not _once_public(Article.objects.filter(page=page)):
        return False
    _redirect(page.issue, number=page.number, by=by, reason=reason, page=page)
    return True


def _remember_issue(issue: Issue, *, to: Issue, by: User, reason: str) -> None:
    _redirect(issue, number=None, by=by, reason=reason, issue=to)


def _leave_page(page: Page, *, to: Page, by: User, reason: str) -> None:
    """Hand on the addresses of a page that lost its last story that readers knew."""
    if _once_public(Article.objects.filter(page=page)):
        return
    _hand_on(Redirect.objects.filter(page=page), page=to)
    _redirect(page.issue, number=page.number, by=by, reason=reason, page=to)


def _leave_issue(issue: Issue, *, to: Issue, by: User, reason: str) -> None:
    """Hand on the addresses of an issue that lost its last story that readers knew."""
    if _once_public(Article.objects.filter(page__issue=issue)):
        return
    _hand_on(Redirect.objects.filter(issue=issue), issue=to)
    _remember_issue(issue, to=to, by=by, reason=reason)


def _redirect(old: Issue, *, number: int | None, by: User, reason: str, **to: Any) -> None:
    """Let an old address lead on; a later one from the same address takes its place."""
    row, _made = Redirect.objects.update_or_create(
        publication=old.publication,
        date=old.date,
        edition=old.edition,
        number=number,
        defaults={**to, "reason": reason, "by": by, "at": timezone.now()},
    )
    audit.note(row)


def _hand_on(rows: QuerySet[Redirect], **to: Page | Issue) -> None:
    keys = list(rows.values_list("pk", flat=True))
    Redirect.objects.filter(pk__in=keys).update(**to)
    audit.note_change(Redirect, keys, **{f"{name}_id": row.pk for name, row in to.items()})


def _tell(row: Page | Issue | Article, by: User, reason: str, *, old: str, new: str) -> None:
    audit.record("relocate", row, by=by, old=old, new=new, reason=reason)
    journal.write(by, [row], CHANGE, journal.JOINED, first=joined(" → ", (old, new)), second=reason)
