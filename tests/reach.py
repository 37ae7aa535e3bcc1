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
# Who asks for the measure lists the files that nobody loads.
PROBES = Slipcover(branch=True, source=None if IN_WORKER else ROOMS, omit=OMITTED)
REACHED = pytest.StashKey[dict[str, Any]]()
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
        merge_coverage(_reached(node.config), json.loads(told))


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
    """Return what was told up to now, of every file."""
    if REACHED not in config.stash:
        config.stash[REACHED] = PROBES.get_coverage()
    return config.stash[REACHED]


def _share(reached: dict[str, Any]) -> float:
    """Return how many branches of a hundred were reached."""
    passed: int = reached["summary"]["covered_branches"]
    missed: int = reached["summary"]["missing_branches"]
    return 100 * passed / (passed + missed)
