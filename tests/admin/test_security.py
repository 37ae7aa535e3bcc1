"""Who gets in, and what the pages may load."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.make import make_administrator, make_page, make_photo, make_story, make_user

INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=\"|javascript:|src=\"data:", re.IGNORECASE
)


def addresses() -> list[str]:
    """Return one address of every kind of the editors' pages."""
    story = make_story(make_page(text="正文"))
    make_photo(story)
    page = story.page_id
    named = [
        ("issues_page_change", page),
        ("issues_page_publish", page),
        ("issues_page_unpublish", page),
        ("issues_page_history", page),
        ("articles_article_change", story.pk),
        ("articles_article_revisions", story.pk),
        ("articles_article_history", story.pk),
        ("issues_source_change", 1),
        ("issues_issue_change", 1),
        ("issues_publication_change", 1),
        ("auth_user_change", 1),
    ]
    lists = [
        "index",
        "issues_page_changelist",
        "issues_page_import",
        "issues_page_add",
        "articles_article_changelist",
        "findings_finding_changelist",
        "auth_user_add",
        "accounts_rolegrant_add",
        "password_change",
        "second_factor",
    ]
    return [
        *(reverse(f"admin:{name}") for name in lists),
        *(reverse(f"admin:{name}", args=[pk]) for name, pk in named if pk != 1),
        reverse("admin:articles_article_state", args=[story.pk, "publish"]),
    ]


def test_no_page_has_anything_inline_and_all_have_the_policy(client: Client, db: None) -> None:
    client.force_login(make_administrator())
    for address in addresses():
        response = client.get(address)
        assert response.status_code == 200, address
        assert not INLINE.search(response.content.decode()), address
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_strangers_are_sent_to_the_login(client: Client, db: None) -> None:
    for address in addresses():
        response = client.get(address)
        assert response.status_code == 302, address
        assert "/admin/login/" in response.headers["Location"]


def test_staff_without_permissions_get_403(client: Client, db: None) -> None:
    client.force_login(make_user("nobody"))
    own = ("index", "password_change", "second_factor")
    open_to_all = {reverse(f"admin:{name}") for name in own}
    for address in addresses():
        if address not in open_to_all:
            assert client.get(address).status_code == 403, address


@pytest.mark.parametrize("action", ["publish", "unpublish"])
def test_to_publish_needs_the_permission(client: Client, db: None, action: str) -> None:
    story = make_story(published=action == "unpublish")
    client.force_login(make_user("editor", "view_page", "change_article", "view_article"))
    before = story.status
    page = reverse(f"admin:issues_page_{action}", args=[story.page_id])
    one = reverse("admin:articles_article_state", args=[story.pk, action])
    for address in (page, one):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    story.refresh_from_db()
    assert story.status == before


def test_every_post_needs_its_token(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_administrator())
    story = make_story()
    for address in (
        reverse("admin:issues_page_import"),
        reverse("admin:issues_page_publish", args=[story.page_id]),
        reverse("admin:issues_page_change", args=[story.page_id]),
        reverse("admin:articles_article_state", args=[story.pk, "publish"]),
    ):
        assert strict.post(address, {"text": "x"}).status_code == 403


def test_the_language_is_chosen_in_the_header(client: Client, db: None) -> None:
    client.force_login(make_administrator())
    html = client.get("/admin/").content.decode()
    assert 'action="/language/setlang/"' in html
    client.post("/language/setlang/", {"language": "zh-hans", "next": "/admin/"})
    assert 'lang="zh-hans"' in client.get("/admin/").content.decode()
    assert "English" in client.get("/admin/").content.decode()


def test_fields_have_labels(client: Client, db: None) -> None:
    client.force_login(make_administrator())
    story = make_story()
    make_photo(story)
    html = client.get(reverse("admin:issues_page_change", args=[story.page_id])).content.decode()
    html = re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)
    shown = re.findall(
        r"<(?:input|textarea|select)(?![^>]*type=\"hidden\")[^>]*\bid=\"([^\"]+)\"", html
    )
    labelled = set(re.findall(r"<label[^>]*\bfor=\"([^\"]+)\"", html))
    wrapped = {
        name for name in shown if re.search(rf"<label[^>]*>\s*<input[^>]*id=\"{name}\"", html)
    }
    assert set(shown) - labelled - wrapped <= {"nav-filter"}
