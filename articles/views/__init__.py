"""What readers see. The admin asks here for previews."""

from articles.views.front import preview_page
from articles.views.story import preview_article

__all__ = ["preview_article", "preview_page"]
