"""Decoding and reading ahead of the database, in this process or in several."""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from articles.text import StoryText
from importing.file_names import day_and_page
from importing.pieces import is_document
from importing.reading_process import begin
from importing.receipt import Received
from proofing.galley import as_loaded
from proofing.hits import Found
from proofing.prose import Views, check_prose, views_of
from reading.decoding import Decoded, UndecodableSource, decode
from reading.document import PageDocument
from reading.epaper import WebReading
from reading.sources import read_pictured
from search.entries import Searched, searched_of

logger = logging.getLogger(__name__)
# Files each process may have waiting, so that memory stays level however many come.
AHEAD = 8


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from what was read, worked out before the database has to wait for it.

    The reading as it is kept, how checks read the page, and what is searched of each story.
    """

    reading: dict[str, Any]
    views: Views
    searched: list[Searched]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A received file with what was read off it, or the reason why nothing was.

    ``prose`` is what the checks of the words found if the page is of ``day``, which it prints or
    its name tells.
    ``derived`` follows from it; it is there where a document is.
    ``problem_zh`` is the reason in Chinese, where the reader gave it. Of a page that the reader
    failed on there is neither. ``shown`` says which pictures a page of web files shows where.
    """

    received: Received
    decoded: Decoded | None = None
    document: PageDocument | None = None
    day: dt.date | None = None
    prose: list[Found] | None = None
    derived: Derived | None = None
    problem: str = ""
    problem_zh: str = ""
    shown: WebReading | None = None


def prepare(received: Received) -> Prepared:
    """Decode, read and check the words of one file. Without a database: any process can do it."""
    try:
        return _prepare(received)
    except Exception:
        # A page that the reader fails on must not stop a night's archive; the log has the cause.
        logger.exception("%s could not be read", received.name)
        return Prepared(received)


def _prepare(received: Received) -> Prepared:
    if received.problem or received.passed:
        return Prepared(received, problem=received.problem)
    if is_document(received.data):
        # It was read before; what is left to check needs the database's own process.
        return Prepared(received)
    try:
        decoded = decode(received.data)
    except UndecodableSource as error:
        return Prepared(received, problem=str(error), problem_zh=error.chinese)
    shown = read_pictured(received.data, decoded)
    document = shown.document
    printed = document.issue.date
    day = dt.date.fromisoformat(printed) if printed else day_and_page(received.name)[0]
    stories = as_loaded(document)
    views = views_of(stories)
    found = list(check_prose(stories, day, decoded.text, views)) if day else None
    searched = [searched_of(StoryText.read(story)) for story in document.articles]
    derived = Derived(document.to_dict(explain=True), views, searched)
    pictured = shown if received.pictures or received.addresses else None
    return Prepared(received, decoded, document, day, found, derived, shown=pictured)


def prepare_all(received: Iterable[Received], *, jobs: int = 1) -> Iterator[Prepared]:
    """Yield each file prepared, in the order they came, read by ``jobs`` processes."""
    if jobs == 1:
        yield from map(prepare, received)
        return
    # Spawned, not forked: a forked process would share this one's database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=begin) as pool:
        coming = iter(received)
        waiting = deque(pool.submit(prepare, one) for one in islice(coming, jobs * AHEAD))
        while waiting:
            done = waiting.popleft()
            _submit_next(pool, waiting, coming)
            yield done.result()


def _submit_next(
    pool: ProcessPoolExecutor, waiting: deque[Future[Prepared]], coming: Iterator[Received]
) -> None:
    for one in islice(coming, 1):
        waiting.append(pool.submit(prepare, one))
