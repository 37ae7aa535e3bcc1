"""Where a story comes from, as its dateline says: 新华社北京6月13日电."""

from __future__ import annotations

import re

from search.normal_form import normal

# Who sent it, the place, the day, and how it came. 本报讯 names no place.
SENT = re.compile(
    r"[（(【\[]?据?(?:本报|本台|本网|本社|[一-鿿]{2,6}?[社网报台])"
    r"(?P<place>[一-鿿]{2,8}?)"
    r"(?:\d{1,2}月)?(?:\d{1,2}日)?(?:综合)?(?:[专特]?[电讯]|消息)"
)


def place_of(dateline: str) -> str:
    """Return the place that a dateline names, ``""`` for none."""
    found = SENT.match("".join(normal(dateline).split()))
    return found["place"] if found else ""
