"""One contributor for names that only look alike, where rows are from before that rule or a part
of it.

Which names are one is ``reading.folded.usual_name``'s to say. A migration joins what was stored
before it said so; who changes it there adds one.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce

from reading.folded import usual_name


def join_look_alikes(apps: Any, schema_editor: Any) -> None:
    """Give the bylines of names in look-alike characters to the contributor of the usual name.

    Each byline keeps its name as it was received. The rows of those names stay: the log tells of
    them, and their addresses lead on (``Contributor.joined``).
    """
    contributors = apps.get_model("articles", "Contributor").objects
    bylines = apps.get_model("articles", "Byline").objects
    rows = contributors.order_by("pk").values_list("pk", "publication_id", "name")
    for pk, paper, name in list(rows.iterator()):
        if (usual := usual_name(name)) != name:
            own = bylines.filter(contributor_id=pk)
            if own.exists():
                kept, _made = contributors.get_or_create(publication_id=paper, name=usual)
                own.update(contributor_id=kept.pk, printed=Coalesce("printed", Value(name)))
