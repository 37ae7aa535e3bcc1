from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    """What arrives, until it is rows."""

    name = "importing"
    verbose_name = _("Importing")
