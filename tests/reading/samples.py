"""The two real pages, and small pages made from their words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reading import read_page
from reading.document import Story

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
NAMES = tuple(sorted(path.stem for path in FIXTURES.glob("0*.txt")))
LEAD = "6月11日，县领导检查防汛工作。他强调，要坚持人民至上。"
NEXT = "各镇要把责任落实到人，做到守土有责。"


def sample(name: str) -> str:
    """Return the text of a sample as it came."""
    return (FIXTURES / f"{name}.txt").read_bytes().decode("utf-8")


def golden(name: str) -> dict[str, Any]:
    """Return the document that a sample must give."""
    document: dict[str, Any] = json.loads((FIXTURES / "golden" / f"{name}.json").read_text("utf-8"))
    # It is from before labels: a jump is a number there, which equals the label of the same digits.
    for story in document["articles"]:
        story |= {key: str(story[key]) for key in ("jump_to", "jump_from") if story.get(key)}
    return document


def blocks(*parts: str) -> str:
    """Return a page of blocks with empty lines between."""
    return "\n\n".join(parts) + "\n"


def only_story(text: str) -> Story:
    """Return the one story of a page."""
    (story,) = read_page(text).articles
    return story
