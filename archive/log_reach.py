"""Whether the audit log still reaches as far as the changes of state that it tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.faults import Fault
from articles.models import Article, Transition
from audit.models import AuditEntry
from editorial.transitions import VOIDED

# Who cuts entries off the end of the log cuts off what tells of these.
NEWEST = 200


def transitions_outside_the_log() -> Iterator[Fault]:
    """Yield each of the newest that has no entry: a chain cut off at its end still holds."""
    # A change of the text tells of itself, not of the state that it brought about.
    transitions = Transition.objects.exclude(action=VOIDED)
    newest = transitions.order_by("-pk").values_list("article", flat=True)[:NEWEST]
    stories = set(newest)
    made = Counter(transitions.filter(article__in=stories).values_list("article", "action"))
    kind = Article._meta.label_lower
    entries = AuditEntry.objects.filter(kind=kind, key__in=map(str, stories))
    told = Counter((int(key), action) for key, action in entries.values_list("key", "action"))
    for (story, action), count in sorted((made - told).items()):
        yield Fault(
            "audit-cut",
            _("%(count)s changes of state (%(action)s) of a story are not in the audit log.")
            % {"count": count, "action": action},
            story=story,
        )
