"""The reader's tables: text files that ``training.train`` makes, beside the code."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def table_text(name: str) -> str:
    """Return the text of a table."""
    return (FOLDER / name).read_text(encoding="utf-8")
