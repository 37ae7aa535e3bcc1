"""The image of a page: how it was printed, for those who hold its text against it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.core.files import File
from django.utils.translation import gettext_noop

from articles.photo_files import note_written, sha256_of_file, undone_with_rows
from audit import journal
from audit import log as audit
from issues.models import Page, PageImage


def put_scan(page: Page, image: File[Any], *, by: User) -> PageImage:
    """Give a page its image. What it had before stays for the record.

    ``image`` was checked and written anew.
    """
    with undone_with_rows(), audit.chained():
        row = keep_scan(page, image, by=by)
        audit.record("page-image", page, by=by, sha256=row.sha256)
        journal.write(by, [page], CHANGE, gettext_noop("Image of the page added."))
    return row


def keep_scan(page: Page, image: File[Any], *, by: User | None) -> PageImage:
    """Keep the image that came along with a page; whoever brings the page records it."""
    row = PageImage(page=page, image=image, sha256=sha256_of_file(image), by=by)
    try:
        row.save()
    finally:
        # The file is written before the row, which the database may refuse.
        note_written(row.image)
    audit.note(row)
    return row
