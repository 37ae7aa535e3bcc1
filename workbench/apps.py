from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    """工作底稿: what somebody is working on and has not saved yet."""

    name = "workbench"
    verbose_name = _("Workbench")
