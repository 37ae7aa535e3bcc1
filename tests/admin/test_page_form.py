"""The page form: every part of a story can be put right, and only what changed is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from audit import journal
from findings.models import Finding
from issues.models import Page
from reading import READER_VERSION
from tests.admin.forms import open_form
from tests.conftest import MakeOnce
from tests.make import (
    APRIL,
    JUNE,
    import_page,
    make_byline,
    make_issue,
    make_page,
    make_photo,
    make_story,
    make_user,
)


@pytest.fixture(scope="module", autouse=True)
def imported(make_once: MakeOnce[Any]) -> None:
    make_once(lambda: import_page(APRIL))


@pytest.fixture
def page(db: None) -> Page:
    """Return the page of 30 April, as it was imported."""
    return Page.objects.select_related("issue__publication").get()


def form_of(page: Page) -> str:
    return reverse("admin:issues_page_change", args=[page.pk])


def test_the_source_and_the_stories_stand_together(desk: Client, page: Page) -> None:
    html = desk.get(form_of(page)).content.decode()
    assert "强城看亮点" in html
    assert 'class="story tint-1 found"' in html
    for story in page.articles.all():
        assert f'id="story-{story.pk}"' in html
        assert f'id="source-{story.pk}"' in html


def test_opening_and_saving_changes_nothing(desk: Client, page: Page) -> None:
    columns = ("body", "headline", "version", "updated_at", "order")
    before = list(page.articles.values(*columns))
    response = desk.post(form_of(page), open_form(desk, form_of(page)), follow=True)
    assert "Nothing differed" in response.content.decode()
    assert list(page.articles.values(*columns)) == before
    assert not LogEntry.objects.exists()


def test_a_name_is_put_right_in_one_story_only(desk: Client, page: Page) -> None:
    data = open_form(desk, form_of(page))
    story = page.articles.get(bylines__contributor__name="张蔚漫")
    data[f"story-{story.pk}-bylines-0-name"] = "张蔚旻"
    response = desk.post(form_of(page), data, follow=True)
    assert str(story) in response.content.decode()
    assert [row.contributor.name for row in story.bylines.all()] == ["张蔚旻"]
    assert list(page.articles.exclude(version=0)) == [story]
    revision = story.revisions.get()
    assert (revision.kind, revision.by.username) == ("repair", "editor")  # type: ignore[union-attr]
    assert "bylines" in LogEntry.objects.get(object_id=story.pk).change_message


def test_all_the_fields_can_be_changed(desk: Client, editor: Any) -> None:
    story = make_story()
    data = open_form(desk, form_of(story.page))
    wanted = {
        "kind": "notice",
        "section": "公告",
        "kicker": "引题",
        "headline": "主题",
        "deck": "副题",
        "dateline": "新华社北京电",
        "jump_to": "2",
        "jump_from": "3",
        "truncated": "on",
        "body": "　　第一段。\r\n\r\n第二段。\r\n",
        "change_kind": "edit",
    }
    data |= {f"story-{story.pk}-{name}": value for name, value in wanted.items()}
    desk.post(form_of(story.page), data)
    story.refresh_from_db()
    assert (story.kind, story.section, story.deck) == ("notice", "公告", "副题")
    assert (story.jump_to, story.jump_from, story.truncated) == ("2", "3", True)
    assert story.paragraphs == ["　　第一段。", "第二段。"]
    assert story.revisions.get().kind == "edit"


def test_rows_are_added_and_removed(desk: Client) -> None:
    story = make_story()
    make_byline(story, "甲某")
    make_photo(story, "图一")
    data = open_form(desk, form_of(story.page))
    key = f"story-{story.pk}"
    data |= {
        f"{key}-bylines-0-DELETE": "on",
        f"{key}-bylines-1-role": "通讯员",
        f"{key}-bylines-1-name": "乙某",
        f"{key}-photos-0-DELETE": "on",
        f"{key}-photos-1-caption": "图二",
        f"{key}-photos-1-credit": "丙某",
    }
    desk.post(form_of(story.page), data)
    assert [str(row) for row in story.bylines.all()] == ["通讯员 乙某"]
    assert [(row.caption, row.credit) for row in story.photos.all()] == [("图二", "丙某")]


def test_a_story_is_added(desk: Client, page: Page) -> None:
    data = open_form(desk, form_of(page)) | {
        "story-new-headline": "漏读的一则",
        "story-new-body": "正文。",
        "story-new-bylines-0-name": "曹文倩",
        "story-new-bylines-0-role": "记者",
    }
    desk.post(form_of(page), data)
    added = page.articles.get(headline="漏读的一则")
    assert (added.order, added.paragraphs, added.is_edited) == (5, ["正文。"], True)
    assert page.articles.exclude(pk=added.pk).filter(version=0).count() == 5


def test_stories_are_reordered_by_their_numbers(desk: Client, page: Page) -> None:
    first, *others = page.articles.order_by("order")
    data = open_form(desk, form_of(page))
    data[f"story-{first.pk}-place"] = "9"
    desk.post(form_of(page), data)
    assert list(page.articles.order_by("order")) == [*others, first]
    assert not page.articles.exclude(version=0).exists()


def test_a_misread_is_set_aside_and_taken_up(desk: Client, page: Page) -> None:
    story = page.articles.get(order=3)
    data = open_form(desk, form_of(page)) | {"_action": f"set-aside:{story.pk}"}
    data[f"story-{story.pk}-deck"] = "先存再放"
    desk.post(form_of(page), data)
    story.refresh_from_db()
    assert (story.status, story.deck) == ("set-aside", "先存再放")
    desk.post(form_of(page), open_form(desk, form_of(page)) | {"_action": f"take-up:{story.pk}"})
    story.refresh_from_db()
    assert story.status == "draft"


def test_an_error_names_story_and_field_and_keeps_what_was_typed(desk: Client, page: Page) -> None:
    story = page.articles.get(order=1)
    data = open_form(desk, form_of(page))
    data[f"story-{story.pk}-bylines-0-name"] = ""
    data[f"story-{story.pk}-kicker"] = "长" * 301
    data[f"story-{story.pk}-jump_to"] = "0"
    response = desk.post(form_of(page), data)
    errors = response.context["form"].errors
    assert [where for where, _text, _target in errors] == [
        f"Story 2 “{story}”",
        f"Story 2 “{story}”",
        f"Story 2 “{story}”, byline 1",
    ]
    assert [target for _where, _text, target in errors] == [
        f"id_story-{story.pk}-kicker",
        f"id_story-{story.pk}-jump_to",
        f"id_story-{story.pk}-bylines-0-name",
    ]
    assert "长" * 301 in response.content.decode()
    assert not page.articles.exclude(version=0).exists()


def test_masthead_fields_are_changed_and_logged(desk: Client, page: Page) -> None:
    data = open_form(desk, form_of(page)) | {
        "page-name": "要闻",
        "page-number": "4388",
        "page-page_count": "12",
    }
    desk.post(form_of(page), data)
    page.refresh_from_db()
    assert (page.name, page.issue.number, page.issue.page_count) == ("要闻", 4388, 12)
    assert (page.issue.printed_number, page.issue.printed_page_count) == (4387, 8)
    messages = list(map(journal.read, LogEntry.objects.all()))
    assert any("4387 → 4388" in message for message in messages)
    assert any("要闻" in message for message in messages)


def test_a_number_of_another_issue_is_refused(desk: Client, page: Page) -> None:
    make_issue("2025-05-07", number=4390, publication=page.issue.publication)
    data = open_form(desk, form_of(page)) | {"page-number": "4390"}
    response = desk.post(form_of(page), data)
    assert "2025-05-07 has this number already" in response.content.decode()


def test_a_masthead_field_that_somebody_else_changed_is_not_overwritten(
    desk: Client, page: Page
) -> None:
    data = open_form(desk, form_of(page)) | {"page-page_count": "12"}
    page.issue.page_count = 16
    page.issue.save()
    response = desk.post(form_of(page), data)
    assert "changed this to “16”" in response.content.decode()
    page.issue.refresh_from_db()
    assert page.issue.page_count == 16


def test_a_scheduled_story_is_closed_to_who_may_not_publish(
    desk: Client, publishing_desk: Client
) -> None:
    later = timezone.now() + dt.timedelta(days=1)
    story = make_story(status="published", published_at=later, headline="等时间")
    data = open_form(desk, form_of(story.page))
    assert f"story-{story.pk}-headline" not in data
    data |= {f"story-{story.pk}-headline": "硬改", f"story-{story.pk}-version": "0"}
    desk.post(form_of(story.page), data)
    story.refresh_from_db()
    assert story.headline == "等时间"
    data = open_form(publishing_desk, form_of(story.page))
    publishing_desk.post(form_of(story.page), data | {f"story-{story.pk}-headline": "更正"})
    story.refresh_from_db()
    assert story.headline == "更正"


@pytest.mark.parametrize("name", ["status", "published_at", "version", "spans", "read_index"])
def test_what_no_form_may_change(desk: Client, name: str) -> None:
    story = make_story(read_index=0)
    before = getattr(story, name)
    data = open_form(desk, form_of(story.page))
    assert name == "version" or f"story-{story.pk}-{name}" not in data
    if name != "version":
        data |= {f"story-{story.pk}-{name}": "1", name: "published"}
    desk.post(form_of(story.page), data)
    story.refresh_from_db()
    assert getattr(story, name) == before


def test_who_may_only_look_sees_text_and_can_post_nothing(client: Client, db: None) -> None:
    story = make_story(headline="只看")
    client.force_login(make_user("reader", "view_page", "view_article"))
    html = client.get(form_of(story.page)).content.decode()
    assert "只看" in html
    assert "<textarea" not in html
    assert client.post(form_of(story.page), {"x": "1"}).status_code == 403


def test_the_form_of_one_story_saves_that_story(desk: Client) -> None:
    page = make_page(text="甲乙")
    one, other = make_story(page), make_story(page, headline="另一则")
    address = reverse("admin:articles_article_change", args=[other.pk])
    data = open_form(desk, address)
    assert not any(name.startswith(f"story-{one.pk}-") for name in data)
    desk.post(address, data | {f"story-{other.pk}-deck": "副题"})
    other.refresh_from_db()
    assert (other.deck, other.order) == ("副题", 1)


def test_findings_link_to_their_story(desk: Client, page: Page) -> None:
    story = page.articles.get(order=1)
    html = desk.get(form_of(page)).content.decode()
    finding = Finding.objects.get(code="truncated")
    assert f'href="#story-{story.pk}"' in html
    assert f'data-finding="{finding.pk}"' in html


def test_a_page_may_have_more_rows_of_photos_than_django_expects(desk: Client) -> None:
    story = make_story()
    data = open_form(desk, form_of(story.page)) | {
        f"empty-{number}": SimpleUploadedFile("x", b"") for number in range(150)
    }
    assert desk.post(form_of(story.page), data).status_code == 302


def test_hostile_text_is_escaped(desk: Client) -> None:
    page = make_page(text="<script>alert(1)</script>")
    make_story(page, headline="<img src=x onerror=alert(2)>", body="</textarea><script>3</script>")
    html = desk.get(form_of(page)).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "</textarea><script>" not in html


def test_articles_are_never_deleted(desk: Client, publishing_desk: Client) -> None:
    story = make_story()
    for name, pk in (("articles_article", story.pk), ("issues_page", story.page_id)):
        assert publishing_desk.post(reverse(f"admin:{name}_delete", args=[pk])).status_code == 403
    assert Article.objects.filter(pk=story.pk).exists()


def test_the_form_names_the_reader_that_read_the_page(admin_client: Client) -> None:
    import_page(JUNE)
    page = Page.objects.get(issue__date="2025-06-13")
    address = reverse("admin:issues_page_change", args=[page.pk])
    assert f"reader {READER_VERSION}" in admin_client.get(address).content.decode()


def test_a_number_typed_is_the_place_that_the_story_gets(desk: Client, page: Page) -> None:
    before = list(page.articles.order_by("order"))
    data = open_form(desk, form_of(page))
    data[f"story-{before[3].pk}-place"] = "2"
    desk.post(form_of(page), data)
    first, second, third, moved, *rest = before
    assert list(page.articles.order_by("order")) == [first, moved, second, third, *rest]


def test_what_is_set_aside_is_no_card_of_the_page_nor_of_its_publishing(
    admin_client: Client, page: Page
) -> None:
    story = page.articles.get(order=1)
    Article.objects.filter(pk=story.pk).update(status="set-aside", headline="空壳")
    html = admin_client.get(form_of(page)).content.decode()
    assert f"story-{story.pk}-headline" not in html
    assert f'value="take-up:{story.pk}"' in html
    address = reverse("admin:issues_page_publish", args=[page.pk])
    assert "空壳" not in admin_client.get(address).content.decode()
