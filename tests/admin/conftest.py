"""The editor at the desk."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.make import make_user

EDITOR = (
    "view_publication",
    "view_issue",
    "change_issue",
    "view_page",
    "change_page",
    "add_page",
    "view_article",
    "change_article",
    "view_finding",
    "change_finding",
    "view_source",
    "view_contributor",
    "view_photo",
)


@pytest.fixture
def editor(db: None) -> User:
    """Return somebody who imports and edits."""
    return make_user("editor", *EDITOR)


@pytest.fixture
def publisher(db: None) -> User:
    """Return somebody who also publishes."""
    return make_user("publisher", *EDITOR, "publish_article")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def publishing_desk(publisher: User) -> Client:
    client = Client()
    client.force_login(publisher)
    return client
