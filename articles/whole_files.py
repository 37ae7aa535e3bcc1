"""A photo's file appears under its name when it is whole: a full disk leaves no part of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Django's storage, which would write under the name itself."""

    def _save(self, name: str, content: Any) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        # Another upload of the same moment finds the name taken and gets one of its own.
        while True:
            try:
                place.open("xb").close()
                break
            except FileExistsError:
                name = self.get_available_name(name)
                place = Path(self.path(name))
        try:
            self._fill(place, content)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
        return str(Path(name).as_posix())

    def _fill(self, place: Path, content: Any) -> None:
        handle, part = tempfile.mkstemp(dir=place.parent, prefix=".part-")
        try:
            with open(handle, "wb") as file:
                file.writelines(content.chunks())
                file.flush()
                os.fsync(file.fileno())
            os.chmod(part, 0o644)
            os.replace(part, place)
        finally:
            Path(part).unlink(missing_ok=True)
