"""Markdown: the text as its reader sees it, and as the web page that it stands for.

A text is Markdown by its marks: headings (# …), or two other kinds of marks that print does not
have. Anything else that is named .md is a text as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .foreign_texts import foreign_encoding
from .patterns import HAN

_HEADING = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
# A heading may have a line below it; a text may have such lines between its parts.
_UNDERLINED = re.compile(r"^[^\s#>*=-][^\n。！？]{0,60}\n={4,80}[ \t]*$", re.MULTILINE)
_LINE = re.compile(r"^={4,80}[ \t]*$", re.MULTILINE)
_OTHERS = (
    re.compile(r"\*\*[^*\n]{1,200}\*\*"),
    re.compile(r"!?\[[^\]\n]{0,200}\]\([^)\s]{1,400}(?:\s+[\"'][^\n]{0,200})?\)"),
    re.compile(r"^ {0,3}```", re.MULTILINE),
)
# No manuscript is longer, or has more marks: what has takes the reader long.
_LONGEST = 300_000
_MOST_MARKS = 5_000
_MARKS = "[*_`&<\\"
# Nearly no page has any of these.
_MARKED = (b"#", b"**", b"](", b"\n====")
_FRONT = re.compile(r"\A---[ \t]*\n.{0,4000}?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
# What editors put in a picture's place: 图片, 图1, 照片2.
_NO_CAPTION = re.compile(r"\s*(?:图片|照片|插图|配图|图|图像|截图)\s*\d{0,3}\s*(?:描述|说明)?\s*")
_HAN = re.compile(HAN)
_SOFT_BREAK = re.compile(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])")


def markdown_of(data: bytes) -> str:
    """Return the text of Markdown, ``""`` for anything else."""
    if len(data) > 3 * _LONGEST or not any(map(data.__contains__, _MARKED)):
        return ""
    for codec in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        text = text.replace("\r\n", "\n")
        return text if is_markdown(text) and not foreign_encoding(data, codec) else ""
    return ""


def is_markdown(text: str) -> bool:
    """Say whether a text has the marks of Markdown, and not more than a manuscript has."""
    if "\x00" in text or len(text) > _LONGEST or sum(map(text.count, _MARKS)) > _MOST_MARKS:
        return False
    if _HEADING.search(text):
        return True
    lines = len(_LINE.findall(text))
    if lines and lines == len(_UNDERLINED.findall(text)):
        return True
    return sum(1 for pattern in _OTHERS if pattern.search(text)) >= 2


def web_page_of(text: str, *, as_now: bool = True, captioned: bool = True) -> str:
    """Return the web page that a Markdown text stands for.

    What stands for a picture is its caption. Unless ``captioned`` it is not seen, and unless
    ``as_now`` comments are and no numbers of lists, as earlier versions gave it.
    """
    if as_now:
        seen = "".join(part for _at, part in _seen(text))
        return _rendered(seen, numbered=True, captioned=captioned)
    return _rendered(_FRONT.sub("", text), numbered=False)


def lined_page_of(text: str) -> tuple[str, list[int]]:
    """Return the web page that a Markdown text stands for, with its lines, and where they begin.

    The first line of each block that stands in no other is its ``data-line``, counted from 0.
    """
    seen = ""
    places: list[int] = []
    for at, part in _seen(text):
        places += range(at, at + len(part))
        seen += part
    starts = [0, *(found.end() for found in re.finditer("\n", seen))]
    return _rendered(seen, numbered=True, captioned=True, lined=True), [
        places[start] if start < len(places) else len(text) for start in starts
    ]


def _rendered(text: str, *, numbered: bool, captioned: bool = False, lined: bool = False) -> str:
    # What lies deeper than any manuscript is text as it stands: time stays level.
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable("table")
    tokens = reader.parse(text)
    if numbered:
        _number(tokens)
    if captioned:
        _caption(tokens)
    for token in tokens if lined else ():
        if token.level == 0 and token.map and token.nesting == 1:
            token.attrSet("data-line", str(token.map[0]))
    html: str = reader.renderer.render(tokens, reader.options, {})
    return f"<html><body>{_SOFT_BREAK.sub('', html)}</body></html>"


def _seen(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text that are no front matter and no comments, with their places."""
    front = _FRONT.match(text)
    at = front.end() if front else 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield at, text[at:start]
        at = end + 3
    yield at, text[at:]


def _number(tokens: list[Token]) -> None:
    """Put the numbers of lists before their words: a page shows them, and holds none."""
    counts: list[int] = []
    label = ""
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            first = int(token.attrGet("start") or 1) if token.type[0] == "o" else 0
            counts.append(first - 1)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            counts.pop()
        elif token.type == "list_item_open":
            counts[-1] += 1
            label = f"{counts[-1]}{token.markup} " if token.info else ""
        elif token.type == "inline" and label and token.children:
            token.children.insert(0, Token("text", "", 0, content=label))
            label = ""


def _caption(tokens: list[Token]) -> None:
    """Make pictures in paragraphs of their own figures, with what stands for each as its caption.

    A word that says that it is a picture, or no Han character, is no caption.
    """
    for before, inline, behind in zip(tokens, tokens[1:], tokens[2:], strict=False):
        children = inline.children or []
        pictures = [row for row in children if row.type == "image"]
        bare = all(row.type in ("image", "softbreak", "hardbreak") for row in children)
        if before.type != "paragraph_open" or not pictures or not bare:
            continue
        if not any(_captions(row) for row in pictures):
            continue
        before.tag = behind.tag = "div"
        inline.children = [part for row in pictures for part in _figure(row)]


def _captions(picture: Token) -> bool:
    return bool(_HAN.search(picture.content)) and not _NO_CAPTION.fullmatch(picture.content)


def _figure(picture: Token) -> list[Token]:
    rows = [Token("figure_open", "figure", 1), picture]
    if _captions(picture):
        rows.append(Token("figcaption_open", "figcaption", 1))
        rows.append(Token("text", "", 0, content=picture.content))
        rows.append(Token("figcaption_close", "figcaption", -1))
    return [*rows, Token("figure_close", "figure", -1)]
