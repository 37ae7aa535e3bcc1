"""What the desk's addresses answer: JSON for its script, a redirect with a message without one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.second_factor import is_missing
from articles.models import Article
from desk.base import require
from desk.finding_rows import finding_rows, place_names
from desk.kept_words import keep, kept, reasons_of_findings
from desk.plain_form import as_object, button_pressed, left_beside
from desk.public_links import LOOKS
from desk.workbench_screen import DeskView, build, parts
from editorial.workflow import Action, may
from findings.answers import may_decide
from issues.models import Page
from workbench.company import others_on
from workbench.continuations import elsewhere, joined_on
from workbench.copies import Copy, load
from workbench.joined_sources import with_joined
from workbench.kinds_of_change import proposed_kinds
from workbench.repairs import repair_of
from workbench.told import SENTENCES, Told, sentence

SCRIPT = "desk"
View = Callable[..., HttpResponse]


class AnotherPerson(PermissionDenied):
    """What was sent is of somebody else than who is logged in by now."""


def is_script(request: HttpRequest) -> bool:
    """Whether the desk's own script asks, which wants JSON and no redirects."""
    return request.headers.get("X-Requested-With") == SCRIPT


def answering(site: admin.AdminSite, view: View) -> View:
    """Wrap a view: a session that has ended is told to the script, not redirected to a form."""
    inner = site.admin_view(view)

    @wraps(inner)
    def outer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if not is_script(request):
            return inner(request, *args, **options)
        ended = not site.has_permission(request)
        if ended or is_missing(request.user):
            name = "admin:login" if ended else "admin:second_factor"
            return JsonResponse({"login": reverse(name)}, status=401)
        try:
            return inner(request, *args, **options)
        except AnotherPerson:
            text = _("Somebody else is logged in here now. Log in as yourself; all is kept.")
            return JsonResponse({"message": text, "user": request.user.pk}, status=403)
        except PermissionDenied:
            text = _("You may look at this page, but not change it.")
            return JsonResponse({"message": text, "user": request.user.pk}, status=403)

    return outer


def sent(request: HttpRequest) -> dict[str, Any]:
    """Return what was sent, from JSON or a form. Raises ``PermissionDenied`` for another's."""
    raw: Any = None
    if request.content_type == "application/json":
        try:
            raw = json.loads(request.body or b"{}")
        except ValueError:
            raw = None
    else:
        raw = _from_form(request.POST.dict())
    found: dict[str, Any] = raw if isinstance(raw, dict) else {}
    if not isinstance(found.get("args", {}), dict):
        found["args"] = {}
    if found.get("user") not in (None, "", request.user.pk, str(request.user.pk)):
        # Somebody else has logged in in the same browser: what was typed is not his.
        raise AnotherPerson
    return found


def whole(value: Any) -> int:
    """Return a number as it was sent, 0 for anything else."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _from_form(data: dict[str, str]) -> dict[str, Any]:
    """Return what a plain form sends: the pressed button says what to do, ``@name`` is a field."""
    raw: dict[str, Any] = {**data, **button_pressed(data)}
    args = raw.get("args") or {}
    if isinstance(args, dict):
        raw["args"] = {
            name: data.get(value[1:], "") if str(value).startswith("@") else value
            for name, value in args.items()
        }
    raw["changes"] = [_change(name, value) for name, value in data.items() if _is_text(name)]
    raw["shown"] = as_object(data.get("shown", ""))
    return raw


def _is_text(name: str) -> bool:
    return name.startswith("text:") and name.count(":") == 3


def _change(name: str, value: str) -> dict[str, Any]:
    _text, story, part, index = name.split(":")
    return {"story": story, "part": part, "index": index, "text": value}


def who_works(request: HttpRequest) -> User:
    """Return who may change the page. Raises ``PermissionDenied``."""
    return require(request, "articles.change_article", *LOOKS)


def who_looks(request: HttpRequest) -> User:
    return require(request, *LOOKS)


def desk_view(page: Page, user: User, copy: Copy | None = None) -> tuple[Copy, DeskView]:
    """Return a person's copy of a page and how the screen shows it."""
    may_edit = user.has_perm("articles.change_article")
    copy = copy or load(page, user)
    findings = finding_rows(page)
    place_names(findings, copy.opened.articles)
    shown, joined = with_joined(copy.desk, len(copy.opened.text))
    view = build(
        page,
        copy.opened.source,
        shown,
        number=copy.number,
        user=user,
        articles=copy.opened.by_key,
        findings=findings,
        proposals={row.pk: told for row in findings if (told := repair_of(row).told)},
        kinds=proposed_kinds(copy),
        others=others_on(page, user),
        unsaved=copy.unsaved,
        is_rearranged=copy.is_rearranged,
        undo=_name(copy.last[0]),
        redo=_name(copy.last[1]),
        may_edit=may_edit,
        may_decide=may_decide(user),
        may_submit=may_edit and may(user, Action.SUBMIT),
        place=copy.row.place or None,
        rests=_rests(page, copy),
        joined=joined,
    )
    return copy, view


