"""Every list and form of the admin, so that Django finds them by this file's name."""

from desk import (
    aftermath_lists,
    article,
    finding,
    issue_lists,
    office,
    page,
    people,
    publication,
    waiver,
)

__all__ = [
    "aftermath_lists",
    "article",
    "finding",
    "issue_lists",
    "office",
    "page",
    "people",
    "publication",
    "waiver",
]
