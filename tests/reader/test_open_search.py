"""What a browser is told of the search."""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.make import make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://a9.com/-/spec/opensearch/1.1/}"


def test_the_search_is_described_and_its_addresses_answer(client: Client) -> None:
    make_story(published=True)
    page = client.get("/").content.decode()
    assert 'type="application/opensearchdescription+xml" href="/opensearch.xml"' in page
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314
    assert root.tag == f"{NAMESPACE}OpenSearchDescription"
    assert root.findtext(f"{NAMESPACE}ShortName") == "海口县报"
    urls = {row.get("type"): row.get("template", "") for row in root.iter(f"{NAMESPACE}Url")}
    assert set(urls) == {"text/html", "application/atom+xml"}
    for kind, template in urls.items():
        assert template.endswith("?q={searchTerms}")
        response = client.get(template.replace("{searchTerms}", quote("水库")))
        assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"


def test_a_name_is_no_longer_than_the_format_allows(client: Client) -> None:
    make_story(make_page(make_issue(publication=make_publication("长" * 60))), published=True)
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314
    assert len(root.findtext(f"{NAMESPACE}ShortName") or "") == 16
    assert len(root.findtext(f"{NAMESPACE}LongName") or "") == 48
