"""A row of names and the number that sums it up: 昆阳、鳌江、萧江等8个乡镇.

With 等 the row may be shorter than its number, never longer. Without 等 it must be equal, but
only where the number surely counts the row: 县、乡、村三级 does, 教育、医疗5个项目 does not.

Where a row begins is not written (到昆阳、鳌江…). So two counts are taken: the fewest items that
surely belong to it and the most that may; a number outside both is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofing.hits import Hit, hit
from proofing.lexicon import phrases

NUMBER = "[0-9０-９]{1,3}|[两二三四五六七八九十]{1,3}"
KINDS = "|".join(sorted(phrases("kinds"), key=len, reverse=True))
# With 等 any measure of things; never of amounts (吨, 元, 亩), times (次, 场) or sets (套, 批).
WITH_DENG = re.compile(
    rf"等(?:共|共计|全部|这)?({NUMBER})(?:大|个|家|名|位|项|类|种|条|所|座|支|处)?({KINDS})"
)
# Without 等 only a class that every item of the row is one of.
CLASSES = "|".join(sorted(phrases("classes"), key=len, reverse=True))
WITHOUT_DENG = re.compile(
    rf"(?<=[\u4e00-\u9fff”》])(?<![等共约近余超达前首第逾数几])({NUMBER})(?:大|个)?({CLASSES})(?![\u4e00-\u9fff]?[0-9])"
)
CLAUSE = re.compile(r"[，。；：！？\n]")
QUOTED = re.compile(r"“[^“”\n]{0,80}”|《[^《》\n]{0,80}》")
BRACKETED = re.compile(r"（[^（）\n]{0,80}）")
SEPARATOR = re.compile(r"、|(?<=[”》])(?=[“《])")
AND = re.compile(r"[和与及暨或]|以及|还有")
# After these a row may begin in the middle of an item.
OPENERS = re.compile("|".join(sorted(phrases("openers"), key=len, reverse=True)))
DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2}
LONGEST = 300


def check_counts(text: str) -> Iterator[Hit]:
    """Yield rows whose number does not fit them."""
    plain = BRACKETED.sub(_blank, text) if "（" in text else text
    if not SEPARATOR.search(plain):
        return
    for match in WITH_DENG.finditer(plain) if "等" in plain else ():
        yield from _compare(text, plain, match, with_deng=True)
    for match in WITHOUT_DENG.finditer(plain):
        yield from _compare(text, plain, match, with_deng=False)


def _compare(text: str, plain: str, match: re.Match[str], *, with_deng: bool) -> Iterator[Hit]:
    said = number_of(match[1])
    start = _row_start(plain, match.start())
    items = _items(plain[start : match.start()])
    if len(items) < 2 or said is None:
        return
    fewest, most = _fewest(items), _most(items)
    if not with_deng and _is_another(items, match, plain):
        return
    if said < fewest or (not with_deng and said > most and _is_sure(items)):
        listed = fewest if said < fewest else most
        yield hit(
            "list-count",
            text,
            start,
            match.end(),
            listed=listed,
            said=said,
            row=text[start : match.start()][:60],
        )


# 防汛四级应急响应 is a rank and 二十国集团 a name; neither counts a row.
NO_COUNT = re.compile(r"级(?:应急|响应|预警|警报|医院|标准|以上|以下|风|地震)|国(?:集团|峰会|财长)")
# 昌平地区供电受影响的270个村, 马来西亚等全球41个国家, 晋中3市7县: the number counts something else.
ELSEWHERE = re.compile(r"[的等各全共并含0-9０-９]|[和与及暨](?=.{2})")
LONGEST_RANK = 3


def _is_another(items: list[str], match: re.Match[str], plain: str) -> bool:
    """Whether a number without 等 is a name, a rank, or counts something else than the row."""
    if NO_COUNT.match(plain, match.end() - len(match[2])):
        return True
    last = items[-1] if items else ""
    if match[2] == "级" and any(len(item) > LONGEST_RANK for item in items[1:]):
        return True
    return bool(ELSEWHERE.search(last) or OPENERS.search(last))


def _row_start(plain: str, end: int) -> int:
    """Return where the clause before ``end`` begins; marks inside quotes do not count."""
    low = max(0, end - LONGEST)
    window = QUOTED.sub(_inked, plain[low:end])
    stops = [row.end() for row in CLAUSE.finditer(window)]
    return low + (stops[-1] if stops else 0)


def _items(row: str) -> list[str]:
    return [item for item in SEPARATOR.split(QUOTED.sub(_inked, row)) if item.strip()]


def _fewest(items: list[str]) -> int:
    """Count back from the end as far as the items surely belong to the row."""
    length = max(len(item) for item in items[1:])
    count = 0
    for item in reversed(items):
        count += 1
        if OPENERS.search(item) or len(item) > length + 2:
            break
    return count


def _most(items: list[str]) -> int:
    return len(items) + sum(len(AND.findall(item)) for item in items)


def _is_sure(items: list[str]) -> bool:
    """Whether no item may hold two: 党政军、民两级."""
    return len(items) >= 3 and not any(AND.search(item) for item in items[:-1])


def number_of(text: str) -> int | None:
    """Return the value of 8, ８, 八, 两, 十二, 二十; ``None`` for what is no number."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if ten:
        head = DIGITS.get(tens) if tens else 1
        tail = DIGITS.get(ones) if ones else 0
        return None if head is None or tail is None else head * 10 + tail
    return DIGITS.get(text)


def _blank(match: re.Match[str]) -> str:
    return "\u0001" * len(match[0])


def _inked(match: re.Match[str]) -> str:
    """Hide what is quoted, so that its marks part nothing; the quotation marks stay."""
    return match[0][0] + "\u0001" * (len(match[0]) - 2) + match[0][-1]
