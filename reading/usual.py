"""The usual form of a page: how its text would stand in plain simplified print.

A page may come with marks that nobody sees inside its words, with radicals in place of characters,
in traditional characters, with half-width stops, or with a headline of one character a line. All
of reading works on the usual form; ``restore`` then puts every span back on the source and every
text back into the characters that were received. Nothing that a story says is ever changed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

from .document import PageDocument, Span, Story, merged
from .folded import LOOKALIKE, PRIVATE, UNSEEN, usual_characters, usual_form
from .han import ANY_RARE
from .lines import INVISIBLE, squeeze
from .names import dots_in_names, is_name
from .patterns import HAN

_UNSEEN = f"{UNSEEN}{PRIVATE}\u0300-\u036f"
# A character of a name that no font had: 张明 and a third of the house's own; and a space of GBK.
_PRIVATE_HAN = re.compile(f"(?<={HAN})[{PRIVATE}]")
# So are those of the further planes, and the first one of a name: 记者 ？明, ？明 摄.
_FURTHER_PRIVATE = "\U000f0000-\U0010fffd"
_FURTHER_HAN = re.compile(f"(?<={HAN})[{_FURTHER_PRIVATE}]")
_ANY_PRIVATE = f"[{PRIVATE}{_FURTHER_PRIVATE}]"
_PRIVATE_FIRST = re.compile(
    r"(?:(?:记\s*者|[讯信]\s*员|实\s*习\s*生|摄\s*影[:：])"
    rf"(?:[\s:：、]{{0,3}}{HAN}{{2,9}}(?=[\s、])){{0,5}}[\s:：、]{{0,3}}"
    rf"|(?:^|[\s。(（、])(?={_ANY_PRIVATE}{HAN}{{1,5}}\s?[/／]?\s?摄))"
    rf"(?P<first>{_ANY_PRIVATE})(?=(?P<rest>{HAN}{{1,9}}))",
    re.MULTILINE,
)
_PRIVATE_SPACE = "\ue5e5"
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_DOTS = "\u2027\u2219\u22c5\uff65"
_GAP = re.compile(r"\s+")
_BESIDE_DOT = re.compile(rf"\s+(?=[.．·•・])|(?<=[.．·•・])\s+(?={HAN})")
_SEEN = re.compile(r"[^\s、]+")
# A stop of half width behind Chinese; 1. and 一. number a list.
_HALF_STOP = re.compile(
    rf"[,;.](?:(?<={HAN}[,;])(?=[{HAN[1:-1]}“‘《（\d\s]|\Z)"
    rf"|(?<=[\d%％”’》）)][,;])(?={HAN})"
    rf"|(?<=[{HAN[1:-1]}%％”’》）)]\.)(?<!(?<![{HAN[1:-1]}\d])[一二三四五六七八九十].)"
    rf"(?=[{HAN[1:-1]}\s“‘《（）”’\")]|\Z))"
)
_WIDE = {",": "，", ";": "；", ".": "。"}
_TELLING = ("報國記縣會這們來時說個對開關發電號區實業", "报国记县会这们来时说个对开关发电号区实业")
# What a page without any of has its usual form, but for its stops and its upright lines.
_SPECIAL = re.compile(
    rf"[{_TELLING[0]}{_UNSEEN}\u00c0-\u024f\u1e00-\u1eff\u2027\u2219\u22c5\uff65\u2e80-\u2fd5"
    r"\uf900-\ufaff\U00020000-\U0003ffff\U000f0000-\U0010fffd]"
)
# Four and more lines of one character each, one below the other, are set from top to bottom; and
# so are fewer below a word of the imprint: 责编：陈 / 凌 / 石.
_ONE = rf"[^\S\r\n]*({HAN}|[“”‘’《》，、。！？])[^\S\r\n]*"
_END = r"(?:\r\n?|\n)"
_UPRIGHT = re.compile(
    rf"[\r\n]{_ONE}(?P<parting>(?:{_END}){{1,3}}){_ONE}"
    rf"(?:(?P=parting){_ONE}){{2,40}}(?=[\r\n]|\Z)"
)
_UPRIGHT_NAMES = re.compile(
    rf"[编校辑式计][^\S\r\n]*[:：/][^\S\r\n]*{HAN}?[^\S\r\n]*(?:(?:{_END}){{1,3}}{_ONE}){{1,8}}(?=[\r\n]|\Z)"
)
_ALONE = re.compile(r"[\r\n][^\S\r\n]*\S[^\S\r\n]*(?=[\r\n]|\Z)")
_LINE_ENDS = re.compile(r"[\r\n]+")


@cache
def plain_characters() -> dict[str, str]:
    """Return the usual character of every other that has just one."""
    plain = {chr(code): _plain(chr(code)) for code in range(0xC0, 0x250)}
    return usual_characters() | plain | dict.fromkeys(_DOTS, "·")


def _plain(char: str) -> str:
    """Return a character without its accent."""
    plain = unicodedata.normalize("NFKD", char)[0]
    return plain if plain.isalpha() else char


@cache
def _traditional() -> dict[str, str]:
    rows = Path(__file__).with_name("traditional.txt").read_text("utf-8").split("\n")[1:]
    pairs = "".join(rows)
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


def _is_mark(char: str, rest: str) -> bool:
    """Say whether a character of private use before a name is a mark: what is behind it is one."""
    return char <= "\uf8ff" and not "\ue815" <= char <= "\ue864" and is_name(rest)


def _is_traditional(text: str) -> bool:
    """Say whether a text has more of the commonest characters in their traditional form."""
    traditional, simplified = _TELLING
    count = sum(map(text.count, traditional))
    return count > 0 and count > sum(map(text.count, simplified))


class Usual:
    """A source's usual form, ``text``, and the way back to the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        text = self._with_usual_characters()
        self._kept = self._places_kept(text)
        self.text = text if self._kept is None else "".join([text[at] for at in self._kept])

    def _with_usual_characters(self) -> str:
        """Return the source with one usual character for each other one."""
        text = self.source.replace(_PRIVATE_SPACE, "\u3000")
        self._special = special = set(_SPECIAL.findall(text))
        for char in special:
            if char >= "\U00020000" and char < "\U000e0000":
                # A compatibility ideograph has its usual form, any other rare one has none.
                usual = unicodedata.normalize("NFKC", char)
                text = text.replace(char, usual if usual < "\U00020000" else ANY_RARE)
            elif usual := plain_characters().get(char, ""):
                text = text.replace(char, usual)
        if any("\ue000" <= char <= "\uf8ff" or char >= "\U000f0000" for char in special):
            text = _PRIVATE_HAN.sub(ANY_RARE, text)
            text = _FURTHER_HAN.sub(ANY_RARE, text)
            for found in _PRIVATE_FIRST.finditer(text):
                at = found.start("first")
                if not _is_mark(found["first"], found["rest"]):
                    text = f"{text[:at]}{ANY_RARE}{text[at + 1 :]}"
        if special and _is_traditional(text):
            text = "".join([_traditional().get(char, char) for char in text])
        text = self._with_middle_dots(text)
        return _HALF_STOP.sub(lambda found: _WIDE[found[0]], text)

    def _with_middle_dots(self, text: str) -> str:
        """Return a text with the middle dot in its names; the spaces beside it are remembered."""
        self._beside_dots: set[int] = set()
        pieces, done = [], 0
        for at, spaces in dots_in_names(text):
            pieces += [text[done:at], "·"]
            done = at + 1
            self._beside_dots.update(spaces)
        return "".join([*pieces, text[done:]])

    def _places_kept(self, text: str) -> list[int] | None:
        """Return the places of the characters that the usual form has, or None for all."""
        left_out = set(self._beside_dots)
        if self._special:
            left_out.update(found.start() for found in _ANY_UNSEEN.finditer(text))
        # One more line's end in front, so that the first line has one before it as the others do.
        shifted = "\n" + text
        for pattern in (_UPRIGHT, _UPRIGHT_NAMES) if _ALONE.search(shifted) else ():
            for found in pattern.finditer(shifted):
                for ends in _LINE_ENDS.finditer(shifted, found.start() + 1, found.end()):
                    left_out.update(range(ends.start() - 1, ends.end() - 1))
        if not left_out:
            return None
        return [at for at in range(len(text)) if at not in left_out]

    @property
    def lookalikes(self) -> list[Span]:
        """The radicals and compatibility ideographs that stand where usual characters should."""
        found = LOOKALIKE.finditer(self.source) if self._special else ()
        return [each.span() for each in found]

    def restore(self, document: PageDocument) -> None:
        """Put the spans of a document of the usual form on the source, and its texts into it."""
        if self.text == self.source:
            return
        self._restore_header(document)
        for story in document.articles:
            self._restore_story(story)
        for number, row in enumerate(document.furniture):
            document.furniture[number] = replace(row, span=self._moved(row.span))
        for number, warning in enumerate(document.warnings):
            span = warning.span and self._moved(warning.span)
            document.warnings[number] = replace(warning, span=span)

    def place(self, at: int) -> int:
        """Return where a character of the usual form stands in the source."""
        return at if self._kept is None else self._kept[at]

    def here(self, span: Span) -> Span:
        """Return where a run of the source stands in the usual form; it may be empty."""
        if self._kept is None:
            return span
        return bisect_left(self._kept, span[0]), bisect_left(self._kept, span[1])

    def received(self, at: int, *, before: int) -> str:
        """Return what was received for a character, with the unseen marks behind it.

        Behind the last one before the end of its span nothing belongs to it. Without white space,
        but for what stands beside the dot in a name.
        """
        first = self.place(at)
        last = self.place(at + 1) if at + 1 < before else first + 1
        if self._beside_dots and not self._beside_dots.isdisjoint(range(first, last)):
            return _GAP.sub(" ", self.source[first:last])
        return squeeze(self.source[first:last])

    def _moved(self, span: Span) -> Span:
        start, end = span
        return self.place(start), self.place(end - 1) + 1

    def _restore_header(self, document: PageDocument) -> None:
        """Restore what names the paper, unseen marks left out; of the day's names only what is
        no look-alike."""
        run = _Run(self, [row.span for row in document.furniture])
        masthead, issue, page = document.masthead, document.issue, document.page
        for name in ("organ", "sponsor", "hotline"):
            setattr(masthead, name, run.seen(getattr(masthead, name)))
        masthead.channels = [run.seen(text) for text in masthead.channels]
        masthead.mottoes = [run.seen(text) for text in masthead.mottoes]
        page.name = run.seen(page.name)
        for name in ("weekday", "lunar_date"):
            text = run.seen(getattr(issue, name))
            setattr(issue, name, usual_form(text))

    def _restore_story(self, story: Story) -> None:
        groups: dict[tuple[str, int], list[Span]] = defaultdict(list)
        for row in story.segments:
            groups[row.part, row.index].append(row.span)
        runs = {part: _Run(self, spans) for part, spans in groups.items() if self._differs(spans)}
        for (part, index), run in runs.items():
            if part == "paragraph":
                story.paragraphs[index] = run.received(story.paragraphs[index])
            elif part == "caption":
                story.photos[index].caption = run.received(story.photos[index].caption)
            elif part == "credit":
                story.photos[index].credit = run.names(story.photos[index].credit)
            elif part in ("section", "kicker", "headline", "deck", "dateline"):
                setattr(story, part, run.received(getattr(story, part)))
        self._restore_names(story, runs)
        story.segments = [replace(row, span=self._moved(row.span)) for row in story.segments]
        story.spans = merged(self.source, [row.span for row in story.segments])

    @staticmethod
    def _restore_names(story: Story, runs: dict[tuple[str, int], _Run]) -> None:
        """Restore the names of the bylines; one segment may hold several people."""
        firsts = sorted({row.index for row in story.segments if row.part == "byline"})
        for number, byline in enumerate(story.bylines):
            first = max((first for first in firsts if first <= number), default=0)
            if run := runs.get(("byline", first)):
                byline.name = run.name(byline.name)

    def _differs(self, spans: list[Span]) -> bool:
        """Say whether any of some spans of the usual form is not what was received."""
        return any(
            self.text[slice(*span)] != self.source[slice(*self._moved(span))] for span in spans
        )


