"""A folder of many pages: consecutive issues of several papers, every page a file of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

from tests.reading.generator.issues import make_issue_run
from tests.reading.generator.pages import make_page
from tests.reading.generator.people import PLACES, make_paper

ISSUES_A_RUN = 150


def write_corpus(folder: Path, count: int, seed: int, *, one_paper: bool = False) -> list[Path]:
    """Write ``count`` pages of different (publication, date, page) and return their paths.

    With ``one_paper`` they are the archive of a single paper, as an operator brings it in.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for index, place in enumerate(PLACES):
        rng = Random(f"{seed}-{index}")
        paper, issues = make_issue_run(
            rng,
            count if one_paper else ISSUES_A_RUN,
            paper=make_paper(rng, place=place),
            start=date(2004, 1, 1),
        )
        for issue in issues:
            for number in range(1, min(issue.page_count, 4) + 1):
                if len(written) == count:
                    return written
                kind = "front" if number == 1 else "inner"
                page = make_page(rng, paper=paper, issue=issue, kind=kind, number=number)
                name = f"{paper.pinyin.lower()}-{index:02}_{issue.day:%Y%m%d}_{number:02}.txt"
                path = folder / name
                path.write_bytes(page.text.encode())
                written.append(path)
    return written
