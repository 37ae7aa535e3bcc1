"""Relocated: every old address leads on for ever, in one step and never in a circle."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.roles import Role
from archive.verification import verify
from articles.models import Article, Redirect, Relocation
from editorial import relocation
from editorial.transitions import AlreadyDone, NotAllowed
from editorial.withdrawals import withdraw
from issues.models import Issue, Page
from tests.make import make_issue, make_member, make_page, make_publication, make_story, make_user
from tests.proposing import agree, relocate_issue, relocate_page, relocate_story
from tests.publishing.cast import make_public, make_publisher

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY = dt.date(2025, 6, 16), dt.date(2025, 6, 18)
OLD, NEW = "/issues/2025-06-13/1/", "/issues/2025-06-16/1/"


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def go(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.headers.get("Location", "")


def test_a_page_s_old_address_leads_to_the_new_one(client: Client, publisher: User) -> None:
    story = make_public()
    relocate_page(story.page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    assert go(client, OLD) == (301, NEW)
    assert go(client, "/issues/2025-06-13/") == (301, "/issues/2025-06-16/")
    assert client.get(NEW).status_code == 200
    assert client.get(story.get_absolute_url()).status_code == 200


def test_chains_collapse_and_nothing_goes_in_a_circle(client: Client, publisher: User) -> None:
    page = make_public().page
    for date in (MONDAY, WEDNESDAY):
        relocate_page(page, date=date, number=1, by=publisher, reason="日期错了")
    friday, monday, latest = (f"/issues/2025-06-{day}/" for day in (13, 16, 18))
    for old in (friday, monday):
        assert go(client, old) == (301, latest)
        assert go(client, f"{old}1/") == (301, f"{latest}1/")
    relocate_page(page, date=dt.date(2025, 6, 13), number=1, by=publisher, reason="还是对的")
    assert client.get(OLD).status_code == 200
    assert client.get(friday).status_code == 200
    for old in (monday, latest):
        assert go(client, old) == (301, friday)
        assert go(client, f"{old}1/") == (301, f"{friday}1/")


def test_an_issue_s_address_leads_on_also_when_a_draft_stays_behind(
    client: Client, publisher: User
) -> None:
    page = make_public().page
    left = make_story(make_page(page.issue, 2)).page
    relocate_page(page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    assert go(client, "/issues/2025-06-13/") == (301, "/issues/2025-06-16/")
    # The draft that goes on later had no reader: it takes no address along.
    relocate_page(left, date=WEDNESDAY, number=2, by=publisher, reason="日期错了")
    assert go(client, "/issues/2025-06-13/") == (301, "/issues/2025-06-16/")
    relocate_issue(
        Issue.objects.get(date=dt.date(2025, 6, 13)),
        date=dt.date(2025, 6, 11),
        by=publisher,
        reason="空期",
    )
    assert go(client, "/issues/2025-06-13/") == (301, "/issues/2025-06-16/")


def test_every_address_a_page_had_leads_after_its_last_story(
    client: Client, publisher: User
) -> None:
    story = make_public()
    relocate_page(story.page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    story.refresh_from_db()
    target = make_page(make_issue("2025-06-18"), 2)
    relocate_story(Article.objects.with_page().get(), page=target, by=publisher, reason="版次错了")
    for old in ("/issues/2025-06-13/", "/issues/2025-06-16/"):
        assert go(client, old) == (301, "/issues/2025-06-18/")
        assert go(client, f"{old}1/") == (301, "/issues/2025-06-18/2/")


def test_a_page_that_keeps_a_story_of_its_own_does_not_lead_away(
    client: Client, publisher: User
) -> None:
    story = make_public()
    stays = make_public("留下", page=story.page)
    page = make_page(story.page.issue, 2)
    relocate_story(story, page=page, by=publisher, reason="版次错了")
    assert not Redirect.objects.exists()
    withdraw(Article.objects.get(pk=stays.pk), by=publisher, reason="有误")
    assert go(client, OLD) == (410, "")


def test_an_address_answers_for_who_stood_there_last(client: Client, publisher: User) -> None:
    relocate_page(make_public().page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    later = make_public(page=make_page(make_issue("2025-06-13")))
    withdraw(Article.objects.get(pk=later.pk), by=publisher, reason="有误")
    assert go(client, OLD) == (410, "")
    assert go(client, "/issues/2025-06-13/") == (410, "")


def test_only_a_publisher_relocates_what_waits_for_its_time(publisher: User) -> None:
    page = make_story(status="published", published_at="2099-06-16T00:00Z").page
    editor = make_user("editor", "change_page")
    with pytest.raises(NotAllowed, match="Ask a publisher"):
        relocate_page(page, date=MONDAY, number=1, by=editor, reason="日期错了")
    relocate_page(page, date=MONDAY, number=1, by=publisher, reason="日期错了")


def test_what_is_gone_after_its_relocation_is_gone_at_both(client: Client, publisher: User) -> None:
    story = make_public()
    relocate_page(story.page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    withdraw(Article.objects.get(), by=publisher, reason="有误")
    for address in (OLD, NEW, "/issues/2025-06-13/", "/issues/2025-06-16/"):
        assert go(client, address) == (410, "")


def test_two_pages_that_changed_places_while_hidden_never_circle(
    client: Client, publisher: User
) -> None:
    one, two = make_public(), make_public(page=make_page(number=2))
    friday = dt.date(2025, 6, 13)
    for page, number in ((one.page, 3), (two.page, 1), (one.page, 2)):
        relocate_page(page, date=friday, number=number, by=publisher, reason="版次颠倒")
    assert client.get("/issues/2025-06-13/1/").status_code == 200
    for story in Article.objects.all():
        withdraw(story, by=publisher, reason="有误")
    for number in (1, 2, 3):
        assert go(client, f"/issues/2025-06-13/{number}/") == (410, "")


def test_an_address_is_the_new_page_s_once_that_is_public(client: Client, publisher: User) -> None:
    relocate_page(make_public().page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    draft = make_story(make_page(make_issue("2025-06-13")))
    assert go(client, OLD)[0] == 301
    Article.objects.filter(pk=draft.pk).update(status="published", published_at="2025-06-13T00:00Z")
    assert client.get(OLD).status_code == 200


def test_a_whole_issue_is_relocated_with_its_pages(client: Client, publisher: User) -> None:
    story = make_public()
    make_public(page=make_page(story.page.issue, 2))
    relocate_issue(story.page.issue, date=MONDAY, by=publisher, reason="日期错了")
    assert go(client, "/issues/2025-06-13/") == (301, "/issues/2025-06-16/")
    assert go(client, "/issues/2025-06-13/2/") == (301, "/issues/2025-06-16/2/")


def test_a_draft_that_is_relocated_leaves_nothing_behind(client: Client, publisher: User) -> None:
    relocate_page(make_story().page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    assert client.get(OLD).status_code == 404
    assert not Redirect.objects.exists()


def test_a_story_keeps_its_address_and_its_words(client: Client, publisher: User) -> None:
    story = make_public("搬家的稿件")
    stays = make_public("留下", page=story.page)
    page = make_page(story.page.issue, 2)
    make_public("二版", page=page)
    feed_id = f"<id>tag:localhost,2025:article/{story.pk}</id>"
    relocate_story(story, page=page, by=publisher, reason="版次错了")
    assert "第2版" in client.get(story.get_absolute_url()).content.decode()
    assert feed_id in client.get("/feed/").content.decode()
    stays.refresh_from_db()
    story.refresh_from_db()
    assert (stays.order, story.order, story.version) == (0, 1, 1)
    assert Relocation.objects.get().old_page == stays.page
    faults = [fault for row in verify(Page.objects.all()) for fault in row.faults]
    # The helper makes a published story without its transition.
    own = [row for row in faults if row.story == story.pk and row.kind != "transitions"]
    assert not own
    assert not [row for row in faults if row.kind == "order"]


def test_the_last_story_of_a_page_takes_the_page_s_address_along(
    client: Client, publisher: User
) -> None:
    story = make_public()
    page = make_page(story.page.issue, 2)
    relocate_story(story, page=page, by=publisher, reason="版次错了")
    assert go(client, OLD) == (301, "/issues/2025-06-13/2/")


def test_each_paper_has_its_own_redirects(client: Client, publisher: User) -> None:
    story = make_public()
    paper = story.page.issue.publication_id
    make_issue(publication=make_publication("另一家报"))
    relocate_page(story.page, date=MONDAY, number=1, by=publisher, reason="日期错了")
    assert go(client, f"{OLD}?paper={paper}") == (301, f"{NEW}?paper={paper}")
    assert client.get(f"{OLD}?paper={paper + 1}").status_code == 404


def test_what_cannot_be_relocated_is_refused(publisher: User) -> None:
    story = make_public()
    page = story.page
    why: dict[str, Any] = {"by": publisher, "reason": "错"}
    make_page(make_issue("2025-06-16"))
    with pytest.raises(NotAllowed, match="already"):
        relocate_page(page, date=MONDAY, number=1, **why)
    with pytest.raises(NotAllowed, match="one by one"):
        relocate_issue(page.issue, date=MONDAY, **why)
    with pytest.raises(AlreadyDone):
        relocate_page(page, date=page.issue.date, number=1, **why)
    with pytest.raises(NotAllowed, match="why"):
        relocate_page(page, date=MONDAY, number=2, by=publisher, reason=" ")
    with pytest.raises(NotAllowed, match="Ask an editor"):
        relocate_page(page, date=MONDAY, number=2, by=User.objects.create_user("x"), reason="错")
    other = make_page(make_issue(publication=make_publication("另一家报")))
    with pytest.raises(AlreadyDone):
        relocate_story(story, page=page, **why)
    draft = make_story(page)
    with pytest.raises(NotAllowed, match="within its paper"):
        relocation.relocate_story(draft, page=other, **why)
    draft.version = 7
    with pytest.raises(NotAllowed, match="Somebody else"):
        relocate_story(draft, page=Page.objects.get(issue__date=MONDAY), **why)


def test_the_command(client: Client, publisher: User) -> None:
    story = make_public()
    out = StringIO()
    more = {"by": "publisher", "reason": "错", "stdout": out}
    call_command("relocate", "2025-06-13/1", "--to", "2025-06-16/1", **more)
    agree()
    assert go(client, OLD) == (301, NEW)
    call_command("relocate", "2025-06-16", "--to", "2025-06-18", **more)
    agree()
    assert Issue.objects.get(pages__isnull=False).date == WEDNESDAY
    call_command("relocate", "2025-06-18", "--to", "2025-06-18", **more)
    assert "already" in out.getvalue()
    make_page(make_issue("2025-06-18"), 2)
    call_command("relocate", "--story", str(story.pk), "--to", "2025-06-18/2", **more)
    agree()
    assert Article.objects.get().page.number == 2
    for arguments, message in (
        (["2025-06-18/2", "--to", "2025-06-18"], "which page"),
        (["2025-06-18", "--to", "2025-06-18/1"], "is relocated to a day"),
        (["2025-06-18/2", "--to", "2025-06-18/1"], "already"),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("relocate", *arguments, **more)


def test_the_command_s_old_name_does_the_same_and_says_the_new_one(
    client: Client, publisher: User
) -> None:
    make_public()
    told = StringIO()
    more = {"by": "publisher", "reason": "错", "stdout": StringIO(), "stderr": told}
    call_command("move", "2025-06-13/1", "--to", "2025-06-16/1", **more)
    agree()
    assert go(client, OLD) == (301, NEW)
    assert "called “relocate” now" in told.getvalue()


@pytest.mark.parametrize(("role", "led"), [(Role.EDITOR, True), (Role.FINAL_REVIEWER, False)])
def test_only_who_may_relocate_is_led_there(client: Client, role: Role, led: bool) -> None:
    story = make_story()
    issue = story.page.issue_id
    client.force_login(make_member("looks", role))
    for form, target in (
        (f"/admin/issues/page/{story.page_id}/change/", f"/page/{story.page_id}/relocate/"),
        (f"/admin/articles/article/{story.pk}/change/", f"/article/{story.pk}/relocate/"),
        (f"/admin/issues/issue/{issue}/change/", f"/issue/{issue}/relocate/"),
    ):
        assert (target in client.get(form).content.decode()) is led
