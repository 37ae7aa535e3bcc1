"""The authors of a story: whoever wrote words of it, or brought them in.

That is who pasted or uploaded the page it came with, who imported a table with it, and who changed
a character of it at any time since. Somebody else's change after him makes nobody a reader of
another's text: he stays its author.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, Relocation, Revision
from issues.models import Source


def authors_of(article: Article) -> set[int]:
    """Return the keys of the story's authors. A story is of the page with which it came."""
    came = article.relocations.order_by("pk").values_list("old_page", flat=True).first()
    sources = Source.objects.filter(page=came or article.page_id, received_by__isnull=False)
    revisions = Revision.objects.filter(article=article, by__isnull=False)
    found = {
        article.updated_by_id,
        *sources.values_list("received_by", flat=True),
        *revisions.values_list("by", flat=True),
    }
    return {key for key in found if key is not None}


def written_by(user: User) -> Q:
    """Return the condition on stories of which ``user`` is an author; the same rule."""
    moved = Relocation.objects.filter(article=OuterRef(OuterRef("pk"))).order_by("pk")
    page = Coalesce(Subquery(moved.values("old_page")[:1]), OuterRef("page"))
    brought = Source.objects.filter(page=page, received_by=user)
    wrote = Revision.objects.filter(article=OuterRef("pk"), by=user)
    return Q(updated_by=user) | Q(Exists(wrote)) | Q(Exists(brought))
