"""The admin under the newsroom's own name, and what is looked at before a database is migrated."""

from __future__ import annotations

import gc
from typing import Any

from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core.checks import CheckMessage, Tags, register
from django.utils.module_loading import autodiscover_modules

# Python looks for what counting references leaves when there are so many more objects than were
# there at the last look. At its own 700 that is a dozen looks a page, a tenth of an import's time.
SELDOM = 50_000


class NewsroomAdminConfig(SimpleAdminConfig):
    """Django's admin with the newsroom's site class.

    Its lists are loaded with the addresses, which most commands do not need: half of their start.
    """

    default_site = "desk.site.NewsroomAdminSite"

    def ready(self) -> None:
        """Look for databases that no migration may touch, and at the admin when that is asked."""
        # Its models are there only now.
        from newsroom import older_database  # noqa: F401

        register(check_dependencies, Tags.admin)
        register(check_lists, Tags.admin)
        # What is loaded by now stays until the end.
        gc.freeze()
        gc.set_threshold(SELDOM, *gc.get_threshold()[1:])


def check_lists(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Check every list and form, also where nobody has asked for an address yet."""
    autodiscover_modules("admin")
    return check_admin_app(app_configs, **options)
