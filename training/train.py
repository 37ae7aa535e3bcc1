"""``python -m training.train CORPUS_DIR``: make the reader's tables and weights anew.

Writes ``rarity.txt``, ``cohesion.txt``, ``weights.txt`` and ``borders.txt`` into the reader's room.
The same corpus, options and versions give the same bytes. Printed pages before ``--until`` (and of
a ``--paper`` with a date of its own, before that) are learnt from; others are left for judging
with ``training.evaluate``. Takes some minutes on one core.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import reading
from reading import cohesion, recurrence, tables, trees, weights
from reading.borders import Borders, Sight, start_points
from reading.labels import HEAD, weigh
from reading.trees import Forest
from reading.weights import Weights, dump
from training.answered import load_answered
from training.boosting import grow
from training.county import composed_page, mixed_page
from training.examples import Row, row_of
from training.learning import learn, mean
from training.marking import mark
from training.press import LAYOUTS, print_page
from training.stories import PageKey, PrintedStory, choose, load_pages
from training.styles import PLAIN, Example, any_style, print_styled
from training.tables import cohesion_table, rarity_table

Pages = dict[PageKey, list[PrintedStory]]
# Trees that saw the margins of chains as exact as the reader's made more of less.
_FOLD_STEPS = 80


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    options = parse_arguments(arguments)
    started = time.perf_counter()
    tables.FOLDER = options.out
    pages = load_pages(options.corpus)
    keys = learnt_from(pages, options.until, dict(options.paper))
    told = describe(keys, options)
    stories = [story for key in keys for story in pages[key]]
    if not options.keep_chain:
        write(options.out / "rarity.txt", rarity_table(stories, told))
        write(options.out / "cohesion.txt", cohesion_table(stories, told))
        forget()
        chain = learn_chain(pages, keys, options, told)
        write(options.out / "weights.txt", dump(chain))
        forget()
    found = learn_second(pages, keys, options, told)
    write(options.out / "borders.txt", trees.dump(found))
    forget()
    if not options.keep_chain:
        others = [key for key in choose(pages) if key.day >= options.judge_from]
        chain.header += judge(pages, [key for key in others if key not in keys], options.judged)
        write(options.out / "weights.txt", dump(chain))
    say(f"{time.perf_counter() - started:.0f} seconds")
    return 0


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command."""
    parser = argparse.ArgumentParser(
        prog="python -m training.train", description="Make the reader's weights from a corpus."
    )
    parser.add_argument("corpus", type=Path, help="folder of *.jsonl.xz files, one story a line")
    parser.add_argument("--until", default="2023-10-16", help="learn from pages before this day")
    parser.add_argument(
        "--paper", action="append", nargs=2, default=[], metavar=("NAME", "DAY"),
        help="learn from this paper's pages before a day of its own; repeatable",
    )  # fmt: skip
    parser.add_argument("--folds", type=int, default=3, help="parts of the pages: the chain is the"
        " mean of chains that each leave one out, and for the second look each part is read by a"
        " chain learnt from the others")  # fmt: skip
    parser.add_argument("--keep-chain", action="store_true", help="make the second look alone anew")
    parser.add_argument("--composed", type=int, default=1200, help="composed pages of each kind")
    parser.add_argument(
        "--labelled", action="append", type=Path, default=[], metavar="FILE",
        help="learn from these pages, too, which manage.py export_labels has written; repeatable",
    )  # fmt: skip
    parser.add_argument("--judged", type=int, default=60, help="other pages a paper to judge by")
    parser.add_argument("--judge-from", default="", help="judge by pages from this day on")
    parser.add_argument(
        "--out", type=Path, default=tables.FOLDER, help="folder of the reader's room"
    )
    return parser.parse_args(arguments)


def learnt_from(pages: Pages, until: str, papers: dict[str, str]) -> list[PageKey]:
    """Return the pages to learn from: the rest is for judging."""
    return [key for key in choose(pages) if key.day < papers.get(key.paper, until)]


def describe(keys: list[PageKey], options: argparse.Namespace) -> str:
    """Return the data and the script in one line, for the files' headers."""
    papers = []
    for paper in sorted({key.paper for key in keys}):
        days = sorted(key.day for key in keys if key.paper == paper)
        papers.append(f"{paper} {days[0]} to {days[-1]}: {len(days)} pages")
    pages = len(answered(options))
    return (
        f"Made by training.train from {'; '.join(papers)}."
        f" Chain: the mean of {options.folds}, each from large papers' pages but those of a fold;"
        f" second look: all, in {options.folds} folds;"
        f" composed and mixed county pages: {options.composed} of each."
        + (f" {pages} pages that editors have answered about." if pages else "")
    )


def large_of(keys: list[PageKey]) -> list[PageKey]:
    """Return the pages of those papers that have a tenth of all pages or more."""
    counts = Counter(key.paper for key in keys)
    return [key for key in keys if counts[key.paper] * 10 >= len(keys)]


def fold_of(key: PageKey, folds: int) -> int:
    """Return the fold of a page: those of one week share one, for a story may go on next day."""
    return datetime.date.fromisoformat(key.day).toordinal() // 7 % folds


def printed(pages: Pages, keys: list[PageKey], *, margins: bool = True) -> Iterator[Example]:
    """Yield every page as blocks, with cuts, and in a style at random; by margins, if asked."""
    for number, key in enumerate(keys):
        name = "-".join(key)
        layouts = ["blocks", "cuts", *[("indent", "lines")[number % 2]][: int(margins)]]
        for layout in layouts:
            yield print_styled(key, pages[key], PLAIN[layout], Random(f"{name} {layout}"))
        random = Random(f"{name} any")
        yield print_styled(key, pages[key], any_style(random), random)


