"""What became of things is read in the language of whoever reads it, not of who began the work."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_lazy, override

from articles.models import Article
from audit import journal
from audit.models import AuditEntry
from audit.sentences import (
    Sentence,
    gettext,
    in_two_languages,
    joined,
    kept,
    ngettext,
    retold,
    sentence_of,
)
from desk import jobs
from desk.import_uploads import keep, received_of
from desk.models import Job, Task
from editorial.relocation import relocate_story
from editorial.selections import publish, review
from editorial.surroundings import set_fields
from editorial.workflow import Action
from findings.answers import ignore
from findings.models import Finding
from importing.models import PendingFile, PendingImport
from importing.receipt import Picture, Received
from tests.admin.test_import_screens import confirm, samples, upload
from tests.make import (
    make_administrator,
    make_issue,
    make_page,
    make_publication,
    make_story,
    make_user,
)

CHINESE, ENGLISH = "zh-hans", "en"


def speaks(client: Client, language: str) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.fixture
def _in_chinese() -> Iterator[None]:
    with override(CHINESE):
        yield


def in_english(sentence: Any) -> Any:
    """Return what was kept as JSON and is read by somebody else."""
    row = json.loads(json.dumps(kept({"message": sentence})))
    with override(ENGLISH):
        return retold(row)["message"]


@pytest.mark.usefixtures("_in_chinese")
def test_a_sentence_is_said_again_however_it_was_made() -> None:
    word = gettext("Home")
    assert word == "首页"
    assert in_english(word) == "Home"
    filled = gettext("“%(story)s” breaks off.") % {"story": "100% of it"}
    assert filled != in_english(filled) == "“100% of it” breaks off."
    counted = ngettext("%(count)s story", "%(count)s stories", 2) % {"count": 2}
    assert in_english(counted) == "2 stories"
    nested = gettext("%(first)s: %(second)s") % {"first": gettext_lazy("draft"), "second": filled}
    assert "草稿" in nested
    assert in_english(nested) == "draft: “100% of it” breaks off."
    assert in_english(gettext(", ").join([word, "甲"]) + gettext(".")) == "Home, 甲."
    assert in_english("看，" + word) == "看，Home"
    assert in_english([word, "甲"]) == ["Home", "甲"]
    assert in_english(pickle.loads(pickle.dumps(filled))) == in_english(filled)  # noqa: S301
    assert in_english(sentence_of(Article.Status.DRAFT.label)) == "draft"
    assert in_english(joined(" → ", (word, Article.Status.DRAFT.label))) == "Home → draft"
    assert in_english(gettext(", ").join([Article.Status.DRAFT.label, "甲"])) == "draft, 甲"
    assert in_english(in_two_languages("Broken.", "坏了。")) == "Broken."
    with override(ENGLISH):
        broken = kept({"message": in_two_languages("Broken.", "坏了。")})
    assert retold(broken)["message"] == "坏了。"


@pytest.mark.usefixtures("_in_chinese")
def test_a_sentence_comes_through_an_exception_and_lies_in_a_deeper_row() -> None:
    refusal = str(ValueError(gettext("Home")))
    assert isinstance(refusal, Sentence)
    assert in_english({"parts": [{"name": "甲", "message": refusal}]}) == {
        "parts": [{"name": "甲", "message": "Home"}]
    }
    # Rows of before have their text alone.
    assert retold({"message": "首页", "stories": 1}) == {"message": "首页", "stories": 1}


def test_a_refusal_is_in_the_language_of_who_looks_at_the_job(
    publishing_desk: Client, publisher: User
) -> None:
    page = make_page(make_issue(publication=make_publication(reviews=3)))
    make_story(page, headline="甲", truncated=True)
    empty = make_page(page.issue, 2)
    with override(CHINESE):
        job = jobs.begin("publish-pages", [page.pk, empty.pk], by=publisher)
    assert jobs.finish(job)
    at = reverse("admin:job", args=[job.pk])
    chinese = speaks(publishing_desk, CHINESE).get(at).content.decode()
    english = speaks(publishing_desk, ENGLISH).get(at).content.decode()
    assert "has no stories" in english
    assert "has no stories" not in chinese
    said = {row["message"] for row in job.outcomes}
    # As it was kept it is in the language of who began; so are the names of the pages.
    assert all(message in chinese and message not in english for message in said)
    assert f"{page.issue.day} page 2" in english
    assert f"{page.issue.day} page 2" not in chinese


def test_what_is_asked_and_the_state_of_a_story_are_said_again(db: None) -> None:
    page = make_page(make_issue(publication=make_publication(reviews=3)))
    story = make_story(page, headline="甲", truncated=True)
    who = make_user("who", "submit_article", "publish_article")
    with override(CHINESE):
        asked = review([page], Action.SUBMIT, by=who).outcomes[0].message
        never = publish([story], by=who).outcomes[0].message
    with override(ENGLISH):
        assert in_english(asked) == review([page], Action.SUBMIT, by=who).outcomes[0].message
        assert in_english(never) == publish([story], by=who).outcomes[0].message
    assert "breaks off" in in_english(asked)
    assert "breaks off" not in asked


def test_the_log_tells_of_findings_places_and_fields_in_every_language(db: None) -> None:
    page = make_page(make_issue("2025-06-13", publication=make_publication()), name="要闻")
    story, there = make_story(page), make_page(make_issue("2025-06-16"), 2)
    boss = make_administrator("boss")
    finding = Finding.objects.create(page=page, article=story, code="truncated", fingerprint="x")
    with override(CHINESE):
        ignore(finding, by=boss, reason="原文如此")
        relocate_story(story, page=there, by=boss, reason="排错版")
        set_fields(page, {"name": ""}, by=boss)
        said = [journal.read(entry) for entry in LogEntry.objects.order_by("pk")]
    with override(ENGLISH):
        lines = [journal.read(entry) for entry in LogEntry.objects.order_by("pk")]
        assert lines[1] == f"{finding.message}: ignored: 原文如此"
        assert "2025-06-13 page 1 要闻 → 2025-06-16 page 2: 排错版" in lines
        assert lines[-1] == "page name: 要闻 → –"
    assert not any("page" in line or "ignored" in line for line in said)
    told = json.loads(AuditEntry.objects.latest("seq").payload)
    assert (told["was"], told["values"]) == ({"name": "要闻"}, {"name": ""})


def test_what_an_older_job_kept_is_shown_as_it_was(
    publishing_desk: Client, publisher: User
) -> None:
    job = Job.objects.create(user=publisher, kind="publish-pages", options={"size": 1})
    old = {"name": "第1版", "result": "refused", "message": "旧的一句话。", "stories": 0}
    Task.objects.create(job=job, place=0, key="1", outcome={**old, "place": "", "answer": ""})
    shown = speaks(publishing_desk, ENGLISH).get(reverse("admin:job", args=[job.pk]))
    assert "旧的一句话。" in shown.content.decode()
    assert jobs.report_of(job).outcomes[0].message == "旧的一句话。"


def test_the_preview_and_the_report_of_an_import_are_in_the_reader_s_language(
    desk: Client,
) -> None:
    speaks(desk, CHINESE)
    broken = ("files.zip", b"PK no archive")
    preview: Any = upload(desk, *samples(), ("a.txt", "没有报头的文字".encode()), broken)
    at = preview.redirect_chain[-1][0]
    assert "Story breaks off" not in preview.content.decode()
    speaks(desk, ENGLISH)
    shown = desk.get(at).content.decode()
    assert "Story breaks off" in shown
    assert "It is no readable zip archive" in shown
    speaks(desk, CHINESE)
    report: Any = confirm(desk, preview)
    address = report.redirect_chain[-1][0]
    in_chinese = [row for row in report.context["rows"] if row["findings"] or row["message"]]
    speaks(desk, ENGLISH)
    rows = [row for row in desk.get(address).context["rows"] if row["findings"] or row["message"]]
    assert rows
    told = [*(row["message"] for row in rows), *(f["message"] for r in rows for f in r["findings"])]
    before = {row["message"] for row in in_chinese}
    before |= {one["message"] for row in in_chinese for one in row["findings"]}
    assert not before & {text for text in told if text}
    with override(ENGLISH):
        asked = [row.message for row in Finding.objects.open()]
    assert set(asked) <= set(told)


def test_why_a_file_or_a_picture_did_not_come_is_said_to_whoever_takes_it_up(db: None) -> None:
    with override(CHINESE):
        unread = gettext("It has no text files in it. A page is a file named .txt.")
        passed = gettext("It is a picture that no page of these shows.")
        many = gettext("The page has more pictures than are taken along.")
        picture = Picture("a.jpg", "a.jpg", problem=many)
        came = [
            Received("a.zip", b"", unread),
            Received("a.png", b"", passed=passed),
            Received("a.htm", b"<p>", pictures=(picture, Picture("b.jpg", "b.jpg", b"x"))),
            Received("said.htm", b"<p>", addresses={"said": "b.jpg"}),
        ]
        keep(PendingImport.objects.create(), came)
    files = list(PendingFile.objects.all())
    with override(ENGLISH):
        archive, image, page, other = map(received_of, files)
    assert archive.problem == "It has no text files in it. A page is a file named .txt."
    assert image.passed == "It is a picture that no page of these shows."
    told = "The page has more pictures than are taken along."
    assert [row.problem for row in page.pictures] == [told, ""]
    assert other.addresses == {"said": "b.jpg"}
    with override(CHINESE):
        assert list(map(received_of, files)) == came
