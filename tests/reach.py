"""How much of the product the suite reaches: ``-p tests.reach`` measures what workers run of it.

Lines and branches have probes, which leave the code soon after they were passed, so that measuring
costs little more than loading does. The product must be loaded later than this file, and what a
test's own processes reach does not count.
"""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from slipcover import FileMatcher, ImportManager, Slipcover, merge_coverage, print_coverage

WANTED = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["reach"]
ROOMS, OMITTED = WANTED["rooms"], WANTED["omitted"]
IN_WORKER = "PYTEST_XDIST_WORKER" in os.environ
PROBES = Slipcover(branch=True, omit=OMITTED)
# What the workers told, and whether the files that none of them loads are in it.
REACHED = pytest.StashKey[dict[str, Any]]()
WHOLE = pytest.StashKey[bool]()
if IN_WORKER:
    ImportManager(PROBES, FileMatcher(sources=ROOMS, omit=OMITTED)).__enter__()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker tell what it reached, and the one that asked fail where that is too little."""
    if IN_WORKER:
        # As text: what the probes return has types that do not go from one process to another.
        session.config.workeroutput["reached"] = json.dumps(PROBES.get_coverage())  # type: ignore[attr-defined]
    elif _share(_reached(session.config)) < WANTED["branches"] and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what a worker reached."""
    if told := getattr(node, "workeroutput", {}).get("reached"):
        rows, stash = json.loads(told), node.config.stash
        stash[REACHED] = merge_coverage(stash[REACHED], rows) if REACHED in stash else rows


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the files of which something was missed, and the share of branches."""
    reached, wanted = _reached(terminalreporter.config), WANTED["branches"]
    terminalreporter.section("reached")
    print_coverage(reached, outfile=terminalreporter, skip_covered=True, missing_width=60)
    share = _share(reached)
    terminalreporter.write_line(
        f"{share:.1f} % of branches are reached, {wanted} % are wanted.", red=share < wanted
    )


def _reached(config: pytest.Config) -> dict[str, Any]:
    """Return what was told, and of the files that nobody loads that nothing of them was reached."""
    if WHOLE not in config.stash:
        told = config.stash.get(REACHED, None)
        # What a worker has told of need not be read once more.
        for path in told["files"] if told else ():
            PROBES.code_lines[str(Path(path).resolve())] = set()
        PROBES.source = ROOMS
        unseen = PROBES.get_coverage()
        config.stash[REACHED] = merge_coverage(told, unseen) if told else unseen
        config.stash[WHOLE] = True
    return config.stash[REACHED]


def _share(reached: dict[str, Any]) -> float:
    """Return how many branches of a hundred were reached."""
    passed: int = reached["summary"]["covered_branches"]
    missed: int = reached["summary"]["missing_branches"]
    return 100 * passed / (passed + missed)
