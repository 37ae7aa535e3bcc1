"""Many things done in steps: they survive whatever happens to the tab that began them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from desk import jobs
from desk.job_kinds import KINDS
from desk.models import Job, Task
from editorial.workflow import submit_page
from importing.models import PendingFile
from issues.models import Page, Publication
from reviews.models import SeenText
from tests.admin.test_import_screens import confirm, samples, upload
from tests.make import make_issue, make_page, make_publication, make_story
from tests.reviews.cast import make_cast, make_reviewed_page
from tests.reviews.desk import as_user, press, seen_in, states

pytestmark = pytest.mark.django_db
LIST = "admin:issues_page_changelist"


@pytest.fixture(autouse=True)
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "STEP_SECONDS", 0.0)


@pytest.fixture
def pages(db: None) -> list[Page]:
    paper = make_publication(reviews=0)
    made = [make_page(make_issue(publication=paper), number) for number in range(1, 4)]
    for page in made[:2]:
        make_story(page)
    return made


def start(client: Client, action: str, pages: list[Page], **more: Any) -> Any:
    data = {"action": action, "_selected_action": [row.pk for row in pages], **more}
    return client.post(reverse(LIST), data, follow=True)


def test_each_step_does_some_and_the_page_tells_how_far_it_is(
    publishing_desk: Client, pages: list[Page]
) -> None:
    shown = start(publishing_desk, "publish_pages", pages).content.decode()
    job = Job.objects.get()
    assert "1 of 3" in shown
    assert 'value="1"' in shown
    step = reverse("admin:job_step", args=[job.pk])
    answer = publishing_desk.post(step, headers={"X-Requested-With": "step"}).json()
    assert answer == {"done": 2, "of": 3, "left": 1, "words": "2 of 3"}
    home = publishing_desk.get(reverse("admin:index")).context["home"]
    assert [row for row, _label in home["jobs"]] == [job]
    # Without a script one press does the rest, and what could not be done is named.
    done = publishing_desk.post(step, follow=True).content.decode()
    assert "1 was refused" in done
    assert "has no stories" in done
    for page in pages:
        assert f'href="{reverse("admin:desk", args=[page.pk])}"' in done
    assert Article.objects.published().count() == 2
    assert job.user
    assert not jobs.unfinished(job.user)
    # Whoever had closed the tab finds what became of it.
    home = publishing_desk.get(reverse("admin:index"))
    assert home.context["home"]["ended"] == [(job, "Publish pages")]
    assert "1 refused" in home.content.decode()
    assert reverse("admin:job", args=[job.pk]) in home.content.decode()


def test_a_job_is_its_owner_s(publishing_desk: Client, desk: Client, pages: list[Page]) -> None:
    start(publishing_desk, "publish_pages", pages)
    job = Job.objects.get()
    for name in ("job", "job_step"):
        assert desk.post(reverse(f"admin:{name}", args=[job.pk])).status_code == 404
    assert publishing_desk.get(reverse("admin:job_step", args=[job.pk])).status_code == 405


def test_two_tabs_do_nothing_twice(publisher: User, pages: list[Page]) -> None:
    job = jobs.begin("publish-pages", [row.pk for row in pages], by=publisher)
    held = Task.objects.filter(place=1)
    held.update(held_until=timezone.now() + dt.timedelta(minutes=1))
    # Somebody else is at the second page: what is free is done, and that one is left to him.
    assert jobs.step(job, seconds=60).left == 1
    assert jobs.some(job) == 0
    assert Article.objects.published().count() == 1
    # He was killed: after the time of his hold somebody else goes on.
    held.update(held_until=timezone.now())
    assert jobs.step(job).done_at is not None
    assert [row["result"] for row in job.outcomes] == ["done", "done", "refused"]
    assert Article.objects.published().count() == 2


def test_what_was_done_stands_in_the_report_or_was_not_done(
    publisher: User, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_keep", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.begin("publish-pages", [pages[0].pk], by=publisher)
    assert not Article.objects.published().exists()
    Task.objects.update(held_until=None)
    job = Job.objects.get()
    assert jobs.finish(job)
    assert [row["result"] for row in job.outcomes] == ["done"]


def test_what_somebody_else_has_done_meanwhile_is_taken_back(
    publisher: User, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = KINDS["publish-pages"]

    def slowly(job: Job, key: str) -> Any:
        outcome = kind.act(job, key)
        # The hold has ended, and another worker has done the thing and written it down.
        Task.objects.update(outcome={**outcome, "message": "by another"})
        return outcome

    monkeypatch.setitem(KINDS, "publish-pages", replace(kind, act=slowly))
    job = jobs.begin("publish-pages", [pages[0].pk], by=publisher)
    assert not Article.objects.published().exists()
    assert job.left == 1


def test_what_is_long_over_is_forgotten(publisher: User, pages: list[Page]) -> None:
    old = jobs.begin("publish-pages", [], by=publisher)
    Job.objects.filter(pk=old.pk).update(done_at=timezone.now() - jobs.KEPT - dt.timedelta(days=1))
    jobs.begin("publish-pages", [], by=publisher)
    assert not Job.objects.filter(pk=old.pk).exists()


def test_several_pages_are_submitted_when_what_is_asked_was_confirmed() -> None:
    cast = make_cast()
    one = make_reviewed_page(2)
    other = make_page(one.issue, 2)
    make_story(other, headline="")
    editor = as_user(cast["editor"])
    filtered = f"{reverse(LIST)}?o=1"
    data = {"action": "submit_pages", "_selected_action": [one.pk, other.pk]}
    asked = editor.post(filtered, data)
    assert "has no headline" in asked.content.decode()
    # The list comes back as it was filtered.
    assert f'action="{filtered}"' in asked.content.decode()
    assert states(one) == ["draft", "draft"]
    answers = [answer for _page, _rows, answer in asked.context["asked"]]
    start(editor, "submit_pages", [one, other], confirmed=answers)
    job = Job.objects.get()
    editor.post(reverse("admin:job_step", args=[job.pk]))
    assert {*states(one), *states(other)} == {"first-review"}


def test_what_was_read_on_several_pages_is_approved_at_once() -> None:
    cast = make_cast()
    one = make_reviewed_page(1)
    other = make_page(one.issue, 2)
    make_story(other)
    for page in (one, other):
        submit_page(page, by=cast["editor"])
    client = as_user(cast["first"])
    press(client, one, "read", seen=seen_in(client, one))
    # The queue says which of them he has read.
    queue = client.get(reverse("admin:reviews"))
    assert [row.page for row in queue.context["mine"] if row.is_read] == [one]
    assert queue.content.decode().count("read by you") == 1
    told = client.post(reverse("admin:approve_read"), {"page": [one.pk, other.pk]}, follow=True)
    client.post(reverse("admin:job_step", args=[Job.objects.get().pk]))
    assert (states(one), states(other)) == (["second-review"], ["first-review"])
    assert told.status_code == 200
    # A page whose place was changed since is not taken as read either.
    press(client, other, "read", seen=seen_in(client, other))
    SeenText.objects.filter(article__page=other).update(page_sha256="0" * 64)
    (outcome,) = jobs.begin("approve-pages", [other.pk], by=cast["first"]).outcomes
    assert outcome["result"] == "refused"


def test_an_import_goes_on_where_it_stopped_and_ends_in_its_report(
    desk: Client, settings: Settings
) -> None:
    preview: Any = upload(desk, *samples())
    shown = confirm(desk, preview).content.decode()
    assert "1 of 2" in shown
    assert Page.objects.count() == 1
    job = Job.objects.get()
    # While one tab is at it, another waits.
    Task.objects.update(held_until=timezone.now() + settings.JOB_HOLD)
    step = reverse("admin:job_step", args=[job.pk])
    assert "Another tab is at it" in desk.post(step, follow=True).content.decode()
    Task.objects.update(held_until=None)
    report = desk.post(step, follow=True)
    assert report.context["counts"]["imported"] == 2
    assert Page.objects.count() == 2
    assert not PendingFile.objects.exists()


def test_the_way_back_never_leaves_the_newsroom(publishing_desk: Client, pages: list[Page]) -> None:
    start(publishing_desk, "publish_pages", pages)
    Job.objects.update(back="https://elsewhere.example/")
    shown = publishing_desk.get(reverse("admin:job", args=[Job.objects.get().pk]))
    assert shown.context["back"] == reverse("admin:index")


def test_nothing_ticked_is_said() -> None:
    client = as_user(make_cast()["first"])
    told = client.post(reverse("admin:approve_read"), {"page": ["x"]}, follow=True)
    assert "No page is ticked." in told.content.decode()
    assert not Job.objects.exists()


def test_one_paper_is_put_in_front_of_the_site(admin_client: Client) -> None:
    one, two = make_publication("甲报"), make_publication("乙报")
    address = reverse("admin:issues_publication_changelist")

    def choose(*papers: Publication) -> str:
        keys = [row.pk for row in papers]
        data = {"action": "front_the_site", "_selected_action": keys}
        return admin_client.post(address, data, follow=True).content.decode()

    assert "Choose one paper" in choose(one, two)
    assert "is the site" in choose(two)
    assert list(Publication.objects.filter(fronts_site=True)) == [two]


def test_what_a_stopped_server_left_is_done_by_a_command(
    publisher: User, pages: list[Page], settings: Settings
) -> None:
    settings.JOB_HOLD = dt.timedelta(seconds=1)
    keys = [row.pk for row in pages]
    jobs.begin("publish-pages", keys, by=publisher)
    killed, held = (jobs.begin("unpublish-pages", keys, by=publisher) for _number in range(2))
    killed.tasks.update(held_until=timezone.now() + settings.JOB_HOLD)
    held.tasks.update(held_until=timezone.now() + 90 * settings.JOB_HOLD)
    out = StringIO()
    call_command("run_jobs", stdout=out)
    assert "Somebody is at 2 jobs, or was killed: waiting 1 seconds." in out.getvalue()
    assert "2 jobs finished, somebody is at 1 others" in out.getvalue()
    assert "run this again" in out.getvalue()
    assert jobs.unfinished(publisher) == [held]
    assert [len(job.outcomes) for job in Job.objects.exclude(pk=held.pk)] == [3, 3]


def test_a_thing_that_breaks_stops_nothing_else(
    publisher: User, pages: list[Page], caplog: pytest.LogCaptureFixture
) -> None:
    job = jobs.begin("publish-pages", [0, pages[0].pk], by=publisher)
    call_command("run_jobs", verbosity=0)
    assert [row["result"] for row in job.outcomes] == ["refused", "done"]
    assert "The log says why" in job.outcomes[0]["message"]
    assert f"0 of job {job.pk} could not be done" in caplog.text
    assert not jobs.unfinished(publisher)


def test_a_database_that_is_away_leaves_the_thing_to_be_done_and_stops_no_other_job(
    publisher: User, pages: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object) -> None:
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_act", away)
        with pytest.raises(OperationalError):
            jobs.begin("publish-pages", [pages[0].pk], by=publisher)
        Task.objects.update(held_until=None)
        with pytest.raises(CommandError, match=r"Publish pages .*: gone"):
            call_command("run_jobs", verbosity=0)
    assert len(jobs.unfinished(publisher)) == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_left_goes_on_when_the_tab_is_closed(
    publisher: User, pages: list[Page], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOBS_GO_ON = True
    threads = []
    start_thread = jobs.go_on
    monkeypatch.setattr(jobs, "go_on", lambda *args: threads.append(start_thread(*args)))
    job = jobs.begin("publish-pages", [row.pk for row in pages], by=publisher)
    assert job.left == 2
    for thread in threads:
        thread.join()
    job.refresh_from_db()
    assert (job.left, job.done_at is not None, len(threads)) == (0, True, 1)
    assert Article.objects.published().count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_breaks_is_told(
    publisher: User,
    pages: list[Page],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_args: object) -> None:
        raise OperationalError("gone")

    job = jobs.begin("publish-pages", [row.pk for row in pages], by=publisher)
    monkeypatch.setattr(jobs, "_act", away)
    jobs.go_on(job.pk, None).join()
    assert f"Job {job.pk} stopped" in caplog.text
    assert jobs.unfinished(publisher) == [job]
