"""A disk that is full or read-only: readers read, writers are told, and no part of a file stays.

It is a real one, of a few megabytes in memory; only root may mount it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.attacks.visitor import Visitor
from tests.make import JUNE, PASSWORD
from tests.processes import start
from tests.served import manage, python, served

MEGABYTES = 32
PUBLIC = ("/", "/issues/", "/issues/2025-06-13/", "/issues/2025-06-13/1/", "/feed/", "/sitemap.xml")
FILL = """
import django; django.setup()
from django.contrib.auth.models import User
from audit import log as audit
from editorial.selections import publish
from issues.models import Page, Publication
boss = User.objects.create_superuser("boss", password="{password}")
Publication.objects.update(reviews=0)
audit.note_change(Publication, Publication.objects.values_list("pk", flat=True), reviews=0)
publish(list(Page.objects.select_related("issue__publication")), by=boss)
"""


class Disk:
    """A small file system with a newsroom on it."""

    def __init__(self, folder: Path, pid_file: Path) -> None:
        self.folder, self.pid_file = folder, pid_file
        self.database = folder / "newsroom.sqlite3"

    def mount(self) -> bool:
        """Put the file system there; return whether this machine lets us."""
        words = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "newsroom", str(self.folder)]
        done = subprocess.run(words, capture_output=True, check=False) if _is_root() else None
        return done is not None and done.returncode == 0

    def remount(self, word: str) -> None:
        """Make it ``ro`` or ``rw``.

        No file may be open for writing then, and a server keeps its database open: it gets new
        workers, which open nothing before they are asked. The old ones are waited for.
        """
        os.kill(int(self.pid_file.read_text()), signal.SIGHUP)
        words = ["mount", "-o", f"remount,{word}", str(self.folder)]
        for _attempt in range(300):
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            if not done.returncode:
                return
            time.sleep(0.1)
        raise RuntimeError(done.stderr)

    def fill(self, *, left: int = 0) -> None:
        """Leave no more than ``left`` bytes of room."""
        with (self.folder / "ballast").open("wb") as file:
            while (free := shutil.disk_usage(self.folder).free) > left:
                file.write(b"\0" * min(free - left, 1 << 20))
                file.flush()

    def empty(self) -> None:
        """Make room again."""
        (self.folder / "ballast").unlink()

    def command(self, *words: str) -> str:
        """Run a command that fails, and return what it says."""
        variables = {"DATABASE_URL": f"sqlite:///{self.database}", "DATA_DIR": str(self.folder)}
        process = start(("manage.py", *words), variables | {"LC_ALL": "C.UTF-8"})
        out, errors = process.communicate()
        assert process.returncode == 1, out
        return out + errors


def _is_root() -> bool:
    return os.geteuid() == 0


@pytest.fixture(scope="module")
def disk(
    tmp_path_factory: pytest.TempPathFactory, new_file: Callable[[Path], None]
) -> Iterator[Disk]:
    made = Disk(tmp_path_factory.mktemp("disk"), tmp_path_factory.mktemp("server") / "pid")
    if not made.mount():
        pytest.skip("root: a disk of a few megabytes that can be full and read-only")
    try:
        new_file(made.database)
        manage(made.database, "import_pages", str(JUNE), "--verbosity", "0")
        python(made.database, "-c", FILL.format(password=PASSWORD))
        yield made
    finally:
        subprocess.run(["umount", "--lazy", str(made.folder)], check=True)


@pytest.fixture(scope="module")
def reader(disk: Disk) -> Iterator[Visitor]:
    with served(disk.database, pid_file=disk.pid_file) as port:
        visitor = Visitor(port)
        visitor.cookies.load("django_language=en")
        yield visitor


def test_readers_read_on_while_the_disk_is_full(disk: Disk, reader: Visitor) -> None:
    whole = {path: reader.ask(path).status for path in PUBLIC}
    disk.fill()
    try:
        assert {path: reader.ask(path).status for path in PUBLIC} == whole
        answer = reader.log_in("boss", PASSWORD)
    finally:
        disk.empty()
    assert answer.status == 503
    assert answer.headers["Retry-After"]
    assert "The disk" in answer.text
    assert "Nothing was written" in answer.text or "nothing was written" in answer.text
    assert reader.log_in("boss", PASSWORD).status == 302
    assert set(whole.values()) == {200}


def test_readers_read_on_from_a_read_only_disk(disk: Disk, reader: Visitor) -> None:
    disk.remount("ro")
    try:
        assert {reader.ask(path).status for path in PUBLIC} == {200}
        stranger = Visitor(reader.port)
        stranger.cookies.load("django_language=en")
        answer = stranger.log_in("boss", PASSWORD)
        assert answer.status == 503
        assert "read-only" in answer.text
        said = disk.command("doctor")
        assert "disk: " in said
        assert "database: The disk cannot be written: it is full or read-only" in said
        assert "WAL" not in said
    finally:
        disk.remount("rw")


def test_an_import_says_that_the_disk_is_full_and_goes_on_when_there_is_room(disk: Disk) -> None:
    april = next(path for path in JUNE.parent.glob("001*.txt"))
    disk.fill(left=20_000)
    try:
        said = disk.command("import_pages", str(april))
    finally:
        disk.empty()
    assert "The disk" in said
    assert "report it" not in said
    manage(disk.database, "import_pages", str(april), "--verbosity", "0")
    manage(disk.database, "verify", "--verbosity", "0")


def test_a_photo_that_does_not_fit_leaves_no_part_of_it(disk: Disk) -> None:
    code = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
try:
    default_storage.save("photos/2025/06/a.png", ContentFile(b"x" * 900_000))
except OSError as error:
    from articles.disk import disk_trouble
    print(disk_trouble(error))
"""
    disk.fill(left=400_000)
    try:
        said = python(disk.database, "-c", code)
    finally:
        disk.empty()
    assert said.strip()
    assert not list((disk.folder / "media").rglob("*.*"))


def test_a_backup_that_does_not_fit_leaves_no_part_of_it(disk: Disk) -> None:
    disk.fill(left=300_000)
    try:
        said = disk.command("backup", str(disk.folder / "backups"))
    finally:
        disk.empty()
    assert "The disk is full" in said
    assert not list((disk.folder / "backups").iterdir())


def test_the_doctor_says_how_little_room_there_is(disk: Disk) -> None:
    assert "disk: " in disk.command("doctor")
