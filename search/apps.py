from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from search import alike


class SearchConfig(AppConfig):
    """检索: what is searched of each story, and the one way to ask it."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        alike.register()
        post_migrate.connect(_mend, sender=self)


def _mend(*, using: str, **_: Any) -> None:
    """Make again what SQLite drops in silence when a migration builds the table anew."""
    from search.gram_tables import mend

    mend(using)
