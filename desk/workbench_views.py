"""The desk's addresses: the screen of one page, and what is typed, pressed and saved there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST, require_safe

from articles.pictures import TYPES, checked_image
from desk.base import require
from desk.differences import lines_difference, story_differences
from desk.page_source import scan_beside
from desk.plain_form import ANSWER, ENTER, UNCLEAR, is_change, kept_fields
from desk.public_links import before_readers
from desk.returned import returned_to
from desk.workbench_answers import (
    answering,
    back,
    behind,
    desk_view,
    is_script,
    page_of,
    refused,
    sent,
    state,
    stepped,
    typed_before,
    who_looks,
    who_works,
    whole,
)
from desk.workbench_cells import runs_of
from desk.workbench_company import pulse_view, take_view
from desk.workbench_layers import colours_view, layers_view
from editorial.editing import EditRefused
from editorial.new_places import ORDER
from editorial.workflow import NotAllowed, NotConfirmed, submit_page
from findings.answers import DecisionRefused, Scope, decide
from findings.models import Finding
from findings.reading_codes import Weight
from issues.models import Page
from workbench import fair_copy
from workbench.begin_steps import NO, YES
from workbench.chosen_images import choose_image, image_of
from workbench.clashes import Clashes
from workbench.continuations import join_on, take_back
from workbench.copies import (
    Behind,
    Copy,
    do_step,
    load,
    redo,
    say_whether_begins,
    undo,
)
from workbench.repairs import accept, accept_layer
from workbench.told import StepRefused, Told
from workbench.typed_words import type_changes


def urls(site: admin.AdminSite) -> list[URLPattern]:
    def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        address = f"issues/page/<int:pk>/desk/{route}"
        return path(address, answering(site, view), {"site": site}, name=name)

    return [
        at("", screen_view, "desk"),
        at("typed/", typed_view, "desk_typed"),
        at("step/", step_view, "desk_step"),
        at("undo/", undo_view, "desk_undo"),
        at("redo/", redo_view, "desk_redo"),
        at("save/", save_view, "desk_save"),
        at("submit/", submit_view, "desk_submit"),
        at("pulse/", pulse_view, "desk_pulse"),
        at("take/", take_view, "desk_take"),
        at("layers/", layers_view, "desk_layers"),
        at("colours/", colours_view, "desk_colours"),
        at("finding/<int:finding>/", finding_view, "desk_finding"),
        at("image/<int:image>/", image_view, "desk_image"),
    ]


@require_GET
@ensure_csrf_cookie
def screen_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Show the page on the desk."""
    user, page = who_looks(request), page_of(pk)
    copy, view = desk_view(page, user)
    name = "plain" if request.GET.get("plain") else "desk"
    context = {**site.each_context(request), "title": str(page), "desk": view, "page": page}
    stories = copy.opened.articles
    context |= scan_beside(page, user) | returned_to(stories) | before_readers(page, user, stories)
    context |= typed_before(request, page)
    return TemplateResponse(request, f"admin/workbench/{name}.html", context)


@require_POST
def typed_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Keep what was typed, as a private working copy."""
    user, page, data = who_works(request), page_of(pk), sent(request)
    changes = [row for row in data.get("changes") or [] if is_change(row)]
    place = data.get("place") if isinstance(data.get("place"), dict) else {}
    try:
        typed = type_changes(page, user, str(data.get("number") or ""), changes, place or {})
    except Behind:
        return behind(request, page, user)
    except StepRefused as refusal:
        return refused(request, page, str(refusal))
    if not is_script(request):
        return back(request, page)
    answer: dict[str, Any] = {
        "number": typed.number,
        "saved_at": typed.at.isoformat(),
        "texts": typed.texts,
        "runs": {name: runs_of(text) for name, text in typed.runs.items()},
        "unsaved": list(typed.touched),
    }
    if any("\n" in str(row["text"]) and row["part"] == "paragraphs" for row in changes):
        answer |= state(request, page, user)
    return JsonResponse(answer)


@require_POST
def step_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Do one step; without a script, keep what the form has first."""
    data = sent(request)
    if data.get("do") in BUTTONS_OF_READERS:
        return BUTTONS_OF_READERS[data["do"]](request, pk, site=site, data=data)
    user, page = who_works(request), page_of(pk)
    if not is_script(request):
        as_shown = kept_fields(request, page, user, data)
        data["number"] = ""
        if not as_shown and data.get("do") not in MERGING:
            return behind(request, page, user)
        if data.get("do") in OTHER_BUTTONS:
            return OTHER_BUTTONS[data["do"]](request, pk, site)
    number, name, args = str(data.get("number") or ""), data.get("step"), data.get("args") or {}

    def act() -> tuple[Copy, Told]:
        if name == "accept":
            return accept(page, user, number, whole(args.get("finding")))
        if name in (YES, NO):
            asked = whole(args.get("finding"))
            return say_whether_begins(page, user, number, asked, begins=name == YES)
        if name == "put_image":
            return _image_put(request, page, user, number, args)
        if name == "use":
            return accept_layer(page, user, number, args)
        if name == "join_continuation":
            return join_on(page, user, number, args)
        if name == "take_back":
            return take_back(page, user, number, args)
        return do_step(page, user, number, str(name), args)

    return _stepped(request, page, user, act)


