"""报头, 报眉 and 报尾: which lines are furniture, and what they say of paper, issue and page.

Labelled lines (a date with its weekday, 总第N期, 新闻热线：…) are furniture wherever they stand.
Lines without a label (channels, slogans, a bare day of the month) are only understood beside
labelled ones, so lines are read in clusters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .bare import DAY, FORECAST, LATIN, PLATE, bare_role, cells_of, find_place, is_channel
from .document import Furniture
from .imprints import announces, is_imprint, is_ornament, without_imprint
from .lines import Line, ends_sentence_or_note, squeeze
from .marks import is_jump_from, is_jump_to, is_page_alone
from .patterns import HAN
from .tokens import HINT, tokens_of
from .words import CORE_VALUES, NOTICE_WORDS, PAGE_NAME, PAGE_NAMES

_STRONG = frozenset(
    [
        "organ",
        "sponsor",
        "number",
        "pages",
        "hotline",
        "licence",
        "post",
        "lunar",
        "address",
        "price",
        "publisher",
        "contact",
    ]
)
_CERTAIN = frozenset(("organ", "number", "pages", "lunar", "licence", "post"))
_IN_TEXT = ("masthead", "imprint", "folio", "date", "weather")
_PAUSE = re.compile("[，。；、]")
_PLATE_CELL = re.compile(rf"(?<!\S){PLATE.pattern}(?!\S)")
_FOLIO = re.compile(
    rf"(?:(?P<n1>[A-D]?\d{{1,2}})(?P<name1>{PAGE_NAME})|(?P<name2>{PAGE_NAME})(?P<n2>[A-D]?\d{{1,2}}))[A-Za-z]*版?"
)
_NUMBERED = re.compile(r"[-·~•|/=]{1,3}[A-D]?\d{1,3}[-·~•|/=]{1,3}")
# At the page's edge any short name beside a number is the page's own.
_EDGE_NAME = rf"{HAN}{{2,6}}(?:[·•/]{HAN}{{2,6}})?"
_EDGE_FOLIO = re.compile(
    rf"[A-D]?\d{{1,2}}\s*[/／|·:：]?\s*{_EDGE_NAME}|{_EDGE_NAME}\s*[/／|·:：]?\s*[A-D]?\d{{1,2}}"
)
_NAMED_FOLIO = re.compile(
    rf"第?[A-D]?[\d一二三四五六七八九十]{{1,3}}版[:：/|·]?{_EDGE_NAME}$|{HAN}{{1,5}}(?![见转看接刊]){HAN}第?[A-D]?[\d一二三四五六七八九十]{{1,3}}版$"
)
# A jump or a byline in brackets that ends a story on a line of its own.
_NOTE_ALONE = re.compile(r"[(\[][^()\[\]]{2,40}[)\]]")
_TIGHT = re.compile(rf"(\d{{1,2}})({HAN}{{2,6}})|({HAN}{{2,6}})(\d{{1,2}})")
# The heading over a list of teasers.
_GUIDE = re.compile(
    r"\W{0,3}(?:今日|本期|要闻|版面|内容|本报|精彩)?导[读览]\W{0,3}|DAO ?DU", re.IGNORECASE
)
_SHORT_NAME = re.compile(_EDGE_NAME)
_LONGEST = 400
_BARE = 26


@dataclass(slots=True)
class Cluster:
    """Furniture lines that stand together, labelled and not."""

    lines: list[Line] = field(default_factory=list)
    roles: dict[int, str] = field(default_factory=dict)

    def add(self, line: Line, role: str) -> None:
        """Add a line with its role."""
        self.lines.append(line)
        self.roles[line.start] = role


def find_clusters(lines: list[Line]) -> list[Cluster]:
    """Return the clusters of furniture lines of a page, in page order."""
    above_text = next((n for n, line in enumerate(lines) if "。" in line.key), len(lines))
    labels = [
        _role(line, at_edge=number < 4, at_top=number < min(above_text, 16))
        for number, line in enumerate(lines)
    ]
    _label_first_pair(lines, labels)
    _label_foot(lines, labels)
    _label_last_numbers(lines, labels)
    _label_below_words(lines, labels)
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


def _label_first_pair(lines: list[Line], labels: list[str | None]) -> None:
    """Label a page's name on its first line, and its number where it stands apart from that."""
    first = 1 if lines and PLATE.fullmatch(lines[0].key) else 0
    keys = [line.key for line in lines[first : first + 2]]
    if len(keys) < 2 or any(labels[first : first + 2]):
        return
    if keys[0] in PAGE_NAMES and keys[0] not in NOTICE_WORDS and not any(labels[first : first + 6]):
        labels[first] = "folio"
    numbers = [key for key in keys if key.isdecimal() and len(key) <= 2]
    if len(numbers) == 1 and any(_SHORT_NAME.fullmatch(key) for key in keys):
        labels[first] = labels[first + 1] = "folio"


