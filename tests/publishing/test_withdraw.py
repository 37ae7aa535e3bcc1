"""Withdrawn: gone everywhere at once, a notice at the address, and back with one call."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from defusedxml import ElementTree
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, Revision, Withdrawal
from audit.outcomes import Result
from editorial.editing import change_story
from editorial.selections import restore_all, withdraw_all
from editorial.transitions import Action
from editorial.withdrawals import restore, withdraw
from editorial.workflow import NotAllowed, change_state
from paper.feeds import NEWEST
from tests.make import make_page, make_story
from tests.proposing import correct, relocate_story
from tests.publishing.cast import ask_for_reviews, make_public, make_publisher
from tests.wishes import wish

pytestmark = pytest.mark.django_db
LISTS = ("/", "/issues/", "/issues/2025-06-13/", "/issues/2025-06-13/1/", "/feed/", "/sitemap.xml")
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def test_it_is_gone_everywhere_and_its_address_says_why(client: Client, publisher: User) -> None:
    story = make_public("要撤的稿件")
    withdraw(story, by=publisher, reason="事实有误", notice="本报误报了日期。")
    response = client.get(story.get_absolute_url())
    text = response.content.decode()
    assert response.status_code == 410
    assert "事实有误" in text
    assert "本报误报了日期。" in text
    assert "要撤的稿件" not in text
    for address in LISTS:
        assert "要撤的稿件" not in client.get(address).content.decode()
    assert Article.objects.filter(pk=story.pk).exists()


def test_the_notice_stands_while_the_story_is_rewritten(client: Client, publisher: User) -> None:
    story = make_public("要撤的稿件")
    withdraw(story, by=publisher, reason="事实有误", notice="本报误报了日期。")
    story = change_state(Article.objects.with_page().get(), Action.TAKE_UP, by=publisher)
    for address in (story.get_absolute_url(), "/corrections/", "/feed/"):
        assert "本报误报了日期。" in client.get(address).content.decode()
    story = change_state(story, Action.PUBLISH, by=publisher)
    assert client.get(story.get_absolute_url()).status_code == 200
    change_state(story, Action.UNPUBLISH, by=publisher)
    for address in (story.get_absolute_url(), "/corrections/", "/feed/"):
        assert "本报误报了日期。" not in client.get(address).content.decode()


def test_a_story_that_was_relocated_while_it_was_withdrawn_is_restored(
    client: Client, publisher: User
) -> None:
    ask_for_reviews()
    story = make_public()
    withdraw(story, by=publisher, reason="版次错了")
    page = make_page(story.page.issue, 2)
    relocate_story(Article.objects.with_page().get(), page=page, by=publisher, reason="版次错了")
    story = restore(Article.objects.with_page().get(), by=publisher)
    assert client.get(story.get_absolute_url()).status_code == 200
    withdraw(story, by=publisher, reason="又错了")
    edit = Revision.Kind.EDIT
    story = Article.objects.with_page().with_parts().get()
    change_story(story, wish(story, headline="新"), by=publisher, kind=edit, version=1)
    with pytest.raises(NotAllowed, match="changed since"):
        restore(Article.objects.with_page().get(), by=publisher)


def test_the_feed_has_a_tombstone_under_the_entry_s_id(client: Client, publisher: User) -> None:
    story = make_public()
    before = ElementTree.fromstring(client.get("/feed/").content)
    entry = before.find("{*}entry/{*}id")
    assert entry is not None
    withdraw(story, by=publisher, reason="事实有误")
    root = ElementTree.fromstring(client.get("/feed/").content)
    stone = root.find(TOMBSTONE)
    assert stone is not None
    assert stone.get("ref") == entry.text
    assert stone.get("when")
    assert root.find("{*}entry") is None


def test_restoring_puts_all_back_under_the_same_first_day(client: Client, publisher: User) -> None:
    story = make_public("又回来的稿件")
    first = story.published_at
    withdraw(story, by=publisher, reason="核实中")
    story.refresh_from_db()
    restore(story, by=publisher, reason="属实")
    story.refresh_from_db()
    assert story.published_at == first
    for address in (story.get_absolute_url(), *LISTS[:1], *LISTS[2:5]):
        assert "又回来的稿件" in client.get(address).content.decode()
    root = ElementTree.fromstring(client.get("/feed/").content)
    assert root.find(TOMBSTONE) is None


def test_the_feed_tells_of_an_old_story_that_came_back_or_was_corrected(
    client: Client, publisher: User
) -> None:
    start = timezone.now() - dt.timedelta(days=9)
    page = make_page()
    back, right = make_public("又回来", page=page), make_public("误", page=page)
    Article.objects.update(published_at=start, updated_at=start)
    for minute in range(NEWEST):
        at = start + dt.timedelta(hours=1, minutes=minute)
        make_public(f"第{minute}条", page=page, published_at=at)

    def titles() -> list[str]:
        root = ElementTree.fromstring(client.get("/feed/").content)
        return [row.text or "" for row in root.findall("{*}entry/{*}title")]

    assert "又回来" not in titles()
    withdraw(Article.objects.get(pk=back.pk), by=publisher, reason="核实中")
    restore(Article.objects.get(pk=back.pk), by=publisher)
    assert titles()[:2] == ["又回来", f"第{NEWEST - 1}条"]
    correct(
        right, wish(right, headline="正"), by=publisher, reason="笔误", notice="更正。", version=0
    )
    assert titles()[:2] == ["正", "又回来"]
    assert len(titles()) == NEWEST


def test_one_story_that_came_back_twice_hides_no_other_from_the_feed(
    client: Client, publisher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paper.feeds.NEWEST", 2)
    page = make_page()
    once, twice = make_public("回来一次", page=page), make_public("回来两次", page=page)
    start = timezone.now() - dt.timedelta(days=9)
    Article.objects.update(published_at=start, updated_at=start)
    for name in ("甲", "乙"):
        make_public(name, page=page, published_at=start + dt.timedelta(days=1))
    # Also one that was only unpublished: its tombstone went out to the readers.
    story = change_state(
        Article.objects.with_page().get(pk=once.pk), Action.UNPUBLISH, by=publisher
    )
    change_state(story, Action.PUBLISH, by=publisher)
    for _time in range(2):
        withdraw(Article.objects.get(pk=twice.pk), by=publisher, reason="核实中")
        restore(Article.objects.get(pk=twice.pk), by=publisher)
    root = ElementTree.fromstring(client.get("/feed/").content)
    told = [row.text for row in root.findall("{*}entry/{*}title")]
    assert told == ["回来两次", "回来一次"]


def test_the_feed_has_changed_when_a_story_went(client: Client, publisher: User) -> None:
    def changed() -> str:
        root = ElementTree.fromstring(client.get("/feed/").content)
        return root.findtext("{*}updated") or ""

    story = make_public()
    make_public("留下", page=story.page)
    before = changed()
    withdraw(story, by=publisher, reason="有误")
    assert changed() > before


def test_a_story_unpublished_and_published_again_is_newer_than_its_tombstone(
    client: Client, publisher: User
) -> None:
    story = change_state(make_public(), Action.UNPUBLISH, by=publisher)
    root = ElementTree.fromstring(client.get("/feed/").content)
    stone = root.find(TOMBSTONE)
    assert stone is not None
    change_state(story, Action.PUBLISH, by=publisher)
    root = ElementTree.fromstring(client.get("/feed/").content)
    updated = root.findtext("{*}entry/{*}updated") or ""
    assert dt.datetime.fromisoformat(updated) > dt.datetime.fromisoformat(stone.get("when") or "")


def test_a_draft_that_readers_had_is_withdrawn_and_not_set_aside(
    client: Client, publisher: User
) -> None:
    story = change_state(make_public("要撤的稿件"), Action.UNPUBLISH, by=publisher)
    with pytest.raises(NotAllowed, match="withdraw it"):
        change_state(story, Action.SET_ASIDE, by=publisher)
    story = withdraw(story, by=publisher, reason="事实有误", notice="本报误报了日期。")
    assert (story.status, story.is_on_page) == (Article.Status.WITHDRAWN, False)
    response = client.get(story.get_absolute_url())
    assert (response.status_code, "本报误报了日期。" in response.content.decode()) == (410, True)


def test_a_story_withdrawn_again_has_its_last_notice_only(client: Client, publisher: User) -> None:
    story = make_public()
    story = withdraw(story, by=publisher, reason="核实中", notice="先撤下。")
    story = change_state(story, Action.TAKE_UP, by=publisher)
    withdraw(story, by=publisher, reason="查实有误", notice="不再刊登。")
    for address in (story.get_absolute_url(), "/corrections/"):
        text = client.get(address).content.decode()
        assert ("先撤下。" in text, "不再刊登。" in text) == (False, True)


def test_a_draft_that_was_withdrawn_has_no_way_round_its_reviews(publisher: User) -> None:
    story = change_state(make_public(), Action.UNPUBLISH, by=publisher)
    ask_for_reviews()
    story = withdraw(story, by=publisher, reason="事实有误")
    with pytest.raises(NotAllowed, match="was a draft when it was withdrawn"):
        restore(story, by=publisher)


def test_a_page_is_withdrawn_and_restored_as_a_whole(client: Client, publisher: User) -> None:
    story = make_public()
    make_public("二", page=story.page)
    draft = make_story(story.page)
    report = withdraw_all([story.page], by=publisher, reason="整版有误", notice="本版撤回。")
    assert report.stories == 2
    assert "本版撤回。" in client.get("/issues/2025-06-13/1/").content.decode()
    assert withdraw_all([story.page], by=publisher, reason="又").of(Result.ALREADY)
    assert restore_all([story.page], by=publisher).stories == 2
    assert restore_all([story.page], by=publisher).of(Result.ALREADY)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_it_needs_a_reason_and_somebody_who_may(publisher: User) -> None:
    story = make_public()
    with pytest.raises(NotAllowed, match="reason"):
        withdraw(story, by=publisher, reason=" ")
    with pytest.raises(NotAllowed, match="may not"):
        withdraw(story, by=User.objects.create_user("x"), reason="x")
    assert not Withdrawal.objects.exists()


def test_the_notice_is_kept_for_ever(publisher: User) -> None:
    withdraw(make_public(), by=publisher, reason="有误")
    table = "articles_withdrawal"
    for change in (f"UPDATE {table} SET reason = 'x'", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_commands(client: Client, publisher: User) -> None:
    story = make_public()
    out = StringIO()
    shared = {"by": "publisher", "stdout": out, "stderr": out}
    call_command("withdraw", "2025-06-13/1", reason="有误", **shared)
    assert client.get(story.get_absolute_url()).status_code == 410
    call_command("reinstate", story=[story.pk], **shared)
    assert client.get(story.get_absolute_url()).status_code == 200
    call_command("withdraw", story=[story.pk], reason="有误", **shared)
    call_command("withdraw", story=[story.pk], reason="有误", **shared)
    assert "already" in out.getvalue()
    draft = make_story(story.page)
    with pytest.raises(CommandError, match="1 refused"):
        call_command("withdraw", story=[draft.pk], reason="有误", **shared)
    with pytest.raises(CommandError, match="1 refused"):
        call_command("reinstate", story=[draft.pk], **shared)
