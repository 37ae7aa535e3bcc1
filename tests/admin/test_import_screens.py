"""The import page: preview, confirm, report."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from importing.models import PendingFile, PendingImport
from issues.models import Page, Publication, Source
from tests.admin.forms import FormReader
from tests.make import APRIL, JUNE, make_publication, make_user

ADDRESS = "admin:issues_page_import"


def upload(desk: Client, *files: tuple[str, bytes], **fields: Any) -> HttpResponse:
    """Send files to the import page."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return desk.post(reverse(ADDRESS), {"files": sent, **fields}, follow=True)  # type: ignore[return-value]


def samples() -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in (JUNE, APRIL)]


def answers(response: Any) -> dict[str, Any]:
    """Return the fields of the preview's form, as they stand."""
    reader = FormReader("novalidate")
    reader.feed(response.content.decode())
    reader.fields.pop("csrfmiddlewaretoken", None)
    return {name: value for name, value in reader.fields.items() if not name.startswith("_")}


def confirm(desk: Client, response: Any, **changed: Any) -> Any:
    """Press the preview's button."""
    address = response.redirect_chain[-1][0]
    data = answers(response) | {"_confirm": "1"} | changed
    return desk.post(address, data, follow=True)


def test_the_preview_shows_all_and_writes_nothing(desk: Client) -> None:
    response: Any = upload(desk, *samples())
    html = response.content.decode()
    assert not Page.objects.exists()
    assert not Article.objects.exists()
    for text in ("中共平阳县委机关报", "农历乙巳年五月十八", "曹文倩", "昆雅路保障性住房项目结顶"):
        assert text in html
    assert "Story breaks off" in html
    assert "Two names one character apart" in html
    assert 'class="story tint-0"' in html
    assert 'class="furniture"' in html
    assert "% sure)" in html


def test_unassigned_text_is_marked_in_the_source(desk: Client) -> None:
    text = JUNE.read_text() + "\n\n〓〓〓 ？？\n"
    html = upload(desk, ("page.txt", text.encode())).content.decode()
    assert '<span class="unassigned"' in html
    assert "Unassigned text" in html


def test_confirm_writes_and_reports(desk: Client, editor: User) -> None:
    response = confirm(desk, upload(desk, *samples()))
    assert Page.objects.count() == 2
    assert {source.received_by for source in Source.objects.all()} == {editor}
    assert Source.objects.get(file_name=JUNE.name).received == JUNE.read_bytes()
    assert response.context["counts"]["imported"] == 2
    logged = LogEntry.objects.filter(user=editor, change_message__contains="Imported from")
    assert logged.count() == 2
    assert not PendingFile.objects.exists()


def test_a_second_confirmation_imports_nothing(desk: Client) -> None:
    preview = upload(desk, *samples())
    confirm(desk, preview)
    response = confirm(desk, preview)
    assert Page.objects.count() == 2
    assert response.context["counts"]["imported"] == 2
    assert Source.objects.count() == 2


def test_files_are_left_out_one_by_one(desk: Client) -> None:
    preview: Any = upload(desk, *samples())
    data = answers(preview) | {"_confirm": "1"}
    data.pop(f"file-{PendingFile.objects.get(name=APRIL.name).pk}-take")
    desk.post(preview.redirect_chain[-1][0], data)
    assert Source.objects.get().file_name == JUNE.name


def test_nothing_ticked_imports_nothing(desk: Client) -> None:
    preview: Any = upload(desk, samples()[0])
    data = answers(preview) | {"_confirm": "1"}
    data = {name: value for name, value in data.items() if not name.endswith("-take")}
    response = desk.post(preview.redirect_chain[-1][0], data, follow=True)
    assert "No file is ticked" in response.content.decode()
    assert not Page.objects.exists()


def test_pasted_text_is_a_file_too(desk: Client) -> None:
    text = JUNE.read_text().replace("\n", "\r\n")
    response: Any = desk.post(reverse(ADDRESS), {"text": text}, follow=True)
    confirm(desk, response)
    assert Source.objects.get().received == JUNE.read_bytes()


def test_what_the_text_lacks_is_answered_for_one_file(desk: Client) -> None:
    make_publication()
    story = "全县掀起项目建设热潮\n\n本报讯（记者 曹文倩）昨天，全县重点项目集中开工。\n"
    preview: Any = upload(desk, ("inner.txt", story.encode()))
    assert "The page prints no date. Give the day." in preview.content.decode()
    assert "--" not in re.sub(r"<!--.*?-->", "", preview.content.decode())
    key = f"file-{PendingFile.objects.get().pk}"
    again = confirm(
        desk, preview, **{f"{key}-date": "2025-06-13", f"{key}-page": "2", f"{key}-take": "on"}
    )
    # Other answers are looked at before they are confirmed.
    assert "look at the preview once more" in again.content.decode()
    assert not Page.objects.exists()
    preview.redirect_chain = again.redirect_chain
    preview._container = [again.content]
    confirm(desk, preview, **{f"{key}-take": "on"})
    page = Page.objects.get()
    assert (page.issue.date, page.number) == (dt.date(2025, 6, 13), 2)


