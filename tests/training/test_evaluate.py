"""The evaluation prints whole pages of a corpus, reads them, and tells right from wrong by kind."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from reading import read_page
from reading.document import Furniture, PageDocument, ReadingWarning, Story
from tests.training.corpus import OTHER, PAPER, ROWS, STREET, story, write_corpus
from training.evaluate import evaluate, main, parse_arguments, report
from training.marking import PageMarks, mark
from training.press import LAYOUTS, PrintedPage, print_page
from training.stories import PageKey, choose, load_pages

KEY = PageKey(PAPER, "2024-05-06", "2")
LONG_FIRST = PageKey(PAPER, "2024-05-07", "2")
Change = Callable[[PageDocument], None]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path)


def printed(corpus: Path, layout: str = "indent", key: PageKey = KEY) -> PrintedPage:
    return print_page(key, load_pages(corpus)[key], layout)


def marks_of(page: PrintedPage, change: Change | None = None) -> PageMarks:
    document = read_page(page.text)
    if change:
        change(document)
    return mark(page, document)


def test_only_pages_with_all_their_stories_are_tried_each_in_its_order(corpus: Path) -> None:
    pages = load_pages(corpus)
    assert [key.day for key in choose(pages)] == ["2024-05-06", "2024-05-07", "2024-05-08"]
    assert [each.headline for each in pages[KEY]] == ["我县部署防汛工作", "老街改造惠及千户居民"]


def test_papers_dates_and_number_of_pages_can_be_chosen(corpus: Path) -> None:
    pages = load_pages(corpus)
    assert [key.paper for key in choose(pages, papers=[OTHER])] == [OTHER]
    assert choose(pages, dates=("2024-05-01", "2024-05-06")) == [KEY]
    assert len(choose(pages, count=2, seed=3)) == 2
    assert choose(pages, count=2, seed=3) == choose(pages, count=2, seed=3)
    assert len(choose(pages, count=50)) == 3


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_printed_character_has_an_owner_and_its_role(corpus: Path, layout: str) -> None:
    page = printed(corpus, layout)
    owned = {at for piece in page.pieces for at in range(piece.start, piece.end)}
    assert all(char.isspace() for at, char in enumerate(page.text) if at not in owned)
    roles = {piece.role for piece in page.pieces if piece.story == 0}
    assert roles == {"kicker", "headline", "byline", "body", "body?"}
    assert "版权所有" not in page.text
    assert page.text.startswith("北溪日报\n2024年5月6日 星期一\n第2版 要闻\n")


def test_the_layouts_are_what_they_are_called(corpus: Path) -> None:
    key = PageKey(PAPER, "2024-05-07", "2")
    stories = load_pages(corpus)[key]
    lines = print_page(key, stories, "lines", width=16).text.split("\n")
    assert max(len(line) for line in lines) <= 18
    assert print_page(key, stories, "lines", width=16).text.count("　　") == 2
    pages = [print_page(key, stories, "cuts", seed=seed) for seed in range(40)]
    cut = [page for page in pages if any(piece.rest for piece in page.pieces)]
    assert 0 < len(cut) < 20
    blocks = print_page(key, stories, "blocks").text
    assert all(page.text.replace("\n", "") == blocks.replace("\n", "") for page in pages)


@pytest.mark.parametrize("layout", ["indent", "lines"])
def test_a_page_that_is_read_as_it_was_printed_has_no_fault(corpus: Path, layout: str) -> None:
    marks = marks_of(printed(corpus, layout))
    assert marks.counted
    assert marks.whole
    assert marks.faults == []
    assert marks.characters == marks.characters_right > 80


def join_stories(document: PageDocument) -> None:
    first, second = document.articles
    first.spans += second.spans
    del document.articles[1]


def lose_second_story(document: PageDocument) -> None:
    document.furniture += [Furniture("date", span) for span in document.articles.pop().spans]


def join_below(document: PageDocument) -> None:
    first, second = document.articles
    second.spans = first.spans[:1] + second.spans
    document.articles[:] = [second]


def part_headline(document: PageDocument) -> None:
    first = document.articles[0]
    first.headline = ""
    first.segments = [row for row in first.segments if row.part != "headline"]


def drop_dash(document: PageDocument) -> None:
    document.articles[0].headline += "——"


def split_off_byline(document: PageDocument) -> None:
    extra = read_page(LONE).articles[0]
    byline = next(row.span for row in document.articles[0].segments if row.part == "byline")
    document.articles[0].spans = [s for s in document.articles[0].spans if s[0] > byline[0]]
    extra.spans = [byline]
    document.articles.append(extra)


LONE = "我县部署防汛工作\n\n本报讯（记者 王明）5月5日，县里召开会议。\n"


@pytest.mark.parametrize(
    ("key", "change", "table", "kind"),
    [
        (LONG_FIRST, join_stories, "stories too few", "joined to the story above"),
        (LONG_FIRST, join_stories, "stories not intact", "took short paragraph of another"),
        (KEY, join_below, "stories too few", "joined to the story below"),
        (KEY, lose_second_story, "stories too few", "furniture"),
        (KEY, part_headline, "headlines wrong", "lacks what became nothing"),
        (KEY, split_off_byline, "stories too many", "byline"),
    ],
)
def test_each_kind_of_fault_is_told_by_what_went_where(
    corpus: Path, key: PageKey, change: Change, table: str, kind: str
) -> None:
    marks = marks_of(printed(corpus, key=key), change)
    assert (table, kind) in {(fault.table, fault.kind) for fault in marks.faults}
    assert not marks.whole


def test_dashes_and_white_space_of_a_headline_do_not_count(corpus: Path) -> None:
    assert marks_of(printed(corpus), drop_dash).whole


def test_what_a_made_up_story_begins_with_is_named(tmp_path: Path) -> None:
    texts = (
        "三十年治水，几代人接力，临江的水清了。" * 3,
        "subhead|守住一江清水",
        STREET,
        "signature|林晓",
    )
    rows = [story(1, "临江治水三十年", *texts), story(2, "老街改造惠及千户居民", STREET)]
    page = printed(write_corpus(tmp_path, rows), "blocks")
    marks = mark(page, cut_at(page.text, "守住一江清水", "林晓", "老街改造惠及千户居民"))
    assert [(fault.table, fault.kind) for fault in marks.faults[-2:]] == [
        ("stories too many", "subhead"),
        ("stories too many", "signature"),
    ]
    marks = mark(page, cut_at(page.text, "街坊们都说好", "老街改造惠及千户居民"))
    assert marks.faults[-1].kind == "piece of a cut paragraph"


def cut_at(text: str, *beginnings: str) -> PageDocument:
    """Return a reading whose stories begin at the page's top and at each of the words."""
    starts = [0, *(text.index(words) for words in beginnings), len(text)]
    return PageDocument(articles=[Story(spans=[pair]) for pair in pairwise(starts)])