def _rests(page: Page, copy: Copy) -> list[Article]:
    """Return what may go on where a story of the page breaks off: the stories of other pages."""
    if not any(row.jump_to or row.truncated for row in copy.desk.stories):
        return []
    known = joined_on(copy.desk)
    return [row for row in elsewhere(page) if row.pk not in known]


def _name(step: str) -> str:
    """Return what Undo and Redo call a step: its sentence without its places."""
    return (
        sentence(step, {"from": "", "to": "", "text": "…"}).strip() if step in SENTENCES else step
    )


def state(request: HttpRequest, page: Page, user: User, copy: Copy | None = None) -> dict[str, Any]:
    """Return all that the screen shows anew."""
    copy, view = desk_view(page, user, copy)
    return {
        "number": copy.number,
        "html": parts(request, view),
        "undo": view.undo,
        "redo": view.redo,
        "unsaved": list(view.unsaved),
        "changed": view.is_changed,
        "submit": view.has_drafts,
    }


def stepped(request: HttpRequest, page: Page, user: User, copy: Copy, told: Told) -> HttpResponse:
    """Answer a step that was done."""
    text = sentence(told.name, told.params)
    if not is_script(request):
        turned = {"undo": _("Undone: {what}"), "redo": _("Done again: {what}")}
        said = turned.get(str(button_pressed(request.POST.dict()).get("do")), "{what}")
        messages.success(request, said.replace("{what}", text))
        return back(request, page, told.focus.story, done=True)
    more = {"told": text, "focus": asdict(told.focus)}
    return JsonResponse({**state(request, page, user, copy), **more})


def refused(request: HttpRequest, page: Page, text: str, status: int = 422) -> HttpResponse:
    """Answer what cannot be done."""
    if not is_script(request):
        messages.error(request, text)
        return back(request, page)
    return JsonResponse({"message": text}, status=status)


def behind(request: HttpRequest, page: Page, user: User) -> HttpResponse:
    """Answer a window that shows an older state: nothing was done, and this is how it stands."""
    text = _("The page has changed in the meantime. Nothing was done; look at it and do it again.")
    if not is_script(request):
        messages.warning(request, text)
        return back(request, page)
    return JsonResponse({"message": text, **state(request, page, user)}, status=409)


def back(
    request: HttpRequest, page: Page, key: str = "", *, answered: int = 0, done: bool = False
) -> HttpResponseRedirect:
    """Lead back to the plain form of the desk, or to its screen for who came from elsewhere.

    The reasons that were written there for other findings than the ``answered`` one stay, and what
    stands beside other buttons than the one that was pressed and ``done``.
    """
    data = request.POST.dict()
    questions = reasons_of_findings(data, but_for=answered)
    fields = left_beside(data, done=button_pressed(data) if done else None)
    fields.pop(f"scope:{answered}", None)
    keep(request, _place(page), questions=questions, fields=fields)
    address = reverse("admin:desk", args=[page.pk])
    if request.POST.get("screen"):
        return HttpResponseRedirect(f"{address}#story-{key}" if key else address)
    return HttpResponseRedirect(f"{address}?plain=1#{key}" if key else f"{address}?plain=1")


def typed_before(request: HttpRequest, page: Page) -> dict[str, Any]:
    """Return what was written in the plain form for other buttons than the last one."""
    return {"typed": kept(request, _place(page))}


def _place(page: Page) -> str:
    return f"desk-{page.pk}"


def token(request: HttpRequest) -> Mapping[str, Any]:
    """Return what a window needs after a login elsewhere: the new token, and who is logged in."""
    return {"user": request.user.pk, "token": get_token(request), "logged_in": True}


def page_of(pk: int) -> Page:
    return get_object_or_404(Page.objects.select_related("issue__publication"), pk=pk)
