"""``python -m tests.benchmarks [--pages 100 1000 10000]``: all the benchmarks, a line a figure.

With several numbers of pages it also says how level reading, loading and memory stay.
"""

from __future__ import annotations

import argparse

from tests.benchmarks import load, parse, serve


def main() -> None:
    """Run the benchmarks and print their figures."""
    parser = argparse.ArgumentParser(description="Compare speeds in one run.")
    parser.add_argument("--pages", type=int, nargs="+", default=[500], help="pages to load")
    options = parser.parse_args()
    for line in parse.report():
        print(line)
    for line in load.report(options.pages):
        print(line, flush=True)
    for line in serve.report():
        print(line)


if __name__ == "__main__":
    main()
