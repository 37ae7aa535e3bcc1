"""The review pages of the admin: what waits, the screen of one page, and what is pressed there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.models import Article
from articles.text import StoryText, sha256_of
from desk import claim_views
from desk.base import require
from desk.job_views import run
from desk.kept_words import kept
from desk.public_links import address_of_page
from desk.review_screen import Screen, build_screen
from desk.review_words import ANSWERS, COMMENTS, REASONS, keep_written, place_of, written_in
from editorial.workflow import (
    Action,
    NotAllowed,
    NotConfirmed,
    approve_page,
    change_state,
    return_page,
    submit_page,
)
from findings.answers import may_decide
from issues.models import Page
from reviews import claims
from reviews.approvals import remember_look
from reviews.claims import ClaimRefused
from reviews.comments import CommentRefused, add_comment, answer, may_comment, resolve
from reviews.models import Comment, Notice, SeenText, Stage
from reviews.queue import all_waiting, mark_read, waiting_for
from reviews.seen import Seen
from reviews.separation import stages_of

REFUSALS = (NotAllowed, ClaimRefused, CommentRefused)


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(f"reviews/{route}", site.admin_view(view), {"site": site}, name=name)

    return [
        at("", queue_view, "reviews"),
        at("approve/", approve_read_view, "approve_read"),
        at("page/<int:pk>/", page_view, "review_page"),
        at("page/<int:pk>/act/", act_view, "review_act"),
        at("page/<int:pk>/here/", claim_views.here_view, "review_here"),
        at("story/<int:pk>/comment/", comment_view, "review_comment"),
        at("comment/<int:pk>/", thread_view, "review_thread"),
        at("notice/<int:pk>/seen/", notice_view, "review_notice"),
    ]


def context(request: HttpRequest, site: admin.AdminSite, title: str, **more: Any) -> dict[str, Any]:
    """Return what every page of the reviews has in common."""
    return {**site.each_context(request), "title": title, **more}


def queue_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Show what waits for this person, and what waits for others."""
    user = require(request, "articles.view_article", "issues.view_page")
    mine = waiting_for(user)
    mark_read(mine, user)
    keys = {(row.page.pk, row.stage) for row in mine}
    others = [row for row in all_waiting() if (row.page.pk, row.stage) not in keys]
    everything = context(request, site, _("Reviews"), mine=mine, others=others)
    return TemplateResponse(request, "admin/reviews/queue.html", everything)


@require_POST
def approve_read_view(request: HttpRequest, site: admin.AdminSite) -> HttpResponse:
    """Approve several pages at once, as far as this person has read them one by one."""
    require(request, "articles.view_article", "issues.view_page")
    keys = [key for key in request.POST.getlist("page") if key.isdigit()]
    pages = list(Page.objects.filter(pk__in=keys).select_related("issue__publication"))
    if not pages:
        messages.error(request, _("No page is ticked."))
        return HttpResponseRedirect(reverse("admin:reviews"))
    done = run(request, "approve-pages", pages, back=reverse("admin:reviews"))
    return done or HttpResponseRedirect(reverse("admin:reviews"))


def page_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Show the page to its reviewer, what changed since he last looked on top."""
    user = require(request, "articles.view_article", "issues.view_page")
    page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
    screen = build_screen(page, user)
    more = {
        "screen": screen,
        "page": page,
        "may_comment": may_comment(user),
        "may_decide": may_decide(user),
        "public_address": _public(screen),
        "typed": kept(request, place_of(pk)),
    }
    everything = context(request, site, _("Review of %(page)s") % {"page": page}, **more)
    return TemplateResponse(request, "admin/reviews/page.html", everything)


def _public(screen: Screen) -> str:
    """Return where readers find the page, where they do."""
    published = any(row.article.is_published for row in screen.panels)
    return address_of_page(screen.page) if published else ""


@require_POST
def act_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Approve, return, submit, claim, release … or mark as read: a page, or one story of it."""
    user = require(request, "articles.view_article", "issues.view_page")
    page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
    name, _colon, key = request.POST.get("act", "").partition(":")
    if name not in ACTS:
        raise PermissionDenied
    story = get_object_or_404(_stories(page), pk=key) if key.isdigit() else None
    claims.keep(page.articles.all(), by=user)
    keep_written(request, pk)
    if name == "enter" and (other := _written_by_enter(request, site)):
        return other
    try:
        done = ACTS[name](request, page, story, user)
    except NotConfirmed as asked:
        return _ask(request, site, page, asked)
    except NotOnScreen as unread:
        return _ask_unread(request, site, page, unread.stories)
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
        if name in ("return", "enter"):
            # What is written for another story stays.
            only = next(iter(_reasons(request)), "") if name == "enter" else ""
            keep_written(request, pk, but_for=(REASONS, key or only))
    return _back(request, reverse("admin:review_page", args=[pk]))


