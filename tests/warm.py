"""``python -m tests.warm FD``: a process with Django loaded, which forks one for each who asks.

To load Django takes most of a second, and a command a tenth of it. A fork is a process like any
other: its environment, settings, connections and pipes are its own, and ``SIGKILL`` ends it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from pkgutil import walk_packages

import django

MOST = 1 << 20
# What commands, screens and readers need besides what Django's setup brings.
ROOMS = ("console", "desk", "paper", "archive", "reparse", "tables", "importing", "editorial")
SERVER = ("newsroom.urls", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread")


def load() -> None:
    """Import all that the forks will; no connection and no file is opened."""
    django.setup()
    for name in (*SERVER, *ROOMS):
        found = importlib.import_module(name)
        for module in walk_packages(getattr(found, "__path__", ()), f"{name}."):
            if ".migrations." not in module.name and not module.name.endswith(".__main__"):
                importlib.import_module(module.name)
    gc.collect()
    gc.freeze()


def requests(place: socket.socket) -> Iterator[tuple[bytes, list[int]]]:
    """Yield what is asked for, with the pipes for its fate, its output and its errors."""
    while True:
        asked, pipes, *_rest = socket.recv_fds(place, MOST, 3)
        if not asked:
            return
        yield asked, pipes
        for pipe in pipes:
            os.close(pipe)


def serve(place: socket.socket) -> bytes | None:
    """Fork for everybody who asks. Return in the fork what it is to do, and ``None`` at the end."""
    for asked, pipes in requests(place):
        if not os.fork():
            place.close()
            if _watched(pipes):
                return asked
            os._exit(0)
        _bury(os.WNOHANG)
    _bury(0)
    return None


def _bury(options: int) -> None:
    try:
        while os.waitpid(-1, options) != (0, 0):
            pass
    except ChildProcessError:
        pass


def _watched(pipes: list[int]) -> bool:
    """Fork once more: the parent tells the key and the fate of its child, which does the work."""
    fate, out, errors = pipes
    child = os.fork()
    if not child:
        os.close(fate)
        for pipe, place in ((out, 1), (errors, 2)):
            os.dup2(pipe, place)
            os.close(pipe)
        return True
    os.close(out)
    os.close(errors)
    for place in (0, 1, 2):
        os.close(place)
    os.write(fate, b"%d\n" % child)
    _pid, status = os.waitpid(child, 0)
    os.write(fate, b"%d\n" % os.waitstatus_to_exitcode(status))
    return False


def take_on(variables: Mapping[str, str]) -> None:
    """Have the environment ``variables`` and the settings that follow from it."""
    from django.conf import global_settings, settings
    from django.db import connections

    os.environ.clear()
    os.environ.update(variables)
    module = sys.modules["newsroom.settings"]
    before = {name for name in vars(module) if name.isupper()}
    for name in before:
        delattr(module, name)
    importlib.reload(module)
    now = {name: value for name, value in vars(module).items() if name.isupper()}
    for name in before | now.keys():
        setattr(settings, name, now.get(name, getattr(global_settings, name, None)))
    for connection in connections.all(initialized_only=True):
        del connections[connection.alias]
    vars(connections).pop("settings", None)
    vars(connections)["_settings"] = None


def work(words: list[str]) -> None:
    """Do what ``python WORDS`` would."""
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)  # noqa: SIM115
    if words[0] == "-m":
        sys.argv = words[1:]
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    elif words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(words[1], {"__name__": "__main__"})  # noqa: S102
    else:
        sys.argv = words
        runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    # Who asked has ended, or a key press was for him: the end of his socket is ours.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    load()
    asked = serve(socket.socket(fileno=int(sys.argv[1])))
    if asked is not None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        wanted = json.loads(asked)
        take_on(wanted["variables"])
        work(wanted["words"])
