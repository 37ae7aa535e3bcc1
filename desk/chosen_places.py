"""Places of a word on a screen: each with its story, ticked or not, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.diff import Run, difference
from articles.models import Article, Revision
from audit.outcomes import Outcome, Report, Result
from desk.differences import clipped
from editorial.mending import Chosen, Find, Foreseen, FoundStory, Spot

# So many characters stand beside what changes.
SHOWN_AROUND = 40


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A story on the screen: its places with whether each is chosen, and what becomes of them."""

    article: Article
    spots: list[tuple[Spot, bool]]
    foreseen: Foreseen | None
    kind: Revision.Kind | None

    @property
    def parts(self) -> list[tuple[str, list[Run], bool]]:
        """Each part that changes: its name, how it will read, and whether nothing of it is left."""
        rows = self.foreseen.parts if self.foreseen else ()
        return [
            (row.part, clipped(difference(row.old, row.new), SHOWN_AROUND), not row.new.strip())
            for row in rows
        ]


def place_rows(
    found: Find, chosen: Mapping[int, Chosen], foreseen: Mapping[int, Foreseen]
) -> list[PlaceRow]:
    """Return what was found as the screen shows it."""
    return [_row(one, chosen, foreseen) for one in found.stories]


def _row(
    found: FoundStory, chosen: Mapping[int, Chosen], foreseen: Mapping[int, Foreseen]
) -> PlaceRow:
    choice, then = chosen.get(found.article.pk), foreseen.get(found.article.pk)
    places = choice.places if choice else frozenset()
    return PlaceRow(
        found.article,
        [(spot, spot.key in places) for spot in found.spots],
        then,
        (choice.kind if choice else None) or (then.proposed if then else None),
    )


def chosen_places(request: HttpRequest) -> dict[int, Chosen]:
    """Return the stories with a place that was chosen; a kind that was only proposed is none."""
    chosen: dict[int, Chosen] = {}
    for pk, version in versions_of(request.POST).items():
        if places := request.POST.getlist(f"place-{pk}"):
            kind = request.POST.get(f"kind-{pk}", "")
            said = kind in Revision.Kind.values and kind != request.POST.get(f"proposed-{pk}")
            chosen[pk] = Chosen(version, frozenset(places), Revision.Kind(kind) if said else None)
    return chosen


def versions_of(data: Mapping[str, Any]) -> dict[int, int]:
    """Return the stories that were chosen in a form, each with the version that it showed."""
    chosen = data.getlist("story")  # type: ignore[attr-defined]
    pairs = (row.split("=", 1) for row in chosen if row.count("=") == 1)
    return {int(pk): int(version) for pk, version in pairs if (pk + version).isdecimal()}


def tell(request: HttpRequest, report: Report[Outcome]) -> None:
    """Show what was done, what was proposed, and of each story what could not be done and why."""
    labels = {
        "done": _("%(count)s changed"),
        "held": _("%(count)s proposed, because readers see them"),
        "already": _("%(count)s were so already"),
    }
    said = [
        text % {"count": report.counts[key]} for key, text in labels.items() if report.counts[key]
    ]
    if said:
        messages.success(request, _(", ").join(said) + _("."))
    for row in report.outcomes:
        if not row.message or row.result == Result.ALREADY:
            continue
        named = {"first": row.name, "second": row.message}
        messages.error(request, _("%(first)s: %(second)s") % named)
