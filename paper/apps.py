from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class PaperConfig(AppConfig):
    """What readers see."""

    name = "paper"

    def ready(self) -> None:
        """Have the database watch what readers see, whatever a migration did to its tables."""
        pre_migrate.connect(_unwatch, sender=self)
        post_migrate.connect(_watch, sender=self)


def _unwatch(using: str, plan: list[Any], **_kwargs: Any) -> None:
    from paper.generation import unwatch

    if plan:
        unwatch(connections[using])


def _watch(using: str, **_kwargs: Any) -> None:
    from paper.generation import watch

    watch(connections[using])
