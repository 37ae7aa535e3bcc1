"""The admin site under the newsroom's own name."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class NewsroomAdminSite(admin.AdminSite):
    """The editors' entrance; ``desk.urls`` puts the desk's own screens beside its lists."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("Today")
