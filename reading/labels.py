"""Labels: what every item of a page is, how sure that is, and which features decided it.

H begins a headline and h goes on with it, P begins a paragraph and C goes on with one, S is a
小标题, A a byline, signature, note or jump, G a credit or caption, F furniture. P, C, S, A and G
remember how their story began: D with a dateline or byline, N without, T once a 小标题 has come.
The chain gives them; where the second look finds other beginnings, the chain is asked again with
these given.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from operator import add, sub

from .borders import beginnings
from .certain import SMALL, lean
from .chain import NEVER, Points, backward, forward, points_of, walk_back
from .cuts import names_notice
from .features import Page, Seen
from .items import Item
from .layouts import Layout
from .traits import Traits
from .weights import Weights, weights

HEAD = "H"
_ANY = "form:any"
# The points that a beginning gets on a small page, in hundredths of nats, and below a mark or
# above a dateline.
_LEAN, _TOLD_LEAN = 180, 300
# Lines as short as this, and of one length, are 小标题.
_SHORT = 9
_GIVEN = 10**6
_FARTHEST = 1500
# Beginnings of fewer points than this are asked about, on pages of blocks and by margins, and
# lines of fewer against; of those in quotation marks more is asked for.
_UNSURE_IN_BLOCKS, _UNSURE_BY_MARGIN, _UNSURE_AGAINST, _UNSURE_QUOTED = 175, 350, 250, 400


@dataclass(slots=True)
class Labelled:
    """The labels of a page's items.

    ``seen`` is what is seen of those asked, ``told`` how many points each candidate has for
    beginning a story, above 0 where it does; a beginning of fewer than ``sure`` is asked about.
    """

    labels: list[str]
    traits: list[Traits]
    seen: dict[int, Seen]
    told: dict[int, int] = field(default_factory=dict)
    sure: int = _UNSURE_BY_MARGIN

    def doubts(self) -> list[int]:
        """Return the items of which it is not sure whether a story begins there; the first of all
        begins one if it may."""
        return [
            at
            for at, points in self.told.items()
            if 0 < points < self.sure * (at > 0) or -self._sure_against(at) < points < 0
        ]

    def _sure_against(self, at: int) -> int:
        """Return how many points against a beginning are enough: none for a sentence, many for one
        quotation, which headlines and 小标题 are alike."""
        key = self.traits[at].key
        if "。" in key:
            return 0
        quoted = key[0] == "“" and key[-1] == "”" and key.count("“") == 1
        return _UNSURE_QUOTED if quoted and at and self.traits[at - 1].closed else _UNSURE_AGAINST

    def reason(self, number: int) -> tuple[str, float]:
        """Return the one to three features that speak most for a headline here, and how sure."""
        gains = self.seen[number].gains(weights())
        least = max(gains.values(), default=0) / 3
        best = [name for name, gain in gains.items() if gain >= least]
        kept = sorted(best, key=lambda name: (-gains[name], name))[:3]
        points = min(1000, abs(self.told.get(number, 1000)))
        return "+".join(kept) or _ANY, round(0.5 + points * 0.49 / 1000, 2)


def label_items(items: list[Item], layout: Layout) -> Labelled:
    """Return the labels of every item: the sequence that weighs most."""
    known = weights()
    page = Page(items, layout)
    seen = page.seen()
    points, labels, margins, rivals = weigh(page, seen, known)
    told = beginnings(page, margins, rivals)
    if any(
        (told.get(at, 0) > 0) != (label == HEAD)
        for at, label in zip(page.asked, labels, strict=True)
    ):
        head = known.labels.index(HEAD)
        for at, row in zip(page.asked, points, strict=True):
            row[head] += _GIVEN if told.get(at, 0) > 0 else -_GIVEN
        best = walk_back(forward(points, known.after), known.after)
        labels = [known.labels[label] for label in best]
    sure = _UNSURE_IN_BLOCKS if page.blocks else _UNSURE_BY_MARGIN
    by_item = dict(zip(page.asked, seen, strict=True))
    return Labelled(_settled(page, labels), page.traits, by_item, told, sure)


def weigh(
    page: Page, seen: list[Seen], known: Weights
) -> tuple[Points, list[str], list[int], list[int]]:
    """Return the points and best labels of the items asked, and of every item how much is for H
    there, and how much more than for S."""
    points = points_of([each.weight(known) for each in seen], known)
    lean(page, points, known)
    labels, margins, rivals = read_chain(points, known)
    margins = spread(page, margins)
    _lean_to_stories(page, margins)
    return points, labels, margins, spread(page, rivals)


def spread(page: Page, values: list[int], other: int = NEVER) -> list[int]:
    """Return a value for every item from those of the items that are asked."""
    spread = [other] * len(page.items)
    for at, value in zip(page.asked, values, strict=True):
        spread[at] = value
    return spread


def _settled(page: Page, asked: list[str]) -> list[str]:
    """Return the label of every item: what is not asked is a paragraph of the story above."""
    told = dict(zip(page.asked, asked, strict=True))
    labels: list[str] = []
    for at in range(len(page.items)):
        labels.append(told[at] if at in told else f"P{(labels[-1] + 'N')[1]}")
    return labels


def _lean_to_stories(page: Page, margins: list[int]) -> None:
    """Lean towards more beginnings on a small page, where stories are short and few have 小标题."""
    if len(page.items) > SMALL:
        return
    sizes = Counter(
        seen.size for seen in page.traits if seen.headish and not names_notice(seen.key)
    )
    for at, (above, seen) in enumerate(pairwise(page.traits), 1):
        if seen.headish and (above.closed or above.mark):
            below = page.traits[min(at + 1, len(page.traits) - 1)]
            if below.dateline or above.mark:
                margins[at] += _TOLD_LEAN
            elif seen.size <= _SHORT and sizes[seen.size] > 1 and not below.mark:
                margins[at] -= _LEAN
            else:
                margins[at] += _LEAN * (seen.last == "han") * (1 + (seen.size > _SHORT))


def read_chain(points: Points, known: Weights) -> tuple[list[str], list[int], list[int]]:
    """Return the labels of the best sequence, and of every item how much is for H there.

    That margin is what the best sequence with H there weighs more than the best without it; the
    last list tells what it weighs more than the best with S there, 15 nats at most.
    """
    best = forward(points, known.after)
    rest = backward(points, known.before)
    labels = [known.labels[label] for label in walk_back(best, known.after)]
    head = known.labels.index(HEAD)
    # The best sequence has one weight, whichever item it is asked of.
    most = max(best[-1]) if best else 0
    subheads = [number for number, label in enumerate(known.labels) if label[0] == "S"]
    margins, rivals = [], []
    for own, above, below in zip(points, best, rest, strict=True):
        weight = above[head] + below[head] - own[head]
        other = max([above[at] + below[at] - own[at] for at in subheads], default=NEVER)
        rivals.append(max(-_FARTHEST, min(_FARTHEST, weight - other)))
        margin = weight - most
        if not margin:
            weighed = list(map(sub, map(add, above, below), own))
            weighed[head] = NEVER
            margin = most - max(weighed)
        margins.append(margin)
    return labels, margins, rivals
