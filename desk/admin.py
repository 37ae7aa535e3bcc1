"""Every list and form of the admin, so that Django finds them by this file's name."""

from desk import (
    aftermath_lists,
    finding,
    issue_lists,
    office,
    page,
    paper_words,
    people,
    publication,
    role_grants,
    rule_changes,
    staff,
    story,
    waiver,
)

__all__ = [
    "aftermath_lists",
    "finding",
    "issue_lists",
    "office",
    "page",
    "paper_words",
    "people",
    "publication",
    "role_grants",
    "rule_changes",
    "staff",
    "story",
    "waiver",
]
