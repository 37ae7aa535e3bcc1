"""The admin under the newsroom's own name, and what is looked at before a database is migrated."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Django's admin with the newsroom's site class."""

    default_site = "desk.site.NewsroomAdminSite"

    def ready(self) -> None:
        """Look for databases that no migration may touch, then for the admin's lists."""
        # Its models are there only now.
        from newsroom import older_database  # noqa: F401

        super().ready()
