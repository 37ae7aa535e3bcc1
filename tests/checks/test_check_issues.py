"""``check_issues``: every option and every way to be used wrongly."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from findings.models import Finding
from tests.make import make_issue, make_page, make_publication, make_story

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    out = StringIO()
    call_command("check_issues", *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def run_of_issues() -> None:
    """Three issues of one paper, one missing and one with a slip, and a page of another."""
    for date, number, body in (
        ("2025-06-06", 10, "昨天，开工。"),
        ("2025-06-09", 11, "全力推进重点项目,成效明显。"),
        ("2025-06-13", 13, "昨天，竣工。"),
    ):
        issue = make_issue(date, number, printed_number=number)
        make_story(make_page(issue), body=body)
    other = make_issue("2025-06-09", 5, publication=make_publication("乙报"))
    make_story(make_page(other), body="大家提提速增效。")


@pytest.mark.usefixtures("run_of_issues")
def test_all_pages_are_checked_and_counted() -> None:
    out = run()
    assert "half-width-mark: " in out
    assert "doubled-character: " in out
    assert "2025-06-09" in out
    assert Finding.objects.open().count() == 2


@pytest.mark.usefixtures("run_of_issues")
def test_a_range_of_one_paper() -> None:
    out = run("--publication", "海口县报", "--from", "2025-06-07", "--to", "2025-06-13")
    assert "half-width-mark" in out
    assert "doubled-character" not in out
    assert Finding.objects.count() == 1


@pytest.mark.usefixtures("run_of_issues")
def test_json_has_pages_numbers_and_evidence(tmp_path: Path) -> None:
    path = tmp_path / "found.json"
    run("--json", str(path), "--verbosity", "0")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert sorted(len(row["findings"]) for row in report["pages"]) == [0, 0, 1, 1]
    pages = {(row["publication"], row["date"]): row["findings"] for row in report["pages"]}
    (finding,) = pages["海口县报", "2025-06-09"]
    assert (finding["code"], finding["start"], finding["evidence"]["text"]) == (
        "half-width-mark",
        8,
        ",",
    )
    missing = {row["publication"]: row["missing"] for row in report["numbers"]}
    assert missing["海口县报"] == [
        {"after": "2025-06-09", "before": "2025-06-13", "count": 1, "days": ["2025-06-11"]}
    ]


@pytest.mark.usefixtures("run_of_issues")
def test_issues_and_pages_can_be_named() -> None:
    assert "2 pages checked" in run("2025-06-09")
    out = run("2025-06-09/1", "2025-06-06", "--publication", "海口县报")
    assert "2 pages checked" in out
    assert "doubled-character" not in out
    assert "missing" not in out
    with pytest.raises(CommandError, match="no page at 2025-06-09/2"):
        run("2025-06-09/2")


@pytest.mark.usefixtures("run_of_issues")
def test_missing_days_and_the_next_issue_are_told() -> None:
    out = run("--publication", "海口县报")
    assert "Days of publication: 2025-06-11." in out
    assert "海口县报: the next issue should be number 14 on 2025-06-16." in out
    (numbers,) = json.loads(run("--publication", "海口县报", "--json", "-"))["numbers"]
    assert numbers["next"] == {"date": "2025-06-16", "number": 14}


@pytest.mark.usefixtures("run_of_issues")
def test_json_goes_to_the_output_alone() -> None:
    assert len(json.loads(run("--json", "-"))["pages"]) == 4


def test_doubled_numbers_are_reported() -> None:
    make_issue("2025-06-11", 1, printed_number=1)
    make_issue("2025-06-13", None, printed_number=1)
    out = run()
    assert "2025-06-11" in out
    assert "2025-06-13" in out
    report = json.loads(run("--json", "-"))
    assert report["numbers"][0]["doubled"] == [{"number": 1, "dates": ["2025-06-11", "2025-06-13"]}]


@pytest.mark.usefixtures("run_of_issues")
def test_no_write_shows_and_leaves_nothing() -> None:
    assert "half-width-mark" in run("--no-write")
    assert not Finding.objects.exists()


@pytest.mark.usefixtures("run_of_issues")
def test_codes_limit_what_is_shown() -> None:
    out = run("--codes", "doubled-character, truncated")
    assert "doubled-character" in out
    assert "half-width-mark" not in out
    assert Finding.objects.count() == 2


@pytest.mark.usefixtures("run_of_issues")
def test_fail_ends_with_an_error_while_findings_are_open() -> None:
    with pytest.raises(CommandError):
        run("--fail")
    run("--fail", "--codes", "truncated")


@pytest.mark.parametrize(
    "options",
    [
        ("--publication", "丙报"),
        ("--from", "13.6.2025"),
        ("--to", "2025-02-30"),
        ("--from", "2025-06-13", "--to", "2025-06-01"),
        ("--codes", "truncated,unknown"),
        ("--json", "/nowhere/found.json"),
    ],
)
def test_wrong_input_is_refused_with_a_remedy(options: tuple[str, ...]) -> None:
    with pytest.raises(CommandError) as refused:
        run(*options)
    assert len(str(refused.value)) > 10
