"""A machine that dies while an issue is published leaves whole pages, and the next run goes on."""

from __future__ import annotations

import json

from tests.choice import by_length
from tests.databases import Databases
from tests.importing.test_killed import python

FAULTS, KILLS = by_length((20, 4), (100, 20))


def test_a_page_is_published_as_a_whole_or_not_at_all(databases: Databases) -> None:
    words = ("-m", "tests.publishing.killed", str(FAULTS), str(KILLS))
    process = python(databases.new(), *words)
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    assert json.loads(out) == {"kills": KILLS, "faults": []}
