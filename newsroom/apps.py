"""The admin under the newsroom's own name."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Django's admin with the newsroom's site class."""

    default_site = "desk.site.NewsroomAdminSite"
