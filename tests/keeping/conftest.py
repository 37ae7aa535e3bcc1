"""A page as it stands in an archive that an older reader has read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from issues.models import Page
from reading import read_page
from reading.document import PageDocument
from tests.keeping.cast import run
from tests.keeping.older import Older
from tests.make import JUNE


@pytest.fixture
def read_by_older(monkeypatch: pytest.MonkeyPatch) -> Callable[[Older], Page]:
    """Return what imports the page of June as an older reader would have read it."""

    def make(change: Older) -> Page:
        def read(text: str) -> PageDocument:
            document = read_page(text)
            change(document)
            return document

        with monkeypatch.context() as patched:
            patched.setattr("reading.sources.read_page", read)
            patched.setattr("importing.rows.READER_VERSION", "0")
            run("import_pages", JUNE, jobs=1)
        return Page.objects.get()

    return make
