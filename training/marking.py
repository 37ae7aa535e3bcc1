"""Marking a reading against the page it was printed from: what is right, and what kinds of fault.

A story is matched with the one that shares most of its characters, one to one. It is intact when
the two hold the same characters, white space and undecided paragraphs left out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reading.document import PageDocument, Story
from training.press import MASTHEAD, UNDECIDED, Piece, PrintedPage
from training.stories import PrintedStory

_HEAD = ("kicker", "headline", "deck")
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that was read wrong: its table, its kind, and the words it stands at."""

    table: str
    kind: str
    words: str


@dataclass(slots=True)
class PageMarks:
    """What one reading of one page got right; ``codes`` are those of its findings."""

    stories: int
    got: int
    intact: int = 0
    headlines: int = 0
    characters: int = 0
    characters_right: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """Whether the page gave the right number of stories."""
        return self.stories == self.got

    @property
    def whole(self) -> bool:
        """Whether every story of the page is intact and has its whole headline."""
        return self.counted and self.intact == self.headlines == self.stories


def mark(page: PrintedPage, document: PageDocument, *, undecided: bool = False) -> PageMarks:
    """Return the marks of a reading; with ``undecided`` paragraphs of no known kind count too."""
    return _Marking(page, document, undecided=undecided).marks()


def whole_headline(story: Story | PrintedStory) -> str:
    """Return the three parts of a headline as one, without white space and dashes."""
    return "".join((story.kicker + story.headline + story.deck).split()).replace("—", "")


class _Marking:
    """One comparison of a page with its reading, character by character."""

    def __init__(self, page: PrintedPage, document: PageDocument, *, undecided: bool) -> None:
        self.page = page
        self.document = document
        size = len(page.text)
        self.piece: list[Piece | None] = [None] * size
        self.truth: list[int | None] = [None] * size
        self.read: list[int | str] = ["nobody"] * size
        self.part: list[str] = [""] * size
        self._lay_truth(undecided)
        self._lay_reading()
        self.pairs = self._match()

    def _lay_truth(self, undecided: bool) -> None:
        for piece in self.page.pieces:
            for at in range(piece.start, piece.end):
                if not self.page.text[at].isspace():
                    self.piece[at] = piece
                    if undecided or piece.role != UNDECIDED:
                        self.truth[at] = piece.story

    def _lay_reading(self) -> None:
        for row in self.document.furniture:
            self._lay(row.span, "furniture", "")
        for number, story in enumerate(self.document.articles):
            for span in story.spans:
                self._lay(span, number, "")
            for segment in story.segments:
                self._lay(segment.span, number, segment.part)

    def _lay(self, span: tuple[int, int], owner: int | str, part: str) -> None:
        for at in range(*span):
            self.read[at], self.part[at] = owner, part

    def _match(self) -> dict[int, tuple[int, int]]:
        """Return for each true story the one read that shares most with it, and how much."""
        shared = Counter(
            (true, read)
            for true, read in zip(self.truth, self.read, strict=True)
            if true is not None and true >= 0 and isinstance(read, int)
        )
        pairs: dict[int, tuple[int, int]] = {}
        used: set[int] = set()
        for (true, read), count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
            if true not in pairs and read not in used:
                pairs[true] = read, count
                used.add(read)
        return pairs

    def marks(self) -> PageMarks:
        """Return the marks of the page."""
        stories, articles = self.page.stories, self.document.articles
        marks = PageMarks(len(stories), len(articles))
        marks.codes.update(warning.code for warning in self.document.warnings)
        held = Counter(true for true in self.truth if true is not None)
        taken = Counter(
            read for true, read in zip(self.truth, self.read, strict=True) if true is not None
        )
        marks.characters = sum(count for true, count in held.items() if true >= 0)
        marks.characters_right = sum(count for _, count in self.pairs.values())
        for number, story in enumerate(stories):
            if number not in self.pairs:
                marks.faults.append(self._missing(number))
                continue
            read, count = self.pairs[number]
            if whole_headline(story) == whole_headline(articles[read]):
                marks.headlines += 1
            else:
                marks.faults.append(self._wrong_headline(number, read))
            if count == held[number] == taken[read]:
                marks.intact += 1
            else:
                marks.faults.append(self._not_intact(number, read))
        matched = {read for read, _ in self.pairs.values()}
        marks.faults += [
            self._made_up(read) for read in range(len(articles)) if read not in matched
        ]
        return marks

    def _words(self, at: int) -> str:
        return "".join(self.page.text[at : at + 40].split())[:20]

    def _made_up(self, read: int) -> Fault:
        """Say what a story that is none was made of, by its first character."""
        at = self.document.articles[read].spans[0][0]
        return Fault("stories too many", self._made_of(self.piece[at], at), self._words(at))

    def _made_of(self, piece: Piece | None, at: int) -> str:
        if piece is None or piece.story == MASTHEAD:
            return "masthead"
        if piece.rest or at > piece.start:
            return "piece of a cut paragraph"
        if piece.role in _HEAD:
            return "line of a headline"
        if piece.role == "body":
            text = self.page.text[piece.start : piece.end]
            return "short paragraph" if len(text) <= _SHORT else "paragraph"
        return "undecided paragraph" if piece.role == UNDECIDED else piece.role.replace("_", " ")

    def _missing(self, number: int) -> Fault:
        """Say where a story that was not found went."""
        at = self._first(number)
        read = self.read[at]
        if not isinstance(read, int):
            return Fault("stories too few", f"{read}", self._words(at))
        owner = next((true for true, pair in self.pairs.items() if pair[0] == read), number)
        place = "above" if owner < number else "below"
        return Fault("stories too few", f"joined to the story {place}", self._words(at))

    def _first(self, number: int) -> int:
        return next(piece.start for piece in self.page.pieces if piece.story == number)

    def _wrong_headline(self, number: int, read: int) -> Fault:
        """Say what a headline has too much, or where the part it lacks went."""
        lacks: Counter[str] = Counter()
        adds: Counter[str] = Counter()
        for at, piece in enumerate(self.piece):
            own = piece is not None and piece.story == number and piece.role in _HEAD
            told = self.read[at] == read and self.part[at] in _HEAD
            if own and not told:
                lacks[self._gone_to(at, read)] += 1
            elif told and not own and piece is not None:
                adds[self._made_of(piece, piece.start)] += 1
        counted = Counter({f"lacks what became {what}": n for what, n in lacks.items()})
        counted += Counter({f"takes in: {what}": n for what, n in adds.items()})
        return Fault("headlines wrong", _most(counted), self._words(self._first(number)))

    def _gone_to(self, at: int, read: int) -> str:
        owner = self.read[at]
        if owner == read:
            return self.part[at] or "nothing"
        return "another story" if isinstance(owner, int) else owner

    def _not_intact(self, number: int, read: int) -> Fault:
        """Say what a story lost and took, by the role of most of the characters."""
        counted: Counter[str] = Counter()
        for true, owner, piece in zip(self.truth, self.read, self.piece, strict=True):
            if true is None or piece is None:
                continue
            if true == number and owner != read:
                where = "another story" if isinstance(owner, int) else owner
                counted[f"lost {self._made_of(piece, piece.start)} to {where}"] += 1
            elif true != number and owner == read:
                counted[f"took {self._made_of(piece, piece.start)} of another"] += 1
        return Fault("stories not intact", _most(counted), self._words(self._first(number)))


def _most(counted: Counter[str]) -> str:
    """Return the kind of most characters; where none differ, their order does."""
    return min(counted, key=lambda kind: (-counted[kind], kind), default="order of its parts")
