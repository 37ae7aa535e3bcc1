"""``password_link``: a link with which somebody sets his password, made on the machine itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from accounts.passwords import make_link
from console.arguments import named_user


class Command(BaseCommand):
    """The command line round ``accounts.passwords.make_link``."""

    help = (
        "Print a link with which USER sets a new password, once, within 24 hours: for when nobody "
        "is left who keeps accounts. What the account reviews, publishes or administers waits for "
        "a second person again once it is used. The owner, the auditor and the log learn of it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        parser.add_argument("user", metavar="USER")
        parser.add_argument(
            "--site", default="", metavar="URL", help="https://…, put before the printed link"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the link and print its address."""
        _link, token = make_link(named_user(options["user"]), by=None)
        address = reverse("admin:set_password", args=[token])
        self.stdout.write(f"{options['site'].rstrip('/')}{address}")
