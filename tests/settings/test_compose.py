"""The services that come up together, read as the tool reads them: no container runs here."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.processes import ROOT

FILE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(FILE)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_everything_that_the_newsroom_needs_comes_up() -> None:
    assert {"web", "worker", "postgres", "redis", "proxy"} <= set(SERVICES)
    assert "gunicorn newsroom.wsgi" in SERVICES["web"]["command"]
    assert "celery -A newsroom worker" in SERVICES["worker"]["command"]
    assert SERVICES["web"]["environment"] == SERVICES["worker"]["environment"]


def test_they_are_those_that_the_operator_is_told_of() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    told = text.partition("### All at once with containers")[2].partition("\n### ")[0]
    named = re.findall(r"[a-z]+", told.partition("brings ")[2].partition(" with ")[0].lower())
    # What prepares the tables ends before the others start.
    assert set(named) - {"a", "and", "postgresql"} | {"postgres"} == set(SERVICES) - {"prepare"}
    commanded = re.findall(r"(?:compose exec|--scale) ([a-z]+)", told)
    alone = re.findall(r"`(web|worker)`", told)
    assert set(commanded) == set(alone) == {"web", "worker"}
    assert set(re.findall(r"\b([A-Z][A-Z_0-9]+)=", told.partition("docker")[0])) == set(
        re.findall(r"\$\{(\w+):\?", FILE)
    )


def test_its_variables_are_those_of_the_newsroom() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = {
        name
        for row in re.findall(r"^\| (`.*?) \|", readme, re.MULTILINE)
        for name in row.split("`")
    }
    assert set(SERVICES["web"]["environment"]) <= table


def test_services_volumes_and_secrets_that_are_named_are_there() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)
        for volume in service.get("volumes", ()):
            assert volume.partition(":")[0] in COMPOSE["volumes"]
    # What somebody must choose stops the start where he has not.
    given = set(re.findall(r"\$\{(\w+):\?", FILE))
    assert given == set(re.findall(r"\$\{(\w+)", FILE))


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["web"]["environment"]["BEHIND_PROXY"] == "true"
    assert "--to web:8000" in SERVICES["proxy"]["command"]
