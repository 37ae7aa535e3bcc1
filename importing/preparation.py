"""Decoding and reading ahead of the database, in this process or in several."""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
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
# So many files are read in the time in which a process starts that reads.
FEW = 16
# One process writes as fast as two read; the third core is the writer's.
MOST_HELPFUL = 3


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


def prepare_all(received: Iterable[Received], *, jobs: int | None = 1) -> Iterator[Prepared]:
    """Yield each file prepared, in the order they came, read by ``jobs`` processes.

    ``None``: the first few by this process, and if more come, these by as many as the machine has
    cores for. Should one of them be killed, this process reads the rest.
    """
    coming = iter(received)
    meanwhile: list[Received] = []
    if jobs is None:
        yield from map(prepare, islice(coming, FEW))
        meanwhile = list(islice(coming, FEW))
        jobs = min(_cores(), MOST_HELPFUL)
    if jobs == 1:
        yield from map(prepare, chain(meanwhile, coming))
    else:
        yield from _by_processes(coming, jobs, meanwhile)


def _cores() -> int:
    """Return how many cores this process may run on."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _by_processes(
    coming: Iterator[Received], jobs: int, meanwhile: Sequence[Received]
) -> Iterator[Prepared]:
    """Yield what is still to come, read by processes; before it what is read while they start."""
    first = list(islice(coming, jobs * AHEAD))
    if not first:
        yield from map(prepare, meanwhile)
        return
    # Spawned, not forked: a forked process would share this one's database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=begin) as pool:
        waiting = deque((one, _handed(pool, one)) for one in first)
        yield from map(prepare, meanwhile)
        while waiting:
            done = _read(*waiting.popleft())
            waiting.extend((one, _handed(pool, one)) for one in islice(coming, 1))
            yield done


def _handed(pool: ProcessPoolExecutor, one: Received) -> Future[Prepared] | None:
    """Give a file to a process; ``None`` when one of them was killed: then none reads any more."""
    try:
        return pool.submit(prepare, one)
    except BrokenProcessPool:
        return None


def _read(one: Received, future: Future[Prepared] | None) -> Prepared:
    """Wait for what was read, or read it here when its process was killed."""
    if future is not None:
        try:
            return future.result()
        except BrokenProcessPool:
            logger.warning("%s: a process that reads was killed; this one reads on", one.name)
    return prepare(one)
