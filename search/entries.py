"""The writer of what is searched: called by every writer of words and places, in its transaction.

What it writes follows from the stories alone, so the audit log does not tell of it and
``rebuild_search`` can make all of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet

from articles.models import Article, Correction
from articles.text import StoryText, credit_line
from audit.bulk_insert import insert
from issues.models import Page, Reading
from search.datelines import place_of
from search.gram_tables import long_list, sort_in, sort_in_many
from search.grams import indexed, marks_of, month_mark
from search.models import Entry
from search.normal_form import normal, rules

AT_ONCE = 200
# Of one story is searched no more; PostgreSQL keeps a megabyte of grams in one row.
LONGEST = 100_000
IMAGES = "images"
FIELDS = [row for row in Entry._meta.concrete_fields if row.name not in ("id", "article")]
WRITTEN = [field.name for field in FIELDS]


@dataclass(frozen=True, slots=True)
class Searched:
    """What is searched of a story, as its entry has it: it follows from the story's words alone."""

    place: str
    headline: str
    words: str
    before: str
    grams: str


def add(
    pairs: Sequence[tuple[Article, StoryText]], page: Page, searched: Iterable[Searched] = ()
) -> None:
    """Write the entries of new stories of ``page`` that nobody has changed yet.

    ``searched`` says what stands in them, where that is at hand.
    """
    found = searched or [searched_of(text) for _article, text in pairs]
    insert(
        entry_of(article, page, text, words)
        for (article, text), words in zip(pairs, found, strict=True)
    )


def refresh(keys: Iterable[int]) -> int:
    """Write the entries of stories as they stand now, and return how many there were."""
    left, done = iter(keys), 0
    while batch := list(islice(left, AT_ONCE)):
        entries = list(_entries(Article.objects.filter(pk__in=batch)))
        Entry.objects.bulk_create(
            entries, update_conflicts=True, unique_fields=["article"], update_fields=WRITTEN
        )
        done += len(entries)
    return done


def refresh_page(*pages: int) -> None:
    """Write the entries of all stories of some pages."""
    refresh(list(Article.objects.filter(page__in=pages).order_by().values_list("pk", flat=True)))


def _current() -> Q:
    """Say which stories have an entry that is what ``refresh`` would write."""
    return Q(
        search_entry__rules=rules(),
        search_entry__version=F("version"),
        search_entry__day=F("page__issue__date"),
        search_entry__number=F("page__number"),
        search_entry__paper=F("page__issue__publication"),
    )


def stale_count() -> int:
    """Return how many stories have no entry, or one of other rules, version or place."""
    return Article.objects.count() - Article.objects.filter(_current()).count()


def differing(keys: Sequence[int]) -> Iterator[int]:
    """Yield those of some stories whose entry is not what ``refresh`` would write."""
    there = {row.article_id: row for row in Entry.objects.filter(article__in=keys)}
    for entry in _entries(Article.objects.filter(pk__in=keys)):
        old = there.get(entry.article_id)
        if old is None or _values(old) != _values(entry):
            yield entry.article_id


def _values(entry: Entry) -> list[object]:
    """Return what makes an entry; its grams are the same in any order."""
    values = (getattr(entry, field.attname) for field in FIELDS if field.name != "grams")
    return [*values, set(entry.grams.split())]


def rebuild(*, everything: bool) -> Iterator[tuple[int, int]]:
    """Write what is stale, or ``everything``; yield how many were looked at and written each time.

    What was written stays: broken off, it goes on where it was.
    """
    for keys in batches():
        written = _rewrite(keys, everything=everything)
        sort_in_many(written)
        yield len(keys), written
    sort_in()


def rebuild_some(first: int, last: int, *, everything: bool) -> int:
    """As ``rebuild``, the stories between two keys; return how many were written."""
    keys = Article.objects.filter(pk__range=(first, last)).order_by().values_list("pk", flat=True)
    written = _rewrite(list(keys), everything=everything)
    sort_in()
    return written


def batches() -> Iterator[list[int]]:
    """Yield the keys of all stories, so many as are written at once."""
    last = 0
    while keys := _after(last):
        last = keys[-1]
        yield keys


