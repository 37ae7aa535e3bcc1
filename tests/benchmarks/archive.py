"""Twenty years of one paper: its people come and go, so that the names grow with the pages."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from tests.reading.generator.issues import make_issue_run
from tests.reading.generator.pages import make_page
from tests.reading.generator.people import PLACES, cast, make_paper

PAGES_AN_ISSUE = 4
# Half of the staff is new after so many issues, and all the officials after three times as many.
STAFF_STAYS = 20


def write_archive(folder: Path, count: int) -> Path:
    """Write ``count`` pages into ``folder``, and the same into a zip archive beside it."""
    folder.mkdir(parents=True)
    rng = Random(1)
    paper, issues = make_issue_run(
        rng,
        count // PAGES_AN_ISSUE + 1,
        paper=make_paper(rng, place=PLACES[0]),
        start=date(2004, 1, 1),
    )
    for place in range(count):
        issue = issues[place // PAGES_AN_ISSUE]
        number = place % PAGES_AN_ISSUE + 1
        if number == 1 and place // PAGES_AN_ISSUE % STAFF_STAYS == 0:
            paper = replace(paper, staff=(*paper.staff[9:], *cast(rng, 9)))
            if place // PAGES_AN_ISSUE % (3 * STAFF_STAYS) == 0:
                boss, mayor, *vices = cast(rng, len(paper.vices) + 2)
                paper = replace(paper, boss=boss, mayor=mayor, vices=tuple(vices))
        kind = "front" if number == 1 else "inner"
        issue.page_count = max(issue.page_count, PAGES_AN_ISSUE)
        page = make_page(rng, paper=paper, issue=issue, kind=kind, number=number)
        (folder / f"{issue.day:%Y%m%d}_{number:02}.txt").write_bytes(page.text.encode())
    _pack(folder)
    return folder


def _pack(folder: Path) -> None:
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
