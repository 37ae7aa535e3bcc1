"""The panel on the admin's home page: the latest pages, and the open findings by weight."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from desk.finding_rows import weight_label
from desk.import_views import PERMISSION
from desk.page import with_progress
from desk.progress import progress_of_row
from findings.codes import Weight, title_of, weight_of
from findings.models import Finding
from issues.models import Issue, Page

LATEST = 8
# Of so many open findings, those of the latest pages, it is told of what kind they are.
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Weighed:
    """The open findings of one weight and the list that shows them."""

    value: int
    label: str
    total: int
    kinds: list[tuple[str, int]]
    address: str


def today(request: HttpRequest) -> dict[str, Any]:
    """Return what the person may see; the number of queries is the same for any number of rows."""
    user = request.user
    panel: dict[str, Any] = {"may_import": user.has_perm(PERMISSION)}
    if user.has_perm("issues.view_page") or user.has_perm("issues.change_page"):
        # The days first: sorted by their issues, all the pages of an archive would be counted.
        days = list(Issue.objects.order_by("-date").values_list("pk", flat=True)[:LATEST])
        pages = with_progress(Page.objects.filter(issue__in=days))
        pages = pages.order_by("-issue__date", "number")[:LATEST]
        panel["pages"] = [(page, progress_of_row(page)) for page in pages]
    if user.has_perm("findings.view_finding") or user.has_perm("findings.change_finding"):
        # By page, in the order of the index that has the open ones.
        rows = Finding.objects.open().order_by("-page_id").values_list("code", flat=True)
        codes = list(rows[: COUNTED + 1])
        panel["findings"] = _weighed(codes[:COUNTED])
        panel["counted"] = COUNTED if len(codes) > COUNTED else 0
    return panel


def _weighed(codes: list[str]) -> list[Weighed]:
    by_weight: dict[int, Counter[str]] = {int(row): Counter() for row in Weight}
    for code, count in Counter(codes).items():
        by_weight[weight_of(code)][title_of(code)] += count
    address = reverse("admin:findings_finding_changelist")
    return [
        Weighed(
            value,
            weight_label(value),
            kinds.total(),
            kinds.most_common(),
            f"{address}?state__exact=open&weight={value}",
        )
        for value, kinds in sorted(by_weight.items(), reverse=True)
    ]
