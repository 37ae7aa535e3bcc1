"""Issues and pages at their dated addresses, and the ways between them."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from paper.template_words import parts
from tests.make import make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_issue_lists_its_public_pages_and_their_headlines(client: Client) -> None:
    issue = make_issue("2025-06-13", 4403)
    make_story(make_page(issue, name="要闻"), published=True, headline="头条")
    make_story(make_page(issue, 2, name="民生"), published=True, headline="二条")
    make_story(make_page(issue, 3, name="副刊"), headline="草稿")
    text = text_of(client, "/issues/2025-06-13/")
    places = [text.rindex(words) for words in ("要闻", "头条", "民生", "二条")]
    assert places == sorted(places)
    assert "副刊" not in text
    assert "总第4403期" in text


def test_kickers_in_an_issue_break_between_words_too(client: Client) -> None:
    kicker = "平阳举行2025年乡镇第一次交流活动"
    make_story(make_page(make_issue()), published=True, kicker=kicker)
    text = text_of(client, "/issues/2025-06-13/")
    assert f"<small>{parts(kicker)}</small>" in text
    assert "<wbr>" in parts(kicker)


def test_an_inner_page_has_its_folio_and_the_pages_beside_it(client: Client) -> None:
    issue = make_issue()
    for number in (1, 2, 4):
        make_story(make_page(issue, number), published=True)
    text = text_of(client, "/issues/2025-06-13/2/")
    assert 'class="folio"' in text
    assert 'rel="prev" href="/issues/2025-06-13/1/"' in text
    assert 'rel="next" href="/issues/2025-06-13/4/"' in text


@pytest.mark.parametrize("address", ["/issues/2025-06-13/", "/issues/2025-06-13/1/"])
def test_the_public_issues_before_and_after_are_linked(client: Client, address: str) -> None:
    for date in ("2025-06-09", "2025-06-11", "2025-06-13", "2025-06-18"):
        make_story(make_page(make_issue(date)), published=True)
    make_story(make_page(make_issue("2025-06-16")))
    other = make_publication("另一县报")
    make_story(make_page(make_issue("2025-06-12", publication=other)), published=True)
    text = text_of(client, address)
    assert 'turn__previous" href="/issues/2025-06-11/' in text
    assert 'turn__next" href="/issues/2025-06-18/' in text


@pytest.mark.parametrize(
    "date", ["2025-02-30", "2025-13-01", "0000-01-01", "2025-6-13", "２０２５-06-13", "today"]
)
def test_a_day_the_calendar_does_not_have_is_a_404(client: Client, date: str) -> None:
    assert client.get(f"/issues/{date}/").status_code == 404
    assert client.get(f"/issues/{date}/1/").status_code == 404


def test_a_page_that_is_not_there_is_a_404(client: Client) -> None:
    make_story(make_page(), published=True)
    assert client.get("/issues/2025-06-13/7/").status_code == 404
    assert client.get("/issues/2025-06-13/99999999999999999999/").status_code == 404
    assert client.get("/issues/2025-06-14/").status_code == 404


class TestSeveralPapers:
    """The first by name answers; ``?paper=`` picks another, and links keep to it."""

    @pytest.fixture(autouse=True)
    def _papers(self) -> None:
        self.first = make_publication("A报")
        self.second = make_publication("B报")
        for paper in (self.first, self.second):
            for date in ("2025-06-11", "2025-06-13"):
                page = make_page(make_issue(date, publication=paper))
                make_story(page, published=True, headline=f"{paper.name}的头条")

    @pytest.mark.parametrize("address", ["/issues/2025-06-13/", "/issues/2025-06-13/1/"])
    def test_each_paper_has_its_own_issue(self, client: Client, address: str) -> None:
        assert f"{self.first.name}的头条" in text_of(client, address)
        for paper, other in ((self.first, self.second), (self.second, self.first)):
            text = text_of(client, f"{address}?paper={paper.pk}")
            assert f"{paper.name}的头条" in text
            assert f"{other.name}的头条" not in text
            assert f"/issues/2025-06-11/?paper={paper.pk}" in text

    def test_the_archive_names_the_paper(self, client: Client) -> None:
        text = text_of(client, f"/issues/?paper={self.second.pk}")
        assert f"/issues/2025-06-13/?paper={self.second.pk}" in text
        assert f"/issues/2025-06-13/?paper={self.first.pk}" not in text

    def test_the_sitemap_has_the_addresses_of_both(self, client: Client) -> None:
        files = re.findall(r"/sitemap-issues-\d+\.xml", text_of(client, "/sitemap.xml"))
        text = "".join(text_of(client, file) for file in files)
        assert f"/issues/2025-06-13/1/?paper={self.first.pk}<" in text
        assert f"/issues/2025-06-13/1/?paper={self.second.pk}<" in text

    @pytest.mark.parametrize("paper", ["", "x", "-1", "1.5", "99", "²", "9" * 40])
    def test_a_paper_that_is_not_there_is_a_404(self, client: Client, paper: str) -> None:
        assert client.get(f"/issues/2025-06-13/?paper={paper}").status_code == 404
        assert client.get(f"/issues/2025-06-13/1/?paper={paper}").status_code == 404
