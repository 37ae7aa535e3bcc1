"""The four invariants hold for any text whatever, and ``check`` sees when they do not."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reading import read_page
from reading.document import Furniture, PhotoText, Segment
from reading.invariants import check
from reading.rules import FEATURES, RULES, explain
from tests.choice import by_length
from tests.reading.samples import NAMES, sample

TEXTS = [sample(name) for name in NAMES]
ANY = st.text(st.characters(exclude_categories=()), max_size=400)
PRINTED = """
本报讯|（记者 王强）| 通讯员 |新华社北京6月11日电|>>>2|（下转第2版）|（上接第1版）
|林鑫 摄|□ |【|】|( |)|图为|。|，
|2025年6月|星期五|13|总第4403期|今日8版|新闻热线：58129999
|责任编辑：王强|要闻 2|——|公告|一、|平阳县|ABC |▲|第2版|2版|记者 |★|/
"""
WHITE = ["\n", "\n\n", "\r\n", "\r", "\f", "　　", "\u200b", "\u202e", "\x00", "\ud800"]
WORDS = st.sampled_from(PRINTED.strip().replace("\n", "").split("|") + 3 * WHITE)
PAGES = st.lists(WORDS, max_size=60).map("".join)
QUICK = settings(
    max_examples=by_length(50, 150), deadline=None, suppress_health_check=list(HealthCheck)
)


def rules_of(text: str) -> set[str]:
    document = read_page(text)
    rules = {segment.rule for story in document.articles for segment in story.segments}
    return rules | {piece.rule for piece in document.furniture}


@QUICK
@given(ANY)
def test_they_hold_for_arbitrary_unicode(text: str) -> None:
    assert check(text, read_page(text)) == []


@QUICK
@given(PAGES)
def test_they_hold_for_arbitrary_rows_of_newspaper_words(text: str) -> None:
    assert check(text, read_page(text)) == []
    assert all(explain(rule) for rule in rules_of(text))


@QUICK
@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 3400), st.integers(0, 900)), max_size=6)
)
def test_they_hold_for_cuts_and_joins_of_the_samples(cuts: list[tuple[int, int, int]]) -> None:
    text = "".join(TEXTS[which][start : start + size] for which, start, size in cuts)
    assert check(text, read_page(text)) == []


@QUICK
@given(st.integers(0, 10**6))
def test_they_hold_for_shuffled_blocks_and_lines(seed: int) -> None:
    rng = random.Random(seed)
    joint = rng.choice(["\n\n", "\n", "\r", "\n　　", "\u200f\n"])
    blocks = [block for text in TEXTS for block in text.split("\n") if block]
    text = joint.join(rng.sample(blocks, rng.randint(1, len(blocks))))
    assert check(text, read_page(text)) == []


@pytest.mark.parametrize("text", TEXTS)
def test_every_rule_that_is_given_is_explained(text: str) -> None:
    assert all(explain(rule) for rule in rules_of(text))
    known = [*RULES.values(), *FEATURES.values()]
    assert all(rule.english.endswith(".") and rule.chinese.endswith("。") for rule in known)


def test_invisible_marks_are_furniture_and_never_lost() -> None:
    text = "\u200b" + TEXTS[0].replace("\n\n", "\u200e\n\n\u202a")
    document = read_page(text)
    assert check(text, document) == []
    assert "mark" in {piece.role for piece in document.furniture}
    assert len(document.articles) == 4


def test_a_character_that_nobody_owns_is_found() -> None:
    document = read_page(TEXTS[0])
    document.furniture.pop()
    assert any("No span holds" in fault for fault in check(TEXTS[0], document))


def test_spans_that_overlap_or_lie_outside_are_found() -> None:
    document = read_page(TEXTS[0])
    document.furniture.append(Furniture("mark", (0, 10**6)))
    faults = check(TEXTS[0], document)
    assert any("outside" in fault for fault in faults)
    assert any("before the span" in fault for fault in faults)


def test_spans_out_of_order_are_found() -> None:
    document = read_page(TEXTS[0])
    document.furniture.reverse()
    assert any("not in order" in fault for fault in check(TEXTS[0], document))


def test_text_that_its_spans_do_not_hold_is_found() -> None:
    document = read_page(TEXTS[0])
    document.articles[0].paragraphs[0] += "龘"
    faults = check(TEXTS[0], document)
    assert any("龘" in fault for fault in faults)
    assert any("paragraph 0" in fault for fault in faults)


def test_segments_that_do_not_fit_their_story_are_found() -> None:
    document = read_page(TEXTS[0])
    story = document.articles[0]
    story.segments.append(Segment("caption", 5, (0, 30), "caption-before-credit", 1.0))
    story.segments.append(Segment("paragraph", 99, (30, 60), "paragraph-goes-on", 1.0))
    story.photos.append(PhotoText())
    faults = check(TEXTS[0], document)
    assert any("do not cover the same" in fault for fault in faults)
    assert any("caption 5" in fault for fault in faults)


HOSTILE = {
    "one long line": lambda n: "本报讯（记者 张三）" + "平阳县委书记调研。" * (n * 10),
    "deep brackets": lambda n: "（【" * (n * 20) + "）】" * (n * 20),
    "short lines": lambda n: "平阳\n" * n,
    "numbers": lambda n: "1\n" * n,
    "datelines": lambda n: "本报讯\n" * n,
    "credits": lambda n: "林鑫 摄\n" * n,
    "jumps": lambda n: "（上接第1版）\n" * n,
    "dates": lambda n: "2025年6月\n" * n,
    "white space": lambda n: "a " * (n * 20),
    "invisible marks": lambda n: "\u200e\u200b \n" * n,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_cost_grows_in_line_with_the_length(make) -> None:  # type: ignore[no-untyped-def]
    def cost(text: str) -> float:
        start = time.process_time()
        read_page(text)
        return time.process_time() - start

    # Eight times the length may cost sixteen times as much, not sixty-four. What else runs on the
    # machine may spoil a try, and never all of them.
    length, little = by_length((500, 0.03), (1500, 0.25))
    short, long = make(length), make(8 * length)
    tries = ((cost(short), cost(long)) for _try in range(4))
    assert any(large < max(16 * small, little) for small, large in tries)
