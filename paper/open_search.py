"""What a browser is told, so that the paper can be searched from its address field.

OpenSearch 1.1, draft 6: https://github.com/dewitt/opensearch.
"""

from __future__ import annotations

from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator

from paper.addresses import absolute
from paper.feed_forms import allowed
from paper.ready_rows import current_paper

TYPE = "application/opensearchdescription+xml"
NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
# The longest that the specification allows.
SHORT, LONG = 16, 48


def description(request: HttpRequest) -> HttpResponse:
    """Describe the search: as pages, and as a feed."""
    paper = current_paper()
    name = allowed(paper.name if paper else "") or "报纸"
    response = HttpResponse(content_type=f"{TYPE}; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("OpenSearchDescription", AttributesImpl({"xmlns": NAMESPACE}))
    xml.addQuickElement("ShortName", name[:SHORT])
    xml.addQuickElement("LongName", f"{name[: LONG - 2]}搜索")
    xml.addQuickElement("Description", f"在{name}中搜索")
    xml.addQuickElement("InputEncoding", "UTF-8")
    xml.addQuickElement("Language", "zh-Hans")
    icon = absolute(request, static("reader/icon.svg"))
    xml.addQuickElement("Image", icon, {"type": "image/svg+xml"})
    for kind, path in (("text/html", "search"), ("application/atom+xml", "feed")):
        # Behind the address: in one the braces would be written as %7B and %7D.
        template = absolute(request, reverse(path)) + "?q={searchTerms}"
        xml.addQuickElement("Url", attrs={"type": kind, "template": template})
    xml.endElement("OpenSearchDescription")
    xml.endDocument()
    return response
