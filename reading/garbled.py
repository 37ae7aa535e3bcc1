"""乱码: text that was once decoded wrongly and saved so, and bytes of two encodings in one file.

Each function says where the trouble begins, or None. A right Chinese text is made of few thousand
common characters; what comes of a wrong decoding is not, and it turns back into common ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from itertools import islice

from .han import HAN

# What UTF-8, read as another encoding, most often gives; no right page holds many of them.
_HINT = re.compile(
    "[锛銆鈥鏄鐨涓鏈浜鍦绗\ufffd\ue000-\uf8ff]|[\x80-\xff][\x80-\xff\u0152-\u017e]|[Σσµ][╗║╕▒σ]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LOST = re.compile("\ufffd|锟斤|烫烫烫|屯屯屯")
_HAN = re.compile(HAN)
_COMMONEST = "的一是不在有人我了年月日會國報大中上下第版縣"
# What names of files of a newspaper hold, in either script.
_NAMING = frozenset("第版年月日报期号图片要闻头副刊周县综合广告导读電報號圖聞頭縣綜廣導讀週")
_MOST_LOST = 0.02
_ENOUGH = 4
# A garbled text shows it in far fewer lines; each that hints at it costs nine readings.
_MOST_TRIED = 500
# A text that was read as an encoding has hardly a character that this does not know.
_MOST_KEPT = 0.9
# Of a right line's characters so many are common, and so few are of the house's own fonts.
_ORDINARY, _MOST_PRIVATE = 0.8, 0.25
# (what it was, what it was read as), tried in this order.
_MISREADINGS = (
    ("utf-8", "gb18030", "UTF-8", "GBK"),
    ("utf-8", "cp1252", "UTF-8", "Windows-1252"),
    ("utf-8", "latin-1", "UTF-8", "Latin-1"),
    ("gb18030", "latin-1", "GBK", "Latin-1"),
    ("gb18030", "cp1252", "GBK", "Windows-1252"),
    ("utf-8", "big5", "UTF-8", "Big5"),
    ("utf-8", "cp437", "UTF-8", "CP437"),
    ("cp950", "latin-1", "Big5", "Latin-1"),
    ("cp950", "gb18030", "Big5", "GBK"),
)


@dataclass(frozen=True, slots=True)
class Misread:
    """A line (from 1) that was read in a wrong encoding: what it was, and what it was read as.

    ``was`` is empty where characters were lost, so that nobody can tell any more.
    """

    line: int
    was: str
    read_as: str


def find_misread(text: str) -> Misread | None:
    """Return the first line of a text that was decoded wrongly before it was saved."""
    if not _HINT.search(text) and not _LOST.search(text):
        return None
    lost = [found.start() for found in _LOST.finditer(text)]
    lines = ((at, line) for at, line in enumerate(StringIO(text), 1) if _hints(line))
    for number, line in islice(lines, _MOST_TRIED):
        for was, read_as, *names in _MISREADINGS:
            if _turns_back(line, was, read_as):
                return Misread(number, *names)
    if len(lost) > max(2, _MOST_LOST * len(text)):
        return Misread(text.count("\n", 0, lost[0]) + 1, "", "")
    return None


def _hints(line: str) -> bool:
    """Say whether a line may have been misread.

    Some characters that no font had, beside ordinary ones, do not say so: 记者 张明 and a third.
    """
    if not _HINT.search(line):
        return False
    bare, private = _PRIVATE.subn("", line)
    if not private or _HINT.search(bare):
        return True
    characters = len(_HAN.findall(bare))
    few = private <= max(2, _MOST_PRIVATE * characters)
    return not few or _commonness(bare) < _ORDINARY * characters


def _turns_back(line: str, was: str, read_as: str) -> bool:
    """Say whether a line, encoded again as it was misread, decodes to Chinese as it was."""
    data = line.replace("\ufffd", "?").encode(read_as, "ignore")
    if len(data.decode(read_as, "ignore")) < _MOST_KEPT * len(line):
        return False
    right = data.decode(was, "replace")
    common, odd = _commonness(right, traditional=was == "cp950"), right.count("\ufffd")
    if common < _ENOUGH or 3 * odd > common:
        return False
    return common > 0.7 * len(_HAN.findall(right)) and _commonness(line) < 0.6 * len(line)


def _commonness(text: str, *, traditional: bool = False) -> int:
    """Return how many characters are of the commonest: the first 3,755 of GB 2312, or of Big5."""
    characters = "".join(_HAN.findall(text))
    if traditional:
        return sum(0xA4 <= lead <= 0xC6 for lead in characters.encode("cp950", "ignore")[::2])
    return sum(0xB0 <= lead <= 0xD7 for lead in characters.encode("gb2312", "ignore")[::2])


def is_big5(data: bytes) -> bool:
    """Say whether bytes that are no UTF-8 are Big5: its commonest characters, and few others."""
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return False
    characters = _HAN.findall(text)
    common = _commonness(text, traditional=True)
    telling = sum(map(text.count, _COMMONEST))
    return (
        len(characters) >= _ENOUGH
        and common >= 0.9 * len(characters)
        and 20 * telling >= len(characters)
    )


def are_names_in_big5(data: bytes) -> bool:
    """Say whether names of files that are no UTF-8 are Big5 and not GB18030: 雲嶺報/第2版.txt.

    A name is short: words that such names have count for more than how common characters are.
    """
    try:
        big5 = data.decode("cp950")
    except UnicodeDecodeError:
        return False
    here = sum(char in _NAMING for char in big5)
    there = sum(char in _NAMING for char in data.decode("gb18030", "replace"))
    return here > there or (here == there and is_big5(data) and not is_gb18030(data))


def is_gb18030(data: bytes) -> bool:
    """Say whether bytes decode as GB18030 to common characters; a last one may be cut."""
    text = data.decode("gb18030", "replace").rstrip("\ufffd")
    characters = _HAN.findall(text)
    return (
        "\ufffd" not in text
        and len(characters) >= _ENOUGH
        and _commonness(text) >= 0.8 * len(characters)
    )


def second_encoding(data: bytes) -> int | None:
    """Return the byte where a file changes from UTF-8 to GB18030 or back, or None.

    Whole lines are asked, since files are joined by lines.
    """
    kinds: list[str] = []
    at = 0
    for line in data.splitlines(keepends=True):
        kind = _kind(line)
        if kind and kinds and kind != kinds[-1]:
            return at
        if kind:
            kinds.append(kind)
        at += len(line)
    return None


def _kind(line: bytes) -> str:
    """Return the encoding that a line with Chinese text is surely in, or nothing.

    A short line of GB18030 may pass for UTF-8 by chance: 联通.
    """
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8" if len(_HAN.findall(text)) >= _ENOUGH else ""
