"""What comes over the wire: few bytes, compressed whatever it is, and one request for its dress."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import Client

from newsroom.static_files import Whole
from paper.addresses import story_address
from tests.make import make_byline, make_issue, make_page, make_photo, make_story

pytestmark = pytest.mark.django_db
# More than any story of the demo has.
LONG = "\n".join(f"第{number}段：{'全县上下抓项目促发展保民生，' * 12}" for number in range(60))
MOST = 60_000
PAGES = (
    *("/", "story", "/issues/2025-06-13/1/", "/issues/2025-06-13/", "/issues/", "/calendar/"),
    *("/stories/", "/sections/", "/authors/", "/corrections/", "/search/?q=项目", "/nothing/"),
)

DESCRIBED = (*PAGES[:10], "/search/")


@pytest.fixture
def story() -> str:
    """The address of a long story, with all that may stand beside it."""
    page = make_page(make_issue("2025-06-13"))
    article = make_story(page, headline="长稿", body=LONG, section="要闻", published=True)
    make_byline(article, "甲某")
    make_photo(article)
    for number in range(12):
        make_story(page, headline=f"同日稿件{number}", section="要闻", published=True)
    return story_address(article.pk)


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_story_is_light(client: Client, story: str, encoding: str) -> None:
    answer = client.get(story, headers={"Accept-Encoding": encoding})
    assert answer["Content-Encoding"] == encoding
    assert len(answer.content) < MOST
    assert len(client.get(story).content) > len(LONG)


@pytest.mark.parametrize(
    "address",
    ["/feed/json/", "/feed/", "/feed/rss/", "/manifest.webmanifest", "{}qr.svg", "/opensearch.xml"],
)
def test_what_programs_read_is_compressed_too(
    client: Client, story: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paper.compression.LEAST", 100)
    address = address.format(story)
    plain = client.get(address).content
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer["Content-Encoding"] == "br"
    assert len(answer.content) < len(plain)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_for_one_style_sheet(client: Client, story: str, address: str) -> None:
    text = client.get(story if address == "story" else address).content.decode()
    assert len(re.findall(r'rel="stylesheet"', text)) == 1


@pytest.mark.parametrize("address", DESCRIBED)
def test_a_search_engine_is_told_what_a_page_is(client: Client, story: str, address: str) -> None:
    text = client.get(story if address == "story" else address).content.decode()
    (described,) = re.findall(r'<meta name="description" content="([^"]*)">', text)
    assert described.strip()


def test_the_form_of_the_search_is_found_by_search_engines_and_no_result(
    client: Client, story: str
) -> None:
    for address, hidden in (("/search/", False), ("/search/?q=项目", True)):
        answer = client.get(address)
        assert answer.has_header("X-Robots-Tag") == hidden
        assert ('name="robots"' in answer.content.decode()) == hidden


def test_a_style_sheet_holds_what_it_imports() -> None:
    folder = Path(settings.BASE_DIR) / "paper/static/reader"
    whole = Whole(FileSystemStorage(folder)).open("page.css").read().decode()
    for name in ("reader", "broadsheet", "print"):
        assert (folder / f"{name}.css").read_text() in whole
    assert "@import" not in whole
    assert whole.count("@media print {") == 1
