"""People named in running text: who is introduced, and comes again one character off.

县委书记周志远 … 周志源强调 is the gravest error a Party paper can print. A person is introduced by
an office, a calling or a kinship before the full name, or by a full name that comes again and
again. What then stands on the page and differs from the name in one character, or lacks one, is
asked about, unless the page explains it: it belongs to a word, is introduced as another's name,
stands beside the other in a row, or comes as often in its story. In another story than the one
that introduces him it must stand as a name does, before what somebody does.

Pure code. Names of two characters are left to the offices: too many people are one apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from proofing.galley import Galley, Part
from proofing.hits import Hit, around
from proofing.lexicon import characters, lexicon, phrases
from proofing.offices import COMPOUND
from reading.han import CHARACTERS, HAN

SURNAMES = characters("surnames-all")
GIVEN = characters("given-names")
TITLES = "|".join(sorted(phrases("titles"), key=len, reverse=True))
INTRODUCED = re.compile(rf"(?:{TITLES})(?={HAN}{{2}})")
TITLE_BEFORE = re.compile(rf"(?:{TITLES})\Z")
# A full name behind a mark, which nothing introduces.
FULL = re.compile(rf"(?<!{HAN})[{''.join(sorted(SURNAMES))}][{''.join(sorted(GIVEN))}]{{2}}")
DOINGS = phrases("followers") | phrases("doings")
DOING_LENGTHS = sorted({len(words) for words in DOINGS})
# These begin what somebody does and hardly end a name.
AFTER = frozenset(
    "在到赴率就还也又已将对说告是的等和与及为把被从向带给让有则便都却曾来去介表认坦了着过不没正一"
)
NOT_HAN = re.compile(rf"[^{CHARACTERS}]")
# A title that is as long names one office: 县委书记, not 书记.
LEAST_TITLE = 4
# So many characters before a name may tell whose office it is.
LONGEST_TITLE = 12
# What joins the names of a row.
ROW = frozenset("、和与及同")
# Characters that are taken for each other by the eye, the ear or on the keyboard.
ALIKE = phrases("alike") | phrases("sound-alike")
# How people are called who are not named in full.
CALLED = phrases("called")


@dataclass(frozen=True, slots=True)
class Person:
    """A full name, the words before it that introduce it, and in which story."""

    name: str
    title: str
    story: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands that is near to a name."""

    story: int
    part: Part
    start: int
    other: str

    @property
    def end(self) -> int:
        return self.start + len(self.other)

    @property
    def before(self) -> str:
        return self.part.text[: self.start]

    @property
    def after(self) -> str:
        return self.part.text[self.end :]


class RunningText:
    """The running text of a page, in parts and whole, and who is introduced in it."""

    def __init__(self, stories: Sequence[Galley]) -> None:
        self.parts = [(place, part) for place, one in enumerate(stories) for part in one.parts]
        self.whole = "\n".join(part.text for _story, part in self.parts)
        texts: dict[int, list[str]] = defaultdict(list)
        for story, part in self.parts:
            texts[story].append(part.text)
        self.of_story = {story: "\n".join(rows) for story, rows in texts.items()}
        lengths = (len(part.text) + 1 for _story, part in self.parts)
        self._begins = list(accumulate(lengths, initial=0))
        self._positions: dict[str, list[int]] = {}
        people: dict[str, list[Person]] = defaultdict(list)
        for person in self._introduced():
            people[person.name].append(person)
        for person in self._repeated(people):
            people[person.name].append(person)
        self.people = dict(people)

    def positions(self, char: str) -> list[int]:
        """Return where ``char`` stands in the whole."""
        if char not in self._positions:
            self._positions[char] = [row.start() for row in re.finditer(char, self.whole)]
        return self._positions[char]

    def place(self, start: int, size: int) -> Place:
        """Return the place of so many characters of the whole."""
        at = bisect_right(self._begins, start) - 1
        story, part = self.parts[at]
        start -= self._begins[at]
        return Place(story, part, start, part.text[start : start + size])

    def _introduced(self) -> Iterator[Person]:
        for story, part in self.parts:
            for match in INTRODUCED.finditer(part.text):
                if name := name_at(part.text, match.end(), self.of_story[story]):
                    yield Person(name, _title(part.text, match.end()), story)

    def _repeated(self, people: Mapping[str, object]) -> Iterator[Person]:
        for story, part in self.parts:
            for match in FULL.finditer(part.text):
                known = match[0] in people
                if not known and _is_full(match[0], part.text[match.end() :], self.of_story[story]):
                    yield Person(match[0], "", story)


