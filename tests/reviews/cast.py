"""The small cast of the reviews, and the ways in which it works."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from accounts.roles import Role
from articles.models import Article, Revision
from editorial.editing import change_story
from editorial.workflow import Action, change_state
from issues.models import Page
from tests.make import make_issue, make_member, make_page, make_publication, make_story
from tests.wishes import wish

REVIEWERS = ("first", "second", "final")
ROLES_OF = {
    "reporter": Role.REPORTER,
    "editor": Role.EDITOR,
    "first": Role.FIRST_REVIEWER,
    "second": Role.SECOND_REVIEWER,
    "final": Role.FINAL_REVIEWER,
    "publisher": Role.PUBLISHER,
    "administrator": Role.ADMINISTRATOR,
    "auditor": Role.AUDITOR,
}


def make_cast() -> dict[str, User]:
    """Return one member of staff for each role, by the role's short name."""
    return {name: make_member(name, role) for name, role in ROLES_OF.items()}


def make_reviewed_page(stories: int = 2, **paper: Any) -> Page:
    """Return a page with drafts in a paper that asks for three reviews."""
    publication = make_publication("三审报", **({"reviews": 3} | paper))
    page = make_page(make_issue(publication=publication))
    for place in range(stories):
        make_story(page, headline=f"第{place + 1}篇")
    return page


def make_reviewed_story(**paper: Any) -> Article:
    """Return one draft of such a paper."""
    return fresh(make_reviewed_page(1, **paper).articles.get())


def fresh(story: Article) -> Article:
    """Return the story as the database has it now, with its parts."""
    return Article.objects.with_page().with_parts().get(pk=story.pk)


def edit(story: Article, by: User, **fields: Any) -> Article:
    """Change the story and return it as it then stands."""
    story = fresh(story)
    fields = fields or {"headline": f"{story.headline}改"}
    change_story(
        story, wish(story, **fields), by=by, kind=Revision.Kind.EDIT, version=story.version
    )
    return fresh(story)


def sign_off(story: Article, cast: dict[str, User]) -> Article:
    """Take a draft through its three reviews."""
    story = change_state(story, Action.SUBMIT, by=cast["editor"])
    for name in REVIEWERS:
        story = change_state(fresh(story), Action.APPROVE, by=cast[name])
    return fresh(story)
