"""Publishing at a time, withdrawing, restoring, relocating in the admin: forms round functions.

Every page here asks first, says what readers will see, and tells afterwards what was done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Transition
from articles.models.article import SCHEDULED
from audit.outcomes import Result
from desk import correction, preview_links, story_versions
from desk.base import require
from desk.page_label import PageLabelField
from desk.public_links import address_of_page, link_to_readers, work_on
from editorial.assent import proposed_sentence
from editorial.new_places import PLACE
from editorial.proposals import change_values
from editorial.selections import (
    SelectionReport,
    restore_all,
    unschedule,
    withdraw_all,
)
from editorial.withdrawals import restore, withdraw
from editorial.workflow import REASON_NEEDED, Action, AlreadyDone, NotAllowed, change_state, may
from issues.models import Issue, Page
from issues.page_names import NamedPlace
from reviews.models import Proposal
from workbench.continuations import why_not_back

REASON_LENGTH = Transition._meta.get_field("reason").max_length


class TimeField(forms.DateTimeField):
    """A time in the newsroom's zone, said with the zone."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("publish at"),
            required=False,
            input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"],
            widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            help_text=gettext_lazy("Asia/Shanghai (CST). Empty: at once."),
        )


class TimeForm(forms.Form):
    """When readers shall see it."""

    at = TimeField()


class ReasonForm(forms.Form):
    """Why the state of a story is changed; some changes are nothing without it."""

    reason = forms.CharField(label=gettext_lazy("reason"), max_length=REASON_LENGTH)

    def __init__(self, action: Action, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].required = action in REASON_NEEDED
        if action == Action.WITHDRAW:
            self.fields["reason"].help_text = _("Readers see the reason at the story's address.")
            self.fields["notice"] = notice_field()
        if action == Action.PUBLISH:
            self.fields["at"] = TimeField()


def notice_field() -> forms.CharField:
    return forms.CharField(
        label=_("notice to readers"),
        required=False,
        help_text=_("Readers see it in the story's place. Empty: a plain sentence."),
        widget=forms.Textarea({"rows": 3, "lang": "zh-Hans"}),
    )


