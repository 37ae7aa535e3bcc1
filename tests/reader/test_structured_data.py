"""What search engines are told: schema.org's words, true dates, one address."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from tests.make import (
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
    make_user,
    put_image,
)
from tests.reader.structured import data_in

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
# Types with the properties that are used of them, each looked up in schema.org's vocabulary.
TERMS: dict[str, list[str]] = json.loads(
    (Path(__file__).parent / "schema_terms.json").read_text(encoding="utf-8")
)


def make_full_story() -> Article:
    page = make_page(make_issue(number=4403), 2, name="要闻")
    story = make_story(page, published=True, kicker="引", deck="副</script>", section="栏目")
    make_byline(story, "曹文倩")
    put_image(make_photo(story))
    return story


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def things(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every typed thing of a block, the outermost first."""
    if isinstance(data, dict):
        yield data
    for part in data.values() if isinstance(data, dict) else data:
        if isinstance(part, (dict, list)):
            yield from things(part)


def test_a_story_is_an_article_in_an_issue_in_a_newspaper(client: Client) -> None:
    story = make_full_story()
    data = data_in(read(client, story.get_absolute_url()))
    issue = data.pop("isPartOf")
    paper = issue.pop("isPartOf")
    assert data["@context"] == "https://schema.org"
    assert {
        "@type": "NewsArticle",
        "headline": "全县掀起项目建设热潮",
        "alternativeHeadline": "副</script>",
        "articleSection": "栏目",
        "dateline": "本报讯",
        "printPage": "2",
        "printSection": "要闻",
        "author": [{"@type": "Person", "name": "曹文倩"}],
    }.items() <= data.items()
    assert issue == {
        "@type": "PublicationIssue",
        "url": "http://testserver/issues/2025-06-13/",
        "issueNumber": 4403,
        "datePublished": "2025-06-13",
    }
    assert (paper["@type"], paper["name"]) == ("Newspaper", "海口县报")


def test_only_words_of_schema_org_are_used(client: Client) -> None:
    story = make_full_story()
    story.corrections.create(version=1, notice="更正。", reason="笔误", by=make_user("somebody"))
    for address in (story.get_absolute_url(), "/issues/2025-06-13/"):
        data = data_in(read(client, address))
        data.pop("@context")
        for thing in things(data):
            assert set(thing) - {"@type"} <= set(TERMS[thing["@type"]]), thing


def test_nothing_was_modified_before_it_was_published(client: Client) -> None:
    story = make_full_story()
    at = timezone.now() - dt.timedelta(hours=1)
    Article.objects.filter(pk=story.pk).update(
        published_at=at, updated_at=at - dt.timedelta(hours=2)
    )
    text = read(client, story.get_absolute_url())
    data = data_in(text)
    published, modified = data["datePublished"], data["dateModified"]
    assert dt.datetime.fromisoformat(modified) >= dt.datetime.fromisoformat(published)
    for name, value in (("published", published), ("modified", modified)):
        assert f'<meta property="article:{name}_time" content="{value}">' in text


@pytest.mark.parametrize("path", ["story", "/issues/2025-06-13/", "/issues/2025-06-13/2/", "/"])
def test_a_page_has_one_canonical_address_at_every_host(
    client: Client, settings: Settings, path: str
) -> None:
    story = make_full_story()
    path = story.get_absolute_url() if path == "story" else path
    settings.SITE_ADDRESS = "https://paper.example"
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    answers = [client.get(path, headers={"Host": host}) for host in settings.ALLOWED_HOSTS]
    assert answers[0].content == answers[1].content
    canonical = f'<link rel="canonical" href="https://paper.example{path}">'
    assert canonical in answers[0].content.decode()


def test_a_paper_among_others_is_named_in_its_addresses(client: Client) -> None:
    story = make_full_story()
    paper = story.page.issue.publication_id
    make_publication("乙报")
    issue = data_in(read(client, story.get_absolute_url()))["isPartOf"]
    assert issue["url"] == f"http://testserver/issues/2025-06-13/?paper={paper}"
    assert issue["isPartOf"]["url"] == f"http://testserver/papers/{paper}/"
