"""报头, 报眉 and 报尾: which lines are furniture, and what they say of paper, issue and page.

Labelled lines (a date with its weekday, 总第N期, 新闻热线：…) are furniture wherever they stand.
Lines without a label (channels, slogans, a bare day of the month) are only understood beside
labelled ones, so lines are read in clusters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .bare import FORECAST, bare_role, find_place, is_bare, is_edition
from .document import Furniture, Span
from .folios import (
    drop_teasers,
    is_first_page,
    label_first_pair,
    label_foot,
    label_inner_folios,
    label_last_numbers,
    page_of_edition,
)
from .imprints import announces, without_imprint
from .labelled import CERTAIN, role_of
from .lines import Line, Source, ends_sentence_or_note, pauses, split_lines
from .marks import is_jump_to, is_page_alone
from .tokens import tokens_of
from .websites import label_listed_titles
from .words import PAGE_NAMES

_IN_TEXT = ("masthead", "imprint", "folio", "date", "weather", "site", "ornament")
# The dash that a column's edge parted from its line, or half of it.
_DASHES = ("-", "--")
# A day in brackets below a headline says when a speech was held.
_DAY_OF_SPEECH = re.compile(
    r"\([\d一二三四五六七八九零]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日\)"
)
# A jump or a byline in brackets that ends a story on a line of its own.
_NOTE_ALONE = re.compile(r"[(\[][^()\[\]]{2,40}[)\]]")
_LONGEST = 400


@dataclass(slots=True)
class Cluster:
    """Furniture lines that stand together, labelled and not."""

    lines: list[Line] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)

    def add(self, line: Line, role: str) -> None:
        """Add a line with its role."""
        self.lines.append(line)
        self.roles[line.start] = role


class Looked(NamedTuple):
    """A page's text, its lines, its furniture, and the lines that are none."""

    source: Source
    lines: list[Line]
    clusters: list[Cluster]
    body: list[Line]

    @property
    def texts(self) -> Span | None:
        """Where the first and the last of those lines begin."""
        return (self.body[0].start, self.body[-1].start) if self.body else None


def look_at(text: str) -> Looked:
    """Return what a page's text, in its usual form, shows before it is read.

    The last one is remembered: a file is looked at for its pages, and then read.
    """
    source, lines, clusters = _looked_at(text)
    # Who reads a web page gives some of a cluster's lines to the site.
    own = [Cluster(cluster.lines[:], cluster.roles.copy()) for cluster in clusters]
    taken = {start for cluster in own for start in cluster.roles}
    return Looked(source, lines, own, [line for line in lines if line.start not in taken])


@lru_cache(maxsize=1)
def _looked_at(text: str) -> tuple[Source, list[Line], list[Cluster]]:
    source = Source(text)
    lines = split_lines(source)
    return source, lines, find_clusters(lines)


def find_clusters(lines: list[Line]) -> list[Cluster]:
    """Return the clusters of furniture lines of a page, in page order."""
    above_text = next((n for n, line in enumerate(lines[:16]) if "。" in line.key), 16)
    labels = [
        role_of(line, at_edge=number < 4, at_top=number < above_text)
        for number, line in enumerate(lines)
    ]
    label_first_pair(lines, labels)
    label_inner_folios(lines, labels)
    label_foot(lines, labels)
    label_last_numbers(lines, labels)
    drop_teasers(lines, labels)
    _label_below_words(lines, labels)
    label_listed_titles(lines, labels)
    _label_forecast(lines, labels)
    _drop_lonely_dates(lines, labels)
    _drop_inside_text(lines, labels)
    clusters: list[Cluster] = []
    number = taken = 0
    while number < len(lines):
        if labels[number] is None:
            number += 1
            continue
        last = _last_labelled(lines, labels, number)
        first = _opening(lines, labels, number, taken)
        cluster = _inside(lines, labels, first, last)
        clusters.append(cluster)
        number = taken = _after(lines, labels, last, cluster)
    return _with_repeats(lines, clusters)


def _label_forecast(lines: list[Line], labels: list[str | None]) -> None:
    """Label the weather above all text."""
    for number, line in enumerate(lines):
        if "。" in line.key or len(line.key) > _LONGEST:
            return
        if labels[number] is None and len(line.key) <= 44 and FORECAST.fullmatch(line.key):
            labels[number] = "weather"


def _label_below_words(lines: list[Line], labels: list[str | None]) -> None:
    """Label a word of the imprint that stands alone, with what it announces on the next line."""
    for number in range(len(lines) - 1):
        if labels[number] is None and announces(lines[number].key, lines[number + 1]):
            labels[number] = labels[number + 1] = "imprint"


