"""Aligning a reading with the truth: whose is each character, and which story is which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from reading.document import PageDocument, Story

NOBODY, FURNITURE = -2, -1


def owners(text: str, document: PageDocument) -> list[int]:
    """Return each character's owner: a story's index, the furniture or nobody."""
    owner = [NOBODY] * len(text)
    for furniture in document.furniture:
        start, end = furniture.span
        owner[start:end] = [FURNITURE] * (end - start)
    for index, story in enumerate(document.articles):
        for start, end in story.spans:
            owner[start:end] = [index] * (end - start)
    return owner[: len(text)]


def align(truth: Sequence[int], reading: Sequence[int], text: str) -> dict[int, int]:
    """Return the reading's story for each true one, by most characters shared, one to one."""
    shared = Counter(
        (a, b)
        for a, b, mark in zip(truth, reading, text, strict=True)
        if a >= 0 and b >= 0 and not mark.isspace()
    )
    pairs: dict[int, int] = {}
    for (a, b), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def characters(
    truth: Sequence[int], reading: Sequence[int], text: str, pairs: dict[int, int]
) -> tuple[int, int]:
    """Return how many characters went to the right story, or rightly to none, and of how many."""
    right = total = 0
    for a, b, mark in zip(truth, reading, text, strict=True):
        if mark.isspace():
            continue
        total += 1
        right += b == pairs.get(a, NOBODY - 1) if a >= 0 else b < 0
    return right, total


def common(truth: Sequence[object], reading: Sequence[object]) -> int:
    """Return how many items two lists have in common, in order."""
    if list(truth) == list(reading):
        return len(truth)
    matcher = SequenceMatcher(None, [str(x) for x in truth], [str(x) for x in reading], False)
    return sum(block.size for block in matcher.get_matching_blocks())


def _marks(text: str) -> Counter[str]:
    return Counter(mark for mark in text if not mark.isspace())


def story_text(story: Story) -> str:
    """Return all the text of a story that must come from its spans."""
    parts = [story.section, story.kicker, story.headline, story.deck, story.dateline]
    parts += [byline.role + byline.name for byline in story.bylines]
    parts += story.paragraphs
    parts += [photo.caption + photo.credit for photo in story.photos]
    return "".join(parts)


# What may be in the spans and not in the text: frames, roles said once for several names,
# jump words and numbers, the letters of a pinyin line.
FRAMES = frozenset(
    "（）()[]【】〔〕「」〈〉□■◎●◆▲△○★☆※·•/／|｜、，,:：;；—－-–>＞▶►»→…"
    "本报记者通讯员见习实习生全媒体融首席特约摄影图文发新华社中"
    "下转上接详见第版续请看"
    "0123456789０１２３４５６７８９一二三四五六七八九十〇ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "abcdefghijklmnopqrstuvwxyz"
)


def broken_invariants(text: str, document: PageDocument) -> list[str]:
    """Return what the document breaks of "What must always hold", empty when nothing."""
    broken: list[str] = []
    named = [("furniture", [f.span]) for f in document.furniture]
    named += [("unassigned", [span]) for span in document.unassigned]
    named += [(f"article {i}", story.spans) for i, story in enumerate(document.articles)]
    claims = [0] * (len(text) + 1)
    for name, spans in named:
        if list(spans) != sorted(spans):
            broken.append(f"{name}: spans are not sorted")
        for start, end in spans:
            if not 0 <= start < end <= len(text):
                broken.append(f"{name}: span {start}-{end} is not inside the text")
                continue
            for at in range(start, end):
                claims[at] += 1
    wrong = [at for at, mark in enumerate(text) if claims[at] > 1 or
             (claims[at] == 0 and not mark.isspace())]  # fmt: skip
    if wrong:
        broken.append(f"{len(wrong)} characters lie in no span or in two, first at {wrong[0]}")
    return broken + _foreign_text(text, document)


def _foreign_text(text: str, document: PageDocument) -> list[str]:
    broken = []
    for index, story in enumerate(document.articles):
        source = _marks("".join(text[start:end] for start, end in story.spans))
        own = _marks(story_text(story))
        roles = Counter("".join(byline.role for byline in story.bylines))
        added = own - source - roles
        if added:
            broken.append(f"article {index}: holds what its spans do not: {''.join(added)}")
        lost = Counter({k: n for k, n in (source - own).items() if k not in FRAMES})
        if lost:
            broken.append(f"article {index}: lost of its spans: {''.join(lost)}")
    return broken
