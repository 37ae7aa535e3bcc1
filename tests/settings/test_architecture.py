"""What docs/architecture.md says of the house is so: its floors, the way through it, its size."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module

import pytest

from tests.served import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MOST_STOPS = 20
MOST_GERUNDS = 10
# What Django looks for by these names, in every app.
OF_DJANGO = {"__init__", "admin", "apps", "models", "urls"}


def part(name: str) -> str:
    return PAGE.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]


def rooms() -> list[str]:
    return list(CONFIG["tool"]["importlinter"]["root_packages"])


def test_the_page_shows_the_contract_that_the_linter_holds() -> None:
    (contract,) = CONFIG["tool"]["importlinter"]["contracts"]
    held = [re.split(r" [|:] ", floor) for floor in contract["layers"]]
    shown = [
        re.findall(r"`(\w+)`", row.split("|")[1])
        for row in part("contract").splitlines()
        if row.startswith("| `")
    ]
    assert shown == held


def test_every_room_stands_in_the_contract() -> None:
    there = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "training"}
    assert there == set(rooms())


def stops() -> list[str]:
    return re.findall(r"^\d+\. `([\w.]+)`", part("walk"), re.MULTILINE)


def test_the_way_from_bytes_to_a_reader_has_few_stops() -> None:
    assert 0 < len(stops()) <= MOST_STOPS


@pytest.mark.parametrize("stop", stops())
def test_each_stop_of_the_way_is_there(stop: str) -> None:
    words = stop.split(".")
    for length in range(len(words) - 1, 0, -1):
        try:
            found: object = import_module(".".join(words[:length]))
        except ModuleNotFoundError:
            continue
        for word in words[length:]:
            found = getattr(found, word)
        assert callable(found)
        return
    pytest.fail(f"No module of {stop} is there.")


def test_every_file_that_the_glossary_names_is_there() -> None:
    named = set(re.findall(r"`([a-z_]+/[a-z_/]*(?:\.py)?)`", GLOSSARY))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def modules() -> dict[str, list[str]]:
    """Return the names of the modules, each with the rooms in which it stands."""
    found: dict[str, list[str]] = {}
    for room in rooms():
        for path in (ROOT / room).rglob("*.py"):
            if not {"migrations", "commands"} & set(path.parts):
                found.setdefault(path.stem, []).append(str(path.relative_to(ROOT)))
    return found


def test_no_file_name_stands_in_two_rooms() -> None:
    twice = {name: where for name, where in modules().items() if len(where) > 1}
    assert {name: where for name, where in twice.items() if name not in OF_DJANGO} == {}


def test_modules_are_named_by_nouns() -> None:
    gerunds = [name for name in [*modules(), *rooms()] if name.endswith("ing")]
    assert len(gerunds) <= MOST_GERUNDS, gerunds


def test_the_room_of_the_stories_stays_small() -> None:
    assert len(list((ROOT / "articles").rglob("*.py"))) <= 80
