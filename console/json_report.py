"""A report as one JSON object, written while a command runs: a row a line, the rest at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandError
from django.utils.translation import gettext as _


class JsonReport:
    """Writes to ``file`` and holds no row in memory; without a file it takes all and writes none.

    The rows stand in a list under ``name``. Only ``close`` makes the document whole.
    """

    def __init__(self, file: TextIO | None, name: str) -> None:
        self._file = file
        self._separator = ""
        self._write(f'{{"{name}": [')

    def add(self, row: dict[str, Any]) -> None:
        self._write(f"{self._separator}\n{json.dumps(row, ensure_ascii=False)}")
        self._separator = ","

    def close(self, **rest: Any) -> None:
        """End the list, and write what is known only now."""
        self._write(f"\n],\n{json.dumps(rest, ensure_ascii=False)[1:-1]}}}\n")

    def _write(self, text: str) -> None:
        if self._file:
            self._file.write(text)


@contextmanager
def open_report(path: str | None, stdout: Any) -> Iterator[TextIO | None]:
    """Open the file of a report before the work begins, so that a wrong path costs nothing.

    ``-`` is the command's own output, none is no file. Raises ``CommandError``.
    """
    if not path:
        yield None
        return
    if path == "-":
        # The wrapper that a command has for its output ends every write with a line break.
        yield getattr(stdout, "_out", stdout)
        return
    with _created(path) as file:
        yield file


def _created(path: str) -> TextIO:
    try:
        return Path(path).open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            _("%(path)s: the report cannot be written (%(error)s). Choose another file.")
            % {"path": path, "error": error.strerror}
        ) from error
