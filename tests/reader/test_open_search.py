"""What a browser is told of the search."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.test import Client

from search.entries import refresh
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


def search_of(client: Client, address: str) -> tuple[str, str]:
    """Return the title and the address of the search that a page names."""
    page = client.get(address).content.decode()
    found = re.search(r'<link rel="search" type="[^"]+" href="([^"]+)" title="([^"]+)">', page)
    assert found, address
    return found[2], found[1]


def test_of_several_papers_each_page_names_the_search_that_it_leads_to(client: Client) -> None:
    dates = {"甲县报": "2025-06-13", "乙县报": "2025-06-12"}
    stories = {
        name: make_story(
            make_page(make_issue(date, publication=make_publication(name))),
            published=True,
            headline=f"{name}的水库",
        )
        for name, date in dates.items()
    }
    refresh([story.pk for story in stories.values()])
    draft = make_publication("丙县报")
    for name, story in stories.items():
        paper = story.page.issue.publication_id
        own = (f"/papers/{paper}/", story.get_absolute_url(), f"/search/?paper={paper}")
        for address in (*own, f"/issues/{dates[name]}/?paper={paper}", f"/issues/?paper={paper}"):
            assert search_of(client, address) == (name, f"/opensearch.xml?paper={paper}"), address
        root = ElementTree.fromstring(client.get(f"/opensearch.xml?paper={paper}").content)  # noqa: S314
        assert root.findtext(f"{NAMESPACE}ShortName") == name
        assert root.findtext(f"{NAMESPACE}Description") == f"在{name}中搜索"
        for url in root.iter(f"{NAMESPACE}Url"):
            template = url.get("template", "")
            found = client.get(template.replace("{searchTerms}", quote("水库"))).content.decode()
            assert story.get_absolute_url() in found
            other = next(row for row in stories.values() if row != story)
            assert other.get_absolute_url() not in found
    for address in ("/", "/issues/", "/search/", "/stories/", "/sections/"):
        assert search_of(client, address) == ("乙县报、甲县报", "/opensearch.xml"), address
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314
    assert root.findtext(f"{NAMESPACE}ShortName") == "乙县报、甲县报"
    for asked in (draft.pk, 99999, "x"):
        assert client.get(f"/opensearch.xml?paper={asked}").status_code == 404


def test_of_papers_whose_names_are_too_long_the_first_is_named_and_how_many_there_are(
    client: Client,
) -> None:
    for name in ("中共海口县委机关报", "中共清溪县委机关报"):
        make_story(make_page(make_issue(publication=make_publication(name))), published=True)
    root = ElementTree.fromstring(client.get("/opensearch.xml").content)  # noqa: S314
    short = root.findtext(f"{NAMESPACE}ShortName")
    assert short == "中共海口县委机关报等2种报纸"
    assert search_of(client, "/")[0] == short
    assert len(short) <= 16
