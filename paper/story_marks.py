"""The words that somebody searched for, marked in the story that he opened: ``?q=…``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from html import escape, unescape
from itertools import groupby

from django.http import HttpRequest, HttpResponseBase

from search.normal_form import Span, spots
from search.question import LONGEST, Question

View = Callable[..., HttpResponseBase]
STORY = re.compile(r"<article\b.*</article>", re.DOTALL)
# What no search finds is one piece: paper, day and page at the head, and the reader's tools.
PIECE = re.compile(
    r"<(?:script|style)\b.*?</(?:script|style)>|<p class=\"source\">.*?</p>"
    r"|<!--tools-->.*?<!--/tools-->|<[^>]*>|[^<]+",
    re.DOTALL,
)
# What stands within a line; any other element begins a new one.
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|del|em|i|ins|q|ruby|small|span|strong|time|u|wbr)\b")
CHANGED = ("del", "ins")
FIRST = "found"


def marked(view: View) -> View:
    """Mark the words of ``?q=`` in the answer of ``view``, which knows nothing of them.

    Whatever keeps answers keeps them without marks, or under the whole address.
    """

    @wraps(view)
    def found(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if "q" not in request.GET:
            return response
        terms = Question.of(request.GET["q"][:LONGEST]).wanted
        if terms and _is_page(response):
            text = response.content.decode()  # type: ignore[attr-defined]
            text = STORY.sub(lambda story: mark(story[0], terms), text, count=1)
            response.content = text.encode()  # type: ignore[attr-defined]
            response.headers.pop("ETag", None)
        return response

    return found


def _is_page(response: HttpResponseBase) -> bool:
    html = response.headers.get("Content-Type", "").startswith("text/html")
    plain = not response.streaming and not response.has_header("Content-Encoding")
    return html and plain and response.status_code == 200


def mark(html: str, terms: Sequence[str]) -> str:
    """Return HTML with every place of its text that has one of ``terms`` in a ``mark``."""
    pieces = PIECE.findall(html)
    lines = groupby(pieces, key=lambda piece: piece[0] != "<" or bool(INLINE.match(piece)))
    marks = 0
    done: list[str] = []
    for is_line, row in lines:
        line = list(row)
        if is_line:
            line, marks = _mark_line(line, terms, marks)
        done += line
    return "".join(done)


def _mark_line(pieces: list[str], terms: Sequence[str], marks: int) -> tuple[list[str], int]:
    found = _found(pieces, terms)
    if not any(found):
        return pieces, marks
    done = []
    for piece, spans in zip(pieces, found, strict=True):
        if not spans:
            done.append(piece)
            continue
        for part, hit in _cut(unescape(piece), spans):
            if not hit:
                done.append(escape(part))
                continue
            name = "" if marks else f' id="{FIRST}"'
            marks += 1
            done.append(f"<mark{name}>{escape(part)}</mark>")
    return done, marks


def _found(pieces: Sequence[str], terms: Sequence[str]) -> list[list[Span]]:
    """Return what is found in each piece, in the line as it was and as it was corrected."""
    changes = list(_changes(pieces))
    found: list[list[Span]] = [[] for _piece in pieces]
    for hidden in CHANGED if any(changes) else CHANGED[:1]:
        texts = [
            unescape(piece) if piece[0] != "<" and change != hidden else ""
            for piece, change in zip(pieces, changes, strict=True)
        ]
        spans, start = spots("".join(texts), terms), 0
        for text, own in zip(texts, found, strict=True):
            end = start + len(text)
            own += [
                (max(a, start) - start, min(b, end) - start)
                for a, b in spans
                if a < end > start < b
            ]
            start = end
    return [sorted(set(own)) for own in found]


def _changes(pieces: Sequence[str]) -> Iterator[str]:
    """Yield for each piece whether it was taken away, ``del``, or put in, ``ins``."""
    inside = ""
    for piece in pieces:
        if piece.startswith(("<del", "<ins")):
            inside = piece[1:4]
        elif piece.startswith(("</del", "</ins")):
            inside = ""
        yield inside


def _cut(text: str, found: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Cut a text where something found begins and ends."""
    at = 0
    for first, last in found:
        if last <= at:
            continue
        if first > at:
            yield text[at:first], False
        yield text[max(first, at) : last], True
        at = last
    if at < len(text):
        yield text[at:], False
