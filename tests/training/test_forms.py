"""Composed pages get the forms that a corpus lacks, and every line of them keeps its label."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from tests.training.corpus import FLOOD, MORE, STREET, story, write_corpus
from training.county import mixed_page
from training.stories import load_pages
from training.styles import any_style, print_styled
from training.tables import cohesion_table, rarity_table

# Sentences of all lengths, as printed stories have them.
SHORT = "河水已退。村道通了。新桥建成了。孩子们回到教室。老人住进新居。菜价稳住了。"
PAGES = 150


def corpus_of_forms(folder: Path) -> Path:
    """Write a corpus of six pages whose sentences can become lists, poems and interviews."""
    folder.mkdir()
    heads = ("白沙镇 修通水渠 引来活水", "石塘镇办起书屋", "青石镇茶叶丰收")
    rows = [
        story(order, head, FLOOD, f"{SHORT}{MORE * 3}", STREET, SHORT * 4, date=f"2024-05-{day:02}")
        for day in range(6, 12)
        for order, head in enumerate(heads)
    ]
    return write_corpus(folder, rows)


def test_every_line_of_a_dressed_page_has_its_label(tmp_path: Path) -> None:
    pages = list(load_pages(corpus_of_forms(tmp_path / "corpus")).values())
    seen, said = set(), ""
    for number in range(PAGES):
        page = mixed_page(f"forms-{number}", pages)
        at = 0
        for start, end, _owner, role, _unit in page.runs:
            assert start >= at
            assert not page.text[at:start].strip()
            seen.add(role)
            at = end
        assert not page.text[at:].strip()
        said += page.text
    assert {"H", "P", "S", "A", "G", "F"} <= seen
    # A notice's signature, a list, a poem, an interview, a picture, a jump, a site's own line.
    for form in ("县教育局", "名单如下：", "主持人：", "图①：", "详见第", "责任编辑：", "编者按"):
        assert form in said
    assert re.search(r"(?m)^\s*\w{5,9}，\s*$", said)


def test_a_printed_page_has_its_text_whole_in_any_style(tmp_path: Path) -> None:
    random = Random(3)
    for key, stories in load_pages(corpus_of_forms(tmp_path / "corpus")).items():
        for _ in range(10):
            page = print_styled(key, stories, any_style(random), random)
            printed = "".join(page.text.split())
            for one in stories:
                for _kind, text in one.paragraphs:
                    assert "".join(text.split()) in printed


def test_tables_hold_what_stands_together_and_what_is_rare(tmp_path: Path) -> None:
    stories = [
        one for page in load_pages(corpus_of_forms(tmp_path / "corpus")).values() for one in page
    ]
    rows = cohesion_table(stories * 10, "told").splitlines()
    pairs = rows[rows.index("@pairs") + 1 : rows.index("@starts")]
    (found,) = (row for row in pairs if row.startswith("防 "))
    assert "汛" in found.split()[1]
    starts = rows[rows.index("@starts") + 1 : rows.index("@ends")]
    assert any(float(row.split()[0]) > 0 for row in starts)
    levels = [row for row in rarity_table(stories, "told").splitlines() if not row.startswith("#")]
    assert levels[-1].endswith(" *")
    assert [int(row.split()[0]) for row in levels] == sorted(int(row.split()[0]) for row in levels)