def name_at(text: str, start: int, story: str) -> str:
    """Return the full name that begins at ``start``, ``""`` when it is not sure where it ends.

    It is sure where what follows cannot belong to it, or where the same characters come again in
    the ``story`` and go on otherwise.
    """
    run = text[start : start + 8]
    compound = run[:2] in COMPOUND
    if not compound and run[:1] not in SURNAMES:
        return ""
    for length in (4, 3) if compound else (3, 2):
        name, rest = run[:length], run[length:]
        if _may_be_name(name, length) and (_ends(name, rest) or _comes_again(name, story)):
            return name
    return ""


def _may_be_name(name: str, length: int) -> bool:
    if len(name) < length or NOT_HAN.search(name) or name[-1] in AFTER or name[1:] in CALLED:
        return False
    known = lexicon()
    if name in known.words or name[1:] in known.nouns:
        return False
    return name[:2] not in known.words or GIVEN.issuperset(name[2:])


def _ends(name: str, rest: str) -> bool:
    """Whether the name ends before ``rest``. 王慧代表 is 王慧: few people are called 代."""
    if name[-1] not in GIVEN and len(name) > 2:
        return not rest or bool(NOT_HAN.match(rest))
    return _goes_on(rest)


def _goes_on(rest: str) -> bool:
    """Whether a sentence goes on so after a name."""
    return not rest or rest[0] in AFTER or bool(NOT_HAN.match(rest)) or _does(rest)


def _does(rest: str) -> bool:
    """Whether ``rest`` begins with what somebody does."""
    return any(rest[:length] in DOINGS for length in DOING_LENGTHS)


def _comes_again(name: str, story: str) -> bool:
    """Whether the story has the name again and goes on otherwise there, or never has less of it."""
    if len(name) < 3 or not GIVEN.issuperset(name[-2:]):
        return False
    after = {rest[:1] for rest in _after(name, story)}
    return len(after) > 1 or not any(map(_goes_on, _after(name[:-1], story)))


