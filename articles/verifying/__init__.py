"""Verifying (查验): is what was received still there, and does every row follow from it?"""

from articles.verifying.archive import PageReport, verify, verify_audit, verify_database
from articles.verifying.faults import Fault

__all__ = ["Fault", "PageReport", "verify", "verify_audit", "verify_database"]
