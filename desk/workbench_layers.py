"""The desk's two sides against each other: earlier layers of the stories, colours of the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from articles.diff import difference
from articles.layers import page_layers, shown
from desk.workbench_answers import desk_view, page_of, refused, who_looks
from desk.workbench_cells import label_of, runs_of
from desk.workbench_screen import DeskView
from workbench.joined_sources import only_joined
from workbench.received import received_parts
from workbench.state import DeskStory, parts_of, story_text


@dataclass(frozen=True, slots=True)
class LayerPart:
    """One part of a story in an earlier layer, as runs that lead to what stands on the desk."""

    label: str
    runs: list[Any]


@require_GET
def layers_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Show the stories as received or as repaired."""
    user, page = who_looks(request), page_of(pk)
    show = request.GET.get("show", "")
    if show not in ("received", "repaired"):
        return refused(request, page, _("Choose “as received” or “repaired”."))
    _copy, view = desk_view(page, user)
    return JsonResponse({"html": layers_html(request, view, show)})


@require_GET
def colours_view(request: HttpRequest, pk: int, site: admin.AdminSite) -> HttpResponse:
    """Send the source in the colours of now, and where what was joined has come from.

    What is typed is kept without reading the page; the colours are asked for when it has parted
    words from the source.
    """
    copy, view = desk_view(page_of(pk), who_looks(request))
    runs = {
        f"{story.key}/{part}/{index}": runs_of(text)
        for story in view.state.stories
        if story.continues
        for part, index, text in parts_of(story)
    }
    return JsonResponse(
        {"number": copy.number, "html": {"source": str(view.source_html)}, "runs": runs}
    )


def layers_html(request: HttpRequest, view: DeskView, show: str) -> str:
    """Return the stories as received or as repaired, against what now stands on the desk."""
    rows = []
    known = page_layers([sheet.article for sheet in view.sheets if sheet.article])
    for sheet in view.sheets:
        now = _shown_parts(sheet.story)
        own = known.get(sheet.article.pk) if sheet.article else None
        then = dict(getattr(own, show)) if own else {}
        if show == "received":
            then = _received(sheet.story, then, view)
        found = [
            LayerPart(label_of(part), difference(then.get(part, ""), now.get(part, "")))
            for part in now
            if then.get(part, "") or now[part]
        ]
        rows.append((sheet, found))
    context = {"desk": view, "rows": rows, "show": show}
    return render_to_string("admin/workbench/layers.html", context, request)


def _received(story: DeskStory, then: dict[str, str], view: DeskView) -> dict[str, str]:
    """Return what was received for a story, with what came for its continuation elsewhere."""
    own = view.source.text if view.source else ""
    if not any(then.values()) and own:
        then = received_parts(story, own)
    if view.joined:
        sources = "\n".join([own, *(row.text for row in view.joined)])
        more = received_parts(only_joined(story, len(own)), sources)
        then = {
            part: "\n".join(filter(None, (then.get(part, ""), more.get(part, ""))))
            for part in {**then, **more}
        }
    return then


def _shown_parts(story: DeskStory) -> dict[str, str]:
    """Return a story's parts as the layers show them."""
    return shown(story_text(story))
