"""What commands hand to workers: kept in the database, done by any process, told at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk import import_run, jobs
from desk.models import Job, Task
from findings.models import Finding
from importing.intake import import_prepared
from importing.models import PendingFile, PendingImport
from importing.preparation import Prepared
from importing.receipt import Origin, Received, receive
from importing.report import FileOutcome
from issues.models import Page, Source
from search.models import Entry
from tables.file_types import FORMATS
from tests.make import make_administrator, make_user
from tests.reviews.desk import as_user
from tests.samples import APRIL, JUNE

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


def test_an_import_is_kept_whole_and_done_later(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for file in (APRIL, JUNE):
        (folder / file.name).write_bytes(file.read_bytes())
    said = run("import_pages", str(folder), "--background")
    job = Job.objects.get()
    assert f"Job {job.pk}: 2 things to do" in said
    assert not Page.objects.exists()
    # Whatever becomes of the folder, the workers have the bytes.
    for file in folder.iterdir():
        file.unlink()
    assert f"{job.pk}: Import pages, 0/2" in run("show_jobs")
    assert "1 jobs finished" in run("run_jobs")
    report = tmp_path / "report.json"
    told = run("show_jobs", str(job.pk), "--wait", "--report", str(report))
    assert "2 of 2 done, 0 refused" in told
    rows = json.loads(report.read_text())["outcomes"]
    assert {row["result"] for row in rows} == {"imported"}
    assert {row.file_name for row in Source.objects.all()} == {
        f"archive/{file.name}" for file in (APRIL, JUNE)
    }
    assert not PendingFile.objects.exists()
    assert run("show_jobs") == ""


def test_the_first_files_are_read_while_others_come(
    three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.import_uploads.HANDFUL", 1)
    here: list[int] = []

    def slowly(places: Iterable[Origin]) -> Iterator[Received]:
        for received in receive(places):
            yield received
            for job in Job.objects.all():
                # All that has come is done, and the job is still not over.
                assert not jobs.finish(job)
            here.append(Page.objects.count())

    monkeypatch.setattr("console.management.commands.import_pages.receive_files", slowly)
    said = run("import_pages", *three, "--background")
    assert "3 things to do" in said
    assert here == [1, 2, 3]
    assert "3 of 3 done, 0 refused" in run("show_jobs", str(Job.objects.get().pk))


@pytest.mark.parametrize("how", ["stopped", "slow"])
def test_files_that_were_not_handed_over_are_told(
    three: list[str], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("desk.import_uploads.HANDFUL", 1)

    def broken_off(places: Iterable[Origin]) -> Iterator[Received]:
        first, second, third = receive(places)
        yield from (first, second)
        if how == "stopped":
            raise KeyboardInterrupt
        Task.objects.update(held_until=timezone.now())
        assert jobs.finish(Job.objects.get())
        yield third

    monkeypatch.setattr("console.management.commands.import_pages.receive_files", broken_off)
    told = {"stopped": (KeyboardInterrupt, None), "slow": (CommandError, "longer than 60 seconds")}
    error, match = told[how]
    with pytest.raises(error, match=match):
        run("import_pages", *three, "--background")
    run("run_jobs")
    job, out = Job.objects.get(), StringIO()
    with pytest.raises(CommandError, match="3 of 3 done, 1 refused"):
        call_command("show_jobs", str(job.pk), stdout=out, stderr=out)
    assert "still to come: Whoever handed the files over was stopped" in out.getvalue()
    assert Page.objects.count() == 2
    report = PendingImport.objects.get().report
    assert [row["result"] for row in report] == ["imported", "imported", "refused"]
    # The same files again: what is here stays as it is.
    monkeypatch.undo()
    run("import_pages", *three, "--background")
    run("run_jobs")
    assert Page.objects.count() == 3


def test_a_whole_issue_in_one_file_stays_together(tmp_path: Path) -> None:
    whole = tmp_path / "whole.txt"
    whole.write_bytes(JUNE.read_bytes() + b"\f" + APRIL.read_bytes())
    run("import_pages", str(whole), "--background")
    assert Job.objects.get().left == 1
    run("run_jobs", "--verbosity", "0")
    assert Page.objects.count() == 2


def test_a_page_that_came_before_there_was_a_paper_is_looked_at_again(tmp_path: Path) -> None:
    first = tmp_path / "2025-06-13-2.txt"
    first.write_text("镇里修路\n本报讯(记者 张三)昨天，镇里修了一条路。\n", encoding="utf-8")
    run("import_pages", str(first), str(JUNE), "--background", "--by", make_user("早").username)
    run("run_jobs", "--verbosity", "0")
    assert Page.objects.count() == 2
    report = PendingImport.objects.get().report
    assert [row["result"] for row in report] == ["imported", "imported"]


def test_what_was_refused_is_told_and_makes_the_command_fail(tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\x00\x01\x02" * 50)
    run("import_pages", str(broken), str(JUNE), "--background")
    run("run_jobs", "--verbosity", "0")
    with pytest.raises(CommandError, match="2 of 2 done, 1 refused"):
        run("show_jobs", str(Job.objects.get().pk))


def test_a_file_that_breaks_the_program_stands_in_the_report(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import_pages", str(JUNE), "--background")

    def breaks(*_args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("desk.import_run.import_prepared", breaks)
        run("run_jobs", "--verbosity", "0")
    pending = PendingImport.objects.get()
    assert [(row["name"], row["result"]) for row in pending.report] == [(str(JUNE), "refused")]
    shown = desk.get(reverse("admin:job", args=[Job.objects.get().pk])).content.decode()
    assert "The log says why" in shown
    assert not Page.objects.exists()


@pytest.fixture
def three(tmp_path: Path) -> list[str]:
    """Give three pages: the first is done alone, the others together."""
    inner = tmp_path / "2025-06-13-2.txt"
    inner.write_text("镇里修路\n本报讯(记者 张三)昨天，镇里修了一条路。\n", encoding="utf-8")
    return [str(APRIL), str(JUNE), str(inner)]


def test_one_that_breaks_the_program_takes_no_other_with_it(
    three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import_pages", *three, "--background")
    monkeypatch.setattr(jobs, "STEP_SECONDS", 60.0)
    asked: list[list[str]] = []
    imports = import_prepared

    def breaks_of_june(prepared: list[Prepared], *more: Any) -> Iterator[FileOutcome]:
        names = [one.received.name for one in prepared]
        asked.append(names)
        if str(JUNE) in names:
            raise RuntimeError
        yield from imports(prepared, *more)

    with monkeypatch.context() as patch:
        patch.setattr(import_run, "import_prepared", breaks_of_june)
        run("run_jobs", "--verbosity", "0")
    # Together first, and not as far as the last; then each alone.
    assert asked == [[three[0]], [three[1]], [three[1]], [three[2]]]
    outcomes = Job.objects.get().outcomes
    assert [row["result"] for row in outcomes] == ["imported", "refused", "imported"]
    assert Page.objects.count() == 2


def test_what_a_worker_was_killed_at_is_done_alone(three: list[str]) -> None:
    run("import_pages", *three, "--background")
    job = Job.objects.get()
    first, second, third = job.tasks.all()
    assert jobs._take(job) == [first]
    assert jobs._take(job) == [second, third]
    assert not jobs._take(job)
    # All who took them were killed.
    job.tasks.update(held_until=timezone.now())
    assert [jobs._take(job) for _time in range(3)] == [[first], [second], [third]]
    # What another has done since his hold ended is not done once more.
    Task.objects.filter(pk=second.pk).update(outcome={"result": "by another"}, held_until=None)
    assert jobs._act(job, [first, second], until=float("inf")) == (2, [])
    second.refresh_from_db()
    assert second.outcome == {"result": "by another"}
    assert Page.objects.count() == 1


def test_pages_are_checked_and_read_anew_and_the_search_is_rebuilt() -> None:
    run("import_pages", str(JUNE), str(APRIL), "--verbosity", "0")
    Finding.objects.all().delete()
    Entry.objects.all().delete()
    for words in (
        ("check_issues",),
        ("reparse", "--apply", "--all-versions"),
        ("rebuild_search",),
    ):
        assert "things to do" in run(*words, "--background")
    assert not Finding.objects.exists()
    assert "3 jobs finished" in run("run_jobs")
    assert Finding.objects.filter(page__issue__date="2025-06-13").exists()
    assert Entry.objects.count() == sum(page.articles.count() for page in Page.objects.all())
    reread = Job.objects.get(kind="reread-pages")
    assert {row["result"] for row in reread.outcomes} == {"same"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("import_pages", str(JUNE), "--dry-run"), "goes with no --dry-run"),
        (("reparse",), "goes with --apply only"),
        (("check_issues", "--fail"), "shows nothing of it"),
    ],
)
def test_what_cannot_be_done_in_the_background_is_said(words: tuple[str, ...], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(*words, "--background")
    with pytest.raises(CommandError, match="There is no job 7"):
        run("show_jobs", "7")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_is_exported_and_is_the_same_as_at_once(tmp_path: Path, kind: str) -> None:
    run("import_pages", str(JUNE), str(APRIL), "--verbosity", "0")
    at_once, later = tmp_path / f"now.{kind}", tmp_path / f"later.{kind}"
    run("export_table", "articles", "--output", str(at_once))
    run("export_table", "articles", "--format", kind, "--background")
    job = Job.objects.get()
    with pytest.raises(CommandError, match="has written no table"):
        run("show_jobs", str(job.pk), "--output", str(later))
    run("run_jobs", "--verbosity", "0")
    run("show_jobs", str(job.pk), "--output", str(later))
    table = FORMATS[kind]()
    assert table.read(later.read_bytes()) == table.read(at_once.read_bytes())
    # The cells are in the file, and no longer in the database.
    assert not any("rows" in row for row in job.outcomes)
    with pytest.raises(CommandError, match="cannot be written"):
        run("show_jobs", str(job.pk), "--output", str(tmp_path))


def test_nothing_to_do_is_done() -> None:
    assert "0 things to do" in run("rebuild_search", "--background")
    assert run("show_jobs") == ""


@pytest.mark.parametrize(("action", "told"), [("check_pages", "done"), ("reread_pages", "skipped")])
def test_pages_are_chosen_in_their_list(
    monkeypatch: pytest.MonkeyPatch, action: str, told: str
) -> None:
    # However slow the machine is.
    monkeypatch.setattr(jobs, "STEP_SECONDS", 60.0)
    run("import_pages", str(JUNE), str(APRIL), "--verbosity", "0")
    keys = list(Page.objects.values_list("pk", flat=True))
    address = reverse("admin:issues_page_changelist")
    client = as_user(make_administrator())
    shown = client.post(address, {"action": action, "_selected_action": keys}, follow=True)
    assert "2 of 2" in shown.content.decode()
    assert [row["result"] for row in Job.objects.get().outcomes] == [told, told]
