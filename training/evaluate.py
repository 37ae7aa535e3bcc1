"""``python -m training.evaluate CORPUS_DIR``: how right the reader reads whole printed pages.

Prints the share of pages and stories read right by paper and layout, whether wrong pages carry a
finding and right pages do not, and the faults by kind. The same options give the same tables.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

from reading import read_page
from reading.document import PageDocument
from training.marking import PageMarks, mark
from training.press import LAYOUTS, print_page
from training.stories import PageKey, choose, load_pages

Reader = Callable[[str], PageDocument]
ALL, ALL_LAYOUTS = "all papers", "all"
# The code of the question whether a story begins somewhere.
ASKS = "story-begins"
FAULT_TABLES = ("stories too many", "stories too few", "headlines wrong", "stories not intact")


@dataclass(frozen=True, slots=True)
class Row:
    """The marks of one page in one layout."""

    key: PageKey
    layout: str
    marks: PageMarks


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m training.evaluate", description="Mark the reader on whole printed pages."
    )
    parser.add_argument("corpus", type=Path, help="folder of *.jsonl.xz files, one story a line")
    parser.add_argument("--paper", action="append", default=[], help="only this paper; repeatable")
    parser.add_argument(
        "--dates", nargs=2, default=("", "9999"), metavar=("FIRST", "LAST"), help="YYYY-MM-DD"
    )
    parser.add_argument(
        "--layout", action="append", choices=LAYOUTS, help="only this layout; repeatable"
    )
    parser.add_argument("--pages", type=int, default=0, help="at most this many pages; 0: all")
    parser.add_argument("--seed", type=int, default=1, help="chooses pages and cuts")
    parser.add_argument("--width", type=int, default=20, help="characters of a printed line")
    parser.add_argument(
        "--finding", action="append", help="code that counts as a finding; repeatable; default: any"
    )
    parser.add_argument(
        "--undecided", action="store_true", help="count paragraphs of no known kind too"
    )
    parser.add_argument("--show", type=int, default=0, help="how many faults to show with words")
    return parser.parse_args(arguments)


def evaluate(options: argparse.Namespace, reader: Reader = read_page) -> list[Row]:
    """Return the marks of every chosen page in every chosen layout."""
    pages = load_pages(options.corpus)
    keys = choose(
        pages, papers=options.paper, dates=options.dates, count=options.pages, seed=options.seed
    )
    rows = []
    for key in keys:
        for layout in options.layout or LAYOUTS:
            page = print_page(key, pages[key], layout, width=options.width, seed=options.seed)
            marks = mark(page, reader(page.text), undecided=options.undecided)
            rows.append(Row(key, layout, marks))
    return rows


def report(rows: list[Row], findings: Iterable[str] | None, show: int = 0) -> list[str]:
    """Return all tables as lines; ``findings`` are the codes that count, None counts any."""
    codes = None if findings is None else set(findings)
    lines = figures(rows) + silence(rows, codes) + seen_codes(rows)
    for table in FAULT_TABLES:
        lines += faults(rows, table, codes)
    return lines + examples(rows, codes, show)


def has_finding(marks: PageMarks, codes: set[str] | None) -> bool:
    """Say whether a page carries a finding of the codes, or of any code."""
    return bool(marks.codes) if codes is None else not codes.isdisjoint(marks.codes)


def figures(rows: list[Row]) -> list[str]:
    """Return the shares read right by paper and layout."""
    heads = ("pages", "stories", "got", "count", "intact", "headline", "characters", "page")
    lines = [_cells("", heads)]
    papers = sorted({row.key.paper for row in rows})
    for paper in [*papers, *([ALL] if len(papers) != 1 else [])]:
        for layout in _layouts(rows):
            marks = [
                row.marks for row in rows if row.layout == layout and paper in (ALL, row.key.paper)
            ]
            lines.append(_cells(f"{paper} {layout}", _figures(marks)))
    return lines


def _figures(marks: list[PageMarks]) -> list[str]:
    stories = sum(each.stories for each in marks)
    return [
        str(len(marks)),
        str(stories),
        str(sum(each.got for each in marks)),
        _share(sum(each.counted for each in marks), len(marks)),
        _share(sum(each.intact for each in marks), stories),
        _share(sum(each.headlines for each in marks), stories),
        _share(sum(e.characters_right for e in marks), sum(e.characters for e in marks), places=4),
        _share(sum(each.whole for each in marks), len(marks)),
    ]


def silence(rows: list[Row], codes: set[str] | None) -> list[str]:
    """Return how many wrong pages pass without a finding, and how many right ones carry one, and
    how many of these are asked whether a story begins somewhere."""
    heads = ("wrong", "silent", "share", "right", "found", "share", "asked", "share")
    lines = ["", _cells("pages by findings", heads)]
    tests: dict[str, Callable[[PageMarks], bool]] = {
        "count": lambda marks: marks.counted,
        "page": lambda marks: marks.whole,
    }
    for name, is_right in tests.items():
        for layout in (*_layouts(rows), ALL_LAYOUTS):
            marks = [row.marks for row in rows if layout in (row.layout, ALL_LAYOUTS)]
            wrong = [each for each in marks if not is_right(each)]
            right = [each for each in marks if is_right(each)]
            silent = sum(not has_finding(each, codes) for each in wrong)
            found = sum(has_finding(each, codes) for each in right)
            asked = sum(ASKS in each.codes for each in right)
            cells = [str(len(wrong)), str(silent), _share(silent, len(wrong)), str(len(right))]
            for count in (found, asked):
                cells += [str(count), _share(count, len(right))]
            lines.append(_cells(f"{name} {layout}", cells))
    return lines


def seen_codes(rows: list[Row]) -> list[str]:
    """Return every code of a finding seen, with the wrong and right pages that carry it."""
    wrong, right = Counter[str](), Counter[str]()
    for row in rows:
        (right if row.marks.whole else wrong).update(row.marks.codes.keys())
    lines = ["", _cells("findings seen", ("wrong", "right"))]
    for code in sorted(wrong.keys() | right.keys()):
        lines.append(_cells(code, (str(wrong[code]), str(right[code]))))
    return lines


def faults(rows: list[Row], table: str, codes: set[str] | None) -> list[str]:
    """Return one table of faults: a row for each kind, by layout, and how many passed silently."""
    layouts = _layouts(rows)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        silent = not has_finding(row.marks, codes)
        for fault in row.marks.faults:
            if fault.table == table:
                counts[fault.kind].update([row.layout, "all", *(["silent"] if silent else [])])
    columns = (*layouts, "all", "silent")
    lines = ["", _cells(table, columns)]
    for kind, counted in sorted(counts.items(), key=lambda item: (-item[1]["all"], item[0])):
        lines.append(_cells(f"  {kind}", [str(counted[column]) for column in columns]))
    total = sum((counted for counted in counts.values()), Counter[str]())
    return [*lines, _cells("  together", [str(total[column]) for column in columns])]


def examples(rows: list[Row], codes: set[str] | None, show: int) -> list[str]:
    """Return the first faults with their pages and words, the silent ones first."""
    found = [
        (has_finding(row.marks, codes), row, fault) for row in rows for fault in row.marks.faults
    ]
    found.sort(key=lambda item: item[0])
    return [
        f"{'asked ' if asked else 'silent'} {' '.join(row.key)} {row.layout} "
        f"| {fault.table}: {fault.kind} | {fault.words}"
        for asked, row, fault in found[:show]
    ]


def _layouts(rows: list[Row]) -> list[str]:
    present = {row.layout for row in rows}
    return [layout for layout in LAYOUTS if layout in present]


def _share(right: int, total: int, *, places: int = 3) -> str:
    return f"{right / total:.{places}f}" if total else "-"


def _cells(name: str, cells: Iterable[str]) -> str:
    width = sum(2 if east_asian_width(char) in "WF" else 1 for char in name)
    return name + " " * max(52 - width, 1) + "".join(f"{cell:>11}" for cell in cells)


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; end with 1 where the corpus holds no such page."""
    options = parse_arguments(arguments)
    rows = evaluate(options)
    if not rows:
        sys.stderr.write(f"{options.corpus} holds no whole page of these papers and dates.\n")
        return 1
    sys.stdout.write("\n".join(report(rows, options.finding, options.show)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
