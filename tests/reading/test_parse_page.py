"""``parse_page`` prints page documents and touches no database."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from importing.preparation import prepare_pages
from importing.receipt import Received
from reading.rules import FEATURES
from tests.reading.samples import FIXTURES, NAMES, golden
from tests.reading.test_manuscripts import MAKERS
from tests.reading.trial_pages import FOLDER

FILES = [str(FIXTURES / f"{name}.txt") for name in NAMES]


def parse(*arguments: str) -> tuple[str, str]:
    """Return what the command printed, and what it said was wrong."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("parse_page", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_each_file_gives_one_line() -> None:
    out, err = parse(*FILES)
    documents = [json.loads(line) for line in out.splitlines()]
    assert err == ""
    # What the golden documents do not list holds nothing.
    assert [document["issue"] for document in documents] == [
        {"number_to": None, "edition": ""} | golden(name)["issue"] for name in NAMES
    ]
    assert "平阳" in out


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html", "md", "txt"])
def test_a_file_is_parted_as_the_import_parts_it(kind: str, tmp_path: Path) -> None:
    lines = (FOLDER / "52-whole-issue-4-pages.txt").read_text().splitlines()
    made = MAKERS[kind](*lines) if kind in MAKERS else "\n".join(lines).encode()
    if kind == "md":
        made = made.replace("第2版".encode(), "**第2版** [要闻](a.htm)".encode())
    (path := tmp_path / f"issue.{kind}").write_bytes(made)
    out, _ = parse(str(path))
    printed = [json.loads(line) for line in out.splitlines()]
    taken = [one.document for one in prepare_pages(Received(path.name, made)) if one.document]
    assert printed == [document.to_dict() for document in taken]
    assert len(printed) == (1 if kind in ("html", "md") else 4)


def test_indent_spreads_a_document_over_lines() -> None:
    out, _ = parse(FILES[0], "--indent", "2")
    assert out.startswith('{\n  "masthead"')
    assert json.loads(out)["issue"]["number"] == 4403


@pytest.mark.parametrize("width", ["-1", "wide", "17"])
def test_an_indent_that_is_no_width_is_refused(width: str) -> None:
    with pytest.raises(CommandError, match="whole number"):
        call_command("parse_page", FILES[0], f"--indent={width}")


def test_explain_adds_the_rules() -> None:
    plain, _ = parse(FILES[0])
    explained, _ = parse(FILES[0], "--explain")
    assert "segments" not in json.loads(plain)["articles"][0]
    story = json.loads(explained)["articles"][0]
    rules = {segment["part"]: segment["rule"] for segment in story["segments"]}
    assert rules["dateline"] == "dateline-at-opening"
    assert all(name in FEATURES for name in rules["headline"].split("+"))
    assert json.loads(explained)["furniture"][0]["rule"]


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(FILES[0]).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    out, _ = parse("-")
    assert json.loads(out)["issue"]["number"] == 4403


def test_bad_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"PK\x03\x04")))
    assert parse("-")[1].startswith("standard input: The source looks like a zip archive")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "a folder"),
        (lambda path: path.write_bytes(b"%PDF-1.4"), "PDF"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_a_remedy(
    tmp_path: Path, make: Any, words: str
) -> None:
    path = tmp_path / "page.txt"
    make(path)
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("parse_page", str(path))
    assert str(path) in str(refusal.value)


def test_a_file_that_may_not_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(CommandError, match="Permission denied"):
        call_command("parse_page", str(tmp_path / "page.txt"))


def test_a_bad_file_does_not_stop_the_others() -> None:
    out, err = parse("nowhere.txt", FILES[0])
    assert json.loads(out)["issue"]["number"] == 4403
    assert "nowhere.txt: There is no such file." in err
    assert "1 of 2 files could not be read" in err


def test_lone_surrogates_are_printed_as_escapes(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"\xff\xfe" + "本报讯 昨天，我县召开大会，部署防汛工作。".encode("utf-16-le"))
    out, _ = parse(str(path))
    assert "我县召开大会" in out
    from console.management.commands.parse_page import _escape_surrogates

    assert _escape_surrogates("平\ud800") == "平\\ud800"
