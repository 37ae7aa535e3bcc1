"""What readers' pages are made with: Jinja, which compiles a template to Python.

Its templates lie in ``paper/jinja2``. The editors' are Django's own, as the admin's are.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, MutableMapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import ChainableUndefined, Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

from paper import (
    elder_version,
    imprint,
    jumps,
    list_pictures,
    open_search,
    story_parts,
    template_words,
)
from paper.addresses import Addresses, address, prefix
from paper.card import SIZE as CARD

FILTERS = (
    *("alternative", "came_out", "credit", "dashed", "dated", "day", "form_of", "last_changed"),
    *("last_correction", "licence_name", "lunar", "marked_parts", "names", "parts"),
    *("passages", "people"),
    *("police_address", "reference", "signature", "summary", "title", "weekday"),
)
FUNCTIONS = (
    *("absolute", "card_address", "citation_rows", "feed_links"),
    *("home_page_url", "issue_json_ld", "issue_url", "page_url"),
    *("photo_url", "pictured", "scope_feeds", "set_lines", "story_json_ld", "story_url"),
)
JUMPS = ("jump_from", "jump_to")


# {{ _("Archive") }}, {{ url("issues") }}: what says the same on every page of a language.
CONSTANT = re.compile(
    r"""\{\{ (_|static|url|html_language|archive_name|order_title)\(("[^"\\]*")?\) \}\}"""
)
HTML = "text/html; charset=utf-8"
INCLUDED = re.compile(r"""\{% include "([^"]*)" %\}""")


def _said(value: Any) -> str:
    """Return what stands in a page for a value: ``escape`` without a ``Markup`` for each."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is SafeString else escape(value)


class Readers(Environment):
    """Compiles each template once for a language: what is constant in it then stands there."""

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Template:  # noqa: A002
        """Return the template in the language of this moment, as Django's backend asks for it."""
        return self._within(get_language(), prefix()).get_template(name, parent, globals)

    @lru_cache(maxsize=8)  # noqa: B019  there is one of its kind, as long as the process lives
    def _within(self, _language: str, prefix: str) -> Environment:
        """Return what is asked within one language, and under one prefix of all addresses."""
        own = Page(
            loader=self.loader,
            autoescape=self.autoescape,
            auto_reload=self.auto_reload,
            undefined=self.undefined,
            keep_trailing_newline=True,
            extensions=[Constants],
        )
        addresses = Addresses(prefix)
        own.filters, own.globals = self.filters, dict(self.globals)
        own.globals.update(part=_parts_of(own), story_address=addresses.story, url=addresses.of)
        if not own.auto_reload:
            # Past Jinja's own cache, which is locked for each look.
            own.get_template = cache(own.get_template)  # type: ignore[method-assign]
        return own


class Straight(CodeGenerator):
    """Calls what all pages call as Python itself does, and makes no object of what it escapes."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape = environment.said")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Call a function that is every page's past the context, which looks at each call."""
        if isinstance(node.node, nodes.Getattr):
            # What a value does needs no context either.
            self.visit(node.node, frame)
            self.write("(*()")
            self.signature(node, frame)
            self.write(")")
            return
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if name not in self.environment.globals:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        wants_context = hasattr(self.environment.globals[name], "jinja_pass_arg")
        self.write(f"environment.globals[{name!r}]({'context' if wants_context else '*()'}")
        self.signature(node, frame)
        self.write(")")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:  # noqa: N802
        """Say a block in one piece: each of its pieces would go up through all it stands in."""
        if not self.has_known_extends or not frame.toplevel:
            said = f"concat(context.blocks[{node.name!r}][0](context))"
            self.simple_write(said, frame, node)


class Page(Environment):
    """What the pages of one language are compiled with."""

    code_generator_class = Straight
    said = staticmethod(_said)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what all templates may call as one dictionary, which each page has a copy of."""
        return {**self.globals, **(d or {})}


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
    page: str = readers.env.get_template(name).render(context or {}, request=request)
    return HttpResponse(page.encode(), content_type=HTML, status=status)


def environment(**options: Any) -> Environment:
    """Return the environment with all that a template may call; Django asks for it once."""
    # What a page has not is empty, as in Django's own templates.
    made = Readers(**options | {"undefined": ChainableUndefined})
    made.filters.update({name: getattr(template_words, name) for name in FILTERS})
    made.filters.update(
        at=jumps.at,
        corrections=story_parts.corrections_of,
        imprint=imprint.imprint,
        imprints=imprint.imprints,
        list_picture=list_pictures.list_picture,
        newest_days=imprint.newest_days,
        pictured_story=list_pictures.pictured_story,
        photos=story_parts.photos_of,
        quoted=_quoted,
        stamp=_stamp,
        truth=bool,
    )
    made.globals.update({name: getattr(template_words, name) for name in FUNCTIONS})
    made.globals.update({name: getattr(jumps, name) for name in JUMPS})
    made.globals.update(
        {
            **SAID_ALIKE,
            "elder": elder_version.asked_for,
            "card_height": CARD[1],
            "card_width": CARD[0],
            "search_link": open_search.search_link,
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


def _order_title() -> str:
    return pgettext("of results", "Order")


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
    "order_title": _order_title,
    "static": static,
    "url": address,
}
