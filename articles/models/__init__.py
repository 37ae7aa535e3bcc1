"""稿件 and what belongs to them."""

from articles.models.aftermath import (
    Correction,
    PreviewLink,
    PreviewLinkQuerySet,
    Redirect,
    StoryMove,
    Withdrawal,
)
from articles.models.article import Article, ArticleQuerySet, Byline, Contributor, Photo
from articles.models.finding import Finding, FindingQuerySet, Waiver, WaiverQuerySet
from articles.models.history import Revision, Transition
from articles.models.office import Office, Sighting
from articles.models.pending import PendingFile, PendingImport
from articles.models.review import (
    Approval,
    Claim,
    Comment,
    Look,
    Notice,
    SavedFilter,
    Stage,
    Voiding,
)

__all__ = [
    "Approval",
    "Article",
    "ArticleQuerySet",
    "Byline",
    "Claim",
    "Comment",
    "Contributor",
    "Correction",
    "Finding",
    "FindingQuerySet",
    "Look",
    "Notice",
    "Office",
    "PendingFile",
    "PendingImport",
    "Photo",
    "PreviewLink",
    "PreviewLinkQuerySet",
    "Redirect",
    "Revision",
    "SavedFilter",
    "Sighting",
    "Stage",
    "StoryMove",
    "Transition",
    "Voiding",
    "Waiver",
    "WaiverQuerySet",
    "Withdrawal",
]
