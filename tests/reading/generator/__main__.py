"""``python -m tests.reading.generator FOLDER --count 10000 --seed 1``: write a corpus of pages."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.reading.generator.corpus import write_corpus


def main() -> int:
    """Write the pages and say how many and how fast."""
    parser = argparse.ArgumentParser(description="Write generated pages into a folder.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-paper", action="store_true", help="all pages of a single paper")
    options = parser.parse_args()
    start = time.perf_counter()
    written = write_corpus(options.folder, options.count, options.seed, one_paper=options.one_paper)
    seconds = time.perf_counter() - start
    sys.stdout.write(
        f"Wrote {len(written)} pages in {seconds:.1f} s ({len(written) / seconds:.0f} a second).\n"
    )
    return 0 if len(written) == options.count else 1


if __name__ == "__main__":
    raise SystemExit(main())
