"""Which state of the paper readers see."""

from __future__ import annotations

from django.db import models


class Generation(models.Model):
    """The one row that triggers give a new token whenever something that readers see changes.

    The token is random: after a backup came back, none is given twice for two different papers.
    """

    token = models.CharField(max_length=32)
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.token
