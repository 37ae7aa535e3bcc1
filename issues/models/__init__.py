"""报纸、期、版 and what was received for each page."""

from issues.models.evidence import PageImage, PlainJSON, Reading, Source, SourceGone
from issues.models.issue import IS_EDITION, IS_LABEL, Issue, Page, printed_numbers
from issues.models.newspaper import DayException, Publication, RuleChange, WeeklyPattern

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
    "SourceGone",
    "WeeklyPattern",
    "printed_numbers",
]