def _after(words: str, text: str) -> Iterator[str]:
    """Yield the few characters after each place of ``words``."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        yield text[end : end + 4]
        at = text.find(words, end)


def _is_full(name: str, rest: str, story: str) -> bool:
    """Whether a name that nothing introduces comes again and again, so that it is one."""
    again = story.count(name) > 1 and _comes_again(name, story)
    return again and _does(rest) and _may_be_name(name, 3)


def _title(text: str, end: int) -> str:
    """Return the words right before a name, back to the last mark."""
    return NOT_HAN.split(text[max(0, end - LONGEST_TITLE) : end])[-1]


def check_names(stories: Sequence[Galley]) -> Iterator[tuple[int, Part, Hit]]:
    """Yield what stands on the page one character off the name of somebody introduced there."""
    yield from check_running(RunningText(stories))


def check_running(page: RunningText) -> Iterator[tuple[int, Part, Hit]]:
    """As ``check_names``, of a page whose running text is at hand."""
    asked: set[tuple[str, str]] = set()
    # Of two names the one that comes more often is whose slip the other may be.
    for name in sorted(page.people, key=page.whole.count, reverse=True):
        if len(name) < 3:
            continue
        for place in near_to(page, name):
            if (place.other, name) not in asked and _is_slip(page, name, place):
                asked.add((name, place.other))
                yield place.story, place.part, slip_hit("name-slip", page.people[name][0], place)


def near_to(page: RunningText, name: str) -> Iterator[Place]:
    """Yield what stands on the page one character off ``name``: another one, or one missing."""
    text, size = page.whole, len(name)
    shorter = {name[:at] + name[at + 1 :] for at in range(1, size)}
    for start in page.positions(name[0]):
        if text.startswith(name, start):
            continue
        if differing(name, text[start : start + size]) is not None:
            yield page.place(start, size)
        if text[start : start + size - 1] in shorter:
            yield page.place(start, size - 1)
    at = text.find(name[1:], 1)
    while at > 0:
        if differing(name, text[at - 1 : at - 1 + size]) is not None:
            yield page.place(at - 1, size)
        at = text.find(name[1:], at + 1)


def differing(name: str, other: str) -> int | None:
    """Return the one place where two names of one length differ."""
    if len(name) != len(other) or NOT_HAN.search(other):
        return None
    places = [at for at, char in enumerate(name) if char != other[at]]
    return places[0] if len(places) == 1 else None


def _is_slip(page: RunningText, name: str, place: Place) -> bool:
    at_home = place.story in {row.story for row in page.people[name]}
    if len(place.other) < len(name):
        return at_home and _lacks_one(page, name, place)
    if is_explained(page, name, place):
        return False
    return at_home or stands_alone(place)


def is_explained(page: RunningText, name: str, place: Place) -> bool:
    """Whether what stands there is no slip of the name, as far as the page shows."""
    other, at = place.other, differing(name, place.other) or 0
    known = other in page.people
    if known and (at == 0 or name not in page.people or not _same_office(page, name, other)):
        return True
    # Many people share a given name: another surname is a slip only where the two are alike.
    if at == 0 and not are_alike(name[0], other[0]):
        return True
    story = page.of_story[place.story]
    often = story.count(other)
    if (often > 1 and often >= story.count(name)) or _in_row(name, place):
        return True
    return not are_alike(name[at], other[at]) and _is_word(place, at)


def are_alike(one: str, other: str) -> bool:
    """Whether two characters are taken for each other by the eye, the ear or on the keyboard."""
    return any(one in group and other in group for group in ALIKE)


def _same_office(page: RunningText, name: str, other: str) -> bool:
    """Whether both are introduced by one office, or one of them in a story about the other."""
    titled = [bool(page.people[one][0].title) for one in (name, other)]
    if titled == [True, False] or titled == [False, True]:
        return {row.story for row in page.people[name]} == {row.story for row in page.people[other]}
    pairs = (
        sorted((one.title, two.title), key=len)
        for one in page.people[name]
        for two in page.people[other]
    )
    return any(len(short) >= LEAST_TITLE and long.endswith(short) for short, long in pairs)


def _is_word(place: Place, at: int) -> bool:
    """Whether the character that differs belongs to a word with what stands beside it."""
    words, other = lexicon().words, place.other
    if other in words:
        return True
    if other[at] not in GIVEN:
        return at == len(other) - 1 or not has_boundaries(place)
    if at < len(other) - 1:
        return False
    rest = other[-1] + place.after[:2]
    return rest[1:2] not in AFTER and (rest[:2] in words or rest in words)


def _in_row(name: str, place: Place) -> bool:
    """Whether the two stand beside each other, as two people do."""
    before, after = place.before, place.after
    return (before[:-1].endswith(name) and before[-1] in ROW) or (
        after[1:].startswith(name) and after[0] in ROW
    )


def stands_alone(place: Place) -> bool:
    """Whether a sentence or a title ends before the name, and goes on after it; in no row."""
    return "、" not in (place.before[-1:], place.after[:1]) and has_boundaries(place)


def has_boundaries(place: Place) -> bool:
    """Whether a mark or a title stands before the name, and a sentence goes on after it."""
    before = place.before[-LONGEST_TITLE:]
    begins = not before or NOT_HAN.match(before[-1]) or TITLE_BEFORE.search(before)
    return bool(begins) and _goes_on(place.after)


def _lacks_one(page: RunningText, name: str, place: Place) -> bool:
    """Whether the name stands there, once in its story, without one of its characters."""
    other, story = place.other, page.of_story[place.story]
    if other in page.people or other in lexicon().words or not stands_alone(place):
        return False
    in_full = story.count(name) if name.startswith(other) else 0
    return story.count(other) - in_full == 1


def slip_hit(code: str, person: Person, place: Place, **more: str) -> Hit:
    """Return the question whether ``person`` is meant at ``place``."""
    other, context = place.other, around(place.part.text, place.start, place.end)
    params = {"text": other, "name": person.name, "title": person.title, "context": context}
    key, topic = (person.name, other, context), (person.name, other)
    return Hit(code, place.start, place.end, params | more, key, topic)
