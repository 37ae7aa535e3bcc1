"""``python -m tests.benchmarks [--pages 100 1000 10000]``: all the benchmarks, a line a figure.

With several numbers of pages it also says how level reading, loading and memory stay.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks import growing, load, parse, questions, serve

HOW = (
    "Wagtail 8.0.1 reached 0.019 of the rate of an empty view with a story and 0.030 with its front"
    " page, beside an earlier newsroom that reached 0.033 and 0.021. This run does not measure it."
)


def main() -> None:
    """Run the benchmarks and print their figures."""
    parser = argparse.ArgumentParser(description="Compare speeds in one run.")
    parser.add_argument("--pages", type=int, nargs="+", default=[500], help="pages to load")
    parser.add_argument(
        "--issues", type=growing.size, nargs=2, default=[260, 2600], help="archives grown"
    )
    parser.add_argument("--stories", type=int, default=20_000, help="stories searched")
    options = parser.parse_args()
    for line in parse.report():
        print(line)
    for line in load.report(options.pages):
        print(line, flush=True)
    for line in serve.report():
        print(line, flush=True)
    with tempfile.TemporaryDirectory(prefix="newsroom_") as name:
        for line in growing.report(options.issues, Path(name)):
            print(line, flush=True)
    with tempfile.TemporaryDirectory(prefix="questions_") as name:
        for line in questions.report(options.stories, Path(name)):
            print(line, flush=True)
    print(HOW)


if __name__ == "__main__":
    main()
