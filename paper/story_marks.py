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
PIECE = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>|[^<]+", re.DOTALL)
# What stands within a line; any other element begins a new one.
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|em|i|q|ruby|small|span|strong|time|u|wbr)\b")
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
    texts = [unescape(piece) if piece[0] != "<" else "" for piece in pieces]
    found = spots("".join(texts), terms)
    if not found:
        return pieces, marks
    done, start = [], 0
    for piece, text in zip(pieces, texts, strict=True):
        if not text:
            done.append(piece)
            continue
        for part, hit in _cut(text, start, found):
            if not hit:
                done.append(escape(part))
                continue
            name = "" if marks else f' id="{FIRST}"'
            marks += 1
            done.append(f"<mark{name}>{escape(part)}</mark>")
        start += len(text)
    return done, marks


def _cut(text: str, start: int, found: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """Cut a text, which begins at ``start``, where something found begins and ends."""
    at, end = start, start + len(text)
    for first, last in found:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first > at:
            yield text[at - start : first - start], False
        yield text[first - start : last - start], True
        at = last
    if at < end:
        yield text[at - start :], False
