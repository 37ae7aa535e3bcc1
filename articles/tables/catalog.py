"""All the tables by the names that commands use."""

from __future__ import annotations

from articles.resources import (
    ArticleResource,
    ContributorResource,
    OfficeResource,
    PhotoResource,
)
from issues.resources import IssueResource, PageResource, PublicationResource
from issues.tables.resource import TableResource

# In the order in which an empty newsroom takes them in.
TABLES: dict[str, type[TableResource]] = {
    "publications": PublicationResource,
    "issues": IssueResource,
    "pages": PageResource,
    "contributors": ContributorResource,
    "offices": OfficeResource,
    "articles": ArticleResource,
    "photos": PhotoResource,
}
