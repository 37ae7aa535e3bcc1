"""HTML: the text of a saved web page as its reader sees it, a line for each block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from .words import listed

_UNSEEN = frozenset(
    ("script", "style", "head", "noscript", "template", "svg", "select", "textarea", "iframe")
)
_BLOCKS = frozenset(
    listed(
        """
        p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table tr tbody thead section article aside header
        footer main nav figure figcaption blockquote pre form center hr body address title
        """
    )
)
_VOID = frozenset(listed("br hr img input meta link area base col embed source track wbr param"))
# Between these an empty line is seen.
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "table", "hr"))
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "cp950"}
_HIDDEN = re.compile(
    r"\shidden(?=[\s=>/])|display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE
)
# One pass, whatever is left open: a tag ends before the next one begins.
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})((?:[\s/][^<>]{0,8000})?)>|<[!?/][^<>]{0,8000}>"
)


class _Page:
    """Collects lines; what is inside of an unseen element is left out."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        # The unseen element that is open, and how many of its name.
        self._unseen, self._open = "", 0

    def tag(self, name: str, rest: str, *, ends: bool) -> None:
        """Take a tag in."""
        if self._unseen:
            if name == self._unseen:
                self._open += -1 if ends else 1
                self._unseen = self._unseen if self._open else ""
        elif ends:
            if name in _BLOCKS:
                self._part(name)
        elif name not in _VOID and (name in _UNSEEN or _HIDDEN.search(rest + ">")):
            self._unseen, self._open = name, 1
        elif name == "br":
            self.lines.append("")
        elif name in ("td", "th") and self.lines[-1].strip():
            self.lines[-1] += "\t"
        elif name in _BLOCKS:
            self._part(name)

    def text(self, data: str) -> None:
        """Take text in."""
        if not self._unseen and data:
            text = _SPACES.sub(" ", unescape(data))
            self.lines[-1] += text if self.lines[-1].strip() else text.lstrip(" ")

    def _part(self, tag: str) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        if tag in _APART and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")


def charset_of(data: bytes) -> str:
    """Return the encoding that a web page names, nothing when it names none that is known."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode().lower() if found else ""
    return _CODECS.get(name, "utf-8" if name in ("utf-8", "utf8") else "")


def web_text(html: str) -> str:
    """Return the text that a reader of the page sees."""
    page, at = _Page(), 0
    html = "".join(_without_comments(html))
    for found in _TAG.finditer(html):
        page.text(html[at : found.start()])
        if found[2]:
            page.tag(found[2].lower(), found[3], ends=bool(found[1]))
        at = found.end()
    page.text(html[at:])
    return "\n".join(line.rstrip(" \t") for line in page.lines).strip("\n") + "\n"


def _without_comments(html: str) -> Iterator[str]:
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        yield html[at:start]
        end = html.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(html)
    yield html[at:]
