"""The training makes the reader's tables from a corpus, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from reading import tables, trees, weights
from tests.training.corpus import OTHER, PAPER, write_corpus
from training import train
from training.stories import PageKey

TABLES = ("rarity.txt", "cohesion.txt", "weights.txt", "borders.txt")


@pytest.fixture(autouse=True)
def _own_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the reader have its own tables again after the test."""
    monkeypatch.setattr(tables, "FOLDER", tables.FOLDER)
    yield
    monkeypatch.undo()
    train.forget()


def trained(corpus: Path, out: Path, *more: str) -> dict[str, bytes]:
    """Train on a small corpus and return the files."""
    out.mkdir()
    sizes = ["--folds", "2", "--composed", "8", "--judged", "1"]
    dates = ["--until", "2024-05-08", "--paper", OTHER, "2024-05-01"]
    assert train.main([str(corpus), *sizes, *dates, *more, "--out", str(out)]) == 0
    return {name: (out / name).read_bytes() for name in TABLES}


def test_the_same_corpus_gives_the_same_bytes(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_corpus(corpus)
    first = trained(corpus, tmp_path / "one")
    assert first == trained(corpus, tmp_path / "two")
    for name, module in (("weights.txt", weights), ("borders.txt", trees)):
        text = first[name].decode()
        known = module.parse(text)
        assert module.dump(known) == text
        assert f"{PAPER} 2024-05-06 to 2024-05-07: 2 pages" in " ".join(known.header)
    marks = [line for line in weights.parse(first["weights.txt"].decode()).header if OTHER in line]
    assert len(marks) == 4
    assert all("number of stories right on" in line for line in marks)


def test_the_second_look_alone_is_made_anew(tmp_path: Path) -> None:
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    corpus.mkdir()
    write_corpus(corpus)
    first = trained(corpus, out)
    (out / "borders.txt").write_text("", encoding="utf-8")
    (out / "weights.txt").write_bytes(first["weights.txt"] + b"# kept\n")
    dates = ["--until", "2024-05-08", "--paper", OTHER, "2024-05-01"]
    sizes = ["--folds", "2", "--composed", "8", "--keep-chain"]
    assert train.main([str(corpus), *sizes, *dates, "--out", str(out)]) == 0
    assert (out / "borders.txt").read_bytes() == first["borders.txt"]
    assert (out / "weights.txt").read_bytes().endswith(b"# kept\n")


def test_pages_of_one_week_share_a_fold() -> None:
    folds = [train.fold_of(PageKey(PAPER, f"2024-05-{day:02}", "1"), 3) for day in range(5, 26)]
    assert [folds[start : start + 7] for start in (0, 7, 14)] == [[fold] * 7 for fold in folds[::7]]
    assert sorted(folds[::7]) == [0, 1, 2]


def test_no_running_text_is_in_the_tables(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_corpus(corpus)
    for name, data in trained(corpus, tmp_path / "out").items():
        text = data.decode()
        assert not any(words in text for words in ("压实责任", "老街改造", "只用了四十天")), name


def test_what_editors_answered_about_lines_is_learnt_too(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_corpus(corpus)
    head, text = "我县召开防汛会议", "本报讯 5月5日，县里召开防汛工作会议，要求压实责任。"
    page = f"{head}\n{text}\n\n{head}\n{text}\n"
    lines, at = [], 0
    for number, line in enumerate((head, text, head, text)):
        at = page.index(line, at)
        lines.append([at, at + len(line), number // 2, "PH"[line == head], number])
        at += len(line)
    digest = sha256(page.encode()).hexdigest()
    raw = {"paper": "报", "date": "2025-06-13", "page": 1, "sha256": digest, "text": page}
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps(raw | {"lines": lines}) + "\n", encoding="utf-8")
    found = trained(corpus, tmp_path / "one", "--labelled", str(labels))
    assert "1 pages that editors have answered about" in found["weights.txt"].decode()
    assert found["weights.txt"] != trained(corpus, tmp_path / "two")["weights.txt"]
    assert not any(head.encode() in data for data in found.values())
