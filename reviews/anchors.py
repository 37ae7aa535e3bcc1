"""Where a comment's marked words stand now: found again through what was changed round them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from articles.diff import changes, sequence_changes
from articles.models import Article, Revision
from articles.text import StoryText
from issues.models import Reading
from reviews.models import Comment
from reviews.passages import Passage, find_quote, passages_of


def texts_of(articles: Sequence[Article], comments: Iterable[Comment]) -> dict[int, StoryText]:
    """Return the text that each comment was made on, by the comment. Two queries at most.

    A comment on the text as it stands is left out: its place is the one it names.
    """
    versions = {row.pk: row.version for row in articles}
    late = [row for row in comments if row.version != versions[row.article_id]]
    if not late:
        return {}
    wanted = Revision.objects.filter(article__in={row.article_id for row in late})
    wanted = wanted.filter(version__in={row.version for row in late})
    texts: dict[tuple[int, int], StoryText] = {
        (row.article_id, row.version): StoryText.from_dict(row.text)
        for row in wanted.order_by("pk")
    }
    texts = _as_read(articles) | texts
    found = {row.pk: texts.get((row.article_id, row.version)) for row in late}
    return {key: text for key, text in found.items() if text is not None}


def place_of(
    comment: Comment, old: StoryText | None, passages: Sequence[Passage]
) -> tuple[Passage, int, int] | None:
    """Return the passage and offsets at which the comment's words stand; ``None``: they are gone.

    ``old`` is the text that the comment was made on, ``None`` for the one that ``passages`` are.
    """
    here = [row for row in passages if row.part == comment.part]
    before = here if old is None else [r for r in passages_of(old) if r.part == comment.part]
    at = next((n for n, row in enumerate(before) if row.index == comment.index), None)
    if at is None or before[at].text[comment.start : comment.end] != comment.quote:
        return _only(here, comment.quote)
    shift = 0
    for change in sequence_changes([r.text for r in before], [r.text for r in here]):
        if change.start <= at < change.end:
            rest = here[change.low : change.high]
            return _among(comment, before[at], rest, at - change.start, change.end - change.start)
        if change.end <= at:
            shift += (change.high - change.low) - (change.end - change.start)
    return here[at + shift], comment.start, comment.end


def _among(
    comment: Comment, old: Passage, passages: Sequence[Passage], at: int, size: int
) -> tuple[Passage, int, int] | None:
    """Return the place in the passages that came for ``size`` others, of which ``old`` was one."""
    if len(passages) == size:
        # Passage for passage: words that were changed themselves are not sought elsewhere.
        return _moved(comment, old, passages[at])
    found = (_moved(comment, old, row) for row in passages)
    return next(filter(None, found), None) or _only(passages, comment.quote)


def _moved(comment: Comment, old: Passage, new: Passage) -> tuple[Passage, int, int] | None:
    """Return the place in ``new`` unless the marked words themselves were changed."""
    shift = 0
    for change in changes(old.text, new.text):
        if change.end <= comment.start:
            shift += (change.high - change.low) - (change.end - change.start)
        elif change.start < comment.end:
            return None
    start, end = comment.start + shift, comment.end + shift
    return (new, start, end) if new.text[start:end] == comment.quote else None


def _only(passages: Sequence[Passage], quote: str) -> tuple[Passage, int, int] | None:
    """Return the one place where the words stand; ``None`` when there is none, or more than one."""
    if not quote or sum(row.text.count(quote) for row in passages) != 1:
        return None
    for passage in passages:
        if place := find_quote(passage.text, quote):
            return passage, *place
    return None


def _as_read(articles: Sequence[Article]) -> dict[tuple[int, int], StoryText]:
    """Return the texts of the page's reading, under the version that it gave each story."""
    pages = {row.page_id for row in articles}
    reading = Reading.objects.filter(source__page__in=pages).order_by("-pk").first()
    stories = reading.document["articles"] if reading else []
    return {
        (row.pk, row.read_version): StoryText.from_dict(stories[row.read_index])
        for row in articles
        if row.read_index is not None and row.read_index < len(stories)
    }