def _label_foot(lines: list[Line], labels: list[str | None]) -> None:
    """Label a folio at the page's foot: its number and name, on a line or two, or with the date."""
    for number in range(max(len(lines) - 5, 2), len(lines)):
        if labels[number] is not None:
            continue
        line = lines[number]
        above, below = lines[number - 1], lines[number + 1 : number + 2]
        pair = [line.key, *(other.key for other in below if not labels[number + 1])]
        if sorted(map(_is_page_number, pair)) == [False, True] and any(
            key in PAGE_NAMES for key in pair
        ):
            labels[number] = labels[number + 1] = "folio"
        elif ends_sentence_or_note(above.key) or labels[number - 1] is not None or line.gap:
            labels[number] = _folio_at_foot(line)


def _is_page_number(key: str) -> bool:
    return (key.isdecimal() and len(key) <= 2) or is_page_alone(key)


def _folio_at_foot(line: Line) -> str | None:
    if len(line.key) > 60 or "。" in line.key or line.key.count("(") != line.key.count(")"):
        return None
    bare = (without_imprint(line.norm) or line.norm).strip(" |/")
    named = re.fullmatch(rf"(?:第\S{{1,3}}版)\s*[|/·]?\s*{_EDGE_NAME}", bare)
    if named or _FOLIO.fullmatch(re.sub(r"[\s|/·:]", "", bare)):
        return "folio"
    return _labelled(line, at_edge=True, at_top=False)


def _label_last_numbers(lines: list[Line], labels: list[str | None]) -> None:
    """Label a bare page number on one of the last lines of a page."""
    for number in range(max(len(lines) - 2, 1), len(lines)):
        key = lines[number].key
        if (key.isdecimal() and len(key) <= 2) or is_page_alone(key):
            below_headline = labels[number - 1] is None and _is_bare(lines[number - 1])
            labels[number] = None if below_headline and not key.isdecimal() else "folio"


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


def _role(line: Line, *, at_edge: bool, at_top: bool) -> str | None:
    """Return the role of a labelled line, or None when a line has no label that is sure."""
    key = line.key
    if len(key) > _LONGEST:
        return None
    if is_jump_to(key) or is_jump_from(key) or key.count("(") != key.count(")"):
        return None
    if is_page_alone(key):
        return "folio" if at_edge else None
    if key[0] in "-·~•|/=" and _NUMBERED.fullmatch(key):
        return "folio"
    if at_edge and _is_edge_folio(line.norm):
        return "folio"
    if is_ornament(key):
        return "ornament"
    if len(key) <= 10 and _GUIDE.fullmatch(key):
        return "ornament"
    if is_imprint(key, line.norm):
        return "imprint"
    if _FOLIO.fullmatch(key):
        return "folio"
    if "，" in key or "。" in key or not HINT.search(key):
        return None
    return _labelled(line, at_edge=at_edge, at_top=at_top)


def _is_edge_folio(norm: str) -> bool:
    """Say whether a line at the page's edge gives its number and name, with or without imprint."""
    bare = _PLATE_CELL.sub(" ", without_imprint(norm) or norm).strip(" |/")
    return bool(_EDGE_FOLIO.fullmatch(bare) or _NAMED_FOLIO.fullmatch(squeeze(bare)))


