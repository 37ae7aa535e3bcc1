"""稿件 and what belongs to them."""

from articles.models.article import Article, ArticleQuerySet, Byline, Contributor, Photo
from articles.models.finding import Finding, FindingQuerySet, Waiver, WaiverQuerySet
from articles.models.history import Revision, Transition
from articles.models.office import Office, Sighting
from articles.models.pending import PendingFile, PendingImport

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Byline",
    "Contributor",
    "Finding",
    "FindingQuerySet",
    "Office",
    "PendingFile",
    "PendingImport",
    "Photo",
    "Revision",
    "Sighting",
    "Transition",
    "Waiver",
    "WaiverQuerySet",
]
