"""Reading (识读): turn a page's raw text into a page document. Pure code, no database."""

from .reader import READER_VERSION, read_page

__all__ = ["READER_VERSION", "read_page"]
