"""What is in the text stays text, and no page needs what the policy forbids."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Photo
from tests.conftest import MakeOnce
from tests.make import (
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
)
from tests.reader.addresses import public_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
Answers = dict[str, Any]
EVIL = "<script>alert(1)</script>\"'&"


def make_evil() -> tuple[Article, Photo]:
    paper = make_publication(
        EVIL,
        organ=EVIL + "o",
        sponsor=EVIL,
        hotline=EVIL,
        channels=EVIL,
        mottoes=EVIL,
        licence=EVIL,
        news_licence=EVIL,
        icp_record=EVIL,
        police_record=EVIL,
        report_contact=EVIL,
    )
    page = make_page(make_issue(publication=paper), name=EVIL)
    fields = dict.fromkeys(("kicker", "headline", "deck", "section", "dateline", "body"), EVIL)
    make_story(page, published=True, kind="teaser", jump_to="1", **fields)
    make_story(page, published=True, kind="photo", **(fields | {"headline": ""}))
    article = make_story(page, published=True, truncated=True, jump_to="1", jump_from="1", **fields)
    for role in (EVIL, "", "摄"):
        make_byline(article, EVIL, role[:20])
    return article, make_photo(article, EVIL, EVIL)


@pytest.fixture(scope="module", autouse=True)
def answers(make_once: MakeOnce[Answers]) -> Answers:
    """Return what each public address, and some that lead nowhere, answers about evil stories."""

    def asked() -> Answers:
        client = Client()
        addresses = [*public_addresses(*make_evil()), "/nothing/", "/articles/0/"]
        return {address: client.get(address) for address in addresses}

    return make_once(asked)


def test_no_field_is_ever_markup(answers: Answers) -> None:
    for address, response in answers.items():
        if response.status_code == 200 and "/cite." in address:
            # Plain text or a file: no browser takes it for a page.
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert "html" not in response.headers["Content-Type"]
            continue
        text = response.content.decode(errors="replace")
        assert "<script>alert" not in text, address
        # Quotes could end an attribute: they are escaped wherever the text stands.
        # The name of the search is cut short, and an element ends behind it.
        assert "alert(1)</" not in text or "opensearch" in address, address
        assert "alert(1)&lt;/script&gt;\"'" not in text or "xml" in text[:60], address
    assert sum(b"alert(1)" in response.content for response in answers.values()) >= 10


def test_no_page_has_inline_scripts_styles_or_handlers(answers: Answers) -> None:
    for address, response in answers.items():
        text = response.content.decode(errors="replace")
        if not text.startswith("<!doctype html>"):
            continue
        for tag in re.findall(r"<[a-z][^>]*>", text):
            assert not re.search(r"\s(style|on[a-z]+)=", tag), (address, tag)
        assert "<style" not in text
        # A block of data is none: nothing in it is ever run, and no mark of HTML's stands in it.
        text = re.sub(r'<script type="application/ld\+json">[^<>&]*</script>', "", text)
        assert re.findall(r"<script(?![^>]*\ssrc=)", text) == []
        # Only the records of the state lead elsewhere.
        assert not re.search(r'src="https?://(?!testserver)', text)
        assert not re.search(r'href="https?://(?!testserver|beian\.(?:miit|mps)\.gov\.cn/)', text)


def test_every_answer_carries_the_strict_policy(answers: Answers) -> None:
    for response in answers.values():
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        # A picture runs nothing; the page that a browser makes for it has styles of its own.
        raster = response.headers["Content-Type"] in ("image/png", "image/jpeg")
        assert ("unsafe" in policy) == raster
        assert ("script-src 'self'" in policy) != raster


def test_public_pages_set_no_cookie_and_open_no_session(answers: Answers) -> None:
    for address, response in answers.items():
        assert response.cookies == {}, address


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_says_in_which_language_it_is(client: Client, language: str) -> None:
    make_story(published=True)
    client.cookies["django_language"] = language
    text = client.get("/").content.decode()
    assert f'<html lang="{"zh-Hans" if language == "zh-hans" else "en"}">' in text
    assert re.search(r'<div class="rows set-\d+ in-\d photos-\d+" lang="zh-Hans">', text)


def test_every_page_has_one_main_heading_and_a_way_past_the_navigation(answers: Answers) -> None:
    for address, response in answers.items():
        text = response.content.decode(errors="replace")
        if text.startswith("<!doctype html>"):
            assert text.count("<h1") == 1, address
            assert text.count("<main") == 1, address
            assert 'href="#content"' in text, address
