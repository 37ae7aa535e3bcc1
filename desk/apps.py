from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """What editors see."""

    name = "desk"
    verbose_name = _("Desk")
