"""Behind a real reverse proxy the login limit counts the client, whatever he says of himself."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from newsroom.client_address import client_address
from tests.attacks.visitor import Visitor
from tests.make import PASSWORD
from tests.served import free_port, python, served, wait_for

NGINX = shutil.which("nginx")
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
ATTEMPTS = 5


@contextmanager
def proxied(folder: Path, port: int) -> Iterator[int]:
    """Run nginx in front of ``port`` as the documentation says, and yield its own port."""
    assert NGINX
    own = free_port()
    paths = "\n".join(f"{name}_temp_path {folder}/{name};" for name in FOLDERS)
    (folder / "nginx.conf").write_text(f"""
        daemon off; pid {folder}/nginx.pid; error_log stderr; worker_processes 1;
        events {{}}
        http {{
          access_log off; {paths}
          server {{
            listen 127.0.0.1:{own};
            location / {{
              proxy_pass http://127.0.0.1:{port};
              proxy_set_header Host 127.0.0.1;
              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
              proxy_set_header X-Forwarded-Proto $scheme;
            }}
          }}
        }}
    """)
    process = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    try:
        wait_for(own)
        yield own
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def port(
    tmp_path_factory: pytest.TempPathFactory, new_file: Callable[[Path], None]
) -> Iterator[int]:
    if not NGINX:
        pytest.skip("nginx: the login limit behind a proxy")
    folder = tmp_path_factory.mktemp("proxy")
    database = folder / "newsroom.sqlite3"
    new_file(database)
    python(
        database,
        "-c",
        "import django; django.setup()\n"
        "from django.contrib.auth.models import User\n"
        "for name in ('final', 'publisher'):\n"
        f"    User.objects.create_superuser(name, password={PASSWORD!r})",
    )
    with (
        served(database, BEHIND_PROXY="true") as inner,
        proxied(folder, inner) as own,
    ):
        yield own


def test_who_guesses_passwords_locks_nobody_else_out(port: int) -> None:
    thief, owner = Visitor(port, "127.0.0.2"), Visitor(port, "127.0.0.3")
    said = {"X_Forwarded_For": "127.0.0.3"}
    answers = [thief.log_in("final", "wrong", **said).status for _ in range(ATTEMPTS)]
    assert answers[-1] == 429
    assert owner.log_in("final", PASSWORD).status == 302


def test_another_name_for_himself_gives_nobody_more_attempts(port: int) -> None:
    thief = Visitor(port, "127.0.0.4")
    for number in range(ATTEMPTS):
        last = thief.log_in("publisher", "wrong", X_Forwarded_For=f"198.51.100.{number}")
    assert last.status == 429
    assert thief.log_in("publisher", PASSWORD, X_Forwarded_For="203.0.113.9").status == 429


@pytest.mark.parametrize(
    ("proxies", "said", "found"),
    [
        (0, "198.51.100.7", "127.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (1, "<script>, 2001:db8::7", "2001:db8::7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (1, "", "127.0.0.1"),
        (2, "198.51.100.7", "127.0.0.1"),
        (1, "unknown", "127.0.0.1"),
    ],
)
def test_the_client_stands_as_many_places_from_the_end_as_there_are_proxies(
    rf: RequestFactory, settings: Settings, proxies: int, said: str, found: str
) -> None:
    settings.PROXY_COUNT = proxies
    assert client_address(rf.get("/", headers={"X-Forwarded-For": said})) == found
