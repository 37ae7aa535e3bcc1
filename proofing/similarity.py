"""Names that look alike: one character away from each other."""

from __future__ import annotations


def forms(name: str) -> set[str]:
    """Return the name, and it with each character but the first left out or made a blank.

    Two names with one first character that are one apart have a form in common, so that they are
    found by looking up forms instead of comparing every name with every other (the idea of the
    deletion neighbourhood: T. Bocek, E. Hunt, B. Stiller, 2007).
    """
    places = range(1, len(name))
    left_out = {name[:place] + name[place + 1 :] for place in places}
    return {name} | left_out | {f"{name[:place]}\n{name[place + 1 :]}" for place in places}


def one_apart(one: str, other: str) -> bool:
    """Return whether one character changed, added or left out makes ``one`` into ``other``.

    This is a Levenshtein distance of exactly 1 (V. I. Levenshtein, 1966), found in one pass.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    place = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    rest = place + 1 if len(short) == len(long) else place
    return short[rest:] == long[place + 1 :]
