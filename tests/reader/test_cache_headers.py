"""Caches may keep a page but must ask every time; what is not public any more is gone at once."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.make import make_photo, make_story
from tests.reader.addresses import public_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def test_every_answer_must_be_asked_for_again(client: Client) -> None:
    story = make_story(published=True)
    for address in public_addresses(story, make_photo(story)):
        response = client.get(address)
        assert "no-cache" in response.headers["Cache-Control"], address
        assert "max-age" not in response.headers["Cache-Control"], address
        assert "Last-Modified" not in response.headers, address


@pytest.mark.parametrize("address", ["/", "/issues/", "/feed/", "/sitemap.xml", "story"])
def test_a_reader_who_has_the_page_is_told_that_it_still_holds(
    client: Client, address: str
) -> None:
    story = make_story(published=True)
    address = story.get_absolute_url() if address == "story" else address
    etag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("address", ["/", "/issues/", "/feed/", "/sitemap.xml", "story"])
def test_a_reader_who_has_it_sees_at_once_that_it_is_gone(client: Client, address: str) -> None:
    story = make_story(published=True)
    address = story.get_absolute_url() if address == "story" else address
    etag = client.get(address).headers["ETag"]
    headers = {"If-None-Match": etag, "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}
    story.status = story.Status.WITHDRAWN
    story.save()
    response = client.get(address, headers=headers)
    assert response.status_code in (200, 410)
    assert story.headline not in response.content.decode()


def test_public_addresses_are_only_read(client: Client) -> None:
    story = make_story(published=True)
    for address in public_addresses(story, make_photo(story)):
        assert client.post(address).status_code == 405, address
        assert client.head(address).status_code == client.get(address).status_code
