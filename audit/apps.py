from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The record of what was done."""

    name = "audit"
    verbose_name = _("Audit log")
