"""What is asked about before stories go to their reviews: who submits them says that he knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Q

from articles.models import Article
from audit.sentences import gettext as _
from audit.written import canonical
from findings.codes import CODES
from findings.models import Finding
from findings.reading_codes import Weight

FACTS = frozenset(code for code, row in CODES.items() if row.weight == Weight.FACT)
BREAKS_OFF = "truncated"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to know of: its sentence, and what it is about, the same in every language.

    ``target`` is the element of the page's desk where it can be put right.
    """

    about: str
    text: str
    page: int
    target: str


def questions_on(stories: Iterable[Article]) -> list[Question]:
    """Return what is asked about these stories and their pages, in page order."""
    rows = sorted(stories, key=lambda row: (row.page_id, row.order))
    return [*(one for row in rows for one in _on_story(row)), *_on_facts(rows)]


def answer_to(questions: Sequence[Question]) -> str:
    """Return the word that confirms exactly these questions; empty when there are none."""
    told = canonical([row.about for row in questions])
    return sha256(told.encode()).hexdigest()[:12] if questions else ""


def _on_story(story: Article) -> Iterator[Question]:
    if not story.headline.strip():
        text = _("Story %(order)s of %(page)s has no headline.")
        text %= {"order": story.order + 1, "page": story.page}
        yield Question(f"headline {story.pk}", text, story.page_id, f"story-a{story.pk}")
    if story.truncated:
        text = _("“%(story)s” breaks off.") % {"story": story}
        yield Question(f"truncated {story.pk}", text, story.page_id, f"story-a{story.pk}")


def _on_facts(stories: Sequence[Article]) -> Iterator[Question]:
    broken = [row.pk for row in stories if row.truncated]
    rows = Finding.objects.open().filter(code__in=FACTS, page__in={row.page_id for row in stories})
    rows = rows.filter(Q(article__isnull=True) | Q(article__in=stories))
    # That a story breaks off has been asked already.
    for row in rows.exclude(code=BREAKS_OFF, article__in=broken).order_by("pk"):
        about = f"finding {row.pk} {row.fingerprint}"
        yield Question(about, row.message, row.page_id, f"finding-{row.pk}")