def _reasons(request: HttpRequest) -> dict[str, str]:
    """Return the reasons that were written, by the story that each is for; "" is the page."""
    return written_in(request.POST)[REASONS]


def _written_by_enter(request: HttpRequest, site: admin.AdminSite) -> HttpResponse | None:
    """Take the one comment or answer that is written: Enter in its field has pressed no button."""
    found = [(kind, key) for kind, rows in written_in(request.POST).items() for key in rows]
    kind, key = found[0] if len(found) == 1 else ("", "")
    if kind not in (ANSWERS, COMMENTS) or not key.isdecimal():
        return None
    return (_thread if kind == ANSWERS else _comment)(request, int(key), "answer")


def _ask(
    request: HttpRequest, site: admin.AdminSite, page: Page, asked: NotConfirmed
) -> HttpResponse:
    """Show what is to be known of before the review, and take the answer."""
    more = {"page": page, "asked": asked, "act": request.POST.get("act", "")}
    everything = context(request, site, _("Submit for review"), **more)
    return TemplateResponse(request, "admin/reviews/submit.html", everything)


class NotOnScreen(Exception):
    """Stories would be approved that were not on the screen; it is asked about first."""

    def __init__(self, stories: list[Article]) -> None:
        super().__init__()
        self.stories = stories


def _ask_unread(
    request: HttpRequest, site: admin.AdminSite, page: Page, unread: list[Article]
) -> HttpResponse:
    """Show which stories were not on the screen; the browser tells which were."""
    more = {
        "page": page,
        "unread": unread,
        "seen": request.POST.getlist("seen"),
        "stage": request.POST.get("stage", ""),
    }
    everything = context(request, site, _("Approve"), **more)
    return TemplateResponse(request, "admin/reviews/approve.html", everything)


def _check_on_screen(
    request: HttpRequest, page: Page, user: User, seen: Seen, stage: Stage | None
) -> None:
    """Raise ``NotOnScreen`` for stories that were neither shown by now nor read before."""
    if request.POST.get("all_read"):
        return
    shown = set(request.POST.getlist("shown"))
    stages = [stage] if stage else stages_of(user)
    waiting = page.articles.filter(status__in=[row.value for row in stages], pk__in=seen.stories)
    read = {
        row.article_id
        for row in SeenText.objects.filter(article__in=waiting, user=user)
        if sha256_of(row.text) == seen.stories[row.article_id]
    }
    unread = [row for row in waiting.order_by("order") if row.pk not in read]
    if unread := [row for row in unread if str(row.pk) not in shown]:
        raise NotOnScreen(unread)


def _stories(page: Page) -> Any:
    return page.articles.with_page().with_parts()


