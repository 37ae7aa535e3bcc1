"""Reading ahead: how many processes read, and what they read is the same whoever does."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.outcomes import Result
from importing import preparation
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.preparation import FEW, Prepared, helpful_readers, prepare, prepare_all
from importing.reading_process import START, begin
from importing.receipt import Received, find_files, pages_of, receive
from issues.models import Publication
from reading import read_page
from reading.decoding import Decoded, decode
from reading.epaper import WebReading
from reading.headers import may_print_day
from reading.sources import read_pictured
from tests.importing.test_whole_issues import WHOLE
from tests.make import make_publication
from tests.reading.generator.corpus import write_corpus
from tests.reading.trial_pages import FOLDER

Told = tuple[str, str, list[str]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Received]:
    folder = tmp_path_factory.mktemp("pages")
    write_corpus(folder, 12, 5, one_paper=True)
    return [Received(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))]


def told(one: Prepared) -> Told:
    assert one.document
    assert one.derived
    grams = [row.grams for row in one.derived.searched]
    return one.received.name, str(one.document.to_dict()), grams


@pytest.mark.parametrize(
    ("cores", "count", "readers"),
    [
        (1, 1000, 0),
        (2, 1000, 1),
        (3, 1000, 2),
        (64, 1000, 2),
        (64, FEW, 0),
        (2, FEW + 1, 1),
    ],
)
def test_the_cores_that_are_left_read_where_there_is_enough_to_read(
    monkeypatch: pytest.MonkeyPatch, cores: int, count: int, readers: int
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: set(range(cores)), raising=False)
    assert helpful_readers(count) == readers


def test_what_other_processes_read_is_what_this_one_would(files: list[Received]) -> None:
    found = [told(one) for one in prepare_all(iter(files), readers=1)]
    assert found == [told(prepare(one)) for one in files]


@pytest.mark.parametrize("readers", [0, 1])
def test_a_file_of_several_pages_is_parted_where_it_is_read(
    files: list[Received], readers: int
) -> None:
    whole = Received("issue.txt", WHOLE.read_bytes())
    found = list(prepare_all(iter([files[0], whole, files[1]]), readers=readers))
    names = [one.received.name for one in found]
    assert names == [files[0].name, *(one.name for one in pages_of(whole)), files[1].name]
    assert [one.document.page.label for one in found if one.document][1:5] == list("1234")
    assert {one.received.part_of for one in found[1:5]} == {"issue.txt"}


def test_a_file_that_cannot_be_parted_stops_no_other(
    files: list[Received], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_received: Received) -> Iterator[Received]:
        raise RecursionError

    monkeypatch.setattr(preparation, "pages_of", fails)
    (one,) = prepare_all(iter(files[:1]))
    assert (one.received, one.document, one.problem) == (files[0], None, "")
    assert "could not be parted" in caplog.text


def test_files_come_one_at_a_time_where_no_other_process_reads(files: list[Received]) -> None:
    taken: list[str] = []

    def coming() -> Iterator[Received]:
        for file in files:
            taken.append(file.name)
            yield file

    ready = prepare_all(coming())
    assert next(ready).received.data is files[0].data
    assert taken == [files[0].name]


def test_while_a_process_reads_this_one_reads_what_nobody_has_begun(
    files: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Future[list[Prepared]]] = []
    here: list[str] = []

    class Pool:
        """A process that has begun with the first file and reads for as long as it is asked."""

        def __init__(self, *_words: Any, **_options: Any) -> None: ...

        def __enter__(self) -> Pool:
            return self

        def __exit__(self, *_words: object) -> None: ...

        def submit(self, _read: object, _one: Received) -> Future[list[Prepared]]:
            future: Future[list[Prepared]] = Future()
            if not begun:
                future.set_running_or_notify_cancel()
                begun.append(future)
            return future

    def read(one: Received) -> list[Prepared]:
        here.append(one.name)
        if len(here) == len(names) - 1:
            begun[0].set_result([Prepared(files[0])])
        return [Prepared(one)]

    names = [one.name for one in files[:8]]
    monkeypatch.setattr(preparation, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(preparation, "prepare_pages", read)
    found = [one.received.name for one in prepare_all(iter(files[:8]), readers=1)]
    assert found == names
    # The last before those that come sooner.
    assert here == [*reversed(names[1:])]


@pytest.mark.django_db
@pytest.mark.skipif(START != "fork", reason="A process that is spawned has no connection to share.")
def test_a_process_that_reads_asks_no_database() -> None:
    assert not Publication.objects.exists()
    pool = ProcessPoolExecutor(1, mp_context=get_context(START), initializer=begin)
    with pool, pytest.raises(RuntimeError, match="no database of its own"):
        pool.submit(ask).result()
    assert not Publication.objects.exists()


def ask() -> bool:
    return Publication.objects.exists()


def test_a_text_that_is_longer_than_any_page_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "MOST_CHARACTERS", 8)
    refused = prepare(Received("a.txt", "防汛工作全面部署。".encode()))
    assert "9 characters; one page has 8 at the most" in refused.problem
    assert (refused.document, refused.problem_zh[-1:]) == (None, "。")
    assert prepare(Received("a.txt", "防汛工作全面部署".encode())).document
    many = prepare(Received("a.txt", b"a\n" * 20_001))
    assert "20,001 lines; one page has 20,000 at the most" in many.problem


TINY = 3_000


def test_many_files_that_are_no_pages_are_each_refused_and_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    make_publication()
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(TINY):
            archive.writestr(f"{number % 30}/{number}.txt", f"第{number}号文件\n")
        archive.writestr("30/20250613_02.txt", "没有年份的一版，文件名说了是哪一天。\n")
    read: list[str] = []

    def counted(data: bytes, decoded: Decoded) -> WebReading:
        read.append(decoded.text)
        return read_pictured(data, decoded)

    monkeypatch.setattr("importing.preparation.read_pictured", counted)
    places = find_files([str(tmp_path / "many.zip")])
    with CaptureQueriesContext(connection) as queries:
        outcomes = list(import_all(receive(places), ImportOptions()))
    refused = [row for row in outcomes if row.result == Result.REFUSED]
    assert len({row.name for row in refused}) == TINY
    assert {(row.message, row.ask) for row in refused} == {
        ("The page prints no date. Give the day.", "date")
    }
    assert len(read) == 1
    # The one page's own.
    assert len(queries) < 60
    (given,) = import_all(receive(places[:1]), ImportOptions(date=dt.date(2025, 6, 13)))
    assert given.ask == "page"


def test_a_text_that_prints_its_day_is_never_taken_for_one_without(files: list[Received]) -> None:
    texts = [path.read_text(errors="replace") for path in sorted(FOLDER.rglob("*.txt"))]
    texts += [decode(one.data).text for one in files]
    dated = [text for text in texts if read_page(text).issue.date]
    assert len(dated) > 20
    assert all(map(may_print_day, dated))
    for day in [
        "2025年6月13日",
        "二〇二五年六月十三日",
        "2025.6.13",
        "２０２５-６-１３",
        "民国十四年六月一日",
    ]:
        text = f"{day}\n第2版\n\n县里开会\n\n本报讯（记者 王明）县里开会。\n"
        assert read_page(text).issue.date
        assert may_print_day(text)
    assert not may_print_day("第12345号文件 12:30")
