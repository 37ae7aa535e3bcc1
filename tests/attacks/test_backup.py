"""A newsroom is lost and comes back: every row, every file, whatever was going on at the time."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import tarfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.choice import by_length
from tests.databases import Databases
from tests.processes import Process, start

PAGES, KILLS = by_length((12, 2), (30, 20))
AGE = shutil.which("age") and shutil.which("age-keygen")


class System:
    """A newsroom of its own: a database and a folder."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        folder.mkdir(exist_ok=True)

    def start(self, *words: str) -> Process:
        """Start Python on it."""
        variables = {
            "DATABASE_URL": self.url,
            "DATA_DIR": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "LOG_LEVEL": "ERROR",
        }
        return start(words, variables)

    def run(self, *words: str) -> str:
        """Run Python on it; it must end well."""
        process = self.start(*words)
        out, errors = process.communicate()
        assert process.returncode == 0, errors[-800:]
        return out

    def refused(self, *words: str) -> str:
        """Run a command that must be refused with a sentence, and return it."""
        process = self.start("manage.py", *words)
        _out, errors = process.communicate()
        assert process.returncode == 1, errors
        assert "Traceback" not in errors
        return errors

    def state(self) -> dict[str, str]:
        """Return what is in it."""
        found: dict[str, str] = json.loads(self.run("-m", "tests.attacks.fill", "--state"))
        return found

    def backup(self, folder: Path, *options: str) -> Path:
        """Make a backup and return its file."""
        before = set(folder.glob("*.tar*"))
        self.run("manage.py", "backup", str(folder), *options)
        (made,) = set(folder.glob("*.tar*")) - before
        return made


class Systems:
    """Makes empty newsrooms."""

    def __init__(self, folder: Path, databases: Databases) -> None:
        self.folder, self.databases, self.count = folder, databases, 0

    def new(self) -> System:
        """Return an empty newsroom."""
        self.count += 1
        return System(self.databases.new(), self.folder / f"system-{self.count}")


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Systems:
    return Systems(tmp_path_factory.mktemp("systems"), databases)


@pytest.fixture(scope="module")
def full(systems: Systems) -> System:
    """A newsroom with pages, photos and what was published of them."""
    system = systems.new()
    system.run("-m", "tests.attacks.fill", "6")
    return system


@pytest.fixture(scope="module")
def backup(full: System, systems: Systems) -> Path:
    return full.backup(systems.folder / "backups")


def test_every_row_and_every_file_comes_back(full: System, backup: Path, systems: Systems) -> None:
    other = systems.new()
    out = other.run("manage.py", "restore", str(backup))
    assert "6 pages" in out
    assert "0 faults" in out
    state = full.state()
    assert [name for name in state if name.endswith(".png")]
    assert other.state() == state
    # It goes on from there: the next row gets a key of its own.
    other.run("-m", "tests.attacks.fill", "8")
    other.run("manage.py", "verify")


