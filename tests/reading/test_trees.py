"""The trees of the second look weigh what their questions' answers say, all at once."""

from __future__ import annotations

from random import Random

from reading.trees import Forest, Tree, border_trees, dump, parse

SMALL = Forest(
    ("made up",),
    (
        Tree((("old", 3), ("same", 0)), (1, -20, 300, -4000)),
        Tree((("same", 0), ("same", 2)), (5, 0, 60, 700)),
    ),
)


def weigh_one_by_one(forest: Forest, seen: dict[str, int]) -> int:
    """Return what the trees weigh together, by the definition."""
    total = 0
    for tree in forest.trees:
        answers = "".join(str(int(seen[name] > limit)) for name, limit in tree.questions)
        total += tree.leaves[int(answers, 2)]
    return total


def test_a_value_that_is_the_limit_answers_no() -> None:
    assert SMALL.weigh({"old": 3, "same": 0}) == 1 + 5
    assert SMALL.weigh({"old": 3, "same": 1}) == -20 + 60
    assert SMALL.weigh({"old": 4, "same": 0}) == 300 + 5
    assert SMALL.weigh({"old": 4, "same": 3}) == -4000 + 700


def test_trees_of_no_question_weigh_nothing() -> None:
    assert Forest((), ()).weigh({}) == 0


def test_all_trees_asked_at_once_weigh_what_they_weigh_one_by_one() -> None:
    random, forest = Random(1), border_trees()
    limits = {name: found for name, (found, _) in forest.steps.items()}
    for _ in range(300):
        seen = {
            name: random.choice(found) + random.choice((-1, 0, 1)) for name, found in limits.items()
        }
        assert forest.weigh(seen) == weigh_one_by_one(forest, seen)


def test_a_file_of_trees_is_read_as_it_was_written() -> None:
    text = dump(SMALL)
    assert text == ("# made up\nold>3 same>0 | 1 -20 300 -4000\nsame>0 same>2 | 5 0 60 700\n")
    assert parse(text) == SMALL
