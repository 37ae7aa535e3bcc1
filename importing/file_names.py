"""What an archive's file names say of day and page, for pages whose text says neither.

Archives are kept as ``20250613_02.txt``, ``2025-06-13/02.txt`` or ``2025年6月13日 第2版.txt``, and
e-papers as ``2025-06/13/node_2.htm`` or ``2025-06-13/02/1.html``.
Only such whole dates count; any other run of digits says nothing.
"""

from __future__ import annotations

import datetime as dt
import re

from reading.han import HAN
from reading.page_labels import label_of
from reading.words import PAGE_NAME

DAY = re.compile(
    r"(?<![0-9A-Za-z])(?P<year>19\d\d|20\d\d)"
    r"(?:(?P<mark>[-_./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
    r"|年(?P<month_zh>\d{1,2})月(?P<day_zh>\d{1,2})日?"
    r"|[-_](?P<month_path>\d\d)/(?P<day_path>\d\d)"
    r"|(?P<month_run>\d\d)(?P<day_run>\d\d))"
    r"(?![0-9A-Za-z])"
)
PARTS = ("month", "day")
_NUMBER = r"(?:[pP]|page[-_]?|第)?(?P<page>(?:[A-Z]\d{1,2}|\d{1,3})(?:-[A-Z]?\d{1,3})?)"
_PARTING = "[-_.:：、 ]*"
# Without a day only a name beside the number says that it is a page's: 03民生.txt, 第3版.txt.
_NAMED = re.compile(
    rf"(?:.*/)?{_NUMBER}(?:版(?:{_PARTING}{HAN}{{2,8}})?|{_PARTING}{PAGE_NAME})(?:\.[A-Za-z]{{1,5}})?"
)
# The page's own file, or the folder of its web files.
PAGE = re.compile(
    rf"^[-_./ ]*{_NUMBER}(?:版(?:{_PARTING}{HAN}{{2,8}})?|{_PARTING}{PAGE_NAME})?"
    r"(?:\.[A-Za-z]{1,5}|/[^/]{1,80}\.s?html?)?$"
)


def day_and_page(name: str) -> tuple[dt.date | None, str | None]:
    """Return the last whole date in ``name`` and the page's label right behind it, or ``None``.

    Without a date a number tells the page that has its name beside it.
    """
    found = next(reversed(list(DAY.finditer(name))), None)
    if found is None:
        named = _NAMED.fullmatch(name)
        return None, (label_of(named["page"]) or None) if named else None
    parts = found.groupdict()
    kinds = ("", "_zh", "_path", "_run")
    month, day = (next(filter(None, (parts[name + kind] for kind in kinds))) for name in PARTS)
    try:
        date = dt.date(int(parts["year"]), int(month), int(day))
    except ValueError:
        return None, None
    page = PAGE.match(name[found.end() :])
    return date, (label_of(page["page"]) or None) if page else None