def _labelled(line: Line, *, at_edge: bool, at_top: bool) -> str | None:
    kinds = [token.kind for token in tokens_of(line)]
    if not kinds:
        return None
    rest = _between_tokens(line)
    left = without_imprint(rest)
    if left is not None:
        kinds.append("imprint")
    cells = cells_of(rest if left is None else left)
    if cells and set(kinds) == {"monthday"}:
        # 10月1日举行新闻发布…: a day without its year labels nothing.
        return None
    if at_edge and _is_dated_folio(kinds, cells):
        return "folio"
    place = find_place([line])
    cells = [cell for cell in cells if not _is_filler(cell) and not is_channel(cell, place)]
    if cells and not (_outweighed(kinds, cells) or (at_top and _beside_slogan(kinds, cells))):
        return None
    return _role_of(kinds)


def _between_tokens(line: Line) -> str:
    """Return what stands between the tokens of a line."""
    rest: list[str] = []
    at = 0
    for token in tokens_of(line):
        rest.append(line.norm[at : token.start])
        at = token.end
    return " ".join([*rest, line.norm[at:]])


def _apart(cell: str) -> list[str]:
    """Return a page's number and name apart: 6人文."""
    found = _TIGHT.fullmatch(cell)
    return [part for part in found.groups() if part] if found else [cell]


def _beside_slogan(kinds: list[str], cells: list[str]) -> bool:
    """Say whether a line has a strong label and words of one length: 立足县情 服务百姓."""
    sure = any(kind in _STRONG or kind in ("weekday", "date") for kind in kinds)
    return sure and len(cells) in (2, 3, 4) and len({len(cell) for cell in cells}) == 1


def _is_dated_folio(kinds: list[str], cells: list[str]) -> bool:
    """Say whether a line at the page's edge holds a number, a short name and the day's date."""
    cells = [part for cell in cells if not PLATE.fullmatch(cell) for part in _apart(cell)]
    numbers = [cell for cell in cells if cell.isdecimal() and len(cell) <= 2]
    names = [cell for cell in cells if _SHORT_NAME.fullmatch(cell)]
    numbered = len(numbers) == 1 or "folio" in kinds
    dated = bool({"date", "weekday"} & set(kinds))
    return numbered and dated and len(names) == 1 and len(cells) == len(numbers) + 1


def _is_filler(cell: str) -> bool:
    """Say whether what a label leaves over may stand on a furniture line."""
    return bool(
        cell in PAGE_NAMES
        or DAY.fullmatch(cell)
        or PLATE.fullmatch(cell)
        or LATIN.fullmatch(cell)
        or cell in CORE_VALUES
        or cell in ("日", "期", "号", "今日", "电话", "责任编辑")
    )


def _outweighed(kinds: list[str], cells: list[str]) -> bool:
    """Say whether the labels of a line leave no doubt whatever else stands there."""
    rest = sum(len(cell) for cell in cells)
    strong = sum(kind in _STRONG for kind in kinds)
    dated = "date" in kinds and "weekday" in kinds
    if strong + 2 * dated >= 3:
        return all(len(cell) <= 24 for cell in cells)
    return rest <= 6 * (strong + 2 * dated) and all(len(cell) <= 10 for cell in cells)


def _role_of(kinds: list[str]) -> str | None:
    if set(kinds) <= {"date", "monthday", "year"}:
        return "date"
    if set(kinds) == {"print"}:
        return None
    if "folio" in kinds:
        return "folio"
    return "masthead"


def _drop_inside_text(lines: list[Line], labels: list[str | None]) -> None:
    """Take the label from a line that a narrow column cut out of a sentence: an address, a call."""
    for number, line in enumerate(lines):
        if labels[number] not in _IN_TEXT or _is_certain(line):
            continue
        if _goes_on_from(lines, labels, number) or _goes_on_below(lines, labels, number):
            labels[number] = None


