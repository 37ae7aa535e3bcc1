"""The image of a page: added by editors, shown beside the source, never sent to readers."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from accounts.roles import Role
from archive.media_files import files_without_rows, rows_without_files
from articles.models import Article
from audit.models import AuditEntry
from findings.models import Finding
from issues.models import Page, PageImage
from reviews.models import ProposedImage
from tests.admin.forms import fields_of, open_form
from tests.admin.test_parts import picture
from tests.make import make_member, make_page, make_story
from tests.workbench.hands import fresh, make_desk_page, save, type_text
from workbench.chosen_images import FORM_WAITS
from workbench.models import WorkingImage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    return make_story(make_page(text="来源"), published=True).page


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(make_member("-".join(roles) or "nobody", *roles))
    return client


def address(page: Page) -> str:
    return reverse("admin:issues_page_scan", args=[page.pk])


def send(client: Client, page: Page, data: bytes | None, **more: str) -> Any:
    file = {} if data is None else {"image": SimpleUploadedFile("scan.png", data)}
    return client.post(address(page), {**file, **more}, follow=True)


@pytest.mark.parametrize("name", ["desk", "issues_page_change"])
def test_an_editor_adds_it_and_it_stands_beside_the_source(page: Page, name: str) -> None:
    editor = client_of(Role.EDITOR)
    form = reverse(f"admin:{name}", args=[page.pk])
    assert "<img" not in editor.get(form).content.decode()
    shown = send(editor, page, picture("PNG"), next=form).content.decode()
    row = PageImage.objects.get()
    assert f'src="{address(page)}?{row.pk}"' in shown
    sent = editor.get(address(page))
    assert (sent["Content-Type"], sha256(sent.content).hexdigest()) == ("image/png", row.sha256)
    assert "private" in sent["Cache-Control"]
    (entry,) = AuditEntry.objects.filter(action="page-image")
    assert row.sha256 in entry.payload
    # Another one takes its place; both files have their rows.
    send(editor, page, picture("PNG", (30, 30)), next=form)
    assert sha256(editor.get(address(page)).content).hexdigest() != row.sha256
    assert PageImage.objects.count() == 2
    assert rows_without_files() == files_without_rows(before=row.at) == []


def test_every_button_of_the_page_form_takes_an_image_that_was_chosen() -> None:
    page = make_story(make_page(text="来源")).page
    asked = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    editor, form = client_of(Role.EDITOR), reverse("admin:issues_page_change", args=[page.pk])
    story = page.articles.get()
    decide = reverse("admin:findings_finding_decide", args=[asked.pk])
    answer = {"state": "settled", f"reason:{asked.pk}": "核对"}
    buttons = [(form, {}), (decide, answer), (form, {f"story-{story.pk}-place": ""})]
    for count, (where, more) in enumerate(buttons, start=1):

        def press(where: str, more: dict[str, str] = more, first: bool = count == 1) -> Any:
            # What a browser sends on as it was told to, it sends with all its files.
            files = {"image": SimpleUploadedFile("scan.png", picture("PNG"))}
            if not first:
                name = f"story-{story.pk}-photos-0-image"
                files[name] = SimpleUploadedFile("a.png", picture("PNG"))
            sent = editor.post(where, open_form(editor, form) | more | files)
            return press(sent["Location"]) if sent.status_code == 307 else sent

        sent = press(where)
        shown = (editor.get(form) if sent.status_code == 302 else sent).content.decode()
        assert PageImage.objects.count() == count
        # A photo is saved with its story, or kept for its row.
        kept = WorkingImage.objects.last()
        assert (kept is not None) is (count > 1)
        if kept is not None:
            assert reverse("admin:desk_image", args=[page.pk, kept.pk]) in shown


def test_an_image_that_was_chosen_on_the_page_form_waits_for_its_saving() -> None:
    page = make_story(make_page(text="来源")).page
    story = page.articles.get()
    asked = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    editor, form = client_of(Role.EDITOR), reverse("admin:issues_page_change", args=[page.pk])
    row = f"story-{story.pk}-photos-0"
    sent = open_form(editor, form) | {f"{row}-caption": "会场", f"reason:{asked.pk}": "核对"}
    decide = reverse("admin:findings_finding_decide", args=[asked.pk])
    image = picture("PNG", (40, 30))

    def press(where: str, more: dict[str, Any]) -> Any:
        file = SimpleUploadedFile("a.png", image)
        answer = editor.post(
            where, more | ({} if f"{row}-chosen" in kept else {f"{row}-image": file})
        )
        return press(answer["Location"], more) if answer.status_code == 307 else answer

    kept: dict[str, Any] = {}
    shown = press(decide, sent | {"state": "settled", "form": form})
    kept = fields_of(shown.content.decode())
    assert kept[f"{row}-chosen"]
    assert not story.photos.exists()
    # What is refused keeps it, and so does what is refused again.
    for _time in range(2):
        shown = press(form, kept | {f"story-{story.pk}-place": ""})
        kept = fields_of(shown.content.decode())
        assert kept[f"{row}-chosen"]
    # Taken away again, it is gone.
    away = press(form, kept | {f"story-{story.pk}-place": "", f"{row}-clear_image": "on"})
    assert not fields_of(away.content.decode())[f"{row}-chosen"]
    # Nobody takes another's.
    other = client_of(Role.EDITOR, Role.FIRST_REVIEWER)
    kept |= {f"story-{story.pk}-place": "1"}
    told = other.post(form, kept | {f"{row}-caption": "别人"}, follow=True).content.decode()
    assert "no longer kept" in told
    assert not story.photos.get().image
    kept |= {f"story-{story.pk}-version": fresh(story.pk).version}
    kept |= {f"{row}-pk": story.photos.get().pk}
    press(form, kept)
    with story.photos.get().image.open() as file:
        assert Image.open(file).size == (40, 30)
    assert not WorkingImage.objects.exists()


def test_a_saving_of_the_desk_leaves_the_images_that_forms_keep() -> None:
    page = make_desk_page()
    story, by = page.articles.first(), make_member("editor", Role.EDITOR)
    assert story is not None
    editor, form = Client(), reverse("admin:issues_page_change", args=[page.pk])
    editor.force_login(by)
    row, place = f"story-{story.pk}-photos-0", f"story-{story.pk}-place"
    file = SimpleUploadedFile("a.png", picture("PNG", (40, 30)))
    sent = open_form(editor, form) | {f"{row}-caption": "会场", f"{row}-image": file}
    kept = fields_of(editor.post(form, sent | {place: ""}).content.decode())
    type_text(page, by, f"a{page.articles.order_by('-order')[0].pk}", "市民散步于此。")
    save(page, by)
    kept = fields_of(editor.post(form, kept | {place: ""}).content.decode())
    editor.post(form, kept | {place: "1"})
    with story.photos.get().image.open() as image:
        assert Image.open(image).size == (40, 30)
    # A form that nobody came back to keeps nothing for ever.
    editor.post(form, sent | {place: "", f"{row}-image": SimpleUploadedFile("b.png", file_data())})
    WorkingImage.objects.update(at=timezone.now() - FORM_WAITS * 2)
    editor.post(form, sent | {place: "", f"{row}-image": SimpleUploadedFile("c.png", file_data())})
    assert WorkingImage.objects.count() == 1


def file_data() -> bytes:
    return picture("PNG", (30, 30))


def test_a_correction_keeps_its_image_until_it_is_proposed(page: Page) -> None:
    story, editor = page.articles.get(), client_of(Role.EDITOR)
    form = reverse("admin:articles_article_correct", args=[story.pk])
    row = f"story-{story.pk}-photos-0"
    file = SimpleUploadedFile("a.png", picture("PNG", (40, 30)))
    sent = open_form(editor, form) | {f"{row}-caption": "会场", f"{row}-image": file}
    for _time in range(2):
        shown = editor.post(form, sent).content.decode()
        assert reverse("admin:desk_image", args=[page.pk, WorkingImage.objects.get().pk]) in shown
        sent = fields_of(shown)
        assert sent[f"{row}-chosen"]
    editor.post(form, sent | {"notice": "照片有误", "reason": "笔误"})
    with ProposedImage.objects.get().image.open() as image:
        assert Image.open(image).size == (40, 30)
    assert not WorkingImage.objects.exists()


def test_readers_never_get_it_and_not_everybody_adds_one(page: Page) -> None:
    editor, reviewer = client_of(Role.EDITOR), client_of(Role.FIRST_REVIEWER)
    assert editor.get(address(page)).status_code == 404
    send(editor, page, picture("PNG"))
    assert Article.objects.published().exists()
    assert Client().get(address(page)).status_code == 302
    assert client_of().get(address(page)).status_code in (302, 403)
    assert reviewer.get(address(page)).status_code == 200
    assert send(reviewer, page, picture("PNG")).status_code == 403
    opened = reviewer.get(reverse("admin:desk", args=[page.pk])).content.decode()
    assert address(page) in opened
    assert f'action="{address(page)}"' not in opened
    assert PageImage.objects.count() == 1


def test_what_is_no_image_is_refused_and_leaves_no_file(page: Page, settings: Settings) -> None:
    editor = client_of(Role.EDITOR)
    assert "no JPEG" in send(editor, page, b"no image").content.decode()
    assert "Choose a file first" in send(editor, page, None).content.decode()
    assert not PageImage.objects.exists()
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_a_file_that_is_gone_is_not_found(page: Page) -> None:
    editor: User = make_member("editor", Role.EDITOR)
    PageImage.objects.create(page=page, image="scans/gone.png", sha256="x", by=editor)
    client = Client()
    client.force_login(editor)
    assert client.get(address(page)).status_code == 404
    assert rows_without_files() == ["scans/gone.png"]
