"""Python in a process of its own: forked from a warm one where there is one, or else started."""

from __future__ import annotations

import json
import os
import selectors
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


class Forked:
    """A process that a warm one has forked, with so much of ``subprocess.Popen`` as tests use."""

    def __init__(self, fate: int, out: int | None = None, errors: int | None = None) -> None:
        self.stdout = None if out is None else os.fdopen(out, encoding="utf-8")
        self.stderr = None if errors is None else os.fdopen(errors, encoding="utf-8")
        self._fate = os.fdopen(fate, encoding="ascii")
        self.pid = int(self._fate.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how it ended; ``None`` while it has not."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended, as ``Popen`` does.

        Raises ``TimeoutExpired``.
        """
        if self._ended(timeout) is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        assert self.returncode is not None
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Return what it wrote when it has ended; with a timeout it must not write much.

        Raises ``TimeoutExpired``.
        """
        if timeout is not None:
            self.wait(timeout)
        assert self.stdout
        assert self.stderr
        errors: list[str] = []
        reader = Thread(target=_read, args=(self.stderr, errors))
        reader.start()
        out = self.stdout.read()
        reader.join()
        self.wait()
        self.stdout.close()
        self.stderr.close()
        return out, errors[0]

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            with selectors.DefaultSelector() as watch:
                watch.register(self._fate, selectors.EVENT_READ)
                if watch.select(timeout):
                    self.returncode = int(self._fate.readline())
                    self._fate.close()
        return self.returncode


def _read(pipe: IO[str], into: list[str]) -> None:
    into.append(pipe.read())


Process = subprocess.Popen[str] | Forked


class Warm:
    """The one that forks, started when it is first asked."""

    def __init__(self) -> None:
        self.place, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
                cwd=ROOT,
                env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings"},
                pass_fds=[theirs.fileno()],
            )

    def fork(self, words: Sequence[str], variables: Mapping[str, str], *, heard: bool) -> Forked:
        """Have it run ``python WORDS`` with exactly these environment variables."""
        asked = json.dumps({"words": words, "variables": dict(variables)}).encode()
        with ExitStack() as stack:
            ours: list[int] = []
            theirs: list[int] = []
            for _pipe in range(3 if heard else 1):
                reading, writing = os.pipe()
                stack.callback(os.close, writing)
                ours.append(reading)
                theirs.append(writing)
            socket.send_fds(self.place, [asked], theirs if heard else [*theirs, 1, 2])
        return Forked(*ours)

    def stop(self) -> None:
        self.place.close()
        self.process.wait()


_warm: list[Warm] = []
_allowed = False


def allow_forks() -> None:
    """Let processes be forked from now on, until ``stop_forks``, where the system has the means."""
    global _allowed
    _allowed = sys.platform == "linux"


def stop_forks() -> None:
    global _allowed
    _allowed = False
    while _warm:
        _warm.pop().stop()


def start(words: Sequence[str], variables: Mapping[str, str], *, heard: bool = True) -> Process:
    """Start ``python WORDS`` in the project's folder with ``variables`` besides the environment.

    Who does not hear it lets it write where he does.
    """
    environment = os.environ | variables
    if _allowed:
        if not _warm:
            _warm.append(Warm())
        return _warm[0].fork(words, environment, heard=heard)
    pipe = subprocess.PIPE if heard else None
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment, text=True, stdout=pipe, stderr=pipe
    )
