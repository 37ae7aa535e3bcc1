"""An address given out once answers for ever: what is gone is a 410, never a 404."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from editorial.withdrawals import withdraw
from tests.make import make_administrator, make_issue, make_page, make_story

pytestmark = pytest.mark.django_db
Status = Article.Status

ONCE_PUBLIC = [row for row in Status if row not in (Status.PUBLISHED, Status.SET_ASIDE)]


def addresses(story: Article) -> list[str]:
    return [story.get_absolute_url(), "/issues/2025-06-13/", "/issues/2025-06-13/1/"]


@pytest.mark.parametrize("status", ONCE_PUBLIC)
def test_what_was_public_once_is_gone_with_a_sentence(client: Client, status: Status) -> None:
    story = make_story(status=status, published_at=timezone.now())
    for address in addresses(story):
        response = client.get(address)
        text = response.content.decode()
        assert response.status_code == 410
        assert "海口县报" in text
        assert "2025年6月13日" in text
        assert story.headline not in text
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_what_was_never_public_is_not_found(client: Client) -> None:
    for address in addresses(make_story()):
        assert client.get(address).status_code == 404


def test_a_page_is_there_as_long_as_one_story_is(client: Client) -> None:
    page = make_page()
    gone = make_story(page, status=Status.WITHDRAWN, published_at=timezone.now())
    make_story(page, published=True)
    assert client.get(gone.get_absolute_url()).status_code == 410
    assert client.get("/issues/2025-06-13/1/").status_code == 200
    assert client.get("/issues/2025-06-13/").status_code == 200


def test_a_page_with_stories_withdrawn_and_drafts_is_gone(client: Client) -> None:
    page = make_page()
    make_story(page, status=Status.WITHDRAWN, published_at=timezone.now())
    make_story(page)
    assert client.get("/issues/2025-06-13/1/").status_code == 410


def test_another_page_of_the_same_issue_is_not_gone_with_it(client: Client) -> None:
    issue = make_issue()
    make_story(make_page(issue), status=Status.WITHDRAWN, published_at=timezone.now())
    make_story(make_page(issue, 2))
    assert client.get("/issues/2025-06-13/2/").status_code == 404


def test_a_paper_that_took_nothing_back_answers_not_found(client: Client) -> None:
    story = make_story(status=Status.WITHDRAWN, published_at=timezone.now())
    paper = story.page.issue.publication_id
    assert client.get(f"/issues/2025-06-13/?paper={paper}").status_code == 410
    assert client.get(f"/issues/2025-06-13/?paper={paper + 1}").status_code == 404


def test_what_was_lost_is_told_to_who_keeps_it(client: Client) -> None:
    story = make_story(published=True)
    other = make_story(story.page, order=1, published=True)
    assert client.get("/gone.json").json() == []
    withdraw(story, by=make_administrator(), reason="失实")
    assert client.get("/gone.json").json() == [story.get_absolute_url()]
    assert other.get_absolute_url() not in client.get("/gone.json").content.decode()
