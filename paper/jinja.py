"""What readers' pages are made with: Jinja, which compiles a template to Python.

Its templates lie in ``paper/jinja2``. The editors' are Django's own, as the admin's are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import ChainableUndefined, Environment, Template
from jinja2.ext import Extension
from markupsafe import escape

from paper import template_words
from paper.addresses import address, story_address
from paper.card import SIZE as CARD

FILTERS = (
    *("at", "came_out", "credit", "dated", "day", "form_of", "last_changed", "last_correction"),
    *("licence_name", "names", "parts", "passages", "people", "police_address", "reference"),
    *("signature", "summary", "title", "weekday"),
)
FUNCTIONS = (
    *("absolute", "card_address", "citation_rows", "feed_links"),
    *("home_page_url", "issue_json_ld", "issue_url", "jump_from", "jump_to", "page_url"),
    *("photo_url", "pictured", "scope_feeds", "story_json_ld", "story_url"),
)


SAID_ALIKE: dict[str, Callable[[str], str]] = {"_": gettext, "static": static, "url": address}
# {{ _("Archive") }}, {{ url("issues") }}: what says the same on every page of a language.
CONSTANT = re.compile(r"""\{\{ (_|static|url)\(("[^"\\]*")\) \}\}""")


class Readers(Environment):
    """Compiles each template once for a language: what is constant in it then stands there."""

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002
        """Return the template in the language of this moment, as Django's backend asks for it."""
        return self._within(get_language(), get_script_prefix()).get_template(name, parent, globals)

    @lru_cache(maxsize=8)  # noqa: B019  there is one of its kind, as long as the process lives
    def _within(self, _language: str, _prefix: str) -> Environment:
        """Return what is asked within one language, and under one prefix of all addresses."""
        own = Environment(
            loader=self.loader,
            autoescape=self.autoescape,  # noqa: S701  as Django's backend has set it
            auto_reload=self.auto_reload,
            undefined=self.undefined,
            keep_trailing_newline=True,
            extensions=[Constants],
        )
        own.filters, own.globals = self.filters, self.globals
        return own


class Constants(Extension):
    """Puts in what a template says by a function that knows nothing of the page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with its constants."""
        return CONSTANT.sub(self._said, source)

    def _said(self, found: re.Match[str]) -> str:
        said = SAID_ALIKE[found[1]](found[2][1:-1])
        return escape(said).replace("{", "&#123;")


def environment(**options: Any) -> Environment:
    """Return the environment with all that a template may call; Django asks for it once."""
    # What a page has not is empty, as in Django's own templates.
    made = Readers(**options | {"undefined": ChainableUndefined})
    made.filters.update({name: getattr(template_words, name) for name in FILTERS})
    made.filters.update(quoted=_quoted, stamp=_stamp)
    made.globals.update({name: getattr(template_words, name) for name in FUNCTIONS})
    made.globals.update(
        {
            **SAID_ALIKE,
            "archive_name": _archive_name,
            "card_height": CARD[1],
            "card_width": CARD[0],
            "html_language": _html_language,
            "story_address": story_address,
            "story_count": _story_count,
        }
    )
    return made


def _html_language() -> str:
    """Return the language as HTML names it: Chinese with its script."""
    language = get_language() or ""
    return "zh-Hans" if language == "zh-hans" else language


def _archive_name() -> str:
    return pgettext("of the archive", "Issues")


def _story_count(total: int) -> str:
    return ngettext("%(total)s story", "%(total)s stories", total) % {"total": total}


def _stamp(moment: dt.datetime, form: str) -> str:
    """Return a moment on the paper's clock, in the form that Django's ``date`` names."""
    return dateformat.format(timezone.localtime(moment), form)


def _quoted(text: str) -> str:
    return quote(text, safe="")
