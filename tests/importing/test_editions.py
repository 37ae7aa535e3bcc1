"""Two issues of one day, double issues, and numbers that begin anew each year."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from archive.export import export_page, with_all
from archive.verification import verify_audit
from articles.models import Article
from audit.outcomes import Result
from editorial.surroundings import count_years
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from importing.report import FileOutcome
from issues.models import Issue, Page, Publication
from issues.number_series import (
    PublicationDays,
    doubled_numbers,
    expected_number,
    missing_issues,
    next_issue,
)
from paper import sitemaps
from tests.make import make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db
TRIALS = Path(__file__).parents[1] / "reading" / "trials" / "issues"
WEDNESDAY = dt.date(2025, 10, 15)


def paper(**fields: Any) -> Publication:
    lines = {"organ": "中共北溪县委机关报", "sponsor": "北溪县融媒体中心"}
    return make_publication("北溪报", **lines | fields)


def bring(*names: str, **options: Any) -> list[FileOutcome]:
    received = [Received(f"{name}.txt", (TRIALS / f"{name}.txt").read_bytes()) for name in names]
    return list(import_all(received, ImportOptions(publication=paper(), **options)))


def codes(*outcomes: FileOutcome) -> list[str]:
    """Return what was asked of the masthead."""
    told = [row["code"] for one in outcomes for row in one.findings]
    return [code for code in told if code.startswith(("number", "lunar", "issue", "weekday"))]


def test_an_extra_stands_beside_the_regular_issue_of_its_day(client: Client) -> None:
    regular = make_issue("2025-06-25", 4409, publication=paper())
    make_story(make_page(regular), published=True, headline="正刊的头条")
    (outcome,) = bring("special")
    assert (outcome.result, codes(outcome)) == (Result.IMPORTED, [])
    extra = Issue.objects.get(edition="号外")
    assert (extra.date, extra.number) == (regular.date, None)
    assert Article.objects.filter(page__issue=regular).count() == 1
    assert bring("special")[0].result == Result.UNCHANGED
    make_story(extra.pages.get(), published=True, headline="夺冠")
    assert "夺冠" in client.get("/issues/2025-06-25/号外/1/").text
    assert "夺冠" not in client.get("/issues/2025-06-25/1/").text
    assert "正刊的头条" in client.get("/issues/2025-06-25/1/").text
    assert "同日号外" in client.get("/issues/2025-06-25/").text
    assert "同日正刊" in client.get(extra.get_absolute_url()).text
    archive = client.get("/issues/").text
    assert archive.count("/issues/2025-06-25/") == 2
    assert "正刊的头条" in client.get("/").text
    file = f"/sitemap-issues-{extra.pk // sitemaps.KEYS['issues']}.xml"
    assert extra.get_absolute_url() in client.get(file).text
    told = client.get("/api/v1/issues/2025-06-25?edition=号外").json()
    assert (told["edition"], [row["label"] for row in told["pages"]]) == ("号外", ["1"])


def test_a_day_with_an_extra_alone_leads_to_it_for_the_time_being(client: Client) -> None:
    bring("special")
    make_story(Page.objects.get(), published=True)
    answer = client.get("/issues/2025-06-25/")
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200


def test_a_special_has_its_own_pages() -> None:
    bring("tekan")
    page = Page.objects.get()
    assert (page.issue.edition, page.label, page.number) == ("特刊", "T01", 1)
    assert page.get_absolute_url() == "/issues/2025-06-16/%E7%89%B9%E5%88%8A/T01/"


def test_a_page_that_does_not_print_its_edition_is_told_it(tmp_path: Path) -> None:
    paper()
    (tmp_path / "a.txt").write_bytes((TRIALS / "comb2.txt").read_bytes())
    call_command("import_pages", str(tmp_path), edition="增刊", verbosity=0)
    assert Issue.objects.get().edition == "增刊"


def test_a_double_issue_has_two_numbers_and_nothing_is_missing() -> None:
    outcomes = bring("hk1", "hk2", "hk3")
    assert codes(*outcomes) == []
    issues = list(Issue.objects.order_by("date"))
    assert [row.numbers for row in issues] == ["4455—4456", "4457", "4458—4459"]
    days = PublicationDays.of(paper())
    assert list(missing_issues(issues, days)) == []
    assert list(doubled_numbers(paper())) == []
    coming = next_issue(paper(), days)
    # The Wednesday is the second day of the last double issue.
    assert coming is not None
    assert (coming.date, coming.number) == (dt.date(2025, 10, 24), 4460)


def test_a_double_issue_fits_days_that_are_known_to_be_complete() -> None:
    known = {"days_known_from": dt.date(2025, 1, 1), "days_known_to": dt.date(2025, 12, 31)}
    assert Publication.objects.filter(pk=paper().pk).update(**known)
    assert codes(*bring("hk1", "hk2", "hk3")) == []


def test_a_number_inside_a_double_issue_is_taken() -> None:
    bring("hk1")
    text = (TRIALS / "hk2.txt").read_text("utf-8").replace("4457", "4456")
    received = [Received("x.txt", text.encode())]
    (outcome,) = import_all(received, ImportOptions(publication=paper()))
    assert codes(outcome) == ["number-taken"]
    assert Issue.objects.get(date=dt.date(2025, 10, 17)).number is None


def test_numbers_that_begin_anew_each_year_are_no_question() -> None:
    Publication.objects.filter(pk=paper().pk).update(numbers_from=9)
    assert codes(*bring("y25", "y26")) == []
    assert list(Issue.objects.values_list("number", flat=True)) == [1, 1]
    assert list(doubled_numbers(paper())) == []
    # 4 September is a Friday.
    assert expected_number(Publication.objects.get(), dt.date(2026, 9, 4)) == 2
    assert expected_number(Publication.objects.get(), dt.date(2027, 9, 1)) == 1


def test_a_running_number_that_comes_again_is_still_taken() -> None:
    assert codes(*bring("y25", "y26")) == ["number-taken"]


def test_how_a_paper_counts_is_changed_only_where_every_number_stays_one_issue_s() -> None:
    one = paper()
    Publication.objects.filter(pk=one.pk).update(numbers_from=1)
    bring("y25", "y26")
    one = Publication.objects.get()
    one.numbers_from = 9
    one.full_clean()
    one.save()
    count_years(one)
    assert list(Issue.objects.values_list("number_year", flat=True)) == [2026, 2025]
    one.numbers_from = 0
    with pytest.raises(ValidationError, match="one number"):
        one.full_clean()


@pytest.mark.parametrize(
    ("name", "asked"),
    [("nian", ["lunar-date"]), ("chuxi", []), ("leap", []), ("leapbad", ["lunar-date"])],
)
def test_a_masthead_gives_what_it_prints(name: str, asked: list[str]) -> None:
    (outcome,) = bring(name)
    assert codes(outcome) == asked
    assert Issue.objects.get().number == (126 if name == "nian" else 4405)
    if name == "chuxi":
        assert Issue.objects.get().printed_lunar_date == "农历乙巳年除夕"


def test_the_eve_of_another_day_is_asked_about() -> None:
    text = (
        (TRIALS / "chuxi.txt")
        .read_text("utf-8")
        .replace("16\n", "17\n")
        .replace("星期一", "星期二")
    )
    (outcome,) = import_all([Received("x.txt", text.encode())], ImportOptions(publication=paper()))
    assert codes(outcome) == ["lunar-date"]


def test_an_edition_goes_out_and_comes_back() -> None:
    bring("special", "tekan", "hk1", "comb2")
    pages = [export_page(page) for page in with_all(Page.objects.all())]
    before = sorted(map(str, Page.objects.all()))
    lines = "\n".join(json.dumps(page, ensure_ascii=False) for page in pages)
    assert '"edition": "特刊"' in lines
    assert '"number_to": 4456' in lines
    received = [Received(f"{n}.json", line.encode()) for n, line in enumerate(lines.split("\n"))]
    assert {row.result for row in import_all(received, ImportOptions())} == {Result.UNCHANGED}
    assert sorted(map(str, Page.objects.all())) == before
    assert list(verify_audit()) == []
