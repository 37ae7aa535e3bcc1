"""A walk over the demo: no broken link, no mixed language, each address keeps its contract."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db.models import F, Q
from django.test import Client

from articles.models import Article, Photo
from issues.models import Publication
from tests.conftest import MakeOnce

pytestmark = [pytest.mark.django_db, pytest.mark.looks, pytest.mark.long]
# Latin words that a Chinese page has: names of feeds, and of forms of a reference.
NAMES = {"Atom", "RSS", "JSON", "Feed", "BibTeX", "RIS"}
MOST = 800


@pytest.fixture(scope="module", autouse=True)
def demo(make_once: MakeOnce[str | None]) -> None:
    make_once(lambda: call_command("prepare_demo", port=0, verbosity=0))


def links_in(text: str, at: str) -> set[str]:
    """Return what a page leads to on this site."""
    found = (unescape(row) for row in re.findall(r'(?:href|src)="([^"]*)"', text))
    whole = {urldefrag(urljoin(f"http://testserver{at}", row)).url for row in found}
    own = {row.removeprefix("http://testserver") for row in whole if "//testserver/" in row}
    return {row for row in own if not row.startswith("/static/")}


def static_in(text: str) -> set[str]:
    return {row.partition("?")[0] for row in re.findall(r'(?:href|src)="/?static/([^"]+)"', text)}


def latin_words(text: str) -> set[str]:
    """Return the words in Latin letters that somebody would see."""
    seen = re.sub(r"(?s)<(head|script|style)\b.*?</\1>", " ", text)
    plain = re.sub(r"https?://\S+", " ", unescape(re.sub(r"<[^>]+>", " ", seen)))
    return set(re.findall(r"[A-Za-z]{3,}", plain)) - NAMES


class Languages(HTMLParser):
    """Collects words that stand in an element of the other language, by eye or by ear."""

    EMPTY = {"meta", "link", "img", "input", "br", "hr", "wbr", "source"}

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[tuple[str, str]] = []
        self.wrong: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.inside[-1][1] if self.inside else "")
        for name in ("aria-label", "placeholder"):
            self.look(given.get(name) or "", language)
        if tag not in self.EMPTY:
            self.inside.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"head", "script", "style"} & {tag for tag, _ in self.inside} and self.inside:
            self.look(re.sub(r"https?://\S+", " ", data), self.inside[-1][1])

    def look(self, text: str, language: str) -> None:
        latin = set(re.findall(r"[A-Za-z]{3,}", text)) - NAMES
        han = re.search(r"[\u4e00-\u9fff]", text)
        if (language == "zh-Hans" and latin) or (language == "en" and han and not latin):
            self.wrong.add(text.strip())


def test_what_a_page_says_in_english_and_in_chinese_is_marked_as_such(client: Client) -> None:
    """A voice that reads the page aloud changes with the language of its words."""
    client.cookies["django_language"] = "en"
    story = Article.objects.published().filter(body__contains="昨天").latest("pk")
    day, paper = story.page.issue.date, story.page.issue.publication_id
    wrong = {}
    for address in (
        *("/", "/issues/", "/calendar/", "/stories/", "/sections/", "/authors/", "/corrections/"),
        *(story.get_absolute_url(), "/search/?q=全县", "/search/?q=没有"),
        *(f"/issues/{day}/?paper={paper}", story.page.get_absolute_url()),
    ):
        page = Languages()
        text = client.get(address, follow=True).content.decode()
        assert '<html lang="en">' in text
        page.feed(text)
        if page.wrong:
            wrong[address] = page.wrong
    assert wrong == {}


def test_every_page_of_the_demo_can_be_reached_and_read(client: Client) -> None:
    client.cookies["django_language"] = "zh-hans"
    todo, seen, wrong = ["/"], {"/"}, []
    statics: set[str] = set()
    while todo and len(seen) < MOST:
        address = todo.pop()
        response = client.get(address)
        if response.status_code != 200:
            wrong.append(f"{address}: {response.status_code}")
        if response.streaming:
            # A file is open until it was read.
            response.getvalue()
        if "html" not in response.headers["Content-Type"]:
            continue
        text = response.content.decode()
        statics |= static_in(text)
        if '<html lang="zh-Hans">' not in text or text.count("<h1") != 1:
            wrong.append(f"{address}: language or heading")
        if ('rel="canonical"' in text) is ('content="noindex' in text):
            wrong.append(f"{address}: where it stands, or that it is left out, is not told")
        if words := latin_words(text):
            wrong.append(f"{address}: {sorted(words)}")
        # Beside a headline a picture says nothing: the headline is the link.
        if re.search(r"<img(?![^>]*\balt=)", text):
            wrong.append(f"{address}: a picture without words")
        new = links_in(text, address) - seen
        seen |= new
        todo += sorted(new)
    assert wrong == []
    assert len(seen) < MOST
    assert [name for name in statics if not finders.find(name)] == []
    stories = Article.objects.published().exclude(kind=Article.Kind.TEASER)
    assert {story.get_absolute_url() for story in stories} <= seen


def test_the_demo_shows_several_papers_issues_sections_authors_and_pictures() -> None:
    assert Publication.objects.count() == 2
    public = Article.objects.published()
    assert public.values("page__issue").distinct().count() >= 6
    assert public.exclude(section="").values("section").distinct().count() >= 2
    assert public.values("bylines__contributor").distinct().count() >= 4
    photos = Photo.objects.filter(article__in=public).exclude(image="")
    assert photos.count() >= 12
    assert photos.exclude(focus_x=None).count() == photos.count()
    # What is to be seen, not the caption once more.
    assert not photos.filter(Q(alt="") | Q(alt=F("caption"))).exists()


def test_each_kind_of_address_keeps_its_contract(client: Client) -> None:
    paper = Publication.objects.get(name__contains="样例")
    story = Article.objects.published().filter(photos__isnull=False).earliest("pk")
    photo = Photo.objects.filter(article=story).earliest("pk")
    day, page = story.page.issue.date, story.page.number
    html, xml, plain = "text/html; charset=utf-8", "application/xml", "application/json"
    contract = {
        "/": html,
        f"/papers/{paper.pk}/": html,
        "/issues/": html,
        f"/issues/{day}/?paper={paper.pk}": html,
        f"/issues/{day}/{page}/?paper={paper.pk}": html,
        story.get_absolute_url(): html,
        f"/calendar/{day.year}/{day.month}/?paper={paper.pk}": html,
        f"/stories/?paper={paper.pk}&kind=photo": html,
        "/sections/": html,
        f"/authors/?paper={paper.pk}": html,
        f"/articles/{story.pk}/qr.svg": "image/svg+xml",
        f"/articles/{story.pk}/cite.txt": "text/plain; charset=utf-8",
        f"/articles/{story.pk}/cite.bib": "application/x-bibtex; charset=utf-8",
        f"/articles/{story.pk}/cite.ris": "application/x-research-info-systems; charset=utf-8",
        "/manifest.webmanifest": "application/manifest+json; charset=utf-8",
        "/favicon.ico": "image/svg+xml",
        "/offline.js": "text/javascript; charset=utf-8",
        "/corrections/": html,
        f"/photos/{photo.pk}/": "image/jpeg",
        "/feed/": "application/atom+xml; charset=utf-8",
        f"/feed/rss/?paper={paper.pk}": "application/rss+xml; charset=utf-8",
        "/feed/json/": "application/feed+json; charset=utf-8",
        "/sitemap.xml": xml,
        "/sitemap-fixed.xml": xml,
        "/sitemap-lists.xml": xml,
        "/sitemap-news.xml": xml,
        "/robots.txt": "text/plain; charset=utf-8",
        "/opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
        "/api/v1/papers": f"{plain}; charset=utf-8",
        f"/api/v1/stories/{story.pk}": f"{plain}; charset=utf-8",
        "/api/v1/openapi.json": plain,
    }
    client.cookies["django_language"] = "zh-hans"
    for address, kind in contract.items():
        response = client.get(address)
        if response.streaming:
            # A file is open until it was read.
            response.getvalue()
        told = (response.status_code, response.headers["Content-Type"])
        assert told == (200, kind), address
        assert "no-cache" in response.headers["Cache-Control"], address
        assert response.headers["ETag"], address
        assert response.headers["X-Content-Type-Options"] == "nosniff", address
        if kind == html:
            assert response.headers["Content-Language"] == "zh-hans", address
    # A telephone's screen takes no SVG; what it shows is there.
    icons = [row["src"] for row in client.get("/manifest.webmanifest").json()["icons"]]
    touched = re.findall(
        r'<link rel="apple-touch-icon" href="([^"]+)"', client.get("/").content.decode()
    )
    assert touched == [src for src in icons if src.endswith(".png")]
    assert all(finders.find(src.removeprefix(settings.STATIC_URL)) for src in icons)
