"""Do the licences of all that the newsroom runs on go with BSD-3-Clause?

``python -m tests.licences requirements.txt`` names every package whose licence does not, and
ends with 1; ``make lint`` runs it.

The rule: permissive licences go. MPL-2.0 and LGPL go too, because we import such a package
unchanged and as its own distribution, which anybody can exchange (LGPL-3.0 section 4, MPL-2.0
section 3.3): psycopg is the case in point. GPL and AGPL reach what is built on them, and do not go.
A licence that is not listed does not go before somebody has read it.

What a package says is looked for where it is least ambiguous: ``License-Expression`` (PEP 639),
then the classifiers, then the ``License`` field. Several classifiers do not say whether one may
choose between them, so each of them must go.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import cast

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement

# By their SPDX identifiers.
PERMISSIVE = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "HPND",
    "ISC",
    "MIT",
    "MIT-CMU",
    "PSF-2.0",
    "Python-2.0",
    "Unlicense",
    "Zlib",
}
WEAK_COPYLEFT = {
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "MPL-2.0",
}
CLASSIFIERS = {
    "Apache Software License",
    "BSD License",
    "GNU Lesser General Public License v2 or later (LGPLv2+)",
    "GNU Lesser General Public License v3 (LGPLv3)",
    "GNU Lesser General Public License v3 or later (LGPLv3+)",
    "Historical Permission Notice and Disclaimer (HPND)",
    "ISC License (ISCL)",
    "MIT License",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "Python Software Foundation License",
    "The Unlicense (Unlicense)",
}
INNERMOST = re.compile(r"\(([^()]*)\)")
# What a pair of brackets comes to, while an expression is worked out from the inside.
GOES, FAILS = "goes", "fails"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a package says of its licence, and whether that goes with BSD-3-Clause."""

    package: str
    licence: str
    goes: bool


def expression_goes(expression: str) -> bool:
    """Tell whether an SPDX expression leaves us a licence that goes; what is no SPDX does not."""
    try:
        left = str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression:
        return False
    while bracket := INNERMOST.search(left):
        inner = GOES if _any_goes(bracket[1]) else FAILS
        left = left[: bracket.start()] + inner + left[bracket.end() :]
    return _any_goes(left)


def _any_goes(expression: str) -> bool:
    return any(
        all(_one_goes(one) for one in choice.split(" AND ")) for choice in expression.split(" OR ")
    )


def _one_goes(identifier: str) -> bool:
    # An exception (GPL-… WITH …) only permits more, so what goes without it goes with it.
    return identifier.strip().split(" WITH ")[0] in PERMISSIVE | WEAK_COPYLEFT | {GOES}


def licence_of(package: Message) -> tuple[str, bool]:
    if expression := package["License-Expression"]:
        return expression, expression_goes(expression)
    classifiers = [
        name.removeprefix("License :: ").removeprefix("OSI Approved :: ")
        for name in package.get_all("Classifier", [])
        if name.startswith("License :: ")
    ]
    if classifiers:
        return "; ".join(classifiers), CLASSIFIERS.issuperset(classifiers)
    written = " ".join((package["License"] or "").split())
    return written, expression_goes(written)


def requirements(pinned: Path) -> Iterator[Requirement]:
    """Yield the packages of a file of pins that this machine needs."""
    for line in pinned.read_text("utf-8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.removesuffix("\\").strip())
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def judge(pinned: Path) -> list[Verdict]:
    """Return a verdict for each package; ``PackageNotFoundError`` when one is not installed."""
    # It is an email message, though typed as less: without a default for get_all.
    found = ((r.name, cast("Message", metadata.metadata(r.name))) for r in requirements(pinned))
    return [Verdict(name, *licence_of(package)) for name, package in found]


def main(pinned: Path) -> str | None:
    """Judge a file of pins; return what there is to do, ``None`` when every licence goes."""
    try:
        refused = [verdict for verdict in judge(pinned) if not verdict.goes]
    except metadata.PackageNotFoundError as missing:
        return (
            f"{missing.name} is in {pinned.name} but is not installed. Run make clean, then again."
        )
    if not refused:
        return None
    lines = [f"  {one.package}: {one.licence or 'names no licence'}" for one in refused]
    return "\n".join(
        [
            f"These packages of {pinned.name} have a licence that does not go with BSD-3-Clause:",
            *lines,
            "Put another in its place. If its licence does go, list it in tests/licences.py.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
