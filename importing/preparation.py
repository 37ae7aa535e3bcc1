"""Decoding and reading ahead of the database, in this process or in several."""

from __future__ import annotations

import datetime as dt
import json
import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice

from articles.text import StoryText
from audit.bulk_insert import ReadyJSON
from importing.file_names import day_and_page
from importing.pieces import is_document
from importing.reading_process import START, begin
from importing.receipt import Received, pages_of
from issues.models import PlainJSON
from proofing.galley import as_loaded
from proofing.hits import Found
from proofing.prose import Views, check_prose, views_of
from reading.decoding import Decoded, UndecodableSource, decode
from reading.document import PageDocument
from reading.epaper import WebReading
from reading.headers import may_print_day
from reading.nameplates import nameplate_of
from reading.sources import WEB, read_pictured
from search.entries import Searched, searched_of

logger = logging.getLogger(__name__)
# Files each process may have waiting, so that memory stays level however many come.
AHEAD = 8
# The fullest page of print has a tenth. What is longer would take the reader seconds.
MOST_CHARACTERS = 500_000
MOST_LINES = 20_000
# So many files are read before another process would be of use.
FEW = 8
# One process writes as fast as two read.
MOST_HELPFUL = 2


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from what was read, worked out before the database has to wait for it.

    The reading as its column keeps it, how checks read the page, what is searched of each story,
    and the paper's name as the page prints it, ``""`` where it prints none.
    """

    reading: ReadyJSON
    views: Views
    searched: list[Searched]
    nameplate: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A received file with what was read off it, or the reason why nothing was.

    ``prose`` is what the checks of the words found if the page is of ``day``, which it prints or
    its name tells.
    ``derived`` follows from it; it is there where a document is.
    ``problem_zh`` is the reason in Chinese, where the reader gave it. Of a page that the reader
    failed on there is neither. ``shown`` says which pictures a page of web files shows where.
    ``undated``: neither the text nor the name of the file can tell the day, so it was not read.
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
    undated: bool = False


Prepares = Callable[[Received], list[Prepared]]


def prepare(received: Received, *, needs_day: bool = False) -> Prepared:
    """Decode, read and check the words of one file. Without a database: any process can do it.

    Where nobody gives the day, so that it ``needs_day``, what can't tell one is not read.
    """
    try:
        return _prepare(received, needs_day=needs_day)
    except Exception:
        # A page that the reader fails on must not stop a night's archive; the log has the cause.
        logger.exception("%s could not be read", received.name)
        return Prepared(received)


def prepare_pages(received: Received, *, needs_day: bool = False) -> list[Prepared]:
    """Prepare each page of one file. As ``prepare``."""
    try:
        pages = list(pages_of(received))
    except Exception:
        logger.exception("%s could not be parted into pages", received.name)
        return [Prepared(received)]
    return [prepare(page, needs_day=needs_day) for page in pages]


def _prepare(received: Received, *, needs_day: bool) -> Prepared:
    if received.problem or received.passed:
        return Prepared(received, problem=received.problem)
    if is_document(received.data):
        # It was read before; what is left to check needs the database's own process.
        return Prepared(received)
    try:
        decoded = text_of_page(received.data, received.decoded)
    except UndecodableSource as error:
        return Prepared(received, problem=str(error), problem_zh=error.chinese)
    if needs_day and _is_undated(received, decoded):
        return Prepared(replace(received, decoded=None), decoded, undated=True)
    shown = read_pictured(received.data, decoded)
    document = shown.document
    printed = document.issue.date or received.told.date
    day = dt.date.fromisoformat(printed) if printed else day_and_page(received.name)[0]
    stories = as_loaded(document)
    views = views_of(stories)
    found = list(check_prose(stories, day, decoded.text, views)) if day else None
    searched = [searched_of(StoryText.read(story)) for story in document.articles]
    reading = ReadyJSON(json.dumps(document.to_dict(explain=True), cls=PlainJSON))
    derived = Derived(reading, views, searched, nameplate_of(document, decoded.text))
    pictured = shown if received.pictures or received.addresses else None
    # What has been read is not sent back to the database's own process.
    received = replace(received, decoded=None) if received.decoded else received
    decoded = replace(decoded, html=None) if decoded.html else decoded
    return Prepared(received, decoded, document, day, found, derived, shown=pictured)


def _is_undated(received: Received, decoded: Decoded) -> bool:
    """Say whether nothing can tell of which day a page is; a web page may tell it unseen."""
    if decoded.encoding in WEB or received.part_of or not decoded.text.strip():
        return False
    return not may_print_day(decoded.text) and day_and_page(received.name)[0] is None


def text_of_page(data: bytes, decoded: Decoded | None = None) -> Decoded:
    """Return the text of one page. Raises ``UndecodableSource``, too where no page is so long."""
    decoded = decoded or decode(data)
    count, lines = len(decoded.text), decoded.text.count("\n")
    if lines > MOST_LINES:
        raise UndecodableSource(
            f"The text has {lines:,} lines; one page has {MOST_LINES:,} at the most. "
            "Split it into one file a page.",
            f"文字有 {lines:,} 行，超过一个版的上限 {MOST_LINES:,} 行。请拆成一版一个文件。",
        )
    if count > MOST_CHARACTERS:
        raise UndecodableSource(
            f"The text has {count:,} characters; one page has {MOST_CHARACTERS:,} at the most. "
            "Split it into one file a page.",
            f"文字有 {count:,} 字，超过一个版的上限 {MOST_CHARACTERS:,} 字。请拆成一版一个文件。",
        )
    return decoded


def helpful_readers(count: int) -> int:
    """Return how many processes beside this one help to read ``count`` files."""
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(cores - 1, MOST_HELPFUL) if count > FEW else 0


def prepare_all(
    received: Iterable[Received], *, readers: int = 0, needs_day: bool = False
) -> Iterator[Prepared]:
    """Yield each page prepared, in the order they came, read by ``readers`` processes more.

    While none of theirs is ready this one reads, too; should one of them be killed, it reads all
    the rest.
    """
    coming = iter(received)
    prepares: Prepares = partial(prepare_pages, needs_day=True) if needs_day else prepare_pages
    if not readers:
        yield from chain.from_iterable(map(prepares, coming))
        return
    context = multiprocessing.get_context(START)
    with ProcessPoolExecutor(readers, mp_context=context, initializer=begin) as pool:
        with _inheriting_no_interrupt():
            waiting = deque(_handed(pool, one, prepares) for one in islice(coming, readers * AHEAD))
        while waiting:
            # The last ones: a process is about to begin with the first.
            behind = reversed(waiting)
            while not waiting[0].is_ready() and any(one.take_back() for one in behind):
                pass
            done = waiting.popleft().read()
            waiting.extend(_handed(pool, one, prepares) for one in islice(coming, 1))
            yield from done


@contextmanager
def _inheriting_no_interrupt() -> Iterator[None]:
    """Let processes that start now leave Ctrl-C to the import."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True)
class _Waiting:
    """A file that a process has been given, ``future``, or that was read here, ``ready``."""

    received: Received
    prepares: Prepares
    future: Future[list[Prepared]] | None
    ready: list[Prepared] | None = None

    def is_ready(self) -> bool:
        """Return whether what was read is there, or will not come."""
        return self.ready is not None or self.future is None or self.future.done()

    def take_back(self) -> bool:
        """Read it here if no process has begun to."""
        if self.ready is not None or self.future is None or not self.future.cancel():
            return False
        self.ready = self.prepares(self.received)
        return True

    def read(self) -> list[Prepared]:
        """Wait for what was read, or read it here when its process was killed."""
        if self.ready is None and self.future is not None:
            try:
                return self.future.result()
            except BrokenProcessPool:
                told = "%s: a process that reads was killed; this one reads on"
                logger.warning(told, self.received.name)
        return self.ready or self.prepares(self.received)


def _handed(pool: ProcessPoolExecutor, one: Received, prepares: Prepares) -> _Waiting:
    """Give a file to a process; when one of them was killed none takes any more."""
    try:
        return _Waiting(one, prepares, pool.submit(prepares, one))
    except BrokenProcessPool:
        return _Waiting(one, prepares, None)
