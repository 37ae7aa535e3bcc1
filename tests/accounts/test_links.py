"""No screen leads anybody to what is closed to him."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from tests.accounts.test_walk import (
    NOBODY,
    OPENS,
    PEOPLE,
    Walk,
    asked,
    browser_of,
    quiet,
    walk,
    who_is_in,
)
from tests.choice import by_length

__all__ = ["quiet", "walk"]
pytestmark = [pytest.mark.django_db, pytest.mark.looks]
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
# A short run: who may least, and who reads the record.
FEW = ("R", "U")
CLOSED = {403, 404, 405, 410, 500}


def leads(client: Client, address: str) -> Iterator[str]:
    """Yield where the links of a screen of the newsroom lead, without their questions."""
    answer = asked(client.get(address))
    if "html" in answer.headers.get("Content-Type", "") and answer.status_code == 200:
        for link in LINK.findall(answer.content.decode()):
            path = urlsplit(urljoin(address, link)).path
            if path.startswith("/admin/"):
                yield path


def kind_of(path: str) -> str:
    return re.sub(r"\d+", "N", path)


@pytest.mark.parametrize("person", by_length(FEW, (NOBODY, *PEOPLE)))
def test_no_screen_leads_to_what_is_closed(person: str, walk: Walk, settings: Settings) -> None:
    settings.MEDIA_ROOT = walk.media
    client, met, wrong = browser_of(person), set(), []
    for name in walk.routes:
        if person not in who_is_in(OPENS, name):
            continue
        here = walk.address(name)
        for path in dict.fromkeys(leads(client, here)):
            if kind_of(path) in met or (kind_of(here), kind_of(path)) in met:
                continue
            status = asked(client.get(path)).status_code
            met.add((kind_of(here), kind_of(path)) if status in CLOSED else kind_of(path))
            if status in CLOSED:
                wrong.append(f"{here} leads to {path}: {status}")
    assert not wrong, "\n".join(wrong)
