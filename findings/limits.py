"""The national limits: errors in 10,000 characters, and errors of form in an issue.

《报纸期刊质量管理规定》 (国家新闻出版署, 国新出发〔2020〕10号, 28 May 2020): a paper's 编校差错率
may be at most 3 in 10,000 characters, its 出版形式差错数 at most 3 an issue. (Periodicals: 2 and
5; books, by 《图书质量管理规定》 2004: 1.) The annex weighs single errors in finer steps; here
each settled finding counts as one, so the figure is a guide for the newsroom, not a verdict.

An error is what a person settled as one. What is open is a question, what is ignored is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from articles.models import Article
from findings.models import Finding
from issues.models import Page

ERRORS_IN_TEN_THOUSAND = 3
ERRORS_OF_FORM = 3
# 出版形式 is what the masthead and the folio print of the paper, its number and its days.
FORM_CODES = frozenset(
    {
        "weekday",
        "lunar-date",
        "lunar-unclear",
        "number-order",
        "number-taken",
        "number-jump",
        "number-differs",
        "issue-differs",
        "masthead-differs",
    }
)
# Not errors of the text: what the import did not understand, or left as readers see it.
NO_ERRORS = frozenset(["unassigned", "not-filled", "story-begins", "second-page", "mixed-columns"])


@dataclass(frozen=True, slots=True)
class Quality:
    """How a page or issue stands against the national limits."""

    characters: int
    errors: int
    errors_of_form: int

    @property
    def rate(self) -> float:
        """Errors of the text in 10,000 characters; 0 without text."""
        return self.errors * 10_000 / self.characters if self.characters else 0.0

    @property
    def is_within_limits(self) -> bool:
        """Whether both figures are within the limits, which belong to what is allowed."""
        # In whole numbers, so that exactly three in ten thousand never fails by a rounding.
        within = self.errors * 10_000 <= ERRORS_IN_TEN_THOUSAND * self.characters
        return (within or not self.errors) and self.errors_of_form <= ERRORS_OF_FORM


def page_quality(page: Page) -> Quality:
    codes = Finding.objects.filter(page=page, state=Finding.State.SETTLED)
    errors = of_form = 0
    for code in codes.values_list("code", flat=True):
        of_form += code in FORM_CODES
        errors += code not in FORM_CODES | NO_ERRORS
    return Quality(_characters(page), errors, of_form)


def _characters(page: Page) -> int:
    """Count the characters of headlines, text and captions, white space left out."""
    rows = Article.objects.filter(page=page).on_page()
    stories = rows.values_list("kicker", "headline", "deck", "body")
    captions = rows.filter(photos__isnull=False).values_list("photos__caption")
    return sum(len("".join(text.split())) for row in (*stories, *captions) for text in row)