def test_paragraphs_that_nobody_has_decided_count_only_on_request(corpus: Path) -> None:
    page = printed(corpus)
    document = read_page(page.text)
    more = mark(page, document, undecided=True)
    assert more.characters == mark(page, document).characters + len("（完）")


def lines_of(corpus: Path, *options: str) -> list[str]:
    arguments = parse_arguments([str(corpus), *options])
    return report(evaluate(arguments), arguments.finding, arguments.show)


def test_the_tables_are_by_paper_layout_and_kind_and_come_out_the_same(corpus: Path) -> None:
    lines = lines_of(corpus)
    text = "\n".join(lines)
    assert lines == lines_of(corpus)
    for words in (f"{PAPER} blocks", f"{OTHER} lines", "all papers cuts", "stories too many"):
        assert words in text
    assert lines[1].split()[2:5] == ["2", "4", "4"]


def test_one_paper_in_one_layout_needs_no_sum(corpus: Path) -> None:
    lines = lines_of(corpus, "--paper", PAPER, "--layout", "indent", "--pages", "1")
    assert lines[1].split()[:3] == [PAPER, "indent", "1"]
    assert lines[2] == ""


def test_a_wrong_page_is_silent_unless_it_carries_one_of_the_findings(corpus: Path) -> None:
    def reader(text: str) -> PageDocument:
        document = read_page(text)
        if "防汛" in text:
            join_stories(document)
            document.warnings.append(ReadingWarning("new-story", "请看这里。", (0, 1)))
        return document

    options = parse_arguments([str(corpus), "--layout", "indent"])
    rows = evaluate(options, reader)
    text = "\n".join(report(rows, ["new-story"]))
    assert "count indent" in text
    assert text.split("count indent")[1].split()[:6] == ["3", "0", "0.000", "0", "0", "-"]
    silent = "\n".join(report(rows, ["unassigned"], show=99))
    assert silent.split("count indent")[1].split()[:3] == ["3", "3", "1.000"]
    assert "silent 北溪日报 2024-05-06 2 indent | stories too few" in silent
    assert text.split("new-story")[1].split()[:2] == ["3", "0"]


def test_questions_on_right_pages_are_counted_apart_and_over_all_layouts(corpus: Path) -> None:
    def reader(text: str) -> PageDocument:
        document = read_page(text)
        document.warnings = [ReadingWarning("lookalike", "请看这里。", (0, 1))]
        if len(text) % 2:
            document.warnings.append(ReadingWarning("story-begins", "请看这里。", (0, 1)))
        return document

    options = parse_arguments([str(corpus), "--layout", "indent", "--layout", "lines"])
    rows = evaluate(options, reader)
    assert all(row.marks.counted for row in rows)
    asked = sum("story-begins" in row.marks.codes for row in rows)
    share = f"{asked / len(rows):.3f}"
    counted = "\n".join(report(rows, None)).split("count all")[1].split()
    assert 0 < asked < len(rows) == int(counted[3])
    assert counted[:8] == ["0", "0", "-", counted[3], counted[3], "1.000", str(asked), share]


def test_the_command_prints_its_tables(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(corpus), "--layout", "lines", "--width", "18"]) == 0
    assert "stories not intact" in capsys.readouterr().out


def test_the_command_fails_where_there_is_no_whole_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(write_corpus(tmp_path, ROWS[-2:]))]) == 1
    assert "no whole page" in capsys.readouterr().err
