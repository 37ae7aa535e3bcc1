from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The record of what was done."""

    name = "audit"
    verbose_name = _("Audit log")

    def ready(self) -> None:
        """Listen to those who know nothing of the record: Django's own accounts and ``migrate``."""
        from audit import accounts

        accounts.connect()
        pre_migrate.connect(_look_back, sender=self)


def _look_back(plan: Any, using: str, **_kwargs: object) -> None:
    from audit.backwards import refuse_loss

    refuse_loss(plan, using=using)
