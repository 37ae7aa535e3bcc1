"""Texts and questions meet in one form, and each place in it leads back to the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.grams import grams_of, is_exact, needed
from search.normal_form import normal, placed, spots, those_in
from search.question import Question


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ＧＤＰ增长３．３％", "gdp增长3 3"),
        ("縣裏發展，開發區", "县里发展 开发区"),
        ("⼯业⺠生", "工业民生"),
        ("“十四五”规划！！", "十四五 规划"),
        ("Café\u0301 Ｂ\u200bar", "cafe bar"),
        ("买买提·艾力", "买买提 艾力"),
        ("100%_\\'\"\x00", "100"),
        ("①㎡", "1m2"),
        ("二○二六年", "二〇二六年"),
        ("瞭解、看著", "了解 看着"),
    ],
)
def test_what_looks_or_means_the_same_has_one_form(text: str, form: str) -> None:
    assert normal(text) == form
    assert normal(form) == form


@given(st.text())
def test_each_character_of_the_form_has_its_place_in_the_text(text: str) -> None:
    form, places = placed(text)
    assert form == normal(text)
    assert len(places) == len(form)
    assert places == sorted(places)
    for char, place in zip(form, places, strict=True):
        assert char == " " or char in normal(text[place])


@given(st.text())
def test_grams_hold_no_mark_that_a_database_knows(text: str) -> None:
    for gram in grams_of([normal(text)]):
        assert 1 <= len(gram) <= 2
        assert gram.isalnum()
    assert set(needed(normal(text))) <= grams_of([normal(text)])


def test_only_what_one_gram_says_is_exact() -> None:
    assert is_exact("县")
    assert is_exact("县委")
    assert not is_exact("县委书")
    assert not is_exact("县 委")


def test_spots_are_those_of_the_text_and_what_touches_is_one() -> None:
    text = "縣委、县委书记：ＧＤＰ"
    assert [text[start:end] for start, end in spots(text, ["县委", "委书记", "gdp"])] == [
        "縣委",
        "县委书记",
        "ＧＤＰ",
    ]
    assert spots(text, ["无"]) == []


# Letters in several forms, marks, what nobody sees, what becomes two characters.
ALPHABET = st.text(alphabet="縣县委书ＧgAb .，\u200b\u0301ﬁ㎡①  \n", max_size=40)


@given(ALPHABET, st.lists(ALPHABET.map(lambda text: normal(text[:4])).filter(bool), max_size=3))
def test_spots_are_where_the_form_has_the_terms(text: str, terms: list[str]) -> None:
    form, places = placed(text)
    held: set[int] = set()
    for term in terms:
        for start in range(len(form)):
            if form.startswith(term, start):
                held.update(range(places[start], places[start + len(term) - 1] + 1))
    found = spots(text, terms)
    assert {at for start, end in found for at in range(start, end)} == held
    assert found == sorted(found)
    assert those_in(text, terms) == {term for term in terms if term in form}


@pytest.mark.parametrize(
    ("said", "wanted", "unwanted"),
    [
        ("项目 建设", ("项目", "建设"), ()),
        ("“重点 项目” -招商", ("重点 项目",), ("招商",)),
        ('"重点项目"建设', ("重点项目", "建设"), ()),
        ("「农业」－旱", ("农业",), ("旱",)),
        ('-"三 农"', (), ("三 农",)),
        ("2024-2025", ("2024 2025",), ()),
        ('- " * % OR NOT(', ("or", "not"), ()),
        ("项目 项目", ("项目",), ()),
        ("！？", (), ()),
        ("", (), ()),
    ],
)
def test_a_question_is_words_phrases_and_what_shall_not_be_there(
    said: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    question = Question.of(said)
    assert (question.wanted, question.unwanted) == (wanted, unwanted)
