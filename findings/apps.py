from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingsConfig(AppConfig):
    """疑点 and the answers people gave."""

    name = "findings"
    verbose_name = _("Findings")
