"""Publishing pages, issues, stories and selections: each alone, one report, twice is once."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from articles.models import Article, Revision, Transition
from articles.models.history import told_time
from articles.text import StoryText
from audit import journal
from audit.outcomes import Result
from editorial.editing import EditRefused, StoryChange, change_story
from editorial.selections import pages_of, publish, shown_time, unschedule
from editorial.transitions import Action
from editorial.workflow import NotAllowed, change_state, publish_page
from tests.make import make_issue, make_page, make_story, make_user
from tests.publishing.cast import ask_for_reviews, make_day, make_public, make_publisher

pytestmark = pytest.mark.django_db
Status = Article.Status
LATER = dt.timedelta(hours=3)


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("publish_pages", *arguments, "--by", "publisher", stdout=out, stderr=out)
    return out.getvalue()


def test_one_page_that_cannot_be_published_keeps_no_other_back(publisher: User) -> None:
    good, empty = make_day()
    Article.objects.filter(pk=empty.pk).update(headline="", body="")
    report = publish(pages_of(make_issue()), by=publisher)
    assert [row.result for row in report.outcomes] == [Result.DONE, Result.REFUSED]
    assert "neither headline nor text" in report.refused[0].message
    assert list(Article.objects.published()) == [good]


def test_publishing_twice_is_publishing_once(publisher: User) -> None:
    make_day()
    first = publish(pages_of(make_issue()), by=publisher)
    again = publish(pages_of(make_issue()), by=publisher)
    assert (first.stories, again.stories) == (2, 0)
    assert [row.result for row in again.outcomes] == [Result.ALREADY] * 2
    assert Transition.objects.count() == 2


def test_a_selection_of_pages_and_stories_is_one_report(publisher: User) -> None:
    story, other = make_day()
    report = publish([story.page, other], by=publisher)
    assert [row.place for row in report.outcomes] == ["2025-06-13/1", f"2025-06-13/2#{other.pk}"]
    assert json.loads(json.dumps(report.summed_up()))["done"] == 2


def test_a_page_that_is_not_signed_off_is_refused_at_once_also_for_later() -> None:
    publisher = make_publisher()
    ask_for_reviews()
    story = make_story()
    for at in (None, timezone.now() + LATER):
        report = publish([story.page], by=publisher, at=at)
        assert report.refused
    assert not Article.objects.exclude(status=Status.DRAFT).exists()


class TestATime:
    def test_a_due_story_is_public_by_the_query_itself(
        self, client: Client, publisher: User
    ) -> None:
        story = make_story()
        publish([story.page], by=publisher, at=timezone.now() + LATER)
        assert client.get(story.get_absolute_url()).status_code == 404
        assert Article.objects.scheduled().get() == story
        # The clock moves on; nothing else does.
        Article.objects.update(published_at=timezone.now() - dt.timedelta(seconds=1))
        assert client.get(story.get_absolute_url()).status_code == 200
        assert client.get("/issues/2025-06-13/1/").status_code == 200

    def test_no_line_and_no_refusal_calls_it_published(self, publisher: User) -> None:
        story, later = make_story(), timezone.now() + LATER
        publish([story.page], by=publisher, at=later)
        lines = [journal.read(row) for row in LogEntry.objects.all()]
        assert lines == [f"scheduled for {told_time(later)}"]
        again = publish([Article.objects.get()], by=publisher, at=later)
        assert again.of(Result.ALREADY)[0].message == f"“{story}” is already “scheduled”."
        editor = make_user("editor", "change_article")
        waits = Article.objects.with_page().with_parts().get()
        change = StoryChange(replace(StoryText.of(waits), headline="新题"))
        with pytest.raises(EditRefused, match="is scheduled"):
            change_story(waits, change, by=editor, kind=Revision.Kind.EDIT, version=0)

    def test_a_time_that_is_over_is_refused(self, publisher: User) -> None:
        with pytest.raises(NotAllowed, match=r"Asia/Shanghai.* is over"):
            publish_page(make_story().page, by=publisher, at=timezone.now() - LATER)

    def test_what_was_public_before_does_not_wait(self, publisher: User) -> None:
        story = make_public()
        change_state(story, Action.UNPUBLISH, by=publisher)
        report = publish([story], by=publisher, at=timezone.now() + LATER)
        assert "public before" in report.refused[0].message
        first = story.published_at
        publish([story], by=publisher)
        story.refresh_from_db()
        assert story.published_at == first

    def test_it_is_taken_off_the_schedule_and_is_a_draft_again(self, publisher: User) -> None:
        story = make_story()
        publish([story.page], by=publisher, at=timezone.now() + LATER)
        assert unschedule([story.page], by=publisher).stories == 1
        story.refresh_from_db()
        assert (story.status, story.published_at) == (Status.DRAFT, None)
        assert unschedule([story.page], by=publisher).of(Result.ALREADY)
        said = story.transitions.order_by("pk").values_list("action", "old", "new")
        assert list(said) == [
            ("publish", "draft", "published"),
            ("unschedule", "published", "draft"),
        ]

    def test_what_was_signed_off_stays_so_when_its_time_is_taken_away(
        self, publisher: User
    ) -> None:
        story = make_story(status=Status.SIGNED_OFF)
        publish([story], by=publisher, at=timezone.now() + LATER)
        story.refresh_from_db()
        unschedule([story], by=publisher)
        story.refresh_from_db()
        assert (story.status, story.published_at) == (Status.SIGNED_OFF, None)

    def test_another_time_needs_the_first_one_taken_away(self, publisher: User) -> None:
        at = timezone.now() + LATER
        story = make_story()
        publish([story.page], by=publisher, at=at)
        assert publish([story.page], by=publisher, at=at).of(Result.ALREADY)
        refused = publish([story.page], by=publisher, at=at + LATER).refused
        assert shown_time(at) in refused[0].message
        assert publish([story.page], by=publisher).refused

    def test_what_waits_is_not_withdrawn_and_not_seen_once(
        self, client: Client, publisher: User
    ) -> None:
        story = make_story()
        publish([story], by=publisher, at=timezone.now() + LATER)
        story.refresh_from_db()
        with pytest.raises(NotAllowed):
            change_state(story, Action.WITHDRAW, by=publisher, reason="错")
        with pytest.raises(NotAllowed):
            change_state(make_public(page=make_page(number=2)), Action.UNSCHEDULE, by=publisher)
        assert story.headline not in client.get("/feed/").content.decode()


class TestTheCommand:
    def test_it_publishes_and_says_what(self, publisher: User, tmp_path: Path) -> None:
        make_day()
        report = tmp_path / "report.json"
        text = run("2025-06-13", "--report", str(report))
        assert "2025-06-13/2: 1 stories" in text
        assert "2 done, 2 stories" in text
        assert json.loads(report.read_text())["stories"] == 2
        assert "already" in run("2025-06-13")

    def test_it_fails_when_one_page_was_refused(self, publisher: User) -> None:
        make_day()
        Article.objects.filter(page__number=2).update(headline="", body="")
        with pytest.raises(CommandError, match="1 done, 1 story, 1 refused"):
            run("2025-06-13")

    def test_a_time_is_read_as_shanghai(self, publisher: User) -> None:
        make_day(pages=1)
        assert "2099-06-16 06:00 (Asia/Shanghai)" in run("2025-06-13/1", "--at", "2099-06-16 06:00")
        story = Article.objects.get()
        assert story.published_at == dt.datetime(2099, 6, 15, 22, 0, tzinfo=dt.UTC)
        assert "1 done" in run("2025-06-13/1", "--unschedule")

    @pytest.mark.parametrize("value", ["morgen", "2099-06-16"])
    def test_a_time_that_is_none_is_named(self, publisher: User, value: str) -> None:
        make_day(pages=1)
        with pytest.raises(CommandError, match="2025-06-16 06:00"):
            run("2025-06-13/1", "--at", value)

    def test_a_time_in_the_past_is_refused(self, publisher: User) -> None:
        make_day(pages=1)
        with pytest.raises(CommandError, match="1 refused"):
            run("2025-06-13/1", "--at", "2020-01-01 06:00")

    @pytest.mark.parametrize("option", ["--unpublish", "--undo"])
    def test_stories_and_the_way_back(self, publisher: User, option: str) -> None:
        story, _other = make_day()
        run("--story", str(story.pk))
        assert list(Article.objects.published()) == [story]
        run("2025-06-13/1", option)
        assert not Article.objects.published().exists()

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ([], "at least one"),
            (["--story", "0"], "no story 0"),
            (["2025-06-14"], "no page at"),
            (["2025-06-13", "--unpublish", "--unschedule"], "one of"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(
        self, publisher: User, arguments: list[str], message: str
    ) -> None:
        make_day(pages=1)
        with pytest.raises(CommandError, match=message):
            run(*arguments)

    def test_unpublish_is_for_pages(self, publisher: User) -> None:
        story = make_day(pages=1)[0]
        with pytest.raises(CommandError, match="withdraw"):
            run("--story", str(story.pk), "--unpublish")

    def test_somebody_must_be_there_and_may(self, publisher: User) -> None:
        make_day(pages=1)
        with pytest.raises(CommandError, match="no user"):
            call_command("publish_pages", "2025-06-13", "--by", "nobody")
        make_user("reporter")
        with pytest.raises(CommandError, match="1 refused"):
            call_command("publish_pages", "2025-06-13", "--by", "reporter", stderr=StringIO())
