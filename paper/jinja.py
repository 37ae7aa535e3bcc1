"""What readers' pages are made with: Jinja, which compiles a template to Python.

Its templates lie in ``paper/jinja2``. The editors' are Django's own, as the admin's are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import ChainableUndefined, Environment, Template
from jinja2.ext import Extension
from markupsafe import Markup, escape

from paper import imprint, story_parts, template_words
from paper.addresses import Addresses, address
from paper.card import SIZE as CARD

FILTERS = (
    *("at", "came_out", "credit", "dated", "day", "form_of", "last_changed", "last_correction"),
    *("licence_name", "lunar", "names", "parts", "passages", "people", "police_address"),
    *("reference", "signature", "summary", "title", "weekday"),
)
FUNCTIONS = (
    *("absolute", "card_address", "citation_rows", "feed_links"),
    *("home_page_url", "issue_json_ld", "issue_url", "jump_from", "jump_to", "page_url"),
    *("photo_url", "pictured", "scope_feeds", "story_json_ld", "story_url"),
)


# {{ _("Archive") }}, {{ url("issues") }}: what says the same on every page of a language.
CONSTANT = re.compile(r"""\{\{ (_|static|url|html_language|archive_name)\(("[^"\\]*")?\) \}\}""")
INCLUDED = re.compile(r"""\{% include "([^"]*)" %\}""")


class Readers(Environment):
    """Compiles each template once for a language: what is constant in it then stands there."""

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002
        """Return the template in the language of this moment, as Django's backend asks for it."""
        return self._within(get_language(), get_script_prefix()).get_template(name, parent, globals)

    @lru_cache(maxsize=8)  # noqa: B019  there is one of its kind, as long as the process lives
    def _within(self, _language: str, prefix: str) -> Environment:
        """Return what is asked within one language, and under one prefix of all addresses."""
        own = Environment(
            loader=self.loader,
            autoescape=self.autoescape,  # noqa: S701  as Django's backend has set it
            auto_reload=self.auto_reload,
            undefined=self.undefined,
            keep_trailing_newline=True,
            extensions=[Constants],
        )
        addresses = Addresses(prefix)
        own.filters, own.globals = self.filters, dict(self.globals)
        own.globals.update(part=_parts_of(own), story_address=addresses.story, url=addresses.of)
        return own


class Constants(Extension):
    """Puts in what a template says by a function that knows nothing of the page, and its parts."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with its constants and with what it includes."""
        return INCLUDED.sub(self._included, CONSTANT.sub(self._said, source))

    def _said(self, found: re.Match[str]) -> str:
        said = SAID_ALIKE[found[1]](*([found[2][1:-1]] if found[2] else []))
        return escape(said).replace("{", "&#123;")

    def _included(self, found: re.Match[str]) -> str:
        loader: Any = self.environment.loader
        return self.preprocess(loader.get_source(self.environment, found[1])[0], found[1])


def _parts_of(own: Environment) -> Callable[..., Markup]:
    """Return ``part``, which makes a template of nothing but the values that it is given.

    The same values give the same words, so that they are made once: whatever a value holds is in
    its key, and a row is none.
    """

    @lru_cache(maxsize=512)
    def part(name: str, **values: Any) -> Markup:
        return Markup(own.get_template(name).render(values))  # noqa: S704  a template escapes

    return part


def render(
    request: HttpRequest,
    name: str,
    context: Mapping[str, Any] | None = None,
    status: int | None = None,
) -> HttpResponse:
    """Answer with a reader's page, as Django's ``render``, which tries each engine in turn."""
    readers: Any = engines["jinja2"]
    page = readers.env.get_template(name).render(context or {}, request=request)
    return HttpResponse(page, status=status)


def environment(**options: Any) -> Environment:
    """Return the environment with all that a template may call; Django asks for it once."""
    # What a page has not is empty, as in Django's own templates.
    made = Readers(**options | {"undefined": ChainableUndefined})
    made.filters.update({name: getattr(template_words, name) for name in FILTERS})
    made.filters.update(
        corrections=story_parts.corrections_of,
        imprint=imprint.imprint,
        imprints=imprint.imprints,
        photos=story_parts.photos_of,
        quoted=_quoted,
        stamp=_stamp,
        truth=bool,
    )
    made.globals.update({name: getattr(template_words, name) for name in FUNCTIONS})
    made.globals.update(
        {
            **SAID_ALIKE,
            "card_height": CARD[1],
            "card_width": CARD[0],
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


SAID_ALIKE: dict[str, Callable[..., str]] = {
    "_": gettext,
    "archive_name": _archive_name,
    "html_language": _html_language,
    "static": static,
    "url": address,
}
