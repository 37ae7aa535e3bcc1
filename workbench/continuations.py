"""A story and its continuation on another page: found, joined, taken off that page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article
from articles.text import StoryText
from editorial.editing import EditRefused
from editorial.workflow import Action, NotAllowed, change_state
from issues.models import Page
from reading.page_labels import covers, place_of
from workbench.copies import Behind, Copy, do_step, locked, record
from workbench.models import Operation
from workbench.origins import plain_story
from workbench.state import DeskPage, DeskStory, story_to_json
from workbench.story_steps import join_continuation
from workbench.told import StepRefused, Told


def join_on(page: Page, user: User, number: str, args: Mapping[str, Any]) -> tuple[Copy, Told]:
    """Join a story with its continuation on another page of the issue.

    ``other`` is its key in the database; without one it is found by the jump. Raises ``Behind``
    and ``StepRefused``.
    """
    with transaction.atomic():
        copy = locked(page, user)
        if number and number != copy.number:
            raise Behind
        story = next((row for row in copy.desk.stories if row.key == args.get("story")), None)
        if story is None:
            raise StepRefused(_("That place is no longer on the page. Look at it again."))
        other = _continuation(page, story, args)
        raw = plain_story("a0", StoryText.of(other))
        photos = tuple(
            replace(words, pk=row.pk, sha256=row.sha256)
            for words, row in zip(raw.photos, other.photos.all(), strict=True)
        )
        desk, told = join_continuation(
            copy.desk,
            story=story.key,
            other=story_to_json(replace(raw, pk=other.pk, photos=photos)),
            version=other.version,
            number=other.page.label,
        )
        return record(copy, desk, told), told


def elsewhere(page: Page) -> list[Article]:
    """Return the stories on the issue's other pages, those first that say they go on from here."""
    rows = Article.objects.on_page().filter(page__issue=page.issue_id).exclude(page=page)
    found = rows.with_page().order_by("page__number", "order")
    return sorted(found, key=lambda row: row.jump_from not in covers(page.label))


def _continuation(page: Page, story: DeskStory, args: Mapping[str, Any]) -> Article:
    rows = elsewhere(page)
    if str(args.get("other") or "").isdigit():
        found = [row for row in rows if row.pk == int(args["other"])]
    else:
        found = [row for row in rows if _goes_on(row, page, story)]
    if len(found) != 1:
        raise StepRefused(
            _("Choose the story on another page that goes on here: several or none jump from here.")
        )
    if found[0].status != Article.Status.DRAFT:
        text = _("“%(story)s” is no draft any more (%(status)s). Have it returned first.")
        raise StepRefused(text % {"story": found[0], "status": found[0].get_status_display()})
    return found[0]


def _goes_on(row: Article, page: Page, story: DeskStory) -> bool:
    """Whether a story of another page says that it goes on where one breaks off."""
    if row.jump_from not in covers(page.label) or row.pk in _keys(story):
        return False
    return story.jump_to is None or row.page.number == (place_of(story.jump_to) or 0)


def _keys(story: DeskStory) -> set[int]:
    return {pk for pk, _version in story.continues}


def joined_on(page: DeskPage) -> set[int]:
    """Return the keys of the stories on other pages that were joined with this page's."""
    return {pk for story in page.stories for pk in _keys(story)}


def take_off(copy: Copy, by: User) -> list[str]:
    """Take what was joined off its own pages; return what it is called. Raises ``EditRefused``."""
    gone, before = [], copy.joined
    for story in copy.desk.stories:
        for pk, version in story.continues:
            if (pk, version) in before.get(story.key, ()):
                # It is on its page again because somebody has taken the text out here.
                continue
            article = Article.objects.with_page().get(pk=pk)
            if not article.is_on_page:
                continue
            if article.version != version:
                text = _(
                    "“%(story)s” was changed since you joined it. Undo that, and join it again."
                )
                raise EditRefused(text % {"story": article})
            reason = _("joined with “%(story)s” on page %(page)s") % {
                "story": story.title,
                "page": copy.row.page.label,
            }
            change_state(article, Action.SET_ASIDE, by=by, reason=reason[:300])
            gone.append(_named(article))
    return gone


def take_up(article: Article, *, by: User) -> Article:
    """Put a story that was set aside back on its page. Raises ``NotAllowed``."""
    if refusal := why_not_back(article):
        raise NotAllowed(refusal)
    return change_state(article, Action.TAKE_UP, by=by)


def take_back(page: Page, user: User, number: str, args: Mapping[str, Any]) -> tuple[Copy, Told]:
    """Put a story back on the page on its owner's desk. Raises as ``do_step`` does."""
    key = str(args.get("story", ""))
    pk = int(key[1:]) if key[:1] == "a" and key[1:].isdecimal() else 0
    article = page.articles.filter(pk=pk, status=Article.Status.SET_ASIDE).first()
    if article and (refusal := why_not_back(article)):
        raise StepRefused(refusal)
    return do_step(page, user, number, "take_back", args)


def why_not_back(article: Article) -> str:
    """Say why a story that was set aside may not stand on its page: its text stands elsewhere.

    So it is while the join holds: it was not taken back, and nobody has taken the text out again.
    """
    joins = Operation.objects.filter(page__issue=article.page.issue_id, name="join_continuation")
    last = joins.filter(told__other=article.pk).select_related("page").order_by("-pk").first()
    if last is None or last.told.get("undone"):
        return ""
    for story in last.page.articles.on_page():
        if _holds(story, article.paragraphs):
            return _(
                "“%(story)s” was joined with “%(other)s” on page %(page)s. Put back, its text would"
                " stand twice. Undo the join at the desk of page %(page)s and save, or take the"
                " text out of “%(other)s”; then put it back."
            ) % {"story": article, "other": story, "page": last.page.label}
    return ""


def _holds(story: Article, paragraphs: Iterable[str]) -> bool:
    """Whether most of the text stands in a story: a paragraph may have been cut or mended since."""
    rows = [row.strip() for row in paragraphs]
    there = sum(len(row) for row in rows if row in story.body)
    return there * 2 > sum(map(len, rows))


def put_back(undone: Iterable[Told], by: User) -> list[str]:
    """Put continuations back on their pages whose joining was saved and then taken back."""
    keys = [told.params["other"] for told in undone if "other" in told.params]
    rows = Article.objects.with_page().filter(pk__in=keys, status=Article.Status.SET_ASIDE)
    back = []
    for article in rows:
        change_state(article, Action.TAKE_UP, by=by)
        back.append(_named(article))
    return back


def _named(article: Article) -> str:
    return _("“%(story)s” on page %(page)s") % {"story": article, "page": article.page.label}
