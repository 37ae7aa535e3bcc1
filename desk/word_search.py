"""Words in the lists of what belongs to stories: found by the index of all stories, not by a walk.

What a list finds is what Django's own search of its ``search_fields`` finds, which are asked
through look-alikes (``search.alike``). The index tells which stories may have a word in their
headline, each is looked at itself, and rows that do not belong to one of them and have not the
word themselves are not asked. Where each word stands in more headlines
than are counted, the newest that have all of them are listed, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import admin, messages
from django.db.models import Model, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import smart_split, unescape_string_literal
from django.utils.translation import gettext as _

from articles.models import Article
from articles.presence import with_one
from search import engine
from search.keys import one_of
from search.normal_form import normal
from search.question import EVERYWHERE, Question

M = TypeVar("M", bound=Model)
# Of a word that more headlines have the newest stories count: as far as anybody turns such a list.
MOST = 400

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = object


class HeadlineSearch(AnyAdmin):
    """Rows of pages, found by the headlines of the stories on them and by words of their own.

    ``page_column`` has the key of a row's page, ``story_fields`` are what is looked at in a story,
    ``own_fields`` what is in the row, ``own_number`` is one that is compared as a whole.
    """

    page_column = "page_id"
    story_fields: tuple[str, ...] = ("headline",)
    own_fields: tuple[str, ...] = ()
    own_number = ""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[M], search_term: str
    ) -> tuple[QuerySet[M], bool]:
        words = {word: normal(word) for word in _words(search_term)}
        if not words or not all(words.values()):
            # Nothing, or marks of which the index knows nothing.
            return super().get_search_results(request, queryset, search_term)
        found = {word: self._stories([word], words) for word in words}
        rarest = min(found, key=lambda word: len(found[word]))
        if len(found[rarest]) <= MOST:
            rows = self._rows(queryset, found[rarest], [rarest])
        elif (few := _few(queryset)) is not None:
            rows = queryset.filter(_with_keys(queryset, few))
            return super().get_search_results(request, rows, search_term)
        else:
            keys = found[rarest]
            if len(words) > 1 or queryset.query.where:
                keys = self._stories(words, words, queryset)
            if len(keys) > MOST:
                tell_of_more(request, MOST)
            rows = self._rows(queryset, keys[:MOST], words)
        if len(words) == 1:
            return rows, False
        return super().get_search_results(request, rows, search_term)

    def _stories(
        self, words: Iterable[str], forms: dict[str, str], rows: QuerySet[Any] | None = None
    ) -> list[int]:
        """Return the newest stories with all the words, one more than are counted if there are.

        Of those that ``rows`` belong to.
        """
        among: QuerySet[Article] = Article.objects.all()
        for word in words:
            either = ((f"{field}__alike", word) for field in self.story_fields)
            among = among.filter(Q.create(list(either), connector=Q.OR))
        if rows is not None and rows.query.where:
            # Asked of each story: all that a filter leaves may be very many.
            page = self.page_column.removesuffix("_id")
            among = with_one(among, rows.filter(**{page: OuterRef("page")}))

        def having(keys: Sequence[int]) -> list[int]:
            own = among.filter(one_of("articles_article.id", keys)).order_by()
            return list(own.values_list("pk", flat=True))

        question = Question("", tuple(dict.fromkeys(forms[word] for word in words)))
        return engine.newest_keys(question, EVERYWHERE, MOST + 1, seen=having, headline=True)

    def _rows(self, rows: QuerySet[M], stories: list[int], words: Iterable[str]) -> QuerySet[M]:
        """Return the rows on the pages of ``stories``, and those that have any of the words."""
        pages = Article.objects.filter(one_of("articles_article.id", stories)).order_by()
        keys = set(pages.values_list("page", flat=True))
        own = Q.create([self._own(word) for word in words], connector=Q.OR)
        found = rows.filter(own).order_by().values_list("pk", flat=True)
        on_them = rows.filter(_with_keys(rows, sorted(keys), self.page_column)).order_by()
        both = sorted({*found, *on_them.values_list("pk", flat=True)})
        return rows.filter(_with_keys(rows, both))

    def _own(self, word: str) -> Q:
        asked = [Q((f"{name}__alike", word)) for name in self.own_fields]
        if self.own_number and word.isascii() and word.isdigit() and word == str(int(word)):
            asked.append(Q((self.own_number, int(word))))
        return Q(*asked, _connector=Q.OR)


def _few(rows: QuerySet[Any]) -> list[int] | None:
    """Return the keys of the rows that a filter left; ``None`` where they are not few."""
    if not rows.query.where:
        return None
    found = list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    return found if len(found) <= MOST else None


def _with_keys(rows: QuerySet[Any], keys: list[int], column: str = "id") -> Any:
    return one_of(f"{rows.model._meta.db_table}.{column}", keys)


def tell_of_more(request: HttpRequest, count: int) -> None:
    """Say that more stories were found than are listed."""
    text = _("More than %(count)s stories have these words. The newest are listed.")
    messages.info(request, text % {"count": count})


def _words(said: str) -> Iterable[str]:
    """Yield the words of a search as Django takes them apart."""
    for word in smart_split(said):
        quoted = word.startswith(('"', "'")) and word[0] == word[-1]
        yield unescape_string_literal(word) if quoted else word