def _drop_inside_text(lines: list[Line], labels: list[str | None]) -> None:
    """Take the label from a line that a narrow column cut out of a sentence: an address, a call."""
    for number, line in enumerate(lines):
        if labels[number] not in _IN_TEXT or _is_certain(line):
            continue
        if labels[number] == "ornament":
            inside = line.key in _DASHES and _stands_close(lines, labels, number)
        else:
            inside = (
                _goes_on_from(lines, labels, number)
                or _goes_on_below(lines, labels, number)
                or _fills_column(lines, labels, number)
                or _is_of_headline(lines, labels, number)
            )
        if inside:
            labels[number] = None


def _stands_close(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether a line stands right below a line of text that does not end a sentence."""
    line = lines[number]
    if number == 0 or labels[number - 1] is not None or line.gap or line.indent >= 2:
        return False
    return not ends_sentence_or_note(lines[number - 1].key)


def _fills_column(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether a line without indent fills its column as those right above and below it do,
    with running text beside it."""
    line = lines[number]
    if line.gap or line.indent >= 2 or not 0 < number < len(lines) - 1:
        return False
    above, below = lines[number - 1], lines[number + 1]
    if labels[number - 1] or labels[number + 1] or below.gap or below.indent >= 2:
        return False
    width = len(line.text)
    ends = below.key[-1] == "。" and len(below.text) < width
    full = len(above.text) + min(above.indent, 2) - width in (-1, 0, 1)
    near = lines[max(number - 2, 0) : number + 3]
    return (
        full
        and (ends or abs(len(below.text) - width) <= 1)
        and any(pauses(other.key) for other in near if other is not line)
    )


def _is_of_headline(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether a line is the day of a speech, right below its headline."""
    line = lines[number]
    return (
        bool(_DAY_OF_SPEECH.fullmatch(line.key))
        and number > 0
        and labels[number - 1] is None
        and not line.gap
    )


def _goes_on_from(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether a line stands in the middle of a sentence of the lines close above it."""
    line = lines[number]
    if number == 0 or line.gap or line.indent >= 2:
        return False
    if ends_sentence_or_note(lines[number - 1].key) or _NOTE_ALONE.fullmatch(lines[number - 1].key):
        return False
    if lines[number - 1].key.rstrip(")]").endswith(("摄", "供图", "摄影", "报道")):
        return False
    if any(lines[number - 1].key == top.key for top in lines[: min(4, number - 1)]):
        # What stands at the page's top is printed anew: a nameplate, and its day below it.
        return False
    above = range(max(number - 3, 0), number)
    close = [lines[at] for at in above if labels[at] is None]
    return labels[number - 1] is None and any(pauses(other.key) for other in close)


def _goes_on_below(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether an indented line ends its sentence on the line close below it."""
    if number + 1 >= len(lines) or lines[number].indent < 2 or labels[number + 1] is not None:
        return False
    below = lines[number + 1]
    prose = below.key.endswith("。") or pauses(below.key) > 0
    return not below.gap and below.indent < 2 and prose


def _is_certain(line: Line) -> bool:
    """Say whether a line says what only a masthead says."""
    kinds = {token.kind for token in tokens_of(line)}
    if kinds & CERTAIN or {"date", "weekday"} <= kinds:
        return True
    left = without_imprint(line.norm)
    return left is not None and not left.strip(" |/")


def _drop_lonely_dates(lines: list[Line], labels: list[str | None]) -> None:
    """Take the label from a bare date behind a text with no other label near: it signs a notice.

    So does what is only worded like a sponsor: 《…》第二卷出版 is a headline.
    """
    behind_text = False
    for number, role in enumerate(labels):
        behind_text = behind_text or "。" in lines[number].key
        sponsor = _is_worded_as_sponsor(lines[number], role)
        if not behind_text or not (role == "date" or sponsor):
            continue
        reach = 1 if sponsor else 4
        near = labels[max(number - reach, 0) : number] + labels[number + 1 : number + 1 + reach]
        telling = [label for label in near if label not in (None, "imprint", "ornament")]
        if not telling:
            labels[number] = None


def _is_worded_as_sponsor(line: Line, role: str | None) -> bool:
    """Say whether a masthead's line has no other label than what somebody publishes or holds."""
    return (
        role == "masthead"
        and ":" not in line.key
        and {token.kind for token in tokens_of(line)} == {"sponsor"}
    )


def _last_labelled(lines: list[Line], labels: list[str | None], first: int) -> int:
    """Return the last labelled line that only bare lines part from the first."""
    last = number = first
    unknown = 0
    while number + 1 < len(lines) and unknown <= 4:
        number += 1
        if labels[number] not in (None, "ornament"):
            last, unknown = number, 0
        elif not is_bare(lines[number]):
            break
        elif bare_role(lines[number], "", inside=False) is None:
            unknown += 1
    return last


def _opening(lines: list[Line], labels: list[str | None], first: int, taken: int) -> int:
    """Return where a cluster begins: at the page's top, when only bare lines precede, or with
    the nameplate, channels and 号外 right above its first label; never before ``taken``."""
    if not taken and first <= 8 and all(is_bare(line) for line in lines[:first]):
        return 0
    place = find_place(lines[first : first + 12])
    start = first
    while start > max(first - 4, taken) and labels[start - 1] is None:
        line = lines[start - 1]
        if not (place or is_edition(line.key) or is_edition(lines[start].key)):
            break
        role = bare_role(line, place, inside=True) if is_bare(line) else None
        if role not in ("nameplate", "channel") and not is_edition(line.key):
            break
        start -= 1
    return start


def _inside(lines: list[Line], labels: list[str | None], first: int, last: int) -> Cluster:
    """Return the labelled lines of a cluster and the bare ones between that go with them."""
    cluster = Cluster()
    place = find_place(lines[first : last + 1])
    for number in range(first, last + 1):
        role = labels[number] or bare_role(lines[number], place, inside=True)
        if is_first_page(lines[number].key) and number > first:
            role = "folio"
        if role is None and number < 4 and _is_short(lines[number].key):
            role = "masthead"
        if role:
            cluster.add(lines[number], role)
    return cluster


def _is_short(key: str) -> bool:
    """Say whether a line at the top is no longer than a masthead's pieces, and sends nowhere."""
    return len(key) <= 6 and not is_jump_to(key)


def _after(lines: list[Line], labels: list[str | None], last: int, cluster: Cluster) -> int:
    """Add the bare lines right behind a cluster that go with it; return where it ends."""
    place = find_place(cluster.lines)
    end = last + 1
    while end < min(last + 7, len(lines)) and labels[end] is None and is_bare(lines[end]):
        role = bare_role(lines[end], place, inside=False)
        if role in (None, "day") and end < 6 and _is_folio_apart(lines[end], cluster):
            role = "folio"
        if role is None:
            role = page_of_edition(lines[end : end + 2], cluster.lines)
        if role is None or (role == "day" and not _wants_day(cluster)):
            break
        cluster.add(lines[end], role)
        end += 1
    return end


def _is_folio_apart(line: Line, cluster: Cluster) -> bool:
    """Say whether a line at an inner page's top is its name or number, apart from the date."""
    if any(_is_front(other) for other in cluster.lines) or _wants_day(cluster):
        return False
    folios = [other.key for other in cluster.lines if cluster.roles[other.start] == "folio"]
    if line.key in PAGE_NAMES:
        return all(key.isdecimal() or is_page_alone(key) for key in folios)
    return line.key.isdecimal() and len(line.key) <= 2 and all(key in PAGE_NAMES for key in folios)


def _is_front(line: Line) -> bool:
    return any(token.kind in CERTAIN for token in tokens_of(line))


def _wants_day(cluster: Cluster) -> bool:
    dates = [token for line in cluster.lines for token in tokens_of(line) if token.kind == "date"]
    told = any("day" in token.parts for token in dates)
    return bool(dates) and not told and "day" not in cluster.roles.values()


def _with_repeats(lines: list[Line], clusters: list[Cluster]) -> list[Cluster]:
    """Add the lines further down that repeat a furniture line word for word."""
    known = {line.key: cluster.roles[line.start] for cluster in clusters for line in cluster.lines}
    taken = {start for cluster in clusters for start in cluster.roles}
    again = Cluster()
    for line in lines:
        role = known.get(line.key)
        if role not in (None, "day", "site") and line.start not in taken:
            again.add(line, role)
    return [*clusters, again] if again.lines else clusters


def furniture(clusters: list[Cluster]) -> list[Furniture]:
    """Return the furniture of all clusters with the rule that read each line."""
    return [
        Furniture(
            role, (line.start, line.end), f"{role}-line", 0.98 if role != "masthead" else 0.95
        )
        for cluster in clusters
        for line in cluster.lines
        if (role := cluster.roles[line.start])
    ]
