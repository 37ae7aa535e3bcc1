"""The authors of a story: whoever wrote words of it, or brought them in.

That is who pasted or uploaded the page it came with, who imported a table with it, and who changed
a character of it at any time since. Somebody else's change after him makes nobody a reader of
another's text: he stays its author.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from articles.models import Relocation, Revision
from issues.models import Source


def written_by(user: User) -> Q:
    """Return the condition on stories of which ``user`` is an author.

    A story is of the page with which it came.
    """
    moved = Relocation.objects.filter(article=OuterRef(OuterRef("pk"))).order_by("pk")
    page = Coalesce(Subquery(moved.values("old_page")[:1]), OuterRef("page"))
    brought = Source.objects.filter(page=page, received_by=user)
    wrote = Revision.objects.filter(article=OuterRef("pk"), by=user)
    return Q(updated_by=user) | Q(Exists(wrote)) | Q(Exists(brought))
