"""Imports that are killed, started again, and run beside each other, as real processes.

``LONG=1`` kills them more often, in a larger archive.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
import zipfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.choice import by_length
from tests.databases import Databases, newsroom_at
from tests.processes import Process, start
from tests.reading.generator.corpus import write_corpus

pytestmark = pytest.mark.long
PAGES, KILLS, MOST_KILLS = by_length((20, 3, 3), (30, 6, 30))
# One page in the archive cannot be read, so every whole run ends with exit code 1.
BROKEN = "zz.txt"
State = dict[str, list[Any]]


# In the archive of seed 11 four pages come before the first one that prints a masthead.
@pytest.fixture(scope="module", params=by_length((11,), (1, 4, 11, 13)))
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    write_corpus(folder, PAGES, request.param, one_paper=True)
    (folder / BROKEN).write_bytes(b"\x00\x01\x02" * 50)
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w") as packed:
        for file in folder.iterdir():
            packed.write(file, file.name)
    return folder


@pytest.fixture(scope="module")
def undisturbed(archive: Path, databases: Databases) -> tuple[str, State]:
    """What one process says that is left alone, and the archive that it leaves."""
    url = databases.new()
    return whole_run(url, archive), state_of(url)


def manage(url: str, *words: str) -> Process:
    return python(url, "manage.py", *words)


def python(url: str, *words: str) -> Process:
    variables = newsroom_at(url) | {
        "LC_ALL": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return start(words, variables)


def state_of(url: str) -> State:
    out, _errors = python(url, "-m", "tests.importing.state").communicate()
    state: State = json.loads(out)
    return state


def whole_run(url: str, archive: Path | str, *options: str) -> str:
    out, errors = manage(url, "import_pages", str(archive), *options).communicate()
    assert BROKEN in errors
    assert "Traceback" not in errors
    return out


@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_a_run_that_is_killed_and_started_again_ends_as_one_run_would(
    archive: Path, databases: Databases, undisturbed: tuple[str, State], suffix: str
) -> None:
    url, kills = databases.new(), 0
    rng = random.Random(f"7{suffix}")
    source = str(archive) + suffix
    while True:
        jobs = str(kills % 2 + 1)
        process = manage(url, "import_pages", source, "--jobs", jobs)
        fresh, wanted = 0, rng.randint(1, by_length(2, 5))
        assert process.stdout is not None
        for line in process.stdout:
            fresh += ": imported" in line
            if fresh == wanted and kills < MOST_KILLS:
                time.sleep(rng.random() * 0.02)
                process.send_signal(signal.SIGKILL)
                kills += 1
                break
        process.communicate()
        if process.returncode != -signal.SIGKILL:
            break
    assert kills >= KILLS
    assert state_of(url) == undisturbed[1]
    proof = manage(url, "verify")
    proof.communicate()
    assert proof.returncode == 0


def test_several_processes_read_and_the_result_is_the_same(
    archive: Path, databases: Databases, undisturbed: tuple[str, State]
) -> None:
    many = databases.new()
    assert (whole_run(many, archive, "--jobs", "3"), state_of(many)) == undisturbed


def test_what_killed_processes_were_to_read_is_read_by_the_one_that_writes(
    archive: Path, databases: Databases, undisturbed: tuple[str, State]
) -> None:
    url = databases.new()
    process = manage(url, "import_pages", str(archive), "--jobs", "2")
    while len(readers := readers_of(process.pid)) < 2:
        assert process.poll() is None
        time.sleep(0.005)
    for reader in readers:
        os.kill(reader, signal.SIGKILL)
    out, errors = process.communicate()
    assert "a process that reads was killed" in errors
    assert (out, state_of(url)) == undisturbed


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_interrupted_says_so_and_goes_on(
    archive: Path, databases: Databases, undisturbed: tuple[str, State], jobs: str
) -> None:
    url = databases.new()
    process = manage(url, "import_pages", str(archive), "--jobs", jobs)
    assert process.stdout is not None
    assert next(line for line in process.stdout if ": imported" in line)
    for one in (process.pid, *readers_of(process.pid)):
        os.kill(one, signal.SIGINT)
    _out, errors = process.communicate()
    assert process.returncode == 130
    assert errors.strip() == "Stopped. What was done stays; the same command does the rest."
    whole_run(url, archive)
    assert state_of(url) == undisturbed[1]


def test_a_dry_run_that_is_interrupted_says_that_nothing_was_changed(
    archive: Path, databases: Databases
) -> None:
    url = databases.new()
    before = state_of(url)
    process = manage(url, "import_pages", str(archive), "--dry-run", "--jobs", "1")
    assert process.stdout is not None
    assert next(line for line in process.stdout if ": imported" in line)
    os.kill(process.pid, signal.SIGINT)
    _out, errors = process.communicate()
    assert (process.returncode, errors.strip()) == (
        130,
        "Stopped. It was a dry run: nothing was changed.",
    )
    assert state_of(url) == before


def readers_of(pid: int) -> list[int]:
    """Return the processes that read for an import."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def test_two_imports_at_once_do_not_harm_each_other(
    archive: Path, databases: Databases, undisturbed: tuple[str, State]
) -> None:
    both = databases.new()
    runs = [manage(both, "import_pages", str(archive)) for _ in range(2)]
    outputs = [run.communicate() for run in runs]
    assert not any("Traceback" in errors for _out, errors in outputs)
    imported = sum(out.count(": imported") for out, _errors in outputs)
    expected = deepcopy(undisturbed[1])
    assert imported == len(expected["Page"])
    result = state_of(both)
    # Which of two pages a question about their names stands on depends on who came first.
    for one in (result, expected):
        one["Finding"] = [row for row in one["Finding"] if row[2] != "similar-contributor"]
    assert result == expected
