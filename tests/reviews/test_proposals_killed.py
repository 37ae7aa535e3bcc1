"""A machine that dies while a proposal is applied leaves the old text or the new one, whole."""

from __future__ import annotations

import json

from tests.databases import Databases
from tests.importing.test_killed import python
from tests.reviews.killed import KILLS


def test_a_proposal_is_applied_as_a_whole_or_not_at_all(databases: Databases) -> None:
    process = python(databases.new(), "-m", "tests.reviews.killed")
    out, errors = process.communicate()
    assert process.returncode == 0, errors
    seen = json.loads(out)
    assert seen["faults"] == []
    assert seen["kills"] == KILLS
    assert seen["applied"] >= KILLS
