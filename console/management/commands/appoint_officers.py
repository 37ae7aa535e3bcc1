"""``appoint_officers``: the first three people of a newsroom, made on the machine itself."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.grants import RoleRefused, appoint
from accounts.passwords import make_link
from accounts.roles import Role

OPTIONS = {"system": Role.ADMINISTRATOR, "security": Role.SECURITY, "auditor": Role.AUDITOR}


class Command(BaseCommand):
    """The command line round ``accounts.grants.appoint``."""

    help = (
        "Appoint the system administrator (accounts), the security administrator (roles) and the "
        "auditor (the record), each by the name of an account, which is made when there is none. "
        "Only an office that nobody holds is given so; every later role is asked for and "
        "confirmed in the newsroom. Prints a link for each new password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Name what can be given."""
        for name, role in OPTIONS.items():
            parser.add_argument(f"--{name}", metavar="USER", help=f"the {role.value}")
        parser.add_argument(
            "--site", default="", metavar="URL", help="https://…, put before the printed links"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Appoint all that are named, or none."""
        named = {name: options[name] for name in OPTIONS if options[name]}
        if not named:
            raise CommandError(_("Name at least one officer: --system, --security or --auditor."))
        try:
            with transaction.atomic():
                lines = [self._appoint(options["site"], *row) for row in named.items()]
        except RoleRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"] >= 1:
            self.stdout.write("\n".join(lines))

    def _appoint(self, site: str, option: str, name: str) -> str:
        user, made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
        if made:
            user.set_unusable_password()
            user.save()
        if not user.is_staff:
            raise RoleRefused(_("%(user)s is no member of staff.") % {"user": user})
        role = OPTIONS[option]
        appoint(user, role, reason=_("Appointed on the machine."))
        if user.has_usable_password():
            return f"{name}: {role.label}"
        _link, token = make_link(user, by=None)
        address = reverse("admin:set_password", args=[token])
        return f"{name}: {role.label}: {site.rstrip('/')}{address}"
