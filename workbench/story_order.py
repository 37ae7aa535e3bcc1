"""The order of a page when two people have sorted it: of each two stories, as somebody put them."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def merged_order(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> list[str] | None:
    """Return my order with what they moved since ``base``; ``None`` where the two contradict.

    Of two stories that one side has put the other way round, that way stands. Where this leads in a
    circle nobody can tell what is meant. Stories that not all three have stay where mine has them.
    """
    before, one, other = ({key: at for at, key in enumerate(row)} for row in (base, mine, theirs))
    known = [key for key in base if key in one and key in other]
    if known == sorted(known, key=other.__getitem__):
        return list(mine)

    def turned(first: str, second: str, order: dict[str, int]) -> bool:
        return (before[first] < before[second]) != (order[first] < order[second])

    def is_behind(key: str, first: str) -> bool:
        either = turned(first, key, one) or turned(first, key, other)
        return (before[first] < before[key]) != either

    places = {key: sum(is_behind(key, row) for row in known if row != key) for key in known}
    if len(set(places.values())) < len(known):
        return None
    found = sorted(known, key=places.__getitem__)
    return put_like(found, mine, set(mine) - set(known))


def put_like(order: Sequence[str], pattern: Sequence[str], keys: Collection[str]) -> list[str]:
    """Return ``order`` with each of ``keys`` behind what it stands behind in ``pattern``."""
    found = [key for key in order if key not in keys]
    before = ""
    for key in pattern:
        if key in keys:
            found.insert(found.index(before) + 1 if before in found else 0, key)
        before = key
    return found