def test_a_backup_is_of_one_moment_while_people_work(systems: Systems, tmp_path: Path) -> None:
    busy = systems.new()
    work = busy.start("-m", "tests.attacks.fill", str(PAGES))
    made = []
    while work.poll() is None:
        made.append(busy.backup(tmp_path))
    assert work.communicate()[1] == ""
    assert made
    for path in (made[len(made) // 2], made[-1]):
        other = systems.new()
        out = other.run("manage.py", "restore", str(path))
        assert "0 faults" in out


def test_nothing_is_restored_over_a_newsroom(full: System, backup: Path) -> None:
    state = full.state()
    assert "an empty one only" in full.refused("restore", str(backup))
    assert full.state() == state


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_a_backup_that_was_changed_is_refused(
    backup: Path, systems: Systems, tmp_path: Path, place: float
) -> None:
    data = bytearray(backup.read_bytes())
    with tarfile.open(backup) as tar:
        entry = max(tar, key=lambda row: row.size)
    where = entry.offset_data + int(entry.size * place)
    data[where] ^= 1
    (tmp_path / "changed.tar").write_bytes(data)
    (tmp_path / "cut.tar").write_bytes(data[: int(len(data) * place)])
    (tmp_path / "text.tar").write_text("no backup at all")
    empty = systems.new()
    for name in ("changed.tar", "cut.tar", "text.tar"):
        assert "damaged" in empty.refused("restore", str(tmp_path / name))
    assert "no such file" in empty.refused("restore", str(tmp_path / "none.tar"))
    assert not list(empty.folder.rglob("*.png"))


def test_a_backup_leads_no_file_out_of_its_folder(systems: Systems, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("evil")
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.add(tmp_path / "a", "media/../../../evil")
    empty = systems.new()
    assert "damaged" in empty.refused("restore", str(tmp_path / "evil.tar"))
    assert not (empty.folder.parent / "evil").exists()


def test_a_backup_can_be_for_one_key_only(full: System, systems: Systems, tmp_path: Path) -> None:
    if not AGE:
        pytest.skip("age: encrypted backups")
    for name in ("own", "other"):
        key = tmp_path / f"{name}.key"
        subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    public = next(
        line.split()[-1]
        for line in (tmp_path / "own.key").read_text().splitlines()
        if "public key" in line
    )
    made = full.backup(tmp_path / "made", "--recipient", public)
    assert b"SQLite format" not in made.read_bytes()
    assert b"issues_issue" not in made.read_bytes()
    other = systems.new()
    assert "--identity" in other.refused("restore", str(made))
    wrong = other.refused("restore", str(made), "--identity", str(tmp_path / "other.key"))
    assert "age did not decrypt" in wrong
    other.run("manage.py", "restore", str(made), "--identity", str(tmp_path / "own.key"))
    assert other.state() == full.state()
    assert "age did not encrypt" in full.refused(
        "backup", str(tmp_path / "made"), "--recipient", "x"
    )
    assert list((tmp_path / "made").iterdir()) == [made]


def test_a_backup_that_is_killed_leaves_no_file_that_looks_like_one(
    full: System, tmp_path: Path
) -> None:
    length = _shortest(lambda: full.backup(tmp_path))
    rng, killed = random.Random(3), 0
    for _number in range(KILLS):
        killed += _kill(full.start("manage.py", "backup", str(tmp_path)), rng.random() * length)
        for path in tmp_path.glob("*.tar"):
            with tarfile.open(path) as tar:
                assert tar.getnames()[-1] == "manifest.json"
    assert killed >= KILLS // 2
    full.backup(tmp_path)
    # The next backup has cleared away what the killed ones left.
    assert not list(tmp_path.glob(".*"))


def test_a_restore_that_is_killed_leaves_an_empty_newsroom_or_a_whole_one(
    full: System, backup: Path, systems: Systems
) -> None:
    state = full.state()
    length = _shortest(lambda: systems.new().run("manage.py", "restore", str(backup)))
    rng, killed, whole = random.Random(4), 0, 0
    for _number in range(KILLS):
        system = systems.new()
        process = system.start("manage.py", "restore", str(backup))
        killed += _kill(process, (0.3 + 0.7 * rng.random()) * length)
        again = system.start("manage.py", "restore", str(backup))
        _out, errors = again.communicate()
        if again.returncode:
            assert "an empty one only" in errors
            whole += 1
        assert system.state() == state
        assert not list(system.folder.glob(".restore-*")) or again.returncode
    assert killed >= KILLS // 2


def _shortest(deed: Callable[[], object]) -> float:
    """Return how many seconds it takes when nothing else keeps the machine busy."""
    taken = []
    for _time in range(3):
        start = time.monotonic()
        deed()
        taken.append(time.monotonic() - start)
    return min(taken)


def _kill(process: Process, after: float) -> bool:
    """Kill a process after some seconds; return whether it was still at work."""
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    return process.returncode == -signal.SIGKILL
