"""Sentences to people that are told again later, to whoever reads them, in his own language.

What is said while work goes on, why a page was refused, is kept for people who come after: ``kept``
writes beside each sentence its English form and what stood in its gaps, ``retold`` says it in the
language of now. What was kept without that stays as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

SAID = "said"
SAYS, GAPS, MANY, COUNT, PARTS, BETWEEN = "says", "with", "many", "count", "parts", "between"
CHINESE = "chinese"
Source = dict[str, Any]


class Sentence(str):
    """A sentence in the language of now, with the ``source`` from which it is said in another.

    Filled, joined and passed through an exception it stays one; any other method makes plain text.
    """

    source: Source

    def __new__(cls, text: str, source: Source | None = None) -> Sentence:
        made = super().__new__(cls, text)
        made.source = source or {SAYS: text}
        return made

    def __str__(self) -> str:
        return self

    def __mod__(self, gaps: Any) -> Sentence:
        if not isinstance(gaps, Mapping):
            return Sentence(super().__mod__(gaps))
        shown = {name: _shown(value) for name, value in gaps.items()}
        filled = {GAPS: {name: source_of(value) for name, value in shown.items()}}
        return Sentence(super().__mod__(shown), self.source | filled)

    def __add__(self, more: str) -> Sentence:
        return joined("", [self, more])

    def __radd__(self, before: str) -> Sentence:
        return joined("", [before, self])

    def join(self, parts: Iterable[Any]) -> Sentence:
        return joined(self, parts)


def gettext(message: str) -> Sentence:
    """Translate as Django does, into a sentence that can be told again."""
    return Sentence(translation.gettext(message), {SAYS: message})


def ngettext(one: str, many: str, count: int) -> Sentence:
    """Translate as Django does, into a sentence that can be told again."""
    return Sentence(translation.ngettext(one, many, count), {SAYS: one, MANY: many, COUNT: count})


def sentence_of(label: str | Promise) -> Sentence:
    """Return a lazy label in the language of now."""
    with translation.override(None):
        says = str(label)
    return Sentence(str(label), {SAYS: says})


def in_two_languages(english: str, chinese: str) -> Sentence:
    """Return what came in both languages, from where there is no catalog."""
    text = chinese if (translation.get_language() or "").startswith("zh") else english
    return Sentence(text, {SAYS: english, CHINESE: chinese})


def joined(between: str, parts: Iterable[Any]) -> Sentence:
    """Join sentences, labels and words; each sentence of them can be told again."""
    shown = [_shown(part) for part in parts]
    source = {BETWEEN: source_of(between), PARTS: [source_of(part) for part in shown]}
    return Sentence(str.join(between, map(str, shown)), source)


def source_of(value: Any) -> Any:
    """Return what a value is said from: JSON, a sentence's own form where it is one."""
    if isinstance(value, Sentence):
        return value.source
    return value if isinstance(value, int | float) else str(value)


def kept(row: Any) -> Any:
    """Return a row as JSON holds it, with what the sentences in it are said from."""
    if isinstance(row, dict):
        rest = {name: kept(value) for name, value in row.items()}
        said = {name: form for name, value in row.items() if (form := _form(value)) is not None}
        return rest | ({SAID: said} if said else {})
    if isinstance(row, list):
        return [kept(one) for one in row]
    return str.__str__(row) if isinstance(row, Sentence) else row


def retold(row: Any) -> Any:
    """Return a row that was ``kept`` with its sentences in the language of now."""
    if isinstance(row, list):
        return [retold(one) for one in row]
    if not isinstance(row, dict):
        return row
    rest = {name: retold(value) for name, value in row.items() if name != SAID}
    return rest | {name: _from(form) for name, form in row.get(SAID, {}).items()}


def say(source: Any) -> Any:
    """Return what is said from a source, in the language of now; of several they are a list."""
    if isinstance(source, list):
        return gettext(", ").join(map(say, source))
    if not isinstance(source, dict):
        return source
    if PARTS in source:
        return joined(say(source[BETWEEN]), map(say, source[PARTS]))
    if CHINESE in source:
        return in_two_languages(source[SAYS], source[CHINESE])
    if MANY in source:
        sentence = ngettext(source[SAYS], source[MANY], source[COUNT])
    else:
        sentence = gettext(source[SAYS])
    gaps = {name: say(gap) for name, gap in source.get(GAPS, {}).items()}
    return sentence % gaps if gaps else sentence


def _shown(value: Any) -> Any:
    """Return what fills a gap: a number, or text, a sentence where it can be said anew."""
    if isinstance(value, Promise):
        return sentence_of(value)
    return value if isinstance(value, int | float) else str(value)


def _form(value: Any) -> Any:
    if isinstance(value, list) and any(isinstance(one, Sentence) for one in value):
        return [source_of(one) for one in value]
    return value.source if isinstance(value, Sentence) else None


def _from(form: Any) -> Any:
    return [say(one) for one in form] if isinstance(form, list) else say(form)
