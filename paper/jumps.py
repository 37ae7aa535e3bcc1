"""下转 and 上接: the other half of a story that stands on two pages, and the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Article
from paper.addresses import story_address
from reading.page_labels import covers, place_of

# Of so many characters a headline says by itself which story it is.
TELLING = 4


@dataclass(frozen=True, slots=True)
class Halves:
    """Where a story goes on and where it began, ``None`` where nobody can say."""

    after: Article | None = None
    before: Article | None = None


def halves(story: Article, others: Sequence[Article]) -> Halves:
    """Return the other halves of a story among ``others``, the public ones of its issue.

    A half is known where both pages name each other and no second story does, or by its headline.
    """
    return Halves(
        after=_half(story, others, "jump_to", "jump_from"),
        before=_half(story, others, "jump_from", "jump_to"),
    )


def at(addresses: dict[int, str], page: int | str | None) -> str:
    """The address of the page of that place or label, ``""`` while readers may not see it."""
    if isinstance(page, str):
        # An edition beside the regular one counts its pages without their letter.
        return addresses.get(place_of(page) or 0, "") or _in_edition(addresses, page)
    return addresses.get(page, "") if page else ""


def jump_to(story: Article, addresses: dict[int, str], known: dict[int, Halves]) -> SafeString:
    """（下转第2版）, for a teaser （见第2版）: a link once readers may see that page.

    It leads to the story's other half where that is known, else to its page.
    """
    if story.jump_to is None:
        return SafeString("")
    verb = "见" if story.kind == Article.Kind.TEASER else "下转"
    return _jump(verb, story.jump_to, addresses, known.get(story.pk, Halves()).after)


def jump_from(story: Article, addresses: dict[int, str], known: dict[int, Halves]) -> SafeString:
    """（上接第1版）."""
    if story.jump_from is None:
        return SafeString("")
    return _jump("上接", story.jump_from, addresses, known.get(story.pk, Halves()).before)


def _half(story: Article, others: Sequence[Article], there: str, back: str) -> Article | None:
    label = getattr(story, there)
    if not label:
        return None
    answering = [
        row
        for row in others
        if label in covers(row.page.label) and getattr(row, back) in covers(story.page.label)
    ]
    found = [row for row in answering if row.pk != story.pk and _is_read(row)]
    if len(found) != 1 or _rivals(story, others, there, found[0]):
        found = [row for row in found if _alike(row, story)]
    return found[0] if len(found) == 1 else None


def _rivals(story: Article, others: Sequence[Article], there: str, half: Article) -> bool:
    """Whether another story of its page may be the one that goes with ``half``."""
    return any(
        row.pk != story.pk
        and row.page_id == story.page_id
        and _is_read(row)
        and getattr(row, there) in covers(half.page.label)
        for row in others
    )


def _is_read(story: Article) -> bool:
    return story.kind != Article.Kind.TEASER


def _alike(one: Article, other: Article) -> bool:
    """Whether one headline is the other, or a part of it, as where a story goes on."""
    short, long = sorted((_bare(one.headline), _bare(other.headline)), key=len)
    return len(short) >= TELLING and short in long


def _bare(headline: str) -> str:
    return "".join(headline.split())


def _in_edition(addresses: dict[int, str], label: str) -> str:
    number = place_of(label, sections_apart=False) or 0
    address = addresses.get(number, "")
    return address if unquote(address).partition("?")[0].endswith(f"/{label}/") else ""


def _jump(verb: str, label: str, addresses: dict[int, str], half: Article | None) -> SafeString:
    words = f"{verb}第{label}版"
    if address := story_address(half.pk) if half else at(addresses, label):
        return format_html('<span class="jump">（<a href="{}">{}</a>）</span>', address, words)
    return format_html('<span class="jump">（{}）</span>', words)
