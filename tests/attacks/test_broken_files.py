"""Broken and hostile files: each is a sentence or a whole page, in bounded time.

``LONG=1`` tries three hundred of them.
"""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest
from django.core.management import call_command

from audit.outcomes import Result
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import InputMissing, find_files, receive
from issues.models import Page, Reading, Source
from reading import invariants
from reading.document import PageDocument
from tests.attacks.broken_files import broken_files
from tests.choice import by_length
from tests.make import make_publication

# Each kind of file in each of the ways to spoil it, once or six times.
COUNT = by_length(48, 300)
# Far more than any takes on a machine with nothing else to do.
LONGEST = 60.0
MOST_MEMORY = 900 * 1024


@pytest.mark.django_db
def test_each_is_a_sentence_or_a_whole_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_publication("山溪报")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    results = []
    for name, data in broken_files(COUNT):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        began = time.monotonic()
        results += said(path)
        assert time.monotonic() - began < LONGEST, name
    assert len(results) >= COUNT
    assert "Traceback" not in caplog.text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MEMORY
    assert Page.objects.count() == results.count(Result.IMPORTED) > COUNT / 15
    assert results.count(Result.REFUSED) > COUNT / 3
    for reading in Reading.objects.select_related("source"):
        document = PageDocument.from_dict(reading.document)
        assert invariants.check(reading.source.text, document) == []
    assert Source.objects.count() == Page.objects.count()
    call_command("verify", verbosity=0)


def said(path: Path) -> list[Result]:
    """Import one file and return its results; each refusal is a sentence."""
    try:
        places = find_files([str(path)])
    except InputMissing as error:
        return [Result.REFUSED] if str(error).endswith(".") else []
    outcomes = list(import_all(receive(places), ImportOptions()))
    assert outcomes, path
    for row in outcomes:
        if row.result in (Result.REFUSED, Result.PASSED):
            assert row.message.endswith((".", "?")), (path, row.message)
            assert "The log says why" not in row.message, (path, row.message)
    return [row.result for row in outcomes]


def test_the_same_seed_gives_the_same_files() -> None:
    assert list(broken_files(24)) == list(broken_files(24))
