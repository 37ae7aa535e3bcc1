"""The chain's labels are the best of all sequences, and its margins say by how much."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from reading import trees
from reading.chain import points_of
from reading.features import Page
from reading.items import join_lines
from reading.kinds import kinds_of
from reading.labels import read_chain
from reading.layouts import find_layout
from reading.lines import Source, split_lines
from reading.weights import LANE, Weights, dump, parse, weights
from tests.reading.samples import NAMES, sample

LABELS = ["H", "h", "PN", "ST"]


def make_weights(random: Random) -> Weights:
    """Return weights at random, with ties and with labels that never follow each other."""
    after = [
        tuple((before, random.randint(-2, 2)) for before in range(4) if random.random() < 0.8)
        or ((0, 0),)
        for _ in LABELS
    ]
    features = {
        f"form:any={number}": tuple((label, random.randint(-3, 3)) for label in range(4))
        for number in range(5)
    }
    return Weights(["made up"], LABELS, features, after)


def weight_of(sequence: tuple[int, ...], rows: list[list[str]], known: Weights) -> float:
    """Return what a sequence of labels weighs, by the definition."""
    total = 0.0
    for at, label in enumerate(sequence):
        total += sum(dict(known.features[feature])[label] for feature in rows[at])
        if at:
            total += dict(known.after[label]).get(sequence[at - 1], float("-inf"))
    return total


@pytest.mark.parametrize("seed", range(25))
def test_no_sequence_weighs_more_and_the_margin_is_what_the_best_other_one_lacks(seed: int) -> None:
    random = Random(seed)
    known = make_weights(random)
    rows = [[f"form:any={random.randrange(5)}"] for _ in range(5)]
    packed = [known.tables["form:any"][feature.partition("=")[2]] for (feature,) in rows]
    labels, margins, _ = read_chain(points_of(packed, known), known)
    weighed = {way: weight_of(way, rows, known) for way in product(range(4), repeat=5)}
    found = tuple(LABELS.index(label) for label in labels)
    assert weighed[found] == max(weighed.values()) > float("-inf")
    for at, margin in enumerate(margins):
        head = max(value for way, value in weighed.items() if way[at] == 0)
        other = max(value for way, value in weighed.items() if way[at] != 0)
        if head > float("-inf") and other > float("-inf"):
            assert margin == head - other


def test_an_item_weighs_what_its_named_features_weigh_together() -> None:
    source = Source(sample(NAMES[0]))
    lines = split_lines(source)
    layout = find_layout(lines)
    page = Page(join_lines(lines, kinds_of(source, lines, layout), layout), layout)
    known = weights()
    for seen in page.seen():
        own = [known.features.get(feature, ()) for feature in seen.features()]
        assert any(own)
        assert seen.weight(known) == sum(
            weight << LANE * label for row in own for label, weight in row
        )


def test_a_page_without_items_has_no_labels() -> None:
    assert read_chain([], make_weights(Random(1))) == ([], [], [])


def test_the_files_of_weights_are_written_as_they_were_read() -> None:
    text = dump(weights())
    assert dump(parse(text)) == text
    assert parse(text) == weights()
    text = trees.dump(trees.border_trees())
    assert trees.dump(trees.parse(text)) == text
    assert trees.parse(text) == trees.border_trees()


def test_the_files_say_where_their_numbers_come_from() -> None:
    header = " ".join(weights().header)
    assert "training.train" in header
    assert "number of stories right" in header
    assert "training.train" in " ".join(trees.border_trees().header)
