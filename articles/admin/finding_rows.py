"""The findings of a page as the page form shows them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from articles.checks.codes import CODES, Weight
from articles.models import Finding
from issues.models import Page


def finding_rows(page: Page, user: User) -> list[Finding]:
    """Return the findings that are open or answered, the heaviest first."""
    rows = page.findings.exclude(state=Finding.State.GONE).select_related("article", "decided_by")
    return sorted(rows, key=lambda row: (-weight(row.code), row.span_start or 0, row.pk))


def weight(code: str) -> int:
    """Return how much a code weighs; one that an older version wrote counts as a hint."""
    known = CODES.get(code)
    return int(known.weight if known else Weight.HINT)


def title(code: str) -> str:
    """Return what a kind of finding is called."""
    known = CODES.get(code)
    return str(known.title) if known else code


def weight_label(value: int) -> str:
    """Return what a weight is called."""
    return {
        Weight.FACT: _("facts"),
        Weight.FORM: _("form"),
        Weight.HINT: _("hints"),
    }[Weight(value)]
