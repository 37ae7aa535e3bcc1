"""The training makes the reader's tables from a corpus, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reading import tables
from reading.weights import dump, parse
from tests.training.corpus import OTHER, PAPER, write_corpus
from training import train

TABLES = ("rarity.txt", "cohesion.txt", "weights.txt", "borders.txt")


@pytest.fixture(autouse=True)
def _own_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the reader have its own tables again after the test."""
    monkeypatch.setattr(tables, "FOLDER", tables.FOLDER)
    yield
    monkeypatch.undo()
    train.forget()


def trained(corpus: Path, out: Path) -> dict[str, bytes]:
    """Train on a small corpus and return the files."""
    out.mkdir()
    sizes = ["--pages", "2", "--second", "1", "--composed", "6", "--judged", "1"]
    dates = ["--until", "2024-05-08", "--paper", OTHER, "2024-05-01"]
    assert train.main([str(corpus), *sizes, *dates, "--out", str(out)]) == 0
    return {name: (out / name).read_bytes() for name in TABLES}


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_corpus(corpus)
    first = trained(corpus, tmp_path / "one")
    assert first == trained(corpus, tmp_path / "two")
    for name in ("weights.txt", "borders.txt"):
        text = first[name].decode()
        known = parse(text)
        assert dump(known) == text
        assert f"{PAPER} 2024-05-06 to 2024-05-07: 2 pages" in " ".join(known.header)
    marks = [line for line in parse(first["weights.txt"].decode()).header if OTHER in line]
    assert len(marks) == 4
    assert all("number of stories right on" in line for line in marks)


def test_no_running_text_is_in_the_tables(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_corpus(corpus)
    for name, data in trained(corpus, tmp_path / "out").items():
        text = data.decode()
        assert not any(words in text for words in ("压实责任", "老街改造", "只用了四十天")), name
