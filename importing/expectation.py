"""What files that were read are likely to become, as far as that can be told without the lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from articles.text import StoryText
from importing.papers import known_publication
from importing.placement import ImportOptions, Refused, choose_slot
from importing.preparation import Prepared
from importing.rows import check_fit
from issues.models import Issue, Page, Publication
from search.ahead import Coming


def expected(prepared: Iterable[tuple[Prepared, ImportOptions]]) -> Iterator[Coming]:
    """Yield the pages that are likely to come of files, each with what its caller decided."""
    papers = list(Publication.objects.order_by())
    for one, options in prepared:
        with suppress(Refused):
            yield from _coming(one, options, papers)


def _coming(one: Prepared, options: ImportOptions, papers: list[Publication]) -> list[Coming]:
    """Return the page, if its paper is here. Raises ``Refused``."""
    document, derived = one.document, one.derived
    if document is None or derived is None:
        return []
    check_fit(document)
    slot = choose_slot(document, one.received, options)
    paper = known_publication(document, options, papers, nameplate=derived.nameplate)
    if paper is None:
        return []
    issue = Issue(publication=paper, date=slot.date, edition=slot.edition)
    texts = map(StoryText.read, document.articles)
    stories = list(zip(texts, derived.searched, strict=True))
    return [Coming(one.received.sha256, Page(issue=issue, number=slot.place), stories)]
