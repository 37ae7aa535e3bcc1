"""Addresses of an older e-paper lead on, by a table that is taken in whole or not at all."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, OldAddress
from audit.models import AuditEntry
from editorial.withdrawals import restore, withdraw
from issues.models import Page
from tests.make import make_issue, make_page, make_publication, make_story, make_user
from tests.proposing import relocate_page
from tests.publishing.cast import make_public, make_publisher

pytestmark = pytest.mark.django_db
PAGE = "/html/2025-06/13/node_1.htm"
STORY = "/html/2025-06/13/content_7.htm"
ISSUE = "/html/2025-06/13/index.shtml"
TABLE = f"""address,date,page,headline
https://old.example{PAGE}?div=-1,2025-06-13,1,
{STORY},2025-06-13,1,全县　掀起 项目建设热潮
{ISSUE},2025-06-13,,
"""


@pytest.fixture
def publisher() -> User:
    return make_publisher()


@pytest.fixture
def story() -> Article:
    return make_public("全县掀起项目建设热潮")


def take(folder: Path, table: str = TABLE, *, by: str = "publisher", **options: object) -> str:
    file, out = folder / "old.csv", StringIO()
    file.write_text(table, encoding="utf-8")
    call_command("old_addresses", str(file), by=by, stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(folder: Path, table: str) -> str:
    file, out = folder / "old.csv", StringIO()
    file.write_text(table, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("old_addresses", str(file), by="publisher", stderr=out)
    assert not OldAddress.objects.exists()
    return out.getvalue()


def test_each_old_address_leads_on_in_one_step(
    client: Client, publisher: User, story: Article, tmp_path: Path
) -> None:
    assert "3 new, 0 changed, 0 unchanged" in take(tmp_path)
    for old, new in (
        (STORY, f"/articles/{story.pk}/"),
        (PAGE, "/issues/2025-06-13/1/"),
        (ISSUE, "/issues/2025-06-13/"),
    ):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
        assert client.get(new).status_code == 200


def test_what_is_gone_says_so_at_its_old_address(
    client: Client, publisher: User, story: Article, tmp_path: Path
) -> None:
    take(tmp_path)
    withdraw(story, by=publisher, reason="事实有误", notice="本报撤回此稿。")
    for old in (STORY, PAGE, ISSUE):
        response = client.get(old)
        assert response.status_code == 410
        assert story.headline not in response.content.decode()
    assert "本报撤回此稿。" in client.get(STORY).content.decode()
    restore(Article.objects.with_page().get(), by=publisher)
    assert client.get(STORY).status_code == 301


def test_what_was_never_published_is_not_found(
    client: Client, publisher: User, tmp_path: Path
) -> None:
    make_story()
    take(tmp_path)
    for old in (STORY, PAGE, ISSUE, "/html/2025-06/13/node_9.htm"):
        assert client.get(old).status_code == 404


def test_it_leads_to_where_the_page_was_relocated(
    client: Client, publisher: User, story: Article, tmp_path: Path
) -> None:
    take(tmp_path)
    day = story.page.issue.date.replace(day=16)
    relocate_page(Page.objects.get(), date=day, number=2, by=publisher, reason="日期错了")
    assert client.get(PAGE)["Location"] == "/issues/2025-06-16/2/"


def test_a_second_table_changes_where_an_address_leads_and_the_log_tells(
    client: Client, publisher: User, story: Article, tmp_path: Path
) -> None:
    take(tmp_path)
    assert "0 new, 0 changed, 3 unchanged" in take(tmp_path)
    assert "0 new, 1 changed" in take(tmp_path, f"address,story\n{PAGE},{story.pk}\n")
    assert client.get(PAGE)["Location"] == f"/articles/{story.pk}/"
    entries = AuditEntry.objects.filter(action="old-addresses").order_by("seq")
    told = [json.loads(row.payload) for row in entries]
    assert [(row["new"], row["changed"]) for row in told] == [(3, 0), (0, 0), (0, 1)]
    row = OldAddress.objects.get(path=PAGE)
    assert told[-1]["rows"]["articles.oldaddress"][str(row.pk)]["article_id"] == story.pk


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("/html/a.htm,2025-06-14,,,", "There is no issue of 2025-06-14"),
        ("/html/a.htm,13. 6.,,,", "is no day"),
        ("/html/a.htm,2025-06-13,9,,", "has no page “9”"),
        ("/html/a.htm,2025-06-13,1,别的,", "0 stories under “别的”"),
        ("/html/a.htm,,,,99999", "There is no story 99999"),
        ("/html/a/,2025-06-13,,,", "This is no address of a page"),
        ("/html/a.htm,2025-06-13,,,\n/html/a.htm,2025-06-13,1,,", "row 4, /html/a.htm: "),
    ],
)
def test_one_wrong_row_is_named_and_nothing_is_written(
    publisher: User, story: Article, tmp_path: Path, rows: str, words: str
) -> None:
    table = f"address,date,page,headline,story\n{PAGE},2025-06-13,1,,\n{rows}\n"
    assert words in refused(tmp_path, table)


def test_of_several_papers_one_is_named(publisher: User, story: Article, tmp_path: Path) -> None:
    make_story(make_page(make_issue(publication=make_publication("乙报"))), published=True)
    assert "Name the publication" in refused(tmp_path, TABLE)
    table = f"address,date,publication\n{PAGE},2025-06-13,乙报\n"
    assert "1 new" in take(tmp_path, table)


def test_a_dry_run_writes_nothing(publisher: User, story: Article, tmp_path: Path) -> None:
    assert "3 new" in take(tmp_path, dry_run=True)
    assert not OldAddress.objects.exists()
    assert not AuditEntry.objects.filter(action="old-addresses").exists()


def test_only_who_publishes_leads_addresses(story: Article, tmp_path: Path) -> None:
    make_user("editor", "change_article")
    with pytest.raises(CommandError, match="Ask a publisher"):
        take(tmp_path, by="editor")


@pytest.mark.parametrize("name", ["nothing.csv", "wrong.csv"])
def test_a_file_that_is_no_such_table_is_refused(
    publisher: User, tmp_path: Path, name: str
) -> None:
    (tmp_path / "wrong.csv").write_text("alt,neu\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"cannot be read|columns are not known"):
        call_command("old_addresses", str(tmp_path / name), by="publisher")
