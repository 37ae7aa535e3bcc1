"""Labels: what every item of a page is, how sure that is, and which features decided it.

H begins a headline and h goes on with it, P begins a paragraph and C goes on with one, S is a
小标题, A a byline, signature, note or jump, G a credit or caption, F furniture. P, C, S, A and G
remember how their story began: D with a dateline or byline, N without, T once a 小标题 has come.
"""

from __future__ import annotations

from dataclasses import dataclass

from .chain import NEVER, Points, backward, forward, points_of, walk_back
from .features import Page
from .items import Item
from .layouts import Layout
from .traits import Traits
from .weights import weights

HEAD = "H"


@dataclass(slots=True)
class Labelled:
    """The labels of a page's items, with what their reasons are told by."""

    labels: list[str]
    traits: list[Traits]
    rows: list[list[str]]
    best: Points
    rest: Points

    def margin(self, number: int) -> int:
        """Return how much more the best sequence weighs that begins a headline here.

        Below 0 where the best sequence of all does not; in hundredths of nats.
        """
        names = weights().labels
        head = other = NEVER
        for name, above, below in zip(names, self.best[number], self.rest[number], strict=True):
            if name == HEAD:
                head = above + below
            else:
                other = max(other, above + below)
        return head - other

    def reason(self, number: int) -> tuple[str, float]:
        """Return the one to three features that speak most for a headline here, and how sure."""
        known = weights()
        head = known.labels.index(HEAD)
        told: dict[str, int] = {}
        for feature in self.rows[number]:
            row = dict(known.features.get(feature, ()))
            others = [w for label, w in row.items() if known.labels[label][0] in "PCS"]
            gain = row.get(head, 0) - max(others, default=0)
            name = feature.partition("=")[0]
            told[name] = max(told.get(name, 0), gain)
        best = sorted(told, key=lambda name: (-told[name], name))[:3]
        kept = [name for name in best if told[name] * 3 >= told[best[0]]]
        sure = min(0.99, 0.5 + abs(self.margin(number)) / 1000)
        return "+".join(kept), round(sure, 2)


def label_items(items: list[Item], layout: Layout) -> Labelled:
    """Return the labels of every item: the sequence that weighs most."""
    known = weights()
    page = Page(items, layout)
    rows = page.features()
    points = points_of(rows, known)
    best, came = forward(points, known.after)
    labels = [known.labels[label] for label in walk_back(best, came)]
    return Labelled(labels, page.traits, rows, best, backward(points, known.after))
