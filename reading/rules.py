"""The rules by name: why a run of the source became what it became, in English and Chinese.

Every segment and every furniture span carries the name of a rule in ``rules.txt``, or the names of
the one to three features of ``features.txt`` that decided, joined by +. So the preview and the page
form can answer "why is this a headline?".
"""

from __future__ import annotations

from dataclasses import dataclass

from .tables import table_rows


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's explanation, one sentence in each language."""

    english: str
    chinese: str


RULES = {name: Rule(*told) for name, *told in table_rows("rules.txt")}
FEATURES = {name: Rule(*told) for name, _, *told in table_rows("features.txt")}


def explain(rule: str) -> Rule | None:
    """Return a rule's explanation; of several features joined by + a sentence each."""
    if rule in RULES:
        return RULES[rule]
    told = dict.fromkeys(FEATURES[name] for name in rule.split("+") if name in FEATURES)
    if not told:
        return None
    return Rule(" ".join(found.english for found in told), "".join(found.chinese for found in told))
