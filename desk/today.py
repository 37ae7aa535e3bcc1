"""The panel on the admin's home page: the latest pages, and the open findings by weight."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from desk import home_rows
from desk.finding_rows import weight_label
from desk.home_rows import firsts
from desk.import_views import PERMISSION
from desk.progress import progress_of_row
from findings.codes import title_of, weight_of
from findings.reading_codes import Weight


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
        days = firsts(home_rows.latest_issues())
        pages = home_rows.latest_pages(issues=days)
        panel["pages"] = [(page, progress_of_row(page)) for page in pages]
    if user.has_perm("findings.view_finding") or user.has_perm("findings.change_finding"):
        most = home_rows.COUNTED
        codes = firsts(home_rows.open_codes())
        panel["findings"] = _weighed(codes[:most])
        panel["counted"] = most if len(codes) > most else 0
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
