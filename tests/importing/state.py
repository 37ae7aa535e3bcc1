"""``python -m tests.importing.state``: the archive as JSON by natural keys, to compare two runs."""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def state() -> dict[str, list[list[Any]]]:
    """Return every row that an import writes, without keys and times."""
    from articles.models import Article, Byline, Contributor, Photo
    from findings.models import Finding
    from issues.models import Issue, Page, Publication, Reading, Source

    page = ("page__issue__date", "page__number")
    story = ("article__page__issue__date", "article__page__number", "article__order", "order")
    columns: dict[Any, tuple[str, ...]] = {
        Publication: ("name", "organ", "sponsor", "hotline", "channels", "mottoes"),
        Issue: ("date", "number", "page_count", "printed_weekday", "printed_lunar_date"),
        Page: ("issue__date", "number", "name"),
        Source: (*page, "sha256", "encoding", "text"),
        Reading: ("source__sha256", "reader_version", "document"),
        Article: (*page, "order", "kicker", "headline", "body", "status", "read_index", "spans"),
        Contributor: ("publication__name", "name"),
        Byline: (*story, "role", "contributor__name"),
        Photo: (*story, "caption", "credit"),
        Finding: (*page, "code", "fingerprint", "state", "span_start"),
    }
    return {
        model.__name__: sorted(
            (list(row) for row in model._default_manager.values_list(*names)), key=repr
        )
        for model, names in columns.items()
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(state(), default=str, ensure_ascii=False))
