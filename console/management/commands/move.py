"""``move``: the old name of ``relocate``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from console.management.commands import relocate


class Command(relocate.Command):
    """Does what ``relocate`` does, and says that this is its name now."""

    help = "The old name of relocate, which does the same: use relocate."

    def handle(self, *args: Any, **options: Any) -> None:
        """Give the hint, then relocate."""
        self.stderr.write(_("“move” is called “relocate” now. Use that name."))
        super().handle(*args, **options)