def _rewrite(keys: list[int], *, everything: bool) -> int:
    with long_list(), transaction.atomic():
        # Nobody changes a story between the look at it and its entry.
        own = Article.objects.filter(pk__in=keys).order_by()
        list(own.select_for_update(of=("self",)).values_list("pk"))
        current = Article.objects.none() if everything else own.filter(_current())
        fresh = set(current.values_list("pk", flat=True))
        return refresh([key for key in keys if key not in fresh])


def _after(last: int) -> list[int]:
    following = Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    return list(following[:AT_ONCE])


def _entries(articles: QuerySet[Article]) -> Iterator[Entry]:
    stories = list(
        Article.objects.filter(pk__in=articles.order_by().values("pk"))
        .with_page()
        .with_parts()
        .with_corrections()
        .prefetch_related("revisions")
    )
    documents = _documents({row.page_id for row in stories if row.is_edited and _was_read(row)})
    for story in stories:
        earlier = [StoryText.from_dict(row.text) for row in story.revisions.all()]
        if story.page_id in documents and story.read_index is not None:
            read = documents[story.page_id]["articles"]
            earlier += [StoryText.from_dict(one) for one in read[story.read_index :][:1]]
        before = [line for text in earlier for line in lines_of(text)]
        corrected = corrected_lines(story.corrections.all())
        text = StoryText.of(story)
        yield entry_of(story, story.page, text, searched_of(text, corrected, before))


def _was_read(story: Article) -> bool:
    return story.read_index is not None


def _documents(pages: set[int]) -> dict[int, dict[str, list[dict[str, object]]]]:
    """Return the newest reading of each page."""
    if not pages:
        return {}
    own = Reading.objects.filter(source__page__in=pages).order_by()
    newest = own.values("source__page").annotate(newest=Max("pk")).values("newest")
    return dict(
        Reading.objects.filter(pk__in=newest).values_list("source__page", "document").order_by()
    )


def lines_of(text: StoryText) -> list[str]:
    """Return a story's words as lines, as readers see them: what a search finds is within one."""
    return [
        *(text.section, text.kicker, text.headline, text.deck, text.dateline),
        *(f"{row.role} {row.name}" for row in text.bylines),
        *text.paragraphs,
        *(line for row in text.photos for line in (row.caption, credit_line(row.credit), row.alt)),
    ]


def corrected_lines(corrections: Iterable[Correction]) -> list[str]:
    """Return what readers had before it was corrected, as they are told."""
    passages = [row for one in corrections for row in one.passages if row["part"] != IMAGES]
    return [line for row in passages for line in row["before"].split("\n")]


def searched_of(
    text: StoryText, corrected: Iterable[str] = (), earlier: Iterable[str] = ()
) -> Searched:
    """Return what is searched of a text, of what readers had before, and of ``earlier`` lines."""
    headline = _forms((text.kicker, text.headline, text.deck))
    words = _forms((*lines_of(text), *corrected))
    known = set(words)
    other = [line for line in _forms(earlier) if line not in known]
    return Searched(
        place=place_of(text.dateline),
        headline="\n".join(headline),
        words="\n".join(words),
        before="\n".join(other),
        grams=" ".join(indexed(words, headline, other)),
    )


def entry_of(article: Article, page: Page, text: StoryText, searched: Searched) -> Entry:
    """Return the entry of a story of ``page``, not saved yet."""
    paper, number = page.issue.publication_id, page.number
    marks = {
        month_mark(page.issue.date),
        *marks_of(paper=paper, section=text.section, number=number, kind=text.kind),
    }
    return Entry(
        article_id=article.pk,
        version=article.version,
        rules=rules(),
        day=page.issue.date,
        paper_id=paper,
        number=number,
        kind=text.kind,
        section=text.section,
        place=searched.place,
        headline=searched.headline,
        words=searched.words,
        before=searched.before,
        grams=" ".join((searched.grams, *sorted(marks))),
    )


def _forms(lines: Iterable[str]) -> list[str]:
    """Return the lines in their form, each once, up to the length that is searched."""
    found: dict[str, None] = {}
    left = LONGEST
    for line in lines:
        form = normal(line[:left])
        left -= len(form)
        if form:
            found[form] = None
        if left <= 0:
            break
    return list(found)
