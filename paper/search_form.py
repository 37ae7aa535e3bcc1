"""What the address of a search asks, as it was typed and as it is meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from articles.models import Article
from reading.page_labels import FURTHEST
from search.engine import MOST, Order
from search.question import Within

AT_ONCE = 20
PAGES = MOST // AT_ONCE
# They are looked at and never changed, so that all readers share them; a form of Django's has
# copies made for each, and these cost more than the page.
FIELDS: dict[str, forms.Field] = {
    "q": forms.CharField(),
    "since": forms.DateField(),
    "until": forms.DateField(),
    "paper": forms.IntegerField(min_value=1, max_value=2**62),
    "section": forms.CharField(max_length=100),
    "by": forms.CharField(max_length=100),
    "number": forms.IntegerField(min_value=1, max_value=FURTHEST),
    "kind": forms.ChoiceField(choices=Article.Kind.choices),
    "order": forms.ChoiceField(choices=[(row.value, row.value) for row in Order]),
    "page": forms.IntegerField(min_value=1, max_value=PAGES),
}


class SearchForm:
    """What is asked: ``typed`` by the names of its fields, and what each value of it means.

    What is empty or blank asks for nothing. ``errors``: the fields whose value is none there can
    be, in their order.
    """

    def __init__(self, said: QueryDict) -> None:
        # Nobody types a NUL, which no field takes and no word has.
        self.typed = {name: (said.get(name) or "").replace("\0", "") for name in FIELDS}
        self.errors: tuple[str, ...] = ()
        self._meant: dict[str, Any] = {}
        for name, value in self.typed.items():
            if value.strip():
                self._read(name, value)
        self.within = self._within()

    def _read(self, name: str, value: str) -> None:
        try:
            self._meant[name] = FIELDS[name].clean(value)
        except forms.ValidationError:
            self.errors += (name,)

    def __getitem__(self, name: str) -> Any:
        """Return what a value means, ``None`` for none."""
        return self._meant.get(name)

    @property
    def words(self) -> str:
        """What is looked for."""
        words: str = self["q"] or ""
        return words

    @property
    def order(self) -> Order:
        """What comes first."""
        return Order(self["order"] or Order.NEWEST)

    def _within(self) -> Within:
        """Return where is looked."""
        return Within(
            since=self["since"],
            until=self["until"],
            paper=self["paper"],
            section=self["section"],
            contributor=self["by"],
            number=self["number"],
            kind=self["kind"],
        )
