"""Rereading (重读): what a newer reader makes of the pages that are here, shown and merged in."""

from articles.rereading.plan import PageChange, Result, StoryChange
from articles.rereading.run import reread, reread_page

__all__ = ["PageChange", "Result", "StoryChange", "reread", "reread_page"]
