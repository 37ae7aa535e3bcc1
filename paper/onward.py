"""Pages of a list of which nobody counts how long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
    AnyPage = Page[Any]
else:
    AnyPaginator, AnyPage = Paginator, Page

# Far behind any archive; a database knows no number of a hundred digits.
LAST = 1_000_000


class OnwardPage(AnyPage):
    """A page that knows whether another one follows."""

    def __init__(self, rows: list[Any], number: int, paginator: Onward, *, more: bool) -> None:
        super().__init__(rows, number, paginator)
        self.more = more

    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.more


class Onward(AnyPaginator):
    """Looks one row beyond each page instead of counting all of them."""

    def validate_number(self, number: Any) -> int:
        """Return a page's number; whether there is such a page is found when it is fetched."""
        try:
            whole = int(number)
        except (TypeError, ValueError) as error:
            raise EmptyPage(_("That is no page number.")) from error
        if not 1 <= whole <= LAST:
            raise EmptyPage(_("There is no such page."))
        return whole

    def page(self, number: Any) -> OnwardPage:
        """Return the page; ``EmptyPage`` for any but the first without a row."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows and number > 1:
            raise EmptyPage(_("There is no such page."))
        return OnwardPage(rows[: self.per_page], number, self, more=len(rows) > self.per_page)
