"""报纸、期、版 and what was received for each page."""

from issues.models.issue import IS_EDITION, IS_LABEL, Issue, Page, printed_numbers
from issues.models.publication import DayException, Publication, RuleChange, WeeklyPattern
from issues.models.received import PageImage, PlainJSON, Reading, Source

__all__ = [
    "IS_EDITION",
    "IS_LABEL",
    "DayException",
    "Issue",
    "Page",
    "PageImage",
    "PlainJSON",
    "Publication",
    "Reading",
    "RuleChange",
    "Source",
    "WeeklyPattern",
    "printed_numbers",
]
