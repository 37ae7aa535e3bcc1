"""The reader's tables: text files that ``training.train`` makes, beside the code."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def table_text(name: str) -> str:
    """Return the text of a table."""
    return (FOLDER / name).read_text(encoding="utf-8")


def table_rows(name: str) -> list[list[str]]:
    """Return the rows of a table of the code's own, parted by tabs; # begins a remark."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
