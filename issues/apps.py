from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IssuesConfig(AppConfig):
    """报纸、期、版."""

    name = "issues"
    verbose_name = _("Issues")
