"""What a browser is told, so that the papers or one of them can be searched from its address field.

OpenSearch 1.1, draft 6: https://github.com/dewitt/opensearch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.xmlutils import SimplerXMLGenerator

from issues.models import Publication
from paper.addresses import absolute, address, asked_paper
from paper.feed_forms import allowed
from paper.queries import was_public
from paper.ready_rows import public_papers

TYPE = "application/opensearchdescription+xml"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
# The longest that the specification allows.
SHORT, LONG, LONGEST = 16, 48, 1024


def description(request: HttpRequest) -> HttpResponse:
    """Describe the search, as pages and as a feed: of all papers, or with ``?paper=2`` of that one.

    A paper of which readers never saw anything is a 404.
    """
    asked = asked_paper(request)
    papers = public_papers() if asked is None else _paper(asked)
    own = "" if asked is None else f"paper={asked}&"
    response = HttpResponse(content_type=f"{TYPE}; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("OpenSearchDescription", AttributesImpl({"xmlns": NAMESPACE}))
    xml.addQuickElement("ShortName", search_name(papers))
    xml.addQuickElement("LongName", f"{search_name(papers, LONG - 2)}搜索")
    xml.addQuickElement("Description", f"在{search_name(papers, LONGEST - 4)}中搜索")
    xml.addQuickElement("InputEncoding", "UTF-8")
    xml.addQuickElement("Language", "zh-Hans")
    icon = absolute(request, static("reader/icon.svg"))
    xml.addQuickElement("Image", icon, {"type": "image/svg+xml"})
    for kind, path in (("text/html", "search"), ("application/atom+xml", "feed")):
        # Behind the address: in one the braces would be written as %7B and %7D.
        template = f"{absolute(request, reverse(path))}?{own}q={{searchTerms}}"
        xml.addQuickElement("Url", attrs={"type": kind, "template": template})
    xml.endElement("OpenSearchDescription")
    xml.endDocument()
    return response


def search_link(paper: Publication | None, own: Any, papers: Any) -> SafeString:
    """The search that a page names: its own paper's, else the whole site's."""
    link, of = address("open-search"), papers or ([paper] if paper else [])
    if own and paper:
        link, of = f"{link}?paper={paper.pk}", [paper]
    return format_html(
        '<link rel="search" type="{}" href="{}" title="{}">', TYPE, link, search_name(of)
    )


def search_name(papers: Sequence[Publication], longest: int = SHORT) -> str:
    """Return what the search of some papers is called; the links that lead to it say the same."""
    names = [allowed(paper.name) for paper in papers]
    whole = "、".join(names) or "报纸"
    if len(whole) <= longest:
        return whole
    rest = f"等{len(names)}种报纸" if len(names) > 1 else ""
    return f"{names[0][: longest - len(rest)]}{rest}"


def _paper(asked: int) -> list[Publication]:
    found = list(Publication.objects.filter(pk=asked))
    if not found or not was_public(asked):
        raise Http404
    return found
