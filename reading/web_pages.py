"""HTML: the text of a saved web page as its reader sees it, a line for each block.

Beside the text: which elements each piece of it stands in, the pictures, links and image maps, and
what an e-paper's comments say of its story (introtitle, title, subtitle, author). What only a
comment says stands as a line of its own before the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

from .foreign_texts import foreign_encoding
from .lines import squeeze
from .office_files import NotReadable
from .words import listed

_UNSEEN = frozenset(
    listed(
        """
        script style head noscript template svg select textarea iframe rt rp
        """
    )
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
_CODECS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    "big5": "cp950",
    "euc-jp": "euc_jp",
}
_HIDDEN = re.compile(
    r"\shidden(?=[\s=>/])|display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE
)
# One pass, whatever is left open: a tag ends before the next one begins.
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,30})((?:[\s/][^<>]{0,8000})?)>|<[!?/][^<>]{0,8000}>"
)
_ATTRIBUTE = re.compile(r"([A-Za-z_:-]{1,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_NAMING = ("class", "id", "itemprop", "property", "role", "rel")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{0,500})", re.IGNORECASE)
# What comments of an e-paper's system say: as tags in a comment, and as a pair of comments.
_TOLD = listed(
    "introtitle leadtitle title subtitle author date nodename nodesearchname pageno pagename"
)
_TOLD_TAG = re.compile(rf"<({'|'.join(_TOLD)})>(.{{0,2000}}?)</\1>", re.IGNORECASE | re.DOTALL)
_TOLD_WORDS = re.compile(rf"\s*({'|'.join(_TOLD)})\s*[:=]\s*(.{{1,500}}?)\s*", re.IGNORECASE)
_PAIRED = re.compile(r"\s*(/?)\s*(?:enp|founder-?)?([a-z]{4,20})\s*", re.IGNORECASE)
# What stands as a line of its own when the reader of the page does not see it.
_SAID = ("introtitle", "leadtitle", "title", "subtitle", "author")
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|bmp)(?:\?|$)", re.IGNORECASE)
_DEEPEST = 200
_LONGEST_COMMENT = 20_000
# A saved page of an e-paper with all its stories has a twentieth.
_MOST_TAGS = 200_000


@dataclass(slots=True, eq=False)
class Element:
    """An element: its name, the words of its class and id, and what it stands in.

    ``href`` is where it or what it stands in leads; ``role`` is kept once somebody has asked, and
    ``is_figure`` of a table that is known to hold a picture and its caption.
    """

    name: str
    words: tuple[str, ...]
    href: str
    parent: Element | None
    role: str | None = None
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text and the element right round it; ``line`` counts the lines of the text.

    ``source`` is where in the page's source it begins, or white space before it does.
    """

    start: int
    end: int
    line: int
    element: Element
    source: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture: where the text before it ends, and what its tag says of it."""

    at: int
    src: str
    width: str
    height: str
    map: str
    element: Element


@dataclass(frozen=True, slots=True)
class Area:
    """A part of an image map and where it leads."""

    map: str
    href: str
    coords: str


@dataclass(slots=True)
class WebPage:
    """A web page: its text, and what its marks say of it."""

    text: str = ""
    title: str = ""
    pieces: list[Piece] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    # What is shown within it: other files.
    frames: list[Shown] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)


class _Page:
    """Collects lines; what is inside of an unseen element is left out."""

    def __init__(self) -> None:
        self.lines: list[str] = [""]
        self.pieces: list[tuple[int, int, int, Element, int]] = []
        self.pictures: list[tuple[int, dict[str, str], Element]] = []
        self.frames: list[tuple[int, dict[str, str], Element]] = []
        self.areas: list[Area] = []
        self._element = Element("", (), "", None)
        self._depth = 0
        self._names: dict[str, int] = {}
        self._map = ""
        # The unseen element that is open, and how many of its name.
        self._unseen, self._open = "", 0

    def tag(self, name: str, rest: str, *, ends: bool) -> None:
        """Take a tag in."""
        if self._unseen:
            if name == self._unseen:
                self._open += -1 if ends else 1
                self._unseen = self._unseen if self._open else ""
        elif ends:
            self._close(name)
            if name in _BLOCKS:
                self._part(name)
        elif name not in _VOID and (name in _UNSEEN or _HIDDEN.search(rest + ">")):
            if name == "iframe":
                self._frame(rest)
            self._unseen, self._open = name, 1
        elif name == "br":
            self.lines.append("")
        else:
            self._begin(name, rest)

    def _frame(self, rest: str) -> None:
        """Take in a frame: a picture, or a file that may hold some."""
        attributes = _attributes(rest)
        shows = _PICTURE.search(attributes.get("src", ""))
        found = self.pictures if shows else self.frames
        found.append((len(self.pieces), attributes, self._element))

    def _begin(self, name: str, rest: str) -> None:
        if name in ("td", "th") and self.lines[-1].strip():
            self.lines[-1] += "\t"
        elif name in _BLOCKS:
            self._part(name)
        attributes = _attributes(rest) if rest.strip(" /") else {}
        if name == "img":
            self.pictures.append((len(self.pieces), attributes, self._element))
        elif name == "map":
            self._map = attributes.get("name") or attributes.get("id", "")
        elif name == "area":
            area = Area(self._map, attributes.get("href", ""), attributes.get("coords", ""))
            self.areas.append(area)
        if name not in _VOID and not rest.endswith("/"):
            self._stand_in(name, attributes)

    def _stand_in(self, name: str, attributes: dict[str, str]) -> None:
        if name in _ENDS_LIKE:
            self._close(name)
        if self._depth >= _DEEPEST:
            return
        words = " ".join(attributes.get(key, "") for key in _NAMING).lower().split()
        href = attributes.get("href", "") if name == "a" else self._element.href
        self._element = Element(name, tuple(words[:12]), href, self._element)
        self._depth += 1
        self._names[name] = self._names.get(name, 0) + 1

    def _close(self, name: str) -> None:
        """Leave the element of that name, and those in it that nobody closed."""
        if not self._names.get(name):
            return
        while self._element.parent is not None:
            left = self._element
            self._element = self._element.parent
            self._depth -= 1
            self._names[left.name] -= 1
            if left.name == name:
                return

    def text(self, data: str, source: int) -> None:
        """Take text in that begins at a place of the source."""
        if not self._unseen and data:
            text = _SPACES.sub(" ", unescape(data))
            text = text if self.lines[-1].strip() else text.lstrip(" ")
            if text.strip():
                at = len(self.lines[-1])
                piece = (len(self.lines) - 1, at, at + len(text), self._element, source)
                self.pieces.append(piece)
            self.lines[-1] += text

    def _part(self, tag: str) -> None:
        if self.lines[-1].strip():
            self.lines.append("")
        if tag in _APART and len(self.lines) > 1 and self.lines[-2].strip():
            self.lines.append("")

    def whole(self) -> WebPage:
        """Return the text, and where in it each piece stands."""
        lines = [line.rstrip(" \t") for line in self.lines]
        text = "\n".join(lines).strip("\n") + "\n"
        first = next((number for number, line in enumerate(lines) if line), 0)
        starts, at = [], 0
        for number, line in enumerate(lines):
            starts.append(at)
            at += len(line) + 1 if number >= first else 0
        page = WebPage(text, areas=self.areas)
        ends = [0]
        for number, start, end, element, source in self.pieces:
            part = lines[number][start:end]
            low = starts[number] + start + len(part) - len(part.lstrip())
            high = low + len(part.strip())
            if low < high:
                page.pieces.append(Piece(low, high, number, element, source))
            ends.append(max(ends[-1], high))
        page.pictures, page.frames = (
            [_shown(ends[at], said, element) for at, said, element in found if said.get("src")]
            for found in (self.pictures, self.frames)
        )
        return page


# Elements that end where the next one of their kind begins.
_ENDS_LIKE = frozenset(("p", "li", "option", "dt", "dd"))


def _attributes(rest: str) -> dict[str, str]:
    return {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "").strip()
        for found in _ATTRIBUTE.finditer(rest)
    }


def _shown(at: int, attributes: dict[str, str], element: Element) -> Shown:
    names = ("src", "width", "height", "usemap")
    src, width, height, name = (attributes.get(key, "") for key in names)
    return Shown(at, src, width, height, name.lstrip("#"), element)


def charset_of(data: bytes) -> str:
    """Return the encoding that a web page names, nothing when it names none that is known."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode().lower() if found else ""
    return _CODECS.get(name, "utf-8" if name in ("utf-8", "utf8") else "")


