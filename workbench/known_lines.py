"""What editors have said of the lines of pages, as the training of the reader takes it.

A page is given whole, line by line, as it stands now, with what was answered about its lines on
top: so a line that nobody was asked about stands beside its neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch

from findings.beginnings import hash_of
from findings.models import Beginning
from issues.models import Page
from workbench.colours import pieces
from workbench.origins import Opened, open_page
from workbench.state import HEAD, DeskPage, words
from workbench.story_steps import is_headline

FURNITURE = -1
# The numbers of stories that an answer begins are beyond those of the page.
SPLIT = 1_000_000
# What a line is by the part that most of it became; a paragraph may be a 小标题.
ROLES = {
    **dict.fromkeys(HEAD, "H"),
    **dict.fromkeys(("dateline", "paragraphs"), "P"),
    **dict.fromkeys(("byline_role", "byline_name", "byline", "jump_to", "jump_from"), "A"),
    **dict.fromkeys(("caption", "credit", "alt"), "G"),
}
_LINE = re.compile(r"\S(?:.*\S)?")


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line of a page: the number of its story, what it is there, and which unit it is a part of.

    ``role`` is one of those that ``training.styles`` tells.
    """

    start: int
    end: int
    story: int
    role: str
    unit: int

    def plain(self) -> list[Any]:
        return [self.start, self.end, self.story, self.role, self.unit]


def known_pages() -> Iterator[dict[str, Any]]:
    """Yield every page about whose lines somebody has answered, as JSON can have it."""
    answered = Prefetch("sources__beginnings", Beginning.objects.order_by("offset"))
    pages = Page.objects.filter(sources__beginnings__isnull=False).distinct()
    pages = pages.select_related("issue__publication").prefetch_related(answered)
    for page in pages.order_by("issue__publication", "issue__date", "number"):
        opened = open_page(page)
        sha256 = hash_of(opened.text)
        rows = Beginning.objects.filter(text_sha256=sha256).values_list("offset", "begins")
        answers = dict(rows)
        if not answers:
            # Another file was received for the page since.
            continue
        lines = with_answers(lines_of(opened), answers, opened.text)
        yield {
            "paper": page.issue.publication.name,
            "date": f"{page.issue.date:%Y-%m-%d}",
            "page": page.label,
            "sha256": sha256,
            "text": opened.text,
            "lines": [line.plain() for line in lines],
            "answers": [list(row) for row in sorted(answers.items())],
        }


def lines_of(opened: Opened) -> list[KnownLine]:
    """Return the lines of a page's source by what they are on the page now."""
    owner: list[tuple[str, str, int] | None] = [None] * len(opened.text)
    for patch in pieces(opened.desk, opened.text):
        if patch.kind in ("story", "aside"):
            what = (patch.key, patch.part, patch.index)
            owner[patch.start : patch.end] = [what] * (patch.end - patch.start)
    stories: dict[str, int] = {}
    units: dict[tuple[str, str, int], int] = {}
    found: list[KnownLine] = []
    for line in _LINE.finditer(opened.text):
        most = Counter(owner[line.start() : line.end()]).most_common(2)
        kept = [row for row, _count in most if row is not None and row[1] in ROLES]
        if not kept:
            found.append(KnownLine(*line.span(), FURNITURE, "F", -1 - len(found)))
            continue
        what = kept[0]
        story = stories.setdefault(what[0], len(stories))
        unit = units.setdefault(what, len(units))
        found.append(KnownLine(*line.span(), story, _role(opened.desk, *what), unit))
    return found


def _role(page: DeskPage, key: str, part: str, index: int) -> str:
    if part == "paragraphs" and index:
        story = next(row for row in (*page.stories, *page.aside) if row.key == key)
        if is_headline(words(story.paragraphs[index])):
            return "S"
    return ROLES[part]


def with_answers(
    lines: Iterable[KnownLine], answers: Mapping[int, bool], text: str
) -> list[KnownLine]:
    """Return the lines with what was answered, also where the page stands otherwise."""
    found: list[KnownLine] = []
    # What the stories of the page are by the answers, and which of them are others' later parts.
    named: dict[int, int] = {}
    later: set[int] = set()
    last = FURNITURE
    for line in lines:
        if line.story == FURNITURE:
            found.append(line)
            continue
        begins = next((answers[at] for at in range(line.start, line.end) if at in answers), None)
        is_first = line.story not in named
        story = named.setdefault(line.story, line.story)
        if begins and not is_first:
            story = named[line.story] = SPLIT + len(found)
            later.discard(line.story)
            line = replace(line, role="H" if is_headline(text[line.start : line.end]) else "P")
        elif begins is False and is_first and last != FURNITURE:
            story = named[line.story] = last
            later.add(line.story)
        if line.role == "H" and (begins is False or line.story in later):
            line = replace(line, role="S")
        found.append(replace(line, story=story))
        last = story
    return found
