"""Reading ahead: how many processes read, and what they read is the same whoever does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from importing import preparation
from importing.preparation import Prepared, prepare, prepare_all
from importing.receipt import Received
from tests.reading.generator.corpus import write_corpus

Told = tuple[str, str, list[str]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Received]:
    folder = tmp_path_factory.mktemp("pages")
    write_corpus(folder, 9, 5, one_paper=True)
    return [Received(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "FEW", 2)


def told(one: Prepared) -> Told:
    assert one.document
    assert one.derived
    return (
        one.received.name,
        str(one.document.to_dict()),
        [row.grams for row in one.derived.searched],
    )


def set_cores(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: set(range(cores)), raising=False)


def refuse_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object, **_options: object) -> Iterator[Prepared]:
        raise AssertionError("a process was started")

    monkeypatch.setattr(preparation, "ProcessPoolExecutor", refuse)


@pytest.mark.usefixtures("few")
def test_without_a_number_the_cores_of_the_machine_read(
    files: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Pool(ProcessPoolExecutor):
        def __init__(self, jobs: int, **words: Any) -> None:
            asked.append(jobs)
            super().__init__(jobs, **words)

    monkeypatch.setattr(preparation, "ProcessPoolExecutor", Pool)
    set_cores(monkeypatch, 2)
    assert [told(one) for one in prepare_all(iter(files), jobs=None)] == [
        told(prepare(one)) for one in files
    ]
    assert asked == [2]


@pytest.mark.usefixtures("few")
def test_a_machine_of_one_core_starts_no_process(
    files: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_cores(monkeypatch, 1)
    refuse_processes(monkeypatch)
    assert [one.received for one in prepare_all(iter(files), jobs=None)] == files


def test_a_few_files_start_no_process(
    files: list[Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_cores(monkeypatch, 8)
    refuse_processes(monkeypatch)
    assert [one.received for one in prepare_all(iter(files), jobs=None)] == files


def test_files_come_one_at_a_time_while_they_are_few(files: list[Received]) -> None:
    taken: list[str] = []

    def coming() -> Iterator[Received]:
        for file in files:
            taken.append(file.name)
            yield file

    ready = prepare_all(coming(), jobs=None)
    assert next(ready).received is files[0]
    assert taken == [files[0].name]
