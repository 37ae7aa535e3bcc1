"""``/corrections/`` is turned there and back by the keys of its notices."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from editorial.withdrawals import withdraw
from tests.make import make_page
from tests.proposing import correct
from tests.publishing.cast import make_public, make_publisher
from tests.wishes import wish

pytestmark = pytest.mark.django_db


def test_each_notice_is_shown_once_there_and_back_also_of_one_moment(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher, page = make_publisher(), make_page()
    stories = [make_public(f"第{number}篇", page=page) for number in range(7)]
    moment = timezone.now()
    for number, story in enumerate(stories):
        if number in (0, 1, 5):
            # Two are of one moment, and of both kinds.
            monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        if number % 2:
            withdraw(story, by=publisher, reason="失实", notice=f"告示{number}")
        else:
            change = wish(story, headline="正")
            notice = f"告示{number}"
            correct(story, change, by=publisher, reason="误", notice=notice, version=0)
        monkeypatch.undo()
    monkeypatch.setattr("paper.correction_views.AT_ONCE", 2)
    there, address = [], ""
    while True:
        text = client.get(f"/corrections/{address}").content.decode()
        there.append(re.findall(r"告示\d", text))
        if not (older := re.search(r'rel="next" href="([^"]*)"', text)):
            break
        address = html.unescape(older[1])
    back = [there[-1]]
    while newer := re.search(r'rel="prev" href="([^"]*)"', text):
        text = client.get(f"/corrections/{html.unescape(newer[1])}").content.decode()
        back.append(re.findall(r"告示\d", text))
    assert sorted(name for names in there for name in names) == [f"告示{n}" for n in range(7)]
    assert back == there[::-1]


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "2025-06-11~0~1~1",
        "0001-01-01T00:00:00+14:00~0~1",
        f"2025-06-11T00:00:00+00:00~0~{'9' * 30}",
        "2025-06-11T00:00:00~0~1",
    ],
)
def test_what_is_no_key_of_a_notice_leads_nowhere(client: Client, key: str) -> None:
    assert client.get("/corrections/", {"page": "2", "before": key}).status_code == 404
    assert client.get("/corrections/", {"page": "2", "after": key}).status_code == 404
