"""Pages of a list of which nobody counts how long it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
    AnyPage = Page[Any]
else:
    AnyPaginator, AnyPage = Paginator, Page

# A page that is asked for by its number alone passes all rows before it: no further than this. Its
# links go on by the key of the row beside them, at the price of the first page.
FAR = 40
# Far behind any archive.
LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class Keys:
    """How a list is entered in its middle: ``of`` tells a row's key, ``beside`` what lies beyond.

    ``beside(rows, key, newer)`` returns the older or the newer rows, the nearest first; it raises
    ``ValueError`` for what is no key.
    """

    of: Callable[[Any], str]
    beside: Callable[[Any, str, bool], Any]


def whole(text: str) -> int:
    """Return the number of a row in a key. Raises ``ValueError``, also where no database goes."""
    if len(text) > 18:
        raise ValueError(text)
    return int(text)


class OnwardPage(AnyPage):
    """A page that knows whether another one follows, and where its neighbours begin."""

    def __init__(self, rows: list[Any], number: int, paginator: Onward, *, more: bool) -> None:
        super().__init__(rows, number, paginator)
        self.more, self.keys = more, paginator.keys

    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.more

    @property
    def older(self) -> str:
        """The query of the page after this one."""
        return urlencode({"page": self.number + 1, "before": self.keys.of(self.object_list[-1])})

    @property
    def newer(self) -> str:
        """The query of the page before this one."""
        if self.number == 2:
            return "page=1"
        return urlencode({"page": self.number - 1, "after": self.keys.of(self.object_list[0])})


class Onward(AnyPaginator):
    """Looks one row beyond each page instead of counting all of them."""

    def __init__(self, rows: Any, per_page: int, keys: Keys) -> None:
        super().__init__(rows, per_page)
        self.keys = keys

    def validate_number(self, number: Any) -> int:
        """Return a page's number; whether there is such a page is found when it is fetched."""
        try:
            whole = int(number)
        except (TypeError, ValueError) as error:
            raise EmptyPage(_("That is no page number.")) from error
        if not 1 <= whole <= LAST:
            raise EmptyPage(_("There is no such page."))
        return whole

    def asked(self, query: Mapping[str, str]) -> OnwardPage:
        """Return the page that an address asks for; ``EmptyPage`` when there is none."""
        number = self.validate_number(query.get("page", "1"))
        if key := query.get("before"):
            return self._beside(number, key, newer=False)
        if key := query.get("after"):
            return self._beside(number, key, newer=True)
        return self.page(number)

    def page(self, number: Any) -> OnwardPage:
        """Return the page; ``EmptyPage`` for any but the first without a row."""
        number = self.validate_number(number)
        if number > FAR:
            raise EmptyPage(_("There is no such page."))
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows and number > 1:
            raise EmptyPage(_("There is no such page."))
        return OnwardPage(rows[: self.per_page], number, self, more=len(rows) > self.per_page)

    def _beside(self, number: int, key: str, *, newer: bool) -> OnwardPage:
        try:
            rows = list(self.keys.beside(self.object_list, key, newer)[: self.per_page + 1])
        except (ValueError, OverflowError) as error:
            raise EmptyPage(_("There is no such page.")) from error
        if not rows:
            raise EmptyPage(_("There is no such page."))
        # Behind the newer ones lies the page from which they were asked for.
        more, rows = newer or len(rows) > self.per_page, rows[: self.per_page]
        return OnwardPage(rows[::-1] if newer else rows, number, self, more=more)


def asked_page(rows: Any, per_page: int, keys: Keys, query: Mapping[str, str]) -> OnwardPage:
    """Return the page of ``rows`` that an address asks for; 404 when there is none."""
    try:
        return Onward(rows, per_page, keys).asked(query)
    except EmptyPage as error:
        raise Http404 from error


class TurnedByKeys:
    """For a list view: turns by the keys of rows instead of counting those that are passed."""

    keys: Keys
    request: HttpRequest

    def paginate_queryset(
        self, queryset: QuerySet[Any], page_size: int
    ) -> tuple[AnyPaginator, OnwardPage, list[Any], bool]:
        page = asked_page(queryset, page_size, self.keys, self.request.GET)
        return page.paginator, page, list(page.object_list), page.has_other_pages()

    def kept_query(self) -> str:
        """Return what the address asks, but for the page."""
        query = self.request.GET.copy()
        for turned in ("page", "before", "after"):
            query.pop(turned, None)
        return query.urlencode()