def web_source(data: bytes) -> str:
    """Return the source of a web page: as it is marked, as UTF-8, as it says, as GB18030.

    Raises ``NotReadable``.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    named = charset_of(data)
    for codec in ("utf-8-sig", named or "gb18030", "gb18030"):
        try:
            text = data.decode(codec).replace("\x00", "")
        except UnicodeDecodeError:
            continue
        if codec != named and foreign_encoding(data, codec):
            break
        if text.count("<") > _MOST_TAGS:
            raise NotReadable(
                f"The web page has more than {_MOST_TAGS:,} tags. Save its text alone.",
                f"网页的标签超过 {_MOST_TAGS:,} 个。请另存为纯文本。",
            )
        return text
    raise NotReadable(
        "The web page is in no encoding that is read here. Save it as UTF-8.",
        "网页的编码无法识别。请另存为 UTF-8。",
    )


def web_text(html: str) -> str:
    """Return the text that a reader of the page sees, and before it what only a comment says."""
    return web_page(html).text


def web_page(html: str) -> WebPage:
    """Return the text of a web page, and what its marks say of it."""
    told: dict[str, str] = {}
    marked = "".join(_without_comments(html, told))
    page = _walked(marked)
    if told:
        seen = squeeze(page.text)
        unseen = [name for name in _SAID if told.get(name) and squeeze(told[name]) not in seen]
        if unseen:
            said = (f"<p><enp-{name}>{escape(told[name])}</enp-{name}></p>" for name in unseen)
            page = _walked("".join(said) + marked)
    title = _TITLE.search(html)
    page.title = " ".join(unescape(title[1]).split()) if title else ""
    page.told = told
    return page


def _walked(html: str) -> WebPage:
    page, at = _Page(), 0
    for found in _TAG.finditer(html):
        page.text(html[at : found.start()], at)
        if found[2]:
            page.tag(found[2].lower(), found[3], ends=bool(found[1]))
        at = found.end()
    page.text(html[at:], at)
    return page.whole()


def _without_comments(html: str, told: dict[str, str]) -> Iterator[str]:
    """Yield the page without its comments; what they say goes into ``told``.

    A pair of comments round a part of the text becomes an element: <!--title-->…<!--/title-->.
    """
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        yield html[at:start]
        end = html.find("-->", start + 4)
        comment = html[start + 4 : end if end >= 0 else len(html)]
        at = end + 3 if end >= 0 else len(html)
        if len(comment) < 40 and (pair := _PAIRED.fullmatch(comment)):
            yield f"<{pair[1]}enp-{pair[2].lower()}>"
        else:
            _take_told(comment, told)
    yield html[at:]


def _take_told(comment: str, told: dict[str, str]) -> None:
    for found in _TOLD_TAG.finditer(comment[:_LONGEST_COMMENT]):
        value = " ".join(unescape(re.sub(r"<[^<>]{0,200}>", " ", found[2])).split())
        told.setdefault(found[1].lower(), value)
    if words := _TOLD_WORDS.fullmatch(comment[:600]):
        told.setdefault(words[1].lower(), " ".join(unescape(words[2]).split()))
