"""Names that look alike: one character away from each other."""


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
