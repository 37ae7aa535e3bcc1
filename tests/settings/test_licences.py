"""What the newsroom runs on goes with its own licence, BSD-3-Clause."""

from __future__ import annotations

import subprocess
import sys
from email.message import Message
from importlib import metadata
from pathlib import Path

import pytest

from tests.licences import expression_goes, judge, licence_of, main
from tests.make import FIXTURES

PINS = FIXTURES.parent / "requirements.txt"


def package(**fields: str | list[str]) -> Message:
    """Return metadata as a package carries it; a list is a field given several times."""
    message = Message()
    for name, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            message[name.replace("_", "-")] = value
    return message


def run(pinned: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.licences", str(pinned)],
        cwd=FIXTURES.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def offence(folder: Path, licence: str) -> None:
    """Put a package with this licence where Python finds it."""
    info = folder / "planted-1.0.dist-info"
    info.mkdir()
    lines = ["Metadata-Version: 2.4", "Name: planted", "Version: 1.0", licence, ""]
    (info / "METADATA").write_text("\n".join(lines), "utf-8")


def test_every_run_time_dependency_goes() -> None:
    done = run(PINS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_psycopg_goes_although_it_is_lgpl() -> None:
    verdicts = {verdict.package: verdict for verdict in judge(PINS)}
    assert verdicts["psycopg"].licence == "LGPL-3.0-only"
    assert verdicts["psycopg"].goes


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("License-Expression: GPL-3.0-or-later", "GPL-3.0-or-later"),
        ("License-Expression: AGPL-3.0-only", "AGPL-3.0-only"),
        ("License: GPL-3.0-or-later", "GPL-3.0-or-later"),
        (
            "Classifier: License :: OSI Approved :: GNU Affero General Public License v3",
            "GNU Affero General Public License v3",
        ),
        ("Summary: nothing of a licence", "names no licence"),
    ],
)
def test_an_offence_among_the_pins_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, named: str
) -> None:
    offence(tmp_path, line)
    pins = tmp_path / "pins.txt"
    pins.write_text(PINS.read_text("utf-8") + "planted==1.0 \\\n    --hash=sha256:00\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    done = run(pins)
    assert done.returncode == 1
    assert done.stderr.splitlines()[1:-1] == [f"  planted: {named}"]
    assert "Put another in its place" in done.stderr


@pytest.mark.parametrize(
    ("expression", "goes"),
    [
        ("MIT", True),
        ("mit", True),
        ("LGPL-3.0-only", True),
        ("MPL-2.0 AND MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GPL-2.0-only OR MIT", True),
        ("GPL-2.0-only AND MIT", False),
        ("MIT OR GPL-2.0-only AND AGPL-3.0-only", True),
        ("(MIT OR GPL-2.0-only) AND AGPL-3.0-only", False),
        ("BSD-3-Clause AND (GPL-3.0-only OR (MIT AND ISC))", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("LicenseRef-Ours", False),
        ("free for all", False),
        ("", False),
    ],
)
def test_an_expression_goes_when_it_leaves_a_licence_that_goes(expression: str, goes: bool) -> None:
    assert expression_goes(expression) is goes


def test_the_expression_counts_before_the_classifiers_and_those_before_the_field() -> None:
    mit = "License :: OSI Approved :: MIT License"
    gpl = "License :: OSI Approved :: GNU General Public License (GPL)"
    assert licence_of(package(License_Expression="MIT", Classifier=gpl)) == ("MIT", True)
    assert licence_of(package(Classifier=mit, License="GPL-3.0-only")) == ("MIT License", True)
    assert licence_of(package(License="Do as\n you like.")) == ("Do as you like.", False)


def test_of_several_classifiers_each_must_go() -> None:
    names = ["Apache Software License", "GNU General Public License (GPL)"]
    several = package(Classifier=[f"License :: OSI Approved :: {name}" for name in names])
    assert licence_of(several) == ("; ".join(names), False)


def test_what_another_machine_needs_is_not_looked_for(tmp_path: Path) -> None:
    pins = tmp_path / "pins.txt"
    pins.write_text("# Two\nno-such-package==1.0 ; python_version < '3'\n    # via two\n", "utf-8")
    assert main(pins) is None


def test_a_package_that_is_not_installed_is_named(tmp_path: Path) -> None:
    pins = tmp_path / "pins.txt"
    pins.write_text("no-such-package==1.0\n", "utf-8")
    with pytest.raises(metadata.PackageNotFoundError):
        judge(pins)
    assert main(pins) == (
        "no-such-package is in pins.txt but is not installed. Run make clean, then again."
    )
