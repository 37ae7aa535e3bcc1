"""稿件 and what belongs to them."""

from articles.models.aftermath import (
    Correction,
    PreviewLink,
    Redirect,
    Relocation,
    Withdrawal,
)
from articles.models.article import Article, ArticleQuerySet, Byline, Contributor, Photo
from articles.models.history import Revision, Transition

__all__ = [
    "Article",
    "ArticleQuerySet",
    "Byline",
    "Contributor",
    "Correction",
    "Photo",
    "PreviewLink",
    "Redirect",
    "Relocation",
    "Revision",
    "Transition",
    "Withdrawal",
]
