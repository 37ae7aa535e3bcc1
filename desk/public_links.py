"""From the desk to what readers see, and back again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from articles.models import Article
from articles.models.history import told_time
from desk.progress import progress_of, scheduled_at
from editorial.workflow import Action, may
from issues.models import Page
from paper.addresses import page_address, several_papers

# What who looks at the desk must hold.
LOOKS = ("articles.view_article", "issues.view_page")


def address_of_page(page: Page) -> str:
    """Return where readers find a page."""
    issue = page.issue
    return page_address(
        issue.date,
        page.label,
        issue.publication_id,
        several=several_papers(),
        edition=issue.edition,
    )


def before_readers(page: Page, user: User, stories: Iterable[Article]) -> dict[str, Any]:
    """Return where readers see the page and from when, what no longer, and what may be done."""
    stories = list(stories)
    progress, publishes = progress_of(stories), may(user, Action.PUBLISH)
    return {
        "scheduled": scheduled_at(stories),
        "may_unschedule": publishes,
        "public_address": address_of_page(page) if progress.published else "",
        "may_publish": publishes and progress.signed_off > 0,
        "may_withdraw": publishes and progress.published > 0,
        "may_restore": publishes,
        "withdrawn": page.articles.filter(status=Article.Status.WITHDRAWN).order_by("order"),
    }


def work_on(page: Page, user: User, story: int | None = None) -> str:
    """Return where a page is worked on: its desk, or its form for who may not see the desk.

    A ``story`` that was set aside or relocated stands on neither, so the address leads to the page.
    """
    if not user.has_perms(LOOKS):
        return reverse("admin:issues_page_change", args=[page.pk])
    return reverse("admin:desk", args=[page.pk]) + (f"#story-a{story}" if story else "")


def link_to_readers(request: HttpRequest, address: str) -> None:
    """Lead from a publication to what readers now see."""
    text = _("See it as readers do")
    messages.success(request, format_html('<a href="{}">{}</a>', address, text))


class Previews:
    """Where what readers cannot see yet is shown at the desk."""

    @staticmethod
    def story(pk: int) -> str:
        """Return the address of a story's preview."""
        return reverse("admin:articles_article_preview", args=[pk])

    @staticmethod
    def page(pk: int) -> str:
        """Return the address of a page's preview."""
        return reverse("admin:issues_page_preview", args=[pk])


def leads_back(request: HttpRequest, address: str, stories: Iterable[Article]) -> None:
    """Let a preview lead to others, and back to where it was opened from, or to ``address``.

    It says whether readers see any of the ``stories`` already, or from when.
    """
    rows = list(stories)
    at = scheduled_at(rows)
    text = _("Scheduled: readers see it from %(time)s on, not yet.")
    request.waits = text % {"time": told_time(at)} if at else ""  # type: ignore[attr-defined]
    came = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(came, {request.get_host()})
    path = urlsplit(came).path if own else ""
    inside = path.startswith(reverse("admin:index")) and path != request.path
    request.back = path if inside else address  # type: ignore[attr-defined]
    request.previews = Previews  # type: ignore[attr-defined]
    request.is_public = any(row.is_published for row in rows)  # type: ignore[attr-defined]
