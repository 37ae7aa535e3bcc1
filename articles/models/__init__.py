"""稿件 and what belongs to them."""

from articles.models.article import Article, ArticleQuerySet, Byline, Contributor, Photo
from articles.models.finding import Finding, FindingQuerySet
from articles.models.history import Revision, Transition
from articles.models.pending import PendingFile, PendingImport

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Byline",
    "Contributor",
    "Finding",
    "FindingQuerySet",
    "PendingFile",
    "PendingImport",
    "Photo",
    "Revision",
    "Transition",
]
