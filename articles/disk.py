"""What went wrong with a disk, in words that say what to do: full, or only to be read."""

from __future__ import annotations

import errno
from pathlib import Path

from audit.sentences import gettext as _

FULL = {errno.ENOSPC, errno.EDQUOT}
UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
# SQLite tells by words, PostgreSQL by the state 53100.
FULL_WORDS = ("disk is full", "No space left")
# A database whose folder is full or read-only cannot make its log.
UNWRITABLE_WORDS = ("readonly database", "unable to open database file", "disk I/O error")


def disk_trouble(error: BaseException) -> str:
    """Return the sentence for a disk that is full or read-only, ``""`` for any other error."""
    number = getattr(error, "errno", None)
    words = str(error)
    state = getattr(error.__cause__, "sqlstate", None)
    if number in FULL or state == "53100" or any(word in words for word in FULL_WORDS):
        return _("The disk is full: nothing was written. Make room, then do it again.")
    if number in UNWRITABLE or any(word in words for word in UNWRITABLE_WORDS):
        return _(
            "The disk cannot be written: it is full or read-only, or the account has no right to"
            " it. Nothing was written. Run doctor, put it right, then do it again."
        )
    return ""


def refusal(error: OSError, folder: Path) -> str:
    """Return the sentence for a file in ``folder`` that could not be read or written."""
    return disk_trouble(error) or _("%(path)s cannot be used (%(error)s).") % {
        "path": error.filename or folder,
        "error": error.strerror or error,
    }
