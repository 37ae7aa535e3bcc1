"""A machine that dies while a proposal is applied leaves the old text or the new one, whole."""

from __future__ import annotations

import json
from pathlib import Path

from tests.databases import Databases
from tests.importing.test_killed import manage, python


def test_a_proposal_is_applied_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    made = Databases(tmp_path, lambda url: manage(url, "migrate", "-v0").communicate())
    try:
        process = python(made.new(), "-m", "tests.reviews.killed")
        out, errors = process.communicate()
        assert process.returncode == 0, errors
        seen = json.loads(out)
    finally:
        made.drop()
    assert seen["faults"] == []
    assert seen["kills"] == 20
    assert seen["applied"] >= 20