class PlaceForm(forms.Form):
    """Where a page, issue or story shall stand, and why."""

    date = forms.DateField(
        label=gettext_lazy("date"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    number = PageLabelField(label=gettext_lazy("page number"))
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=REASON_LENGTH)


class DayForm(PlaceForm):
    """Where an issue shall stand."""

    number = None  # type: ignore[assignment]


def carry_out(article: Article, action: Action, *, by: User, data: dict[str, Any]) -> None:
    """Change the state of a story as the form says. Raises ``NotAllowed``."""
    reason = data["reason"]
    if action == Action.WITHDRAW:
        withdraw(article, by=by, reason=reason, notice=data["notice"])
    elif action == Action.RESTORE:
        restore(article, by=by, reason=reason)
    elif action == Action.UNSCHEDULE:
        if refused := unschedule([article], by=by).refused:
            raise NotAllowed(refused[0].message)
    elif action == Action.TAKE_UP and (refusal := why_not_back(article)):
        raise NotAllowed(refusal)
    else:
        change_state(article, action, by=by, reason=reason, at=data.get("at"))


def report_to(request: HttpRequest, report: SelectionReport, *, sum_up: bool = True) -> None:
    for row in report.outcomes:
        said = _("%(first)s: %(second)s") % {"first": row.name, "second": row.message}
        if row.result == Result.REFUSED:
            messages.error(request, said)
        elif row.result == Result.ALREADY:
            messages.info(request, said)
    if sum_up and report.of(Result.DONE):
        messages.success(request, report.summary)


def page_urls(model_admin: admin.ModelAdmin[Any]) -> list[URLPattern]:
    """Return the addresses under a page's form."""
    at = partial(_at, model_admin, "issues_page")
    return [
        at("withdraw", page_withdraw),
        at("restore", page_restore),
        at("unschedule", page_unschedule),
        at("relocate", page_relocate),
        at("links", preview_links.page_links),
    ]


def story_urls(model_admin: admin.ModelAdmin[Any]) -> list[URLPattern]:
    """Return the addresses under a story's form."""
    at = partial(_at, model_admin, "articles_article")
    return [
        at("correct", correction.correct_view),
        at("relocate", story_relocate),
        at("links", preview_links.story_links),
        path(
            "<int:pk>/version/<slug:name>/",
            model_admin.admin_site.admin_view(story_versions.version_view),
            {"site": model_admin},
            name="articles_article_version",
        ),
    ]


def _at(
    model_admin: admin.ModelAdmin[Any], name: str, word: str, view: Callable[..., HttpResponse]
) -> URLPattern:
    wrapped = model_admin.admin_site.admin_view(view)
    return path(f"<int:pk>/{word}/", wrapped, {"site": model_admin}, name=f"{name}_{word}")


# What is done to a page, under the names that its buttons have, and the stories that it reaches.
PAGE_TITLES = {
    Action.WITHDRAW: gettext_lazy("Withdraw page"),
    Action.RESTORE: gettext_lazy("Restore page"),
    Action.UNSCHEDULE: gettext_lazy("Unschedule page"),
}
REACHES = {
    Action.WITHDRAW: {Article.Status.PUBLISHED.value},
    Action.RESTORE: {Article.Status.WITHDRAWN.value},
    Action.UNSCHEDULE: {SCHEDULED},
}


class PageReasonForm(forms.Form):
    """Why a whole page is withdrawn or restored."""

    reason = forms.CharField(label=gettext_lazy("reason"), max_length=REASON_LENGTH)


class WithdrawPageForm(PageReasonForm):
    """Why, and what readers are told in its place."""

    notice = forms.CharField(
        label=gettext_lazy("notice to readers"), required=False, widget=forms.Textarea({"rows": 3})
    )


def page_withdraw(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Ask for reason and notice, and withdraw every published story of the page."""
    text = _("Readers get the notice and the reason in the place of every story of this page.")
    return _page_action(request, pk, site, WithdrawPageForm, withdraw_all, Action.WITHDRAW, text)


def page_restore(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Ask why, and restore every withdrawn story of the page."""
    text = _("Every withdrawn story of this page is before its readers again.")
    return _page_action(request, pk, site, PageReasonForm, restore_all, Action.RESTORE, text)


def page_unschedule(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Ask, and unschedule the page."""
    text = _("What waits for its time goes back to where it was before.")
    return _page_action(request, pk, site, forms.Form, unschedule, Action.UNSCHEDULE, text)


def _page_action(
    request: HttpRequest,
    pk: int,
    site: Any,
    form_class: type[forms.Form],
    act: Callable[..., SelectionReport],
    action: Action,
    text: str,
) -> HttpResponse:
    user = require(request, "articles.publish_article", "issues.view_page")
    page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
    back = work_on(page, user)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        report = act([page], by=user, **form.cleaned_data)
        report_to(request, report)
        if action == Action.RESTORE and report.of(Result.DONE):
            link_to_readers(request, address_of_page(page))
        return HttpResponseRedirect(back)
    stories = [row for row in page.articles.order_by("order") if row.state in REACHES[action]]
    title = str(PAGE_TITLES[action])
    return ask(request, site, page, form=form, title=title, text=text, stories=stories, back=back)


def page_relocate(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    page = get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
    initial = {"date": page.issue.date, "number": page.label}

    def act(user: User, data: dict[str, Any]) -> Proposal | None:
        to = NamedPlace(data["date"], data["number"], page.issue.edition)
        return change_values(page, {PLACE: to}, by=user, reason=data["reason"])

    return _relocate(request, site, page, PlaceForm, initial, act)


def story_relocate(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Ask on which page the story belongs, and relocate it there."""
    story = get_object_or_404(Article.objects.with_page(), pk=pk)
    initial = {"date": story.page.issue.date, "number": story.page.label}

    def act(user: User, data: dict[str, Any]) -> Proposal | None:
        to = NamedPlace(data["date"], data["number"], story.page.issue.edition)
        return change_values(story, {PLACE: to}, by=user, reason=data["reason"])

    return _relocate(request, site, story, PlaceForm, initial, act)


def issue_relocate(request: HttpRequest, pk: int, site: Any) -> HttpResponse:
    """Ask to which day the issue belongs, and relocate it there."""
    issue = get_object_or_404(Issue.objects.select_related("publication"), pk=pk)

    def act(user: User, data: dict[str, Any]) -> Proposal | None:
        to = NamedPlace(data["date"], edition=issue.edition)
        return change_values(issue, {PLACE: to}, by=user, reason=data["reason"])

    return _relocate(request, site, issue, DayForm, {"date": issue.date}, act)


def may_relocate(user: User) -> bool:
    """Return whether ``user`` may say where something stands."""
    return user.has_perm("issues.change_page") or may(user, Action.PUBLISH)


def _relocate(
    request: HttpRequest,
    site: Any,
    row: Page | Issue | Article,
    form_class: type[forms.Form],
    initial: dict[str, Any],
    act: Callable[[User, dict[str, Any]], Proposal | None],
) -> HttpResponse:
    user = require(request, "issues.view_page")
    if not may_relocate(user):
        raise PermissionDenied
    back, name = _work_on(row, user), str(row)
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = act(user, form.cleaned_data)
        except AlreadyDone as already:
            messages.info(request, str(already))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            told = proposed_sentence(made) if made else _now_at(row, name, user)
            messages.success(request, told)
            return HttpResponseRedirect(back)
    text = _("An address that readers had leads to the new place for ever.")
    return ask(request, site, row, form=form, title=_("Relocate"), text=text, back=back)


def _work_on(row: Page | Issue | Article, user: User) -> str:
    """Return where one goes on after a relocation: the desk of the page that one worked on."""
    if isinstance(row, Issue):
        return reverse("admin:issues_issue_change", args=[row.pk])
    return work_on(row if isinstance(row, Page) else row.page, user)


def _now_at(row: Page | Issue | Article, name: str, user: User) -> str:
    """Say where a row stands now, with the way there for a story, which left its page."""
    now = type(row)._default_manager.get(pk=row.pk)
    place = now.page if isinstance(now, Article) else now
    said = _("“%(row)s” now stands here: %(place)s. An address that readers had leads there.")
    said %= {"row": name, "place": place}
    if not isinstance(now, Article):
        return said
    return format_html('{} <a href="{}">{}</a>', said, work_on(now.page, user, now.pk), _("Desk"))


def ask(
    request: HttpRequest,
    site: Any,
    row: Any,
    *,
    form: forms.Form,
    title: str,
    text: str,
    template: str = "ask",
    **more: Any,
) -> HttpResponse:
    """Show a form over one object, with a sentence on what it does."""
    context = {
        **site.admin_site.each_context(request),
        "opts": row._meta,
        "original": row,
        "title": title,
        "text": text,
        "form": form,
        **more,
    }
    return TemplateResponse(request, f"admin/aftermath/{template}.html", context)