def _goes_on_from(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether a line stands in the middle of a sentence of the lines close above it."""
    line = lines[number]
    if number == 0 or line.gap or line.indent >= 2:
        return False
    if ends_sentence_or_note(lines[number - 1].key) or _NOTE_ALONE.fullmatch(lines[number - 1].key):
        return False
    if lines[number - 1].key.rstrip(")]").endswith(("摄", "供图", "摄影", "报道")):
        return False
    above = range(max(number - 3, 0), number)
    close = [lines[at] for at in above if labels[at] is None]
    return labels[number - 1] is None and any(_PAUSE.search(other.key) for other in close)


def _goes_on_below(lines: list[Line], labels: list[str | None], number: int) -> bool:
    """Say whether an indented line ends its sentence on the line close below it."""
    if number + 1 >= len(lines) or lines[number].indent < 2 or labels[number + 1] is not None:
        return False
    below = lines[number + 1]
    prose = below.key.endswith("。") or bool(_PAUSE.search(below.key))
    return not below.gap and below.indent < 2 and prose


def _is_certain(line: Line) -> bool:
    """Say whether a line says what only a masthead says."""
    kinds = {token.kind for token in tokens_of(line)}
    if kinds & _CERTAIN or {"date", "weekday"} <= kinds:
        return True
    left = without_imprint(line.norm)
    return left is not None and not left.strip(" |/")


def _drop_lonely_dates(lines: list[Line], labels: list[str | None]) -> None:
    """Take the label from a bare date behind a text with no other label near: it signs a notice."""
    behind_text = False
    for number, role in enumerate(labels):
        behind_text = behind_text or "。" in lines[number].key
        if role != "date" or not behind_text:
            continue
        near = labels[max(number - 4, 0) : number] + labels[number + 1 : number + 5]
        telling = [label for label in near if label not in (None, "imprint", "ornament")]
        if not telling:
            labels[number] = None


_NOT_BARE = re.compile(r"[，。；：？！:“(>▶【)]|摄|记者|通讯员|供图")


def _is_bare(line: Line) -> bool:
    """Say whether a line without a label may yet belong to a masthead."""
    return len(line.key) <= _BARE and not _NOT_BARE.search(line.key)


def _last_labelled(lines: list[Line], labels: list[str | None], first: int) -> int:
    """Return the last labelled line that only bare lines part from the first."""
    last = number = first
    unknown = 0
    while number + 1 < len(lines) and unknown <= 4:
        number += 1
        if labels[number] not in (None, "ornament"):
            last, unknown = number, 0
        elif not _is_bare(lines[number]):
            break
        elif bare_role(lines[number], "", inside=False) is None:
            unknown += 1
    return last


def _opening(lines: list[Line], labels: list[str | None], first: int, taken: int) -> int:
    """Return where a cluster begins: at the page's top, when only bare lines precede, or with
    the nameplate and channels right above its first label; never before ``taken``."""
    if not taken and first <= 8 and all(_is_bare(line) for line in lines[:first]):
        return 0
    place = find_place(lines[first : first + 12])
    start = first
    while place and start > max(first - 4, taken) and labels[start - 1] is None:
        line = lines[start - 1]
        role = bare_role(line, place, inside=True) if _is_bare(line) else None
        if role not in ("nameplate", "channel"):
            break
        start -= 1
    return start


def _inside(lines: list[Line], labels: list[str | None], first: int, last: int) -> Cluster:
    """Return the labelled lines of a cluster and the bare ones between that go with them."""
    cluster = Cluster()
    place = find_place(lines[first : last + 1])
    for number in range(first, last + 1):
        role = labels[number] or bare_role(lines[number], place, inside=True)
        if role is None and number < 4 and len(lines[number].key) <= 6:
            role = "masthead"
        if role:
            cluster.add(lines[number], role)
    return cluster


def _after(lines: list[Line], labels: list[str | None], last: int, cluster: Cluster) -> int:
    """Add the bare lines right behind a cluster that go with it; return where it ends."""
    place = find_place(cluster.lines)
    end = last + 1
    while end < min(last + 7, len(lines)) and labels[end] is None and _is_bare(lines[end]):
        role = bare_role(lines[end], place, inside=False)
        if role in (None, "day") and end < 6 and _is_folio_apart(lines[end], cluster):
            role = "folio"
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
    return any(token.kind in _CERTAIN for token in tokens_of(line))


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
        if role and role != "day" and line.start not in taken:
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