@pytest.mark.parametrize("whose", ["all", "one"])
def test_an_edition_that_a_page_does_not_print_is_answered(desk: Client, whose: str) -> None:
    make_publication()
    story = (
        "2025年6月13日\n1版\n\n全县掀起项目建设热潮\n\n本报讯（记者 曹文倩）昨天，项目集中开工。\n"
    )
    preview: Any = upload(desk, ("extra.txt", story.encode()))
    key = f"file-{PendingFile.objects.get().pk}"
    name = "edition" if whose == "all" else f"{key}-edition"
    refused = confirm(desk, preview, **{name: "Extra 2", f"{key}-take": "on"})
    assert "Write it as printed: 号外, 特刊." in refused.content.decode()
    again = confirm(desk, preview, **{name: "号外", f"{key}-take": "on"})
    preview.redirect_chain = again.redirect_chain
    preview._container = [again.content]
    confirm(desk, preview, **{f"{key}-take": "on"})
    assert Page.objects.get().issue.edition == "号外"


def test_answers_for_all_files_are_previewed_again(desk: Client) -> None:
    confirm(desk, upload(desk, samples()[0]))
    other = JUNE.read_bytes().replace("曹文倩".encode(), "曹文清".encode())
    preview: Any = upload(desk, ("other.txt", other))
    assert "refused" in preview.content.decode()
    address = preview.redirect_chain[-1][0]
    again = desk.post(address, answers(preview) | {"replace": "on", "_again": "1"}, follow=True)
    assert "replaces the page" in again.content.decode()
    assert Source.objects.count() == 1


def test_what_would_be_lost_is_said(publishing_desk: Client) -> None:
    confirm(publishing_desk, upload(publishing_desk, samples()[0]))
    page = Page.objects.get()
    Publication.objects.update(reviews=0)
    publishing_desk.post(reverse("admin:issues_page_publish", args=[page.pk]))
    other = JUNE.read_bytes().replace("曹文倩".encode(), "曹文清".encode())
    html = upload(publishing_desk, ("other.txt", other), replace="on").content.decode()
    assert "Would be lost or changed" in html
    assert "is scheduled, is or was published" in html


def test_unchanged_bytes_are_recognised(desk: Client) -> None:
    confirm(desk, upload(desk, samples()[0]))
    preview: Any = upload(desk, samples()[0])
    assert "these bytes are here already" in preview.content.decode()
    assert not any(name.endswith("-take") for name in answers(preview))


def test_a_text_that_came_in_other_bytes_is_recognised(desk: Client) -> None:
    confirm(desk, upload(desk, samples()[0]))
    preview: Any = upload(desk, ("other.txt", JUNE.read_bytes() + b"\r\n\n"))
    shown = preview.content.decode()
    assert "has this text already, from other bytes" in shown
    assert "these bytes are here already" not in shown
    assert "errornote" not in shown
    assert not any(name.endswith("-take") for name in answers(preview))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("page.exe", b"MZ", "page.exe is no text file"),
        ("page.zip", b"PK", "It is no readable zip archive"),
        ("empty.txt", b"", "empty"),
        ("long.txt", b"x" * 2001, "Split it"),
    ],
)
def test_files_that_are_not_taken(
    desk: Client, settings: Settings, name: str, data: bytes, message: str
) -> None:
    settings.IMPORT_MAX_BYTES = 2000
    assert message in upload(desk, (name, data)).content.decode()
    assert not Page.objects.exists()


def test_too_many_files_are_refused(desk: Client) -> None:
    html = upload(desk, *((f"{number}.txt", b"x") for number in range(51))).content.decode()
    assert "51 files are too many" in html


