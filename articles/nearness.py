"""How far a story's text is from what was received for it, in characters.

A repair (校异同) puts right what the import misread, so it lessens this distance. What does not is
an edit (校是非), however small. White space does not count; the order of the characters does.
"""

from __future__ import annotations

from articles.diff import Op, difference
from articles.layers import Origin, origin_of
from articles.models import Article
from articles.text import COLUMNS, StoryText
from issues.models import Reading

# What is said about a story, and where it goes on, stands in other places of the page.
UNPRINTED = ("kind", "jump_to", "jump_from", "truncated")


def received_text(article: Article) -> str | None:
    """Return what was received for the story, ``None`` where nothing was.

    It is the source's text under the story's spans; of a page document that came without its
    source, the words of the document.
    """
    revisions = list(article.revisions.filter(version__gt=article.read_version))
    origin = origin_of(article, revisions)
    if origin.story is None or origin.reading is None:
        return None
    if origin.reading.reader_version == Reading.BARE:
        return printed(StoryText.from_dict(origin.story))
    return _under_spans(origin)


def _under_spans(origin: Origin) -> str:
    assert origin.story is not None  # noqa: S101  # who calls has asked
    assert origin.reading is not None  # noqa: S101
    text = origin.reading.source.text
    return "\n".join(text[start:end] for start, end in origin.story.get("spans", []))


def printed(text: StoryText) -> str:
    """Return the words of a text in the order in which a reader meets them."""
    words = [getattr(text, name) for name in COLUMNS if name not in UNPRINTED]
    words += [f"{row.role}{row.name}" for row in text.bylines]
    words += text.paragraphs
    words += [f"{row.caption}{row.credit}" for row in text.photos]
    return "\n".join(words)


def distance(received: str, text: StoryText) -> int:
    """Return how many characters are only in what was received or only in ``text``."""
    runs = difference(_bare(received), _bare(printed(text)))
    return sum(len(run.text) for run in runs if run.op != Op.EQUAL)


def _bare(text: str) -> str:
    return "".join(text.split())
