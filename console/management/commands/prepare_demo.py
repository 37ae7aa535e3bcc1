"""``prepare_demo``: the sample pages, one of them published, and accounts to look at them with."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.grants import appoint, ask, confirm
from accounts.models import RoleGrant
from accounts.roles import OFFICES, Role
from audit.outcomes import Result
from editorial.workflow import approve_page, publish_page, submit_page
from findings.answers import ignore
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import find_files, receive
from importing.report import FileOutcome
from issues.models import Page
from reviews.holds import holding
from reviews.questions import answer_to, questions_on
from reviews.review_rules import rules_of
from reviews.seen import Seen

PUBLISHED = "2025-06-13"
# One account for each role. The first three hold the offices: accounts, roles, the record.
ACCOUNTS: dict[str, Role] = {
    "keeper": Role.ADMINISTRATOR,
    "security": Role.SECURITY,
    "auditor": Role.AUDITOR,
    "reporter": Role.REPORTER,
    "editor": Role.EDITOR,
    "first": Role.FIRST_REVIEWER,
    "second": Role.SECOND_REVIEWER,
    "final": Role.FINAL_REVIEWER,
    "publisher": Role.PUBLISHER,
}


class Command(BaseCommand):
    """Everything that ``make demo`` does to the database."""

    help = (
        "Import the two sample front pages, take the one of 13 June 2025 through its three reviews "
        "to its readers, and give the demo accounts, one for each role, fresh passwords. Run "
        "again, it changes nothing but the passwords."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the demo will be served")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check_port(options["port"])
        passwords = {name: secrets.token_urlsafe(9) for name in ACCOUNTS}
        people = {name: _account(name, password) for name, password in passwords.items()}
        self._give_roles(people)
        samples = find_files([str(path) for path in _samples()])
        outcomes = list(import_all(receive(samples), ImportOptions(by=people["editor"])))
        self._publish(outcomes, people)
        if options["verbosity"] >= 1:
            self._greet(options["port"], passwords)

    def _check_port(self, port: int) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise CommandError(
                    _(
                        "Port %(port)s of 127.0.0.1 cannot be used (%(error)s)."
                        " Choose another: make demo PORT=%(other)s"
                    )
                    % {"port": port, "error": error.strerror, "other": port + 1}
                ) from error

    def _give_roles(self, people: dict[str, User]) -> None:
        """Appoint the officers; then one asks for everybody's role, and another confirms it."""
        reason = _("An account of the demo.")
        for name, role in ACCOUNTS.items():
            held = RoleGrant.objects.standing().filter(user=people[name], role=role).first()
            if held is None and role in OFFICES:
                appoint(people[name], role, reason=reason)
            elif held is None:
                held = ask(people[name], role, by=people["security"], reason=reason)
            if held is not None and held.waits:
                confirm(held, by=people["keeper"])

    def _publish(self, outcomes: list[FileOutcome], people: dict[str, User]) -> None:
        """Let four people do what they would do: three reviews, each by another, and the print."""
        new = [row.page_id for row in outcomes if row.page_id and row.result == Result.IMPORTED]
        for page in Page.objects.filter(pk__in=new, issue__date=PUBLISHED):
            stories = list(page.articles.with_page().with_parts())
            submit_page(page, by=people["editor"], confirmed=answer_to(questions_on(stories)))
            seen = Seen.of(stories)
            approve_page(page, by=people["first"], seen=seen)
            approve_page(page, by=people["second"], seen=seen)
            for finding in holding(stories, rules_of(page)):
                ignore(finding, by=people["final"], reason=_("Compared with the printed page."))
            approve_page(page, by=people["final"], seen=seen)
            publish_page(page, by=people["publisher"])

    def _greet(self, port: int, passwords: dict[str, str]) -> None:
        address = f"http://127.0.0.1:{port}"
        lines = [
            "",
            _("The paper:    %(address)s/") % {"address": address},
            _("The newsroom: %(address)s/admin/") % {"address": address},
            *(f"  {name:<9} {password}" for name, password in passwords.items()),
            _(
                "keeper keeps accounts, security gives roles that keeper or final confirms, auditor"
                " reads the record."
            ),
            _("The page of 30 April 2025 is a draft with its findings open."),
            _(
                "editor corrects and submits it, first, second and final approve it in turn,"
                " publisher publishes it. Ctrl-C ends."
            ),
            "",
        ]
        self.stdout.write("\n".join(lines))


def _samples() -> list[Path]:
    return sorted((settings.BASE_DIR / "fixtures").glob("*.txt"))


def _account(name: str, password: str) -> User:
    user, _made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.set_password(password)
    user.save()
    return user
