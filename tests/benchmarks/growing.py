"""``python -m tests.benchmarks.growing [--issues 260 2600]``: what each address costs as it grows.

Rows are those that ``import_pages`` makes, copied to as many days; with and without statistics. A
figure is processor time of this process and, on PostgreSQL, of the server's own for it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

from tests.databases import Databases
from tests.served import migrate, python

TAKES = 5


def report(sizes: list[int]) -> Iterator[str]:
    """Yield a line an address: milliseconds at each size and how they stand to each other."""
    with tempfile.TemporaryDirectory() as name:
        databases = Databases.migrated_by(Path(name), migrate)
        try:
            for statistics in ("without", "with"):
                taken = [
                    json.loads(
                        python(
                            databases.new(),
                            "-m",
                            "tests.benchmarks.growing",
                            "--measure",
                            str(size),
                            statistics,
                        )
                    )
                    for size in sizes
                ]
                for address in taken[0]:
                    few, many = taken[0][address], taken[-1][address]
                    yield (
                        f"grow: {statistics} statistics, {address}:"
                        f" {' and '.join(f'{one[address]:.0f}' for one in taken)} ms,"
                        f" {many / few:.2f} times as much"
                    )
        finally:
            databases.drop()


def measure(issues: int, statistics: str) -> dict[str, float]:
    """Return the milliseconds that each address costs in an archive of so many issues."""
    django.setup()
    from django.contrib import admin
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections, connection
    from django.test import Client
    from django.urls import reverse

    from articles.models import Article
    from tests.grown import forget_statistics, grow
    from tests.make import make_administrator

    boss = make_administrator()
    grow(issues, by=boss)
    with connection.cursor() as cursor:
        if statistics == "with":
            cursor.execute("ANALYZE")
        else:
            forget_statistics()
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    story = Article.objects.select_related("page__issue").order_by("-published_at")[0]
    day = story.page.issue.date
    readers = [
        "/",
        "/issues/",
        f"/issues/?year={day.year}",
        f"/issues/{day}/",
        f"/issues/{day}/1/",
        "/issues/2001-01-02/",
        f"/articles/{story.pk}/",
        "/corrections/",
        "/feed/",
        "/sitemap.xml",
        f"/sitemap-{day:%Y-%m}.xml",
    ]
    desk = ["/admin/", "/admin/reviews/", "/admin/reviews/quality/"] + [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    reader, editor = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    editor.force_login(boss)
    spent = _clock()
    names = {path: path.replace(f"{day:%Y-%m}", "MONTH") for path in readers}
    found = {}
    for client, paths in ((reader, readers), (editor, desk)):
        for path in paths:
            takes = []
            for _take in range(TAKES):
                start = spent()
                client.get(path)
                takes.append(spent() - start)
            found[names.get(path, path)] = min(takes) * 1000
    return found


def _clock() -> Callable[[], float]:
    """Return what tells the processor time of this process and of its server."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def both() -> float:
        # Nanoseconds on the processor; without the file only our own are counted.
        server = int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0
        return time.process_time() + server

    return both


def main() -> None:
    """Measure one archive when told to, else report on all."""
    parser = argparse.ArgumentParser(description="What each address costs in a grown archive.")
    parser.add_argument("--issues", type=int, nargs="+", default=[260, 2600])
    parser.add_argument("--measure", nargs=2, metavar=("ISSUES", "STATISTICS"))
    options = parser.parse_args()
    if options.measure:
        os.environ.setdefault("LOG_LEVEL", "CRITICAL")
        sys.stdout.write(json.dumps(measure(int(options.measure[0]), options.measure[1])))
        return
    for line in report(options.issues):
        print(line, flush=True)


if __name__ == "__main__":
    main()
