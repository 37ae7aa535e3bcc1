"""All that is written on a review's screen: reasons, comments, answers, and on questions.

It is one form. What a button is not for stands there again, by ``desk.kept_words``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from desk.kept_words import keep, kept, reasons_of_findings

REASONS, COMMENTS, ANSWERS, QUESTIONS = "reasons", "comments", "answers", "questions"
COMMENT_PARTS = ("passage", "quote", "near", "text")
Written = dict[str, dict[str, Any]]


def place_of(page: int) -> str:
    return f"review-{page}"


def written_in(data: Mapping[str, Any], *, pressed: str = "") -> Written:
    """Return what was written, by the key that it is for; of a reason "" is the page."""
    rows = [(name.partition("-"), str(value)) for name, value in data.items()]
    texts = [(name, key, text) for (name, _dash, key), text in rows if text.strip()]
    # A passage that is chosen by itself says nothing, but where its comment was asked for.
    asked = {pressed} if f"passage-{pressed}" in data else set()
    of_comment = asked | {key for name, key, _text in texts if name in ("quote", "text")}
    return {
        REASONS: {key: text for name, key, text in texts if name == "reason"},
        COMMENTS: {
            key: {part: data.get(f"{part}-{key}", "") for part in COMMENT_PARTS}
            for key in sorted(of_comment)
        },
        ANSWERS: {key: text for name, key, text in texts if name == "answer"},
        QUESTIONS: reasons_of_findings(data),
    }


def keep_written(
    request: HttpRequest, page: int, *, but_for: tuple[str, str] = ("", ""), pressed: str = ""
) -> None:
    """Keep what was written on the screen of a page, but for what was done with success.

    ``pressed`` is the story on which a comment was asked for.
    """
    kind, key = but_for
    found = written_in(request.POST, pressed=pressed)
    if kind:
        found[kind].pop(key, None)
    kept(request, place_of(page))
    keep(request, place_of(page), **found)
