"""A page on the desk and who works on it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from accounts.roles import Role
from issues.models import Page
from tests.make import make_member
from tests.workbench.hands import make_desk_page


@pytest.fixture
def page(db: None) -> Page:
    return make_desk_page()


@pytest.fixture
def editor(db: None) -> User:
    return make_member("editor", Role.EDITOR)
