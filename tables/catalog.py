"""All the tables by the names that commands use."""

from __future__ import annotations

from tables.issue_tables import IssueResource, PageResource, PublicationResource
from tables.resource import TableResource
from tables.story_tables import (
    ArticleResource,
    ContributorResource,
    OfficeResource,
    PhotoResource,
)
from tables.word_table import PaperWordResource

# In the order in which an empty newsroom takes them in.
TABLES: dict[str, type[TableResource]] = {
    "publications": PublicationResource,
    "issues": IssueResource,
    "pages": PageResource,
    "contributors": ContributorResource,
    "offices": OfficeResource,
    "words": PaperWordResource,
    "articles": ArticleResource,
    "photos": PhotoResource,
}