class _Run:
    """Spans of the usual form: their characters without white space, and what was received."""

    def __init__(self, usual: Usual, spans: list[Span]) -> None:
        self.received_as: list[str] = []
        characters = []
        for start, end in spans:
            for at in range(start, end):
                received = usual.received(at, before=end)
                if not usual.text[at].isspace():
                    characters.append(usual.text[at])
                    self.received_as.append(received)
                elif received:
                    self.received_as[-1] += received
        self.key = "".join(characters)
        self._next = 0

    def received(self, told: str) -> str:
        """Return a text of the usual form as it was received; white space stays as it is."""
        at = self.key.find(squeeze(told))
        return self._from(at, told) if at >= 0 else told

    def seen(self, told: str) -> str:
        """Return a text as it was received but for unseen marks."""
        return _INVISIBLE.sub("", self.received(told))

    def name(self, told: str) -> str:
        """Return a name as it was received but for unseen marks and spaces; names are asked for in
        order."""
        at = self.key.find(squeeze(told), self._next)
        if at < 0:
            return told
        self._next = at + len(squeeze(told))
        return _BESIDE_DOT.sub("", _INVISIBLE.sub("", self._from(at, told)))

    def names(self, told: str) -> str:
        """Return a row of names as received, the marks between them as they are told."""
        return _SEEN.sub(lambda found: self.name(found[0]), told)

    def _from(self, at: int, told: str) -> str:
        found = iter(self.received_as[at:])
        return "".join([char if char.isspace() else next(found) for char in told])
