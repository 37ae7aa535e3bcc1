"""The cast, made once for a file."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tests.conftest import MakeOnce
from tests.reviews.cast import make_cast


@pytest.fixture(scope="module")
def everybody(make_once: MakeOnce[dict[str, User]]) -> dict[str, User]:
    return make_once(make_cast)


@pytest.fixture
def cast(everybody: dict[str, User], db: None) -> dict[str, User]:
    """Return one member of staff for each role, by the role's short name."""
    rows = User.objects.in_bulk([user.pk for user in everybody.values()])
    return {name: rows[user.pk] for name, user in everybody.items()}
