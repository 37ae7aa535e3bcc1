"""The admin site: its titles and nothing else."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(AdminSite):
    """The editors' entrance."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Today")