def county(pages: Pages, keys: list[PageKey], name: str, count: int) -> Iterator[Example]:
    """Yield composed pages, with stories of their own and with printed ones."""
    stories = [pages[key] for key in keys]
    for number in range(count):
        yield composed_page(f"{name}-{number}")
        yield mixed_page(f"{name}-mixed-{number}", stories, dressed=number % 4 > 0)


def rows_of(examples: Iterable[Example]) -> Iterator[Row]:
    """Yield the rows of pages that are not all furniture."""
    for example in examples:
        row = row_of(example)
        if row is not None:
            yield row


def answered(options: argparse.Namespace) -> list[Example]:
    """Return the pages about whose lines editors have answered."""
    return [example for path in options.labelled for example in load_answered(path)]


def learn_chain(
    pages: Pages, keys: list[PageKey], options: argparse.Namespace, told: str
) -> Weights:
    """Return the weights of the chain: the mean of chains that each leave a fold out."""
    large, chains, sizes = large_of(keys), [], []
    for fold in range(options.folds):
        others = [key for key in large if fold_of(key, options.folds) != fold]
        if not others:
            continue
        examples = [
            *printed(pages, others),
            *county(pages, others, "training", options.composed),
            *answered(options),
        ]
        chains.append(learn(labelled_rows(examples)))
        sizes.append(str(len(examples)))
        say(f"chain: {sizes[-1]} printings, {len(chains[-1].features)} features")
    header = [
        "The weights of the chain, in hundredths of nats; the format is told in weights.py.",
        told,
        f"Printings: {', '.join(sizes)}.",
    ]
    return mean(chains, header)


def labelled_rows(examples: Iterable[Example]) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Yield the features and labels of all items that are asked."""
    for row in rows_of(examples):
        yield [seen.features() for seen in row.seen], [row.labels[at] for at in row.page.asked]


def learn_second(
    pages: Pages, keys: list[PageKey], options: argparse.Namespace, told: str
) -> Forest:
    """Return the trees of the second look, from all pages, each read by a chain that has not
    learnt from it."""
    large, count = large_of(keys), options.composed // (2 * options.folds)
    pairs: list[tuple[Sight, bool]] = []
    for fold in range(options.folds):
        others = [key for key in large if fold_of(key, options.folds) != fold]
        chain = learn_fold(pages, others, large, options)
        own = [key for key in keys if fold_of(key, options.folds) == fold]
        examples = [
            *printed(pages, own, margins=False),
            *county(pages, own, f"second-{fold}", count),
            *(answered(options) if not fold else ()),
        ]
        pairs += [pair for row in rows_of(examples) for pair in pairs_of(row, chain)]
    return grow_trees(pairs, told)


def learn_fold(
    pages: Pages, keys: list[PageKey], large: list[PageKey], options: argparse.Namespace
) -> Weights:
    """Return a chain for the second look: learnt from the pages of the other folds and half of the
    county pages, in fewer steps."""
    examples = [
        *printed(pages, keys, margins=False),
        *county(pages, large, "training", options.composed // 2),
    ]
    return learn(labelled_rows(examples), steps=_FOLD_STEPS)


def grow_trees(pairs: list[tuple[Sight, bool]], told: str) -> Forest:
    """Return the trees that tell best which pairs are a story and the line that ends it."""
    header = (
        "The trees of the second look, in hundredths of nats; the format is told in trees.py.",
        told,
        f"{len(pairs)} pairs of a story and a line that may end it.",
    )
    names = sorted(pairs[0][0])
    columns = [[seen[name] for seen, _ in pairs] for name in names]
    truth = [begins for _, begins in pairs]
    found = grow(names, columns, truth, [start_points(seen) for seen, _ in pairs])
    say(f"second look: {len(pairs)} pairs, {len(found)} trees")
    return Forest(header, tuple(found))


def judge(pages: Pages, others: list[PageKey], count: int) -> list[str]:
    """Return the marks on pages that were not learnt from, a line for each paper and layout."""
    lines = []
    for paper in sorted({key.paper for key in others}):
        keys = [key for key in others if key.paper == paper]
        keys = sorted(Random(1).sample(keys, min(count, len(keys))))
        for layout in LAYOUTS:
            printings = [print_page(key, pages[key], layout) for key in keys]
            marks = [mark(page, reading.read_page(page.text)) for page in printings]
            stories = sum(each.stories for each in marks)
            lines.append(
                f"{paper} {layout}, {len(keys)} other pages from {keys[0].day}: number of stories"
                f" right on {sum(each.counted for each in marks) / len(keys):.3f},"
                f" stories intact {sum(each.intact for each in marks) / stories:.3f},"
                f" headlines whole {sum(each.headlines for each in marks) / stories:.3f}"
            )
    return lines


def pairs_of(row: Row, chain: Weights) -> Iterator[tuple[Sight, bool]]:
    """Yield what is seen of each candidate against its true story, and whether it ends it."""
    recurrence = row.page.runs.recurrence
    if recurrence is None:
        return
    _, _, margins, rivals = weigh(row.page, row.seen, chain)
    true = [at for at, label in enumerate(row.labels) if label == HEAD]
    for story, candidate, seen in Borders(row.page, margins, rivals, recurrence).pairs():
        if story.at in true and not any(story.at < at < candidate.at for at in true):
            yield seen, candidate.at in true


def forget() -> None:
    """Let the reader's tables be read anew."""
    for table in (recurrence.rarity, cohesion.counted, weights.weights, trees.border_trees):
        table.cache_clear()


def write(path: Path, text: str) -> None:
    """Write a table and say how large it is."""
    path.write_text(text, encoding="utf-8")
    say(f"{path.name}: {len(text.encode())} bytes")


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
