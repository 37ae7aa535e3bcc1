"""Tables in the admin: upload, preview, confirm, download, under the strict policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from articles.models import Article, Contributor
from audit import journal
from desk import table_views
from desk.models import Job
from findings.models import Office
from search import entries
from tables.catalog import TABLES
from tables.file_types import FORMATS
from tests.make import make_publication, make_story, make_user
from tests.tables.helpers import administrator, export, make_newsroom

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
KINDS = list(FORMATS)


@pytest.fixture(autouse=True)
def _in_english(settings: Settings) -> Iterator[None]:
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(administrator())
    return client


def address(name: str, view: str) -> str:
    options = TABLES[name]()._meta.model._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{view}")


def upload(client: Client, name: str, data: bytes, kind: str = "json") -> Any:
    file = SimpleUploadedFile(f"table.{kind}", data)
    return client.post(
        address(name, "table_import"),
        {"import_file": file, "format": KINDS.index(kind), "resource": 0},
    )


def confirm(client: Client, name: str, preview: Any, **other: object) -> Any:
    form = preview.context["confirm_form"]
    return client.post(address(name, "table_confirm"), {**form.initial, **other}, follow=True)


def text(response: Any) -> str:
    content: str = response.content.decode()
    assert not INLINE.search(content), INLINE.search(content)
    return content


@pytest.mark.parametrize("name", list(TABLES))
def test_every_list_offers_its_table(desk: Client, name: str) -> None:
    content = desk.get(address(name, "changelist")).content.decode()
    assert address(name, "table_import") in content
    assert address(name, "table_export") in content
    assert "import_file" in text(desk.get(address(name, "table_import")))
    assert "Columns:" in text(desk.get(address(name, "table_export")))


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize("kind", KINDS)
def test_a_download_is_the_same_file_as_the_commands(desk: Client, name: str, kind: str) -> None:
    make_newsroom()
    response = desk.post(
        address(name, "table_export"), {"format": KINDS.index(kind), "resource": 0}
    )
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    table = FORMATS[kind]()
    assert table.read(response.content) == table.read(export(name, kind))


def test_a_large_table_is_written_in_the_background(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_newsroom()
    monkeypatch.setattr(table_views, "MANY", 0)
    asked = {"format": KINDS.index("csv"), "resource": 0}
    shown = desk.post(address("articles", "table_export"), asked, follow=True)
    file = reverse("admin:job_file", args=[Job.objects.get().pk])
    assert file in shown.content.decode()
    response = desk.get(file)
    assert response["Content-Disposition"].startswith('attachment; filename="articles-')
    table = FORMATS["csv"]()
    assert table.read(b"".join(response)) == table.read(export("articles", "csv"))
    # It is its owner's, as long as he may see the list.
    desk.logout()
    assert desk.get(file).status_code == 302
    owner = Job.objects.get().user
    assert owner
    owner.is_superuser = False
    owner.save()
    owner.groups.clear()
    desk.force_login(owner)
    assert desk.get(file).status_code == 403


def test_a_download_keeps_the_filters_of_the_list(desk: Client) -> None:
    page = make_story(headline="甲").page
    entries.refresh([make_story(page, headline="乙").pk])
    response = desk.post(
        address("articles", "table_export") + "?q=乙", {"format": 2, "resource": 0}
    )
    rows = FORMATS["json"]().read(response.content).rows
    assert [row[8] for row in rows] == ["乙"]


@pytest.mark.parametrize("asked", ["format=csv", "id__in=x", "page__issue__date__gte=x"])
def test_a_download_of_what_cannot_be_leads_back_to_the_list(desk: Client, asked: str) -> None:
    response = desk.get(f"{address('articles', 'table_export')}?{asked}")
    assert response.status_code == 302
    assert response["Location"] == f"{address('articles', 'changelist')}?e=1"


def test_a_table_without_rows_is_refused_in_the_editor_s_language(desk: Client) -> None:
    desk.cookies["django_language"] = "zh-hans"
    shown = text(upload(desk, "contributors", b"publication,name\n", "csv"))
    assert "表格只有列名，没有可导入的行" in shown


def test_nothing_is_written_before_it_is_confirmed(desk: Client) -> None:
    make_publication()
    data = '[{"publication": "海口县报", "name": "甲<b>"}]'.encode()
    preview = upload(desk, "contributors", data)
    content = text(preview)
    assert "1 new, 0 changed, 0 unchanged, 0 refused" in content
    assert "<ins>甲&lt;b&gt;</ins>" in content
    assert not Contributor.objects.exists()
    done = confirm(desk, "contributors", preview)
    assert "1 new, 0 changed, 0 unchanged" in done.content.decode()
    assert Contributor.objects.get().name == "甲<b>"
    entry = LogEntry.objects.get()
    assert (entry.user, journal.read(entry)) == (
        administrator(),
        "Table table.json, row 2: publication, name",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_can_be_uploaded(desk: Client, kind: str) -> None:
    make_newsroom()
    assert "unchanged, 0 refused" in text(upload(desk, "articles", export("articles", kind), kind))


def test_every_wrong_cell_is_shown_with_row_column_and_value(desk: Client) -> None:
    data = '[{"publication": "无此报", "name": "甲"}]'.encode()
    response = upload(desk, "contributors", data)
    content = re.sub(r"\s+", " ", text(response))
    assert "<td>2</td> <td>publication</td> <td>无此报</td> <td>There is no such paper." in content
    assert "confirm_form" not in response.context


def test_a_file_that_cannot_be_read_says_why(desk: Client, settings: Settings) -> None:
    assert "no list of objects" in text(upload(desk, "contributors", b"{}"))
    assert "no spreadsheet" in text(upload(desk, "contributors", b"{}", "xlsx"))
    assert "There is no column" in text(upload(desk, "contributors", b'[{"a": 1}]'))
    settings.IMPORT_MAX_BYTES = 1
    assert "2 bytes, more than 1" in text(upload(desk, "contributors", b"{}"))


def test_a_fault_of_a_reader_is_no_server_error(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Any, data: bytes) -> None:
        raise RuntimeError

    monkeypatch.setattr(FORMATS["json"], "read_rows", fail)
    assert "RuntimeError" in text(upload(desk, "contributors", b"[]"))


def test_what_has_become_wrong_since_the_preview_is_refused(desk: Client) -> None:
    story = make_story()
    data = export("articles").replace("全县掀起".encode(), "全省掀起".encode())
    preview = upload(desk, "articles", data)
    Article.objects.filter(pk=story.pk).update(status="first-review")
    content = text(confirm(desk, "articles", preview))
    assert "Nothing was written" in content
    assert "A table changes drafts only" in content
    story.refresh_from_db()
    assert story.headline == "全县掀起项目建设热潮"


def test_a_story_changed_in_the_admin_gets_a_revision(desk: Client) -> None:
    story = make_story()
    data = export("articles").replace("全县掀起".encode(), "全省掀起".encode())
    preview = upload(desk, "articles", data)
    assert "全<del>县</del><ins>省</ins>掀起" in text(preview)
    confirm(desk, "articles", preview)
    assert story.revisions.get().by == administrator()


def test_only_the_file_that_was_looked_at_can_be_confirmed(desk: Client, tmp_path: Path) -> None:
    make_publication()
    (tmp_path / "other").write_bytes(b'[{"publication": "x", "name": "y"}]')
    data = '[{"publication": "海口县报", "name": "甲"}]'.encode()
    preview = upload(desk, "contributors", data)
    text(confirm(desk, "contributors", preview, import_file_name="other"))
    text(confirm(desk, "contributors", preview, format="9"))
    assert not Contributor.objects.exists()


def test_a_preview_confirmed_twice_asks_for_the_file_again(desk: Client) -> None:
    make_publication()
    preview = upload(desk, "contributors", '[{"publication": "海口县报", "name": "甲"}]'.encode())
    confirm(desk, "contributors", preview)
    again = confirm(desk, "contributors", preview)
    assert "no longer here" in again.content.decode()
    assert Contributor.objects.count() == 1


def test_confirming_takes_a_post(desk: Client) -> None:
    assert desk.get(address("issues", "table_confirm")).status_code == 405


def test_whoever_may_only_look_may_take_a_table_along_and_bring_none(client: Client) -> None:
    client.force_login(make_user("reader", "view_contributor"))
    content = client.get(address("contributors", "changelist")).content.decode()
    assert address("contributors", "table_import") not in content
    assert client.get(address("contributors", "table_import")).status_code == 403
    assert client.post(address("contributors", "table_confirm")).status_code == 403
    assert client.get(address("contributors", "table_export")).status_code == 200
    assert client.get(address("issues", "table_export")).status_code == 403


def test_offices_are_confirmed_on_their_list(client: Client) -> None:
    office = Office.objects.create(
        publication=make_publication(), place="仙居县", title="县委书记", holder="占雅静"
    )
    list_address = address("offices", "changelist")
    chosen = {"_selected_action": [office.pk]}
    client.force_login(make_user("reader", "view_office"))
    client.post(list_address, {**chosen, "action": "confirm"})
    office.refresh_from_db()
    assert office.confirmed_by is None
    user = make_user("checker", "view_office", "change_finding")
    client.force_login(user)
    client.post(list_address, {**chosen, "action": "confirm"})
    office.refresh_from_db()
    assert office.confirmed_by == user
    client.post(list_address, {**chosen, "action": "unconfirm"})
    office.refresh_from_db()
    assert office.confirmed_by is None
