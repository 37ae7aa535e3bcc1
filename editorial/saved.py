"""What one press of a button wrote of a page: what is said of it, on any screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import User

from articles.models import Article
from audit.sentences import gettext as _
from audit.sentences import joined
from editorial.assent import proposed_sentence
from reviews.approvals import voided_by_change, voided_by_place, voided_sentence
from reviews.models import Proposal, Stage


@dataclass(slots=True)
class Saved:
    """The stories by their headlines, and what the saving ended or left to others to approve."""

    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    voided: list[str] = field(default_factory=list)
    proposed: list[Proposal] = field(default_factory=list)
    operations: list[str] = field(default_factory=list)
    reordered: bool = False
    page: bool = False

    def __bool__(self) -> bool:
        done = self.changed or self.added or self.aside or self.back
        return bool(done or self.taken or self.proposed or self.reordered or self.page)

    def note_change(self, article: Article) -> None:
        """Note a story whose words were changed, and whose approvals that ended."""
        self.changed.append(str(article))
        if ended := voided_by_change(article):
            waits = article.status in Stage.values
            self.voided.append(voided_sentence(ended, waits=waits))

    def note_places(self, since: int, *, by: User) -> None:
        """Note whose approvals ``by`` has ended by changing a place, later than ``since``."""
        if ended := voided_by_place(since, by=by):
            self.voided.append(voided_sentence(ended))

    @property
    def summary(self) -> str:
        """What to say of it."""
        if not self:
            return _("Nothing differed, so nothing was saved.")
        parts = []
        for names, text in (
            (self.changed, _("changed: %(stories)s")),
            (self.added, _("added: %(stories)s")),
            (self.aside, _("taken off the page: %(stories)s")),
            (self.back, _("put back on the page: %(stories)s")),
            (self.taken, _("changed state: %(stories)s")),
            (self.merged, _("merged with what others saved: %(stories)s")),
        ):
            if names:
                parts.append(text % {"stories": _("; ").join(names)})
        if self.reordered:
            parts.append(_("put the stories into a new order"))
        if self.page:
            parts.append(_("changed the page or its masthead"))
        texts: list[str] = (
            [_("Saved – %(parts)s.") % {"parts": _(" · ").join(parts)}] if parts else []
        )
        texts += [proposed_sentence(row) for row in self.proposed]
        return joined(" ", [*texts, *self.voided])
