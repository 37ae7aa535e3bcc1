"""Pages about whose lines editors have answered, as ``manage.py export_labels`` writes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from training.styles import Example


def load_answered(path: Path) -> Iterator[Example]:
    """Yield every page of a file. Raises ``SystemExit`` that names the line and what is wrong."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path}: cannot be read ({error}).") from error
    for number, line in enumerate(filter(None, lines), 1):
        try:
            yield _example(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            remedy = "Write the file anew with manage.py export_labels."
            raise SystemExit(f"{path}, line {number}: {error!r}. {remedy}") from error


def _example(raw: dict[str, Any]) -> Example:
    text = raw["text"]
    if sha256(text.encode()).hexdigest() != raw["sha256"]:
        raise ValueError("the text is not the one that was answered about")
    ends = [0, *(row[1] for row in raw["lines"])]
    # What stands between two lines, and is none to whoever wrote the file, goes with the later.
    runs = [
        (begin, end, story, role, unit)
        for begin, (_start, end, story, role, unit) in zip(ends, raw["lines"], strict=False)
    ]
    runs += [(end, len(text), *what) for _start, end, *what in raw["lines"][-1:]]
    return Example(f"{raw['paper']}-{raw['date']}-{raw['page']}", text, runs)
