"""Whether a story begins at a line: what a person said of it, kept for the training of the reader.

A label names the text by its hash and the line by its offset. The text itself stays where it is,
in the page's source.
"""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth.models import User

from findings.models import Beginning, Finding
from issues.models import Source

ASKS = "story-begins"


def hash_of(text: str) -> str:
    """Return the hash by which labels know the text of a page."""
    return sha256(text.encode()).hexdigest()


def remember(finding: Finding, begins: bool, *, by: User) -> None:
    """Keep the answer to a finding as the label of its line; the last one holds."""
    source = _source_of(finding)
    if source is not None and finding.span_start is not None:
        Beginning.objects.update_or_create(
            text_sha256=hash_of(source.text),
            offset=finding.span_start,
            defaults={"source": source, "begins": begins, "by": by},
        )


def forget(finding: Finding) -> None:
    """Take the label back: the finding is open again."""
    source = _source_of(finding)
    if source is not None and finding.span_start is not None:
        Beginning.objects.filter(
            text_sha256=hash_of(source.text), offset=finding.span_start
        ).delete()


def _source_of(finding: Finding) -> Source | None:
    return finding.page.sources.order_by("-pk").defer("data").first()
