"""What was received and what was read off it: hashes, texts, invariants, segments."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.faults import Fault, short
from importing.documents import BARE, parse
from importing.kept_encodings import texts_of
from importing.placement import Refused
from importing.receipt import Received
from issues.models import Reading, Source, SourceGone
from reading import invariants
from reading.document import PageDocument, Story
from reading.lines import squeeze

# A reading that is no page document any more fails in one of these ways.
BROKEN = (TypeError, ValueError, KeyError, AttributeError, IndexError)


def check_source(source: Source) -> Iterator[Fault]:
    """The bytes have their hash and decode to the text, and every reading of them is sound."""
    try:
        data = source.received
    except SourceGone as gone:
        yield Fault("source-file", str(gone), expected=source.sha256)
        return
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 != source.sha256:
        yield Fault(
            "source-hash",
            _("The received bytes of source %(pk)s were changed. Restore them from a backup.")
            % {"pk": source.pk},
            expected=source.sha256,
            got=sha256,
        )
    if source.text not in texts_of(data, source.encoding):
        yield Fault(
            "source-text",
            _(
                "The text of source %(pk)s is not what its bytes say as %(encoding)s."
                " Restore the row from a backup."
            )
            % {"pk": source.pk, "encoding": source.encoding},
        )
    for reading in source.readings.all():
        yield from check_reading(source, reading)


def check_reading(source: Source, reading: Reading) -> Iterator[Fault]:
    """The invariants hold, and every part says what its segments hold."""
    name = {"pk": reading.pk}
    try:
        if reading.reader_version == BARE:
            faults = _faults_of_bare(source, reading)
        else:
            document = PageDocument.from_dict(reading.document)
            faults = invariants.check(source.text, document)
            for number, story in enumerate(document.articles, start=1):
                faults += [_in_story(number, row) for row in check_parts(source.text, story)]
    except BROKEN as error:
        yield Fault(
            "reading-broken",
            _("Reading %(pk)s is no page document any more. Restore it from a backup.") % name,
            got=short(str(error)),
        )
        return
    for fault in faults:
        yield Fault(
            "reading",
            _("Reading %(pk)s does not fit its source: %(fault)s Restore it from a backup.")
            % {**name, "fault": fault},
        )


def _faults_of_bare(source: Source, reading: Reading) -> list[str]:
    """A page document that came without a source: its bytes must still say what was read."""
    try:
        brought = parse(Received(source.file_name, source.received))
    except Refused as refusal:
        return [str(refusal)]
    return [] if brought.reading == reading.document else [_("The document says something else.")]


def check_parts(text: str, story: Story) -> Iterator[str]:
    """Say which parts of a story hold what none of their segments holds."""
    if not story.segments:
        return
    runs: dict[tuple[str, int | None], Counter[str]] = {}
    for segment in story.segments:
        held = squeeze(text[segment.span[0] : segment.span[1]])
        for key in ((segment.part, None), (segment.part, segment.index)):
            runs.setdefault(key, Counter()).update(held)
    for part, index, told in _parts(story):
        added = Counter(squeeze(told)) - runs.get((part, index), Counter())
        if added:
            missing = short("".join(added.elements()))
            yield _("its %(part)s has “%(text)s”, which its segments have not.") % {
                "part": _named(part),
                "text": missing,
            }


def _in_story(number: int, fault: str) -> str:
    return _("Story %(number)s: %(fault)s") % {"number": number, "fault": fault}


def _named(part: str) -> str:
    names = {
        "section": _("section"),
        "kicker": _("kicker"),
        "headline": _("headline"),
        "deck": _("deck"),
        "dateline": _("dateline"),
        "byline": _("byline"),
        "credit": _("credit"),
        "paragraph": _("paragraph"),
        "caption": _("caption"),
    }
    return names[part]


def _parts(story: Story) -> Iterator[tuple[str, int | None, str]]:
    for part in ("section", "kicker", "headline", "deck", "dateline"):
        yield part, None, getattr(story, part)
    # One segment names several people, and a caption's words may give the credit.
    yield "byline", None, "".join(row.name for row in story.bylines)
    yield "credit", None, "".join(row.credit for row in story.photos)
    for index, paragraph in enumerate(story.paragraphs):
        yield "paragraph", index, paragraph
    for index, photo in enumerate(story.photos):
        yield "caption", index, photo.caption