def _image_put(
    request: HttpRequest, page: Page, user: User, number: str, args: dict[str, Any]
) -> tuple[Copy, Told]:
    """Take an image that came with a step, as ``image``; a plain form has one field a photo."""
    story, index = str(args.get("story", "")), str(args.get("index", ""))
    upload = request.FILES.get(f"image:{story}:{index}") or request.FILES.get("image")
    if upload is None:
        raise StepRefused(_("Choose a file first: a JPEG, PNG or WebP image."))
    try:
        image = checked_image(upload)
    except ValidationError as error:
        raise StepRefused(" ".join(error.messages)) from error
    place = int(index) if index.isdecimal() else None
    return choose_image(page, user, number, image, story=story, index=place)


@require_safe
def image_view(request: HttpRequest, pk: int, image: int, site: admin.AdminSite) -> HttpResponse:
    """Send an image that this person has chosen and not saved."""
    row = image_of(page_of(pk), who_works(request), image)
    if row is None:
        raise Http404
    kind = TYPES.get(row.name.rsplit(".", 1)[-1].lower(), "application/octet-stream")
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(row.data), content_type=kind, headers=headers)


@require_POST
def undo_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Take the last step back."""
    return _turn(request, pk, undo)


@require_POST
def redo_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Do again what was undone last."""
    return _turn(request, pk, redo)


def _turn(request: HttpRequest, pk: int, turn: Callable[..., tuple[Copy, Told]]) -> HttpResponse:
    user, page, data = who_works(request), page_of(pk), sent(request)
    number = str(data.get("number") or "") if is_script(request) else ""
    return _stepped(request, page, user, lambda: turn(page, user, number))


def _stepped(
    request: HttpRequest, page: Page, user: User, act: Callable[[], tuple[Copy, Told]]
) -> HttpResponse:
    """Do something to the copy, and answer with what it is then, or why it was not done."""
    try:
        copy, told = act()
    except Behind:
        return behind(request, page, user)
    except StepRefused as refusal:
        return refused(request, page, str(refusal))
    return stepped(request, page, user, copy, told)


@require_POST
def save_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Write the working copy into the page; what others changed too is merged, or asked about."""
    user, page, data = who_works(request), page_of(pk), sent(request)
    answer = _saved(request, page, user, data)
    if isinstance(answer, HttpResponse):
        return answer
    if not is_script(request):
        messages.success(request, answer)
        return back(request, page)
    return JsonResponse({**state(request, page, user), "told": answer})


def _saved(
    request: HttpRequest, page: Page, user: User, data: dict[str, Any]
) -> HttpResponse | str:
    """Save and return what to say of it, or the answer that says why not."""
    number = str(data.get("number") or "") if is_script(request) else ""
    kinds, resolve = data.get("kinds"), data.get("resolve")
    if not is_script(request):
        kinds = {name[5:]: data[name] for name in data if name.startswith("kind:")}
        resolve = {name[8:]: data[name] for name in data if name.startswith("resolve:")}
    try:
        saved = fair_copy.save(
            page,
            user,
            number,
            kinds=kinds if isinstance(kinds, dict) else {},
            resolve=resolve if isinstance(resolve, dict) else {},
            asked=str(data.get("asked") or ""),
        )
    except Behind:
        return behind(request, page, user)
    except Clashes as clashes:
        return _ask_about(request, page, user, clashes)
    except (EditRefused, NotAllowed, StepRefused) as refusal:
        return refused(request, page, _("Nothing was saved.") + f" {refusal}")
    return saved.summary


def _ask_about(request: HttpRequest, page: Page, user: User, clashes: Clashes) -> HttpResponse:
    """Show both texts where two people changed the same words; nothing was written."""
    rows: list[dict[str, Any]] = [
        {
            "key": row.key,
            "title": row.title,
            "author": row.author,
            "parts": story_differences(row.theirs.words, row.mine.words),
        }
        for row in clashes.rows
    ]
    if order := clashes.order:
        runs = lines_difference(order.theirs, order.mine)
        rows.append({"key": ORDER, "title": _("Order of the stories"), "parts": [{"runs": runs}]})
    context = {"page": page, "conflicts": rows, "message": str(clashes), "asked": clashes.page}
    if not is_script(request):
        messages.error(request, str(clashes))
        _copy, view = desk_view(page, user)
        everything = {**context, "desk": view, "title": str(page)}
        site: Any = admin.site
        return TemplateResponse(
            request,
            "admin/workbench/plain.html",
            {**site.each_context(request), **everything},
            status=409,
        )
    html = render_to_string("admin/workbench/conflicts.html", context, request)
    number = load(page, user).number
    return JsonResponse({"conflicts": html, "message": str(clashes), "number": number}, status=409)


@require_POST
def submit_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Save, and submit the page; what is missing is asked about first."""
    user, page, data = who_works(request), page_of(pk), sent(request)
    require(request, "articles.submit_article")
    if load(page, user).is_changed:
        answer = _saved(request, page, user, data)
        if isinstance(answer, HttpResponse):
            return answer
    try:
        done = submit_page(page, by=user, confirmed=str(data.get("confirmed") or ""))
    except NotConfirmed as asked:
        return _ask_before(request, page, site, asked)
    except NotAllowed as refusal:
        return refused(request, page, str(refusal))
    text = _("Submitted for review: %(count)s stories.") % {"count": done.changed}
    if not is_script(request):
        messages.success(request, text)
        return back(request, page)
    return JsonResponse({**state(request, page, user), "told": text})


