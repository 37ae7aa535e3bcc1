"""Learning: the weights of a linear chain from rows of features and labels.

``python-crfsuite`` finds them (L-BFGS with an L1 penalty, one thread: the same rows give the same
weights). What is small is dropped and the rest rounded, so that a person can read the file.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycrfsuite

from reading.weights import Row, Weights

# Hundredths of nats; a weight below the limit is dropped.
SCALE, LEAST = 100, 10
OPTIONS = {"c1": 0.5, "c2": 0.01, "feature.possible_transitions": True}
_ORDER = "HhFPCSAG"


def learn(rows: Iterable[tuple[list[list[str]], list[str]]], *, steps: int = 120) -> Weights:
    """Return the weights of the chain that tell the labels of the rows best, after such steps."""
    known = list(rows)
    seen = {pair for _, labels in known for pair in pairwise(labels)}
    return _weights(_fit(known, OPTIONS | {"max_iterations": steps}), seen)


def mean(chains: list[Weights], header: list[str]) -> Weights:
    """Return the mean of several chains, in which what only one of them knows by heart fades."""
    labels = _ordered({label for chain in chains for label in chain.labels})
    features: dict[str, Counter[int]] = defaultdict(Counter)
    after: list[Counter[int]] = [Counter() for _ in labels]
    for chain in chains:
        number = [labels.index(label) for label in chain.labels]
        for feature, row in chain.features.items():
            for label, weight in row:
                features[feature][number[label]] += weight
        for label, row in enumerate(chain.after):
            for before, weight in row:
                after[number[label]][number[before]] += weight
    rows = {feature: _means(sums, len(chains), LEAST) for feature, sums in features.items()}
    return Weights(
        header,
        labels,
        {feature: row for feature, row in rows.items() if row},
        [_means(sums, len(chains), 0) for sums in after],
    )


def _means(sums: Counter[int], count: int, least: int) -> Row:
    means = ((label, round(weight / count)) for label, weight in sorted(sums.items()))
    return tuple((label, weight) for label, weight in means if abs(weight) >= least)


def _ordered(labels: Iterable[str]) -> list[str]:
    return sorted(labels, key=lambda label: (_ORDER.index(label[0]), label))


def _fit(
    rows: Iterable[tuple[list[list[str]], list[str]]], options: dict[str, float | bool]
) -> Any:
    """Return what crfsuite found: ``state_features`` and ``transitions``."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, labels in rows:
        trainer.append(pycrfsuite.ItemSequence(features), labels)
    trainer.select("lbfgs")
    trainer.set_params(options)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return info


def _weights(info: Any, seen: set[tuple[str, str]]) -> Weights:
    """Return what was found as integers; labels that never follow each other have no weight."""
    labels = _ordered(info.labels)
    number = {label: at for at, label in enumerate(labels)}
    features: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (feature, label), value in sorted(info.state_features.items()):
        weight = round(SCALE * value)
        if abs(weight) >= LEAST:
            features[feature].append((number[label], weight))
    after: list[list[tuple[int, int]]] = [[] for _ in labels]
    for before, label in sorted(seen):
        value = info.transitions.get((before, label), 0)
        after[number[label]].append((number[before], round(SCALE * value)))
    return Weights(
        [],
        labels,
        {feature: tuple(sorted(row)) for feature, row in features.items()},
        [tuple(sorted(row)) for row in after],
    )
