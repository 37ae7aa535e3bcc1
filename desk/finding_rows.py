"""The findings of a page as the page form shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from articles.models import Article
from findings.answers import Scope
from findings.codes import weight_of
from findings.models import Finding
from findings.reading_codes import Weight
from issues.models import Page


def finding_rows(page: Page) -> list[Finding]:
    """Return the findings that are open or answered, the heaviest first."""
    rows = page.findings.exclude(state=Finding.State.GONE)
    rows = rows.select_related("article", "decided_by", "waiver")
    return sorted(rows, key=lambda row: (-weight_of(row.code), row.span_start or 0, row.pk))


def place_names(findings: Iterable[Finding], stories: Sequence[Article]) -> None:
    """Give a question about a name the first story of the page that has the name in its bylines."""
    first: dict[str, int] = {}
    for story in stories:
        for byline in story.bylines.all():
            first.setdefault(byline.contributor.name, story.pk)
    by_key = {story.pk: story for story in stories}
    for finding in findings:
        name = str(finding.params.get("name", ""))
        if finding.article_id is None and name in first:
            # Only for the eye: the row itself stays as the check wrote it.
            finding.article = by_key[first[name]]


def reach(finding: Finding) -> str:
    """Return how far an ignored finding is ignored: what opens it again opens all of that."""
    if finding.waiver is None:
        return str(Scope.ONCE.label)
    return str((Scope.PAPER if finding.waiver.publication_id else Scope.EVER).label)


def weight_label(value: int) -> str:
    return {
        Weight.FACT: _("facts"),
        Weight.FORM: _("form"),
        Weight.HINT: _("hints"),
    }[Weight(value)]
