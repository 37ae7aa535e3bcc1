"""``python -m tests.publishing.killed FAULTS KILLS``: a publisher whose machine dies at any moment.

An issue of two pages is published and unpublished, first with a fault at a random statement of the
database, then by children that are killed. After each every page is published as a whole or not at
all, and who begins again gets all of it. Prints what was seen, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from itertools import count
from typing import Any

import django


class Died(BaseException):
    """The machine is gone: nothing catches this."""


def begin() -> None:
    """Import an issue of two pages into a paper that asks for no reviews."""
    from accounts.roles import Role
    from audit import log as audit
    from issues.models import Publication
    from tests.keeping.cast import INNER
    from tests.make import JUNE, import_page, make_member

    make_member("publisher", Role.PUBLISHER)
    import_page(JUNE)
    import_page(JUNE.with_name("inner.txt"), INNER.encode())
    paper = Publication.objects.get()
    Publication.objects.update(reviews=0)
    audit.note_change(Publication, [paper.pk], reviews=0)


def publish() -> None:
    from editorial.selections import pages_of
    from editorial.selections import publish as publish_pages
    from issues.models import Issue

    publish_pages(pages_of(Issue.objects.get()), by=publisher())


def unpublish() -> None:
    from editorial.selections import pages_of, unpublish
    from issues.models import Issue

    unpublish(pages_of(Issue.objects.get()), by=publisher())


def publisher() -> Any:
    from django.contrib.auth.models import User

    return User.objects.get(username="publisher")


def states() -> dict[int, set[str]]:
    """Return in which states the stories of each page are."""
    from articles.models import Article

    found: dict[int, set[str]] = {}
    rows = Article.objects.values_list("page__number", "status", "published_at")
    for number, status, at in rows:
        found.setdefault(number, set()).add(f"{status}{' at a time' if at else ''}")
    return found


def wrong() -> list[str]:
    """Return what is half done, or is not what the log tells."""
    from archive.verification import verify, verify_audit
    from issues.models import Page

    faults = [f"page {number} is {those}" for number, those in states().items() if len(those) > 1]
    faults += [str(row) for row in verify_audit()]
    faults += [str(row) for proof in verify(Page.objects.all()) for row in proof.faults]
    return faults


def begun_again() -> list[str]:
    """Publish what is not published yet, and return what is not before its readers then."""
    publish()
    left = [number for number, those in states().items() if those != {"published at a time"}]
    return [f"page {number} stays behind" for number in left]


def statements() -> int:
    """Return how many statements a whole publication takes."""
    told: list[str] = []
    with dying(told.append):
        publish()
    unpublish()
    return len(told)


def dying(heard: Any) -> Any:
    """Tell ``heard`` of each statement before it is carried out."""
    from django.db import connection

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard(sql)
        return execute(sql, params, many, context)

    return connection.execute_wrapper(run)


def with_faults(number: int, rng: random.Random) -> list[str]:
    faults, most, fallen = [], statements(), 0
    while fallen < number:
        at, steps = rng.randrange(most), count()

        def fall(_sql: str, at: int = at, steps: Any = steps) -> None:
            if next(steps) == at:
                raise Died

        try:
            with dying(fall):
                publish()
        except Died:
            fallen += 1
        faults += [f"page {page} is {those}" for page, those in states().items() if len(those) > 1]
        faults += begun_again()
        unpublish()
    return faults + wrong()


def with_kills(number: int, rng: random.Random) -> tuple[int, list[str]]:
    from django.db import connection

    killed, faults = 0, []
    for _round in range(number):
        connection.close()
        heard, said = os.pipe()
        child = os.fork()
        if not child:
            while True:
                publish()
                os.write(said, b".")
                unpublish()
        os.close(said)
        # It has begun: from here on it is somewhere in what follows.
        os.read(heard, 1)
        os.close(heard)
        time.sleep(rng.random() * 0.3)
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status)
        faults += wrong() + begun_again()
    return killed, faults


def run(faults: int, kills: int) -> dict[str, object]:
    rng = random.Random(10)
    begin()
    found = with_faults(faults, rng)
    killed, more = with_kills(kills, rng)
    return {"kills": killed, "faults": found + more}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(run(*map(int, sys.argv[1:])), ensure_ascii=False))
