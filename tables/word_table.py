"""The table of the paper's words: terms, places, never-errors and forbidden words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from findings.answers import DecisionRefused
from findings.models import PaperWord
from findings.word_list import check_word
from tables.cells import ChoiceCell, TextCell
from tables.columns import Column, Row
from tables.resource import TableResource


class PaperColumn(Column):
    """The name of the paper; nothing for a word of all papers."""

    def __init__(self) -> None:
        super().__init__(TextCell(), at="publication__name")

    def get_value(self, instance: PaperWord) -> str:
        return instance.publication.name if instance.publication else ""


class PaperWordResource(TableResource):
    """One row a word in force. A table adds words; it ends none, and changes none."""

    key = ("publication", "kind", "text")
    needs_person = True
    left_out = {
        "id": "rows are named by their key",
        "ended_at": "only words in force are in the table",
        "ended_by": "only words in force are in the table",
    }

    publication = PaperColumn()
    kind = Column(ChoiceCell(PaperWord.Kind.values))
    text = Column(TextCell(needed=True))
    others = Column(TextCell())
    reason = Column(TextCell(needed=True))
    by = Column(at="by__username")
    at = Column()

    class Meta:
        model = PaperWord

    def rows(self) -> QuerySet[PaperWord]:
        return PaperWord.objects.in_force().select_related("publication", "by")

    def find(self, rows: list[Row]) -> Iterable[QuerySet[Any]]:
        """Return the words of the papers in the table, and those of all papers."""
        yield self.rows().filter(publication__name__in=self.papers)
        yield self.rows().filter(publication=None)

    def parents(self, row: Row) -> dict[str, Any] | None:
        """Return the paper, ``None`` for all papers, and who says so."""
        if not row.values["publication"]:
            return {"publication": None, "by": self.user}
        paper = self.paper(row)
        return {"publication": paper, "by": self.user} if paper else None

    def is_open(self, row: Row, instance: Any) -> bool:
        """A word is ended and another one added, each with its reason."""
        row.refuse(
            "text",
            _("“%(word)s” is in the table already. End it in the newsroom, then import again.")
            % {"word": instance.text},
        )
        return False

    def check(self, row: Row, instance: Model) -> None:
        """Note what the table of words does not take."""
        super().check(row, instance)
        assert isinstance(instance, PaperWord)  # noqa: S101  # the model of this table
        try:
            kind = PaperWord.Kind(instance.kind)
            check_word(kind, instance.text, instance.forms, instance.reason)
        except DecisionRefused as refusal:
            row.refuse("text", str(refusal))
