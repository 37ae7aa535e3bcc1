"""The editors' admin of pages, stories, findings and people."""

from articles.admin.aftermath import AuditEntryAdmin, CorrectionAdmin, PublishedIssueAdmin
from articles.admin.article import ArticleAdmin
from articles.admin.finding import FindingAdmin
from articles.admin.office import OfficeAdmin
from articles.admin.page import PageAdmin
from articles.admin.people import ContributorAdmin, LogAdmin, PhotoAdmin, StaffAdmin
from articles.admin.publication import ReviewedPublicationAdmin
from articles.admin.waiver import WaiverAdmin

__all__ = [
    "ArticleAdmin",
    "AuditEntryAdmin",
    "ContributorAdmin",
    "CorrectionAdmin",
    "FindingAdmin",
    "LogAdmin",
    "OfficeAdmin",
    "PageAdmin",
    "PhotoAdmin",
    "PublishedIssueAdmin",
    "ReviewedPublicationAdmin",
    "StaffAdmin",
    "WaiverAdmin",
]