def _approve(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    seen = _seen(request)
    if story is not None:
        story = change_state(story, Action.APPROVE, by=user, seen=seen)
        return _now(story)
    stage = request.POST.get("stage", "")
    chosen = Stage(stage) if stage in Stage.values else None
    _check_on_screen(request, page, user, seen, chosen)
    count = approve_page(page, by=user, stage=chosen, seen=seen).changed
    return ngettext("Approved %(count)s story.", "Approved %(count)s stories.", count) % {
        "count": count
    }


def _return(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    reason = request.POST.get("reason", "")
    if story is not None:
        reason = request.POST.get(f"reason-{story.pk}", reason)
        done = change_state(story, Action.RETURN, by=user, reason=reason, seen=_seen(request))
        return _now(done)
    count = return_page(page, by=user, reason=reason, seen=_seen(request)).changed
    return ngettext("Returned %(count)s story.", "Returned %(count)s stories.", count) % {
        "count": count
    }


def _return_by_enter(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    """Return what the one reason is written for: Enter in its field has pressed no button."""
    found = written_in(request.POST)
    given = list(found[REASONS])
    if len(given) != 1 or sum(map(len, found.values())) != 1:
        raise NotAllowed(_("Nothing was done. Press the button of what you mean."))
    if given[0]:
        story = get_object_or_404(_stories(page), pk=given[0] if given[0].isdigit() else 0)
    return _return(request, page, story, user)


def _submit(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    confirmed = request.POST.get("confirmed", "")
    if story is not None:
        return _now(change_state(story, Action.SUBMIT, by=user, confirmed=confirmed))
    count = submit_page(page, by=user, confirmed=confirmed).changed
    return ngettext("Submitted %(count)s story.", "Submitted %(count)s stories.", count) % {
        "count": count
    }


def _mark_read(request: HttpRequest, page: Page, story: Article | None, user: User) -> str:
    seen = _seen(request)
    rows = [story] if story else list(_stories(page).filter(pk__in=seen.stories))
    for row in rows:
        if StoryText.of(row).sha256 != seen.stories.get(row.pk):
            raise NotAllowed(
                _("“%(story)s” was changed since you opened the page. Read the change first.")
                % {"story": row}
            )
        around = seen.pages.get(page.pk, "")
        remember_look(row, by=user, around=around, questions=seen.questions)
    return _("Next time this opens on what has changed since now.")


ACTS: dict[str, Callable[[HttpRequest, Page, Article | None, User], str]] = {
    "approve": _approve,
    "return": _return,
    "enter": _return_by_enter,
    "submit": _submit,
    "claim": claim_views.claim,
    "take": claim_views.take,
    "release": claim_views.release,
    "read": _mark_read,
}


def _seen(request: HttpRequest) -> Seen:
    """Return the hashes of the texts that the form was shown with."""
    return Seen.parse(request.POST.getlist("seen"))


def _now(story: Article) -> str:
    return _("“%(story)s” is now “%(status)s”.") % {
        "story": story,
        "status": story.get_status_display(),
    }


@require_POST
def comment_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    return _comment(request, pk, request.POST.get("do", ""))


def _comment(request: HttpRequest, pk: int, _do: str) -> HttpResponse:
    """Take a comment on a story; what else is written on the screen stays."""
    user, data = require(request, "articles.view_article"), request.POST
    story = get_object_or_404(Article.objects.with_page().with_parts(), pk=pk)
    near = data.get(f"near-{pk}", "")
    claims.keep([story], by=user)
    keep_written(request, story.page_id, pressed=str(pk))
    try:
        comment = add_comment(
            story,
            data.get(f"passage-{pk}", ""),
            data.get(f"text-{pk}", ""),
            by=user,
            quote=data.get(f"quote-{pk}", ""),
            near=int(near) if near.isdigit() else 0,
        )
    except CommentRefused as refusal:
        messages.error(request, str(refusal))
        return _to_story(story)
    keep_written(request, story.page_id, but_for=(COMMENTS, str(pk)))
    messages.success(request, _("Your comment stands beside the text."))
    return HttpResponseRedirect(f"{_screen(story)}#comment-{comment.pk}")


@require_POST
def thread_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    return _thread(request, pk, request.POST.get("do", ""))


def _thread(request: HttpRequest, pk: int, do: str) -> HttpResponse:
    """Answer a comment, resolve it or open it again; what else is written stays."""
    user = require(request, "articles.view_article")
    comment = get_object_or_404(
        Comment.objects.select_related("article", "answers", "answers__article"), pk=pk
    )
    page = comment.article.page_id
    keep_written(request, page)
    try:
        text = request.POST.get(f"answer-{pk}", "")
        # Who resolves it with a word written says that first.
        if do == "answer" or (do == "resolve" and text.strip()):
            answer(comment, text, by=user)
            keep_written(request, page, but_for=(ANSWERS, str(pk)))
            messages.success(request, _("Your answer stands beside the text."))
        if do != "answer":
            resolve(comment, by=user, resolved=do == "resolve")
    except CommentRefused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(f"{_screen(comment.article)}#story-{comment.article_id}")


@require_POST
def notice_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Take a notice off one's own home page."""
    user = require(request)
    mine = Notice.objects.filter(user=user, seen_at=None)
    row = mine.select_related("article").filter(pk=pk).first()
    if row is not None:
        # One press for all that came with it: the stories of a page come back together.
        page = row.article.page_id
        same = mine.filter(article__page=page, kind=row.kind, by=row.by_id, text=row.text)
        same.update(seen_at=timezone.now())
    return HttpResponseRedirect(reverse("admin:index"))


def _screen(story: Article) -> str:
    return reverse("admin:review_page", args=[story.page_id])


def _to_story(story: Article) -> HttpResponse:
    return HttpResponseRedirect(f"{_screen(story)}#story-{story.pk}")


def _back(request: HttpRequest, address: str) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return HttpResponseRedirect(wanted)
    return HttpResponseRedirect(address)


__all__ = ["Screen", "context", "urls"]