def _ask_before(
    request: HttpRequest, page: Page, site: admin.AdminSite, asked: NotConfirmed
) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "asked": asked, "act": "submit"}
    if not is_script(request):
        context |= {**site.each_context(request), "title": _("Submit for review")}
        return TemplateResponse(request, "admin/reviews/submit.html", context)
    html = render_to_string("admin/workbench/questions.html", context, request)
    # What was saved before it was asked has changed the screen.
    now = state(request, page, who_works(request))
    return JsonResponse({**now, "questions": html, "confirm": asked.answer}, status=409)


@require_POST
def finding_view(
    request: HttpRequest, pk: int, finding: int, site: admin.AdminSite
) -> HttpResponse:
    """Answer a finding of the page; the screen gets all of them anew."""
    user, page, data = who_looks(request), page_of(pk), sent(request)
    require(request, "findings.change_finding")
    if not is_script(request) and user.has_perm("articles.change_article"):
        kept_fields(request, page, user, data)
    row = get_object_or_404(Finding.objects.select_related("page__issue", "article"), pk=finding)
    if row.page_id != page.pk:
        return refused(request, page, _("That place is no longer on the page. Look at it again."))
    try:
        decide(
            row,
            _answer(row, data),
            by=user,
            reason=str(data.get("reason") or data.get(f"reason:{finding}") or ""),
            scope=str(data.get("scope") or data.get(f"scope:{finding}") or Scope.ONCE),
        )
    except DecisionRefused as refusal:
        return refused(request, page, str(refusal))
    if not is_script(request):
        return back(request, page, "findings", answered=finding)
    full = state(request, page, user)
    return JsonResponse({"findings": full["html"]["findings"], **full})


def _answer(row: Finding, data: dict[str, Any]) -> str:
    """Return how a finding is answered; Enter in its reason does what needs one."""
    answer = str(data.get("answer") or "")
    if answer != ENTER:
        return answer
    reaches_further = data.get(f"scope:{row.pk}", Scope.ONCE) != Scope.ONCE
    fact = row.weight == Weight.FACT and not reaches_further
    return str(Finding.State.SETTLED if fact else Finding.State.IGNORED)


def _answer_by_enter(
    request: HttpRequest, pk: int, *, site: admin.AdminSite, data: dict[str, Any]
) -> HttpResponse:
    return finding_view(request, pk, whole(data.get("finding")), site)


def _unclear(
    request: HttpRequest, pk: int, *, site: admin.AdminSite, data: dict[str, Any]
) -> HttpResponse:
    """Say that Enter may mean more than one thing; what was typed is kept."""
    user, page = who_looks(request), page_of(pk)
    if user.has_perm("articles.change_article"):
        kept_fields(request, page, user, data)
    return refused(request, page, _("Nothing was done. Press the button of what you mean."))


# What Enter in a plain form may also do for who only answers findings.
BUTTONS_OF_READERS: dict[str, Callable[..., HttpResponse]] = {
    ANSWER: _answer_by_enter,
    UNCLEAR: _unclear,
}
# What may be pressed on a form that is behind: others' work is merged in, or asked about.
MERGING = {"save", "submit"}
OTHER_BUTTONS: dict[str, Callable[..., HttpResponse]] = {
    "undo": undo_view,
    "redo": redo_view,
    "save": save_view,
    "submit": submit_view,
}