def test_too_much_together_is_refused(desk: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1000
    html = upload(desk, *((f"{number}.txt", b"x" * 900) for number in range(4))).content.decode()
    assert "Choose fewer at a time" in html


def test_too_long_a_text_is_refused(desk: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_BYTES = 1000
    html = desk.post(reverse(ADDRESS), {"text": "字" * 400}).content.decode()
    assert "Paste one page at a time" in html


def test_nothing_at_all_is_refused(desk: Client) -> None:
    assert "Choose at least one file" in desk.post(reverse(ADDRESS), {}).content.decode()


def test_bytes_that_are_no_text_are_refused_in_the_preview(desk: Client) -> None:
    html = upload(desk, ("photo.txt", b"\xff\xd8\xff\xe0" + bytes(range(256)))).content.decode()
    assert "JPEG" in html


def test_hostile_names_and_texts_are_escaped(desk: Client) -> None:
    page = JUNE.read_text().replace("拼干劲", "<script>alert(1)</script>")
    html = upload(desk, ("<b>x</b>.txt", page.encode())).content.decode()
    assert "<script>alert" not in html
    assert "<b>x</b>" not in html


def test_an_upload_belongs_to_its_person(desk: Client, publishing_desk: Client) -> None:
    preview: Any = upload(desk, samples()[0])
    address = preview.redirect_chain[-1][0]
    assert publishing_desk.get(address).status_code == 404
    assert publishing_desk.post(address, {"_confirm": "1"}).status_code == 404
    assert publishing_desk.get(address + "report/").status_code == 404


def test_uploads_are_forgotten_after_a_day(desk: Client) -> None:
    upload(desk, samples()[0])
    old = timezone.now() - dt.timedelta(days=1, minutes=1)
    PendingImport.objects.update(created_at=old)
    upload(desk, samples()[1])
    assert PendingFile.objects.get().name == APRIL.name


def test_the_report_of_what_is_not_confirmed_is_its_preview(desk: Client) -> None:
    preview: Any = upload(desk, samples()[0])
    response = desk.get(preview.redirect_chain[-1][0] + "report/")
    assert response.status_code == 302


@pytest.mark.parametrize("step", ["import/", "import/1/", "import/1/report/"])
def test_who_may_not_import(client: Client, db: None, step: str) -> None:
    address = f"/admin/issues/page/{step}"
    assert "/admin/login/" in client.get(address).headers["Location"]
    client.force_login(make_user("looker", "view_page"))
    assert client.get(address).status_code == 403
    assert client.post(address, {"_confirm": "1"}).status_code == 403


def test_the_import_is_linked_for_who_may(desk: Client, client: Client) -> None:
    for address in ("/admin/", reverse("admin:issues_page_changelist")):
        assert reverse(ADDRESS) in desk.get(address).content.decode()
    looker = Client()
    looker.force_login(make_user("looker", "view_page"))
    for address in ("/admin/", reverse("admin:issues_page_changelist")):
        assert reverse(ADDRESS) not in looker.get(address).content.decode()


def test_an_unknown_masthead_is_asked_about_with_the_nearest_papers(desk: Client) -> None:
    make_publication("平阳报", organ="中共平阳县委机关报", sponsor="")
    text = JUNE.read_text().replace("中共平阳县委机关报", "中共云岭县委机关报")
    text = text.replace("平阳县融媒体中心主办", "")
    preview: Any = upload(desk, ("page.txt", text.encode()))
    html = preview.content.decode()
    assert "New paper, or one of yours misread?" in html
    assert Publication.objects.count() == 1
    key = f"file-{PendingFile.objects.get().pk}"
    # The answer is looked at before it is confirmed, and a new paper is said to be one.
    again = confirm(desk, preview, **{f"{key}-paper": "new", f"{key}-paper_name": "云岭报"})
    assert "This import founds the paper “云岭报”." in again.content.decode()
    assert Publication.objects.count() == 1
    preview.redirect_chain, preview._container = again.redirect_chain, [again.content]
    report = confirm(desk, preview, **{f"{key}-take": "on"})
    assert "new paper" in report.content.decode()
    assert Page.objects.get().issue.publication.name == "云岭报"


def test_a_page_without_a_masthead_asks_which_paper_it_is(desk: Client) -> None:
    make_publication("平阳报")
    make_publication("山溪报")
    text = "第五版\n2025年7月4日\n全县项目集中开工\n本报讯 昨天，全县重点项目集中开工。\n"
    html = upload(desk, ("page.txt", text.encode())).content.decode()
    assert "Which paper is it?" in html
    assert "misread?" not in html


def test_a_misread_masthead_belongs_to_the_paper_that_is_chosen(desk: Client) -> None:
    paper = make_publication("平阳报", organ="中共平阳县委机关报", sponsor="")
    text = JUNE.read_text().replace("中共平阳县委机关报", "中共平阴县委机关报")
    preview: Any = upload(desk, ("page.txt", text.encode()))
    key = f"file-{PendingFile.objects.get().pk}"
    again = confirm(desk, preview, **{f"{key}-paper": str(paper.pk)})
    preview.redirect_chain, preview._container = again.redirect_chain, [again.content]
    confirm(desk, preview, **{f"{key}-take": "on"})
    assert Page.objects.get().issue.publication == paper


def test_the_first_import_of_a_database_asks_nothing_and_says_what_it_founds(desk: Client) -> None:
    preview = upload(desk, samples()[0])
    assert "This import founds the paper" in preview.content.decode()
    confirm(desk, preview)
    assert Page.objects.count() == 1
