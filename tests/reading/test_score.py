"""The scorer gives full marks to the truth, and each fault costs the mark that it should."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest

from reading.document import BylineText, PageDocument, PhotoText, Story
from tests.reading import score
from tests.reading.alignment import broken_invariants
from tests.reading.generator import GeneratedPage, make_page
from tests.reading.score import score_page

Fault = Callable[[PageDocument], None]


def sample() -> GeneratedPage:
    """Return a page with a byline, a picture, a jump and a story of several paragraphs."""
    for seed in range(500):
        page = make_page(Random(seed), kind="front")
        stories = page.truth.articles
        kinds = {story.kind for story in stories}
        long = len(stories[0].paragraphs) > 2 and stories[0].bylines and stories[0].kicker
        if long and {"photo", "teaser"} <= kinds:
            return page
    raise AssertionError("no such page among 500")


def join_parts(reading: PageDocument) -> None:
    story = reading.articles[0]
    story.headline, story.kicker = story.kicker + story.headline, ""


def forget_headline(reading: PageDocument) -> None:
    reading.articles[0].headline = ""


def space_paragraph(reading: PageDocument) -> None:
    text = reading.articles[0].paragraphs[0]
    reading.articles[0].paragraphs[0] = text[:5] + " " + text[5:]


def add_byline(reading: PageDocument) -> None:
    reading.articles[0].bylines.append(BylineText("记者", "甲乙"))


def forget_number(reading: PageDocument) -> None:
    reading.issue.number = -1


def lose_jump(reading: PageDocument) -> None:
    for story in reading.articles:
        story.jump_to = None


def add_picture(reading: PageDocument) -> None:
    reading.articles[0].photos.append(PhotoText("图", "甲"))


def cut_short(reading: PageDocument) -> None:
    reading.articles[0].truncated = not reading.articles[0].truncated


def merge_stories(reading: PageDocument) -> None:
    first, second = reading.articles[:2]
    first.spans += second.spans
    del reading.articles[1]


def overlap(reading: PageDocument) -> None:
    reading.unassigned.append(reading.articles[0].spans[0])


FAULTS: list[tuple[str, Fault]] = [
    ("headline parts", join_parts),
    ("headline whole", forget_headline),
    ("paragraphs", space_paragraph),
    ("bylines", add_byline),
    ("issue fields", forget_number),
    ("jumps", lose_jump),
    ("photos", add_picture),
    ("truncation", cut_short),
    ("story count", merge_stories),
    ("characters", merge_stories),
    ("invariants", overlap),
]


def test_the_truth_has_full_marks() -> None:
    for seed in range(60):
        page = make_page(Random(seed))
        marks = score_page(str(seed), page, page.truth).marks
        assert marks.right == marks.total


@pytest.mark.parametrize(("mark", "fault"), FAULTS)
def test_a_fault_costs_its_mark(mark: str, fault: Fault) -> None:
    page = sample()
    reading = deepcopy(page.truth)
    fault(reading)
    marks = score_page("1", page, reading).marks
    assert marks.right[mark] < marks.total[mark]


def test_joined_parts_leave_the_whole_headline_right() -> None:
    page = sample()
    reading = deepcopy(page.truth)
    join_parts(reading)
    marks = score_page("1", page, reading).marks
    assert marks.right["headline whole"] == marks.total["headline whole"]


def test_text_from_nowhere_and_text_lost_break_the_invariants() -> None:
    page = sample()
    reading = deepcopy(page.truth)
    reading.articles[0].paragraphs[0] += "龘"
    reading.articles[1].headline = ""
    broken = broken_invariants(page.text, reading)
    assert any("holds what its spans do not: 龘" in fault for fault in broken)
    assert any("article 1: lost of its spans" in fault for fault in broken)


def perfect(pages: dict[str, PageDocument]) -> Callable[[str], PageDocument]:
    return lambda text: pages[text]


def test_the_command_ends_with_0_only_when_every_target_is_met(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pages = [score.generate(f"1-{number}") for number in range(8)]
    reader = perfect({page.text: page.truth for page in pages})
    monkeypatch.setattr(score, "load_reader", lambda: reader)
    report = tmp_path / "marks.json"
    assert score.main(["--pages", "8", "--seed", "1", "--json", str(report)]) == 0
    assert "8 pages" in capsys.readouterr().out
    assert json.loads(report.read_text())["marks"]["all"]["characters"][0] == 100
    monkeypatch.setattr(score, "load_reader", lambda: lambda text: PageDocument())
    assert score.main(["--pages", "8", "--seed", "1"]) == 1
    assert "Worst pages" in capsys.readouterr().out


def test_one_page_is_shown_with_its_differences(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = score.generate("1-0")
    wrong = deepcopy(page.truth)
    wrong.articles.append(Story(headline="没有的稿件"))
    for reading, shown in ((page.truth, "No difference."), (wrong, "没有的稿件")):
        monkeypatch.setattr(score, "load_reader", lambda r=reading: lambda text: r)
        score.main(["--show", "1-0"])
        assert shown in capsys.readouterr().out
