"""``/calendar/``: a year or a month of a paper, with numbers, lunar days and gaps."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from issues.calendar import short_lunar_name
from issues.models import DayException, Publication
from tests.make import make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db


def publish(*dates: str, paper: Publication | None = None) -> None:
    """Publish an issue of each day, numbered as the days come."""
    for number, date in enumerate(dates, start=4401):
        make_story(make_page(make_issue(date, number, publication=paper)), published=True)


def sheet(client: Client, address: str = "/calendar/2025/6/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def day(text: str, number: int) -> str:
    """Return the cell of a day of the only month shown."""
    (found,) = re.findall(rf'(<td class="day[^>]*>(?:<a[^>]*>)?<b>{number}</b>.*?</td>)', text)
    return str(found)


def test_a_day_with_an_issue_leads_to_it_and_says_its_number_and_lunar_day(client: Client) -> None:
    publish("2025-06-11", "2025-06-13")
    cell = day(sheet(client), 13)
    assert 'href="/issues/2025-06-13/"' in cell
    assert "4402" in cell
    assert "<small>十八</small>" in cell


def test_a_day_of_the_pattern_without_an_issue_is_missing_only_between_issues(
    client: Client,
) -> None:
    publish("2025-06-09", "2025-06-16")
    make_story(make_page(make_issue("2025-06-11")), headline="草稿")
    DayException.objects.create(publication=make_publication(), date="2025-06-13", kind="closed")
    text = sheet(client)
    assert "day--missing" in day(text, 11)
    assert "day--closed" in day(text, 13)
    for number in (6, 12, 18):
        assert "day--none" in day(text, number)
    assert "2期，缺1天" in text


def test_a_year_shows_its_months_the_newest_first_and_leads_to_the_other_years(
    client: Client,
) -> None:
    publish("2024-12-30", "2025-02-03", "2025-04-02")
    for address in ("/calendar/", "/calendar/2025/"):
        text = sheet(client, address)
        months = re.findall(r"<caption>(\d+年\d+月)", text)
        assert months == [f"2025年{month}月" for month in (4, 3, 2, 1)]
        assert 'href="/calendar/2024/"' in text
        assert re.findall(r'href="/calendar/2025/(\d+)/"', text) == ["2", "4"]


@pytest.mark.parametrize(
    "address",
    [
        "/calendar/1999/",
        "/calendar/2025/7/",
        "/calendar/2025/13/",
        "/calendar/99999/",
        "/calendar/0/",
        "/calendar/0/1/",
    ],
)
def test_a_month_without_a_public_issue_is_a_404(client: Client, address: str) -> None:
    publish("2025-06-11")
    make_story(make_page(make_issue("2025-07-11")))
    assert client.get(address).status_code == 404


def test_an_empty_paper_has_an_empty_calendar(client: Client) -> None:
    assert 'class="nothing"' in sheet(client, "/calendar/")
    assert client.get("/calendar/?paper=1").status_code == 404


def test_each_of_several_papers_has_its_own(client: Client) -> None:
    publish("2025-06-11")
    other = make_publication("儋州县报")
    publish("2025-06-12", paper=other)
    text = sheet(client, f"/calendar/2025/6/?paper={other.pk}")
    assert f'href="/issues/2025-06-12/?paper={other.pk}"' in text
    assert "/issues/2025-06-11/" not in text
    # Both are there to choose from, and which one is chosen.
    for address in (f"/calendar/?paper={other.pk}", f"/authors/?paper={other.pk}"):
        chips = sheet(client, address).partition('<nav class="chips" aria-label="Papers">')[2]
        chips = chips.partition("</nav>")[0]
        assert chips.count("<a ") == 2
        assert f'<a href="{address}" aria-current="true">儋州县报</a>' in chips
    assert "/issues/2025-06-11/" in sheet(client)
    assert f'href="/calendar/?paper={other.pk}"' in sheet(client)
    assert client.get("/calendar/?paper=987").status_code == 404


def test_the_first_day_of_a_lunar_month_has_its_name() -> None:
    assert short_lunar_name(dt.date(2025, 7, 25)) == "闰六月"
    assert short_lunar_name(dt.date(2025, 7, 26)) == "初二"
    assert short_lunar_name(dt.date(1899, 1, 1)) == ""


def test_a_day_has_its_editions_and_a_double_issue_covers_the_next_day(client: Client) -> None:
    paper = make_publication(weekdays="135")
    publish("2025-06-02", "2025-06-13", paper=paper)
    double = make_issue("2025-06-06", 4403, publication=paper, number_to=4404)
    make_story(make_page(double), published=True)
    extra = make_issue("2025-06-06", publication=paper, edition="号外")
    make_story(make_page(extra), published=True)
    text = client.get("/calendar/2025/6/").content.decode()
    assert "4403—4404" in day(text, 6)
    assert 'href="/issues/2025-06-06/%E5%8F%B7%E5%A4%96/"' in day(text, 6)
    assert "合刊" in day(text, 9)
    assert "缺" in day(text, 11)
