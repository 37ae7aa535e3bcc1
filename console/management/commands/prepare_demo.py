"""``prepare_demo``: sample pages, most of them published, and accounts to look at them with."""

from __future__ import annotations

import secrets
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.grants import appoint, ask, confirm
from accounts.models import RoleGrant
from accounts.roles import OFFICES, Role
from articles.models import Article, Revision
from articles.text import StoryPhoto
from audit.outcomes import Result
from console.sample_pictures import draw_landscape
from editorial.editing import PhotoFile, StoryChange, change_of, change_story
from editorial.focal_choice import set_focus
from editorial.workflow import approve_page, publish_page, submit_page
from findings.answers import ignore
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import find_files, receive
from importing.report import FileOutcome
from issues.models import Page, Publication
from reviews.holds import holding
from reviews.questions import answer_to, questions_on
from reviews.review_rules import rules_of
from reviews.seen import Seen

# Of the two real pages one is published, the other one is for the visitor to work on.
PUBLISHED = "2025-06-13"
# A paper of an invented county, with one page left to work on, too.
SAMPLE_PAPER = "山溪报（样例）"
UNDER_WAY = ("2025-06-04", 2)
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
        "Import the two sample front pages and a dozen pages of an invented paper, take all but "
        "two through their three reviews to their readers, and give the demo accounts, one for "
        "each role, fresh passwords. Run again, it changes nothing but the passwords."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="where the demo will be served")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check_port(options["port"])
        passwords = {name: secrets.token_urlsafe(9) for name in ACCOUNTS}
        people = {name: _account(name, password) for name, password in passwords.items()}
        self._give_roles(people)
        outcomes = _bring(
            _texts(settings.BASE_DIR / "fixtures"), ImportOptions(by=people["editor"])
        )
        own = Page.objects.filter(pk__in=_new(outcomes), issue__date=PUBLISHED)
        composed = Page.objects.filter(pk__in=_new(_bring_composed(people["editor"])))
        day, number = UNDER_WAY
        _add_pictures(composed, people["editor"])
        self._publish(own, people)
        self._publish(composed.exclude(issue__date=day, number=number), people)
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

    def _publish(self, pages: QuerySet[Page], people: dict[str, User]) -> None:
        """Let four people do what they would do: three reviews, each by another, and the print."""
        for page in pages.order_by("issue__date", "number"):
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


def _texts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.txt"))


def _bring(paths: list[Path], options: ImportOptions) -> list[FileOutcome]:
    return list(import_all(receive(find_files([str(path) for path in paths])), options))


def _bring_composed(editor: User) -> list[FileOutcome]:
    """Import the invented paper's pages; its first one founds it, under a name that says so."""
    paths, outcomes = _texts(settings.BASE_DIR / "console" / "demo"), []
    if not Publication.objects.filter(name=SAMPLE_PAPER).exists():
        founding = ImportOptions(by=editor, new_paper=True, paper_name=SAMPLE_PAPER)
        outcomes = _bring(paths[:1], founding)
    paper = Publication.objects.get(name=SAMPLE_PAPER)
    return outcomes + _bring(paths, ImportOptions(by=editor, publication=paper))


def _new(outcomes: list[FileOutcome]) -> list[int]:
    return [row.page_id for row in outcomes if row.page_id and row.result == Result.IMPORTED]


def _add_pictures(pages: QuerySet[Page], editor: User) -> None:
    """Give every photo a picture that was drawn for it, and the first story of a page one, too."""
    stories = Article.objects.filter(page__in=pages).with_page().with_parts()
    for story in stories.order_by("page", "order"):
        change = change_of(story)
        if not change.text.photos and story.order == 0:
            words = (StoryPhoto(f"{story.headline}（样图）"),)
            change = StoryChange(replace(change.text, photos=words), (PhotoFile(),))
        drawn = [draw_landscape(f"{row.caption} {story.pk}") for row in change.text.photos]
        files = tuple(
            replace(file, image=ContentFile(one.data, f"sample-{story.pk}.jpg"))
            for file, one in zip(change.files, drawn, strict=True)
        )
        if not files:
            continue
        described = (
            replace(row, alt=one.seen) for row, one in zip(change.text.photos, drawn, strict=True)
        )
        text = replace(change.text, photos=tuple(described))
        change = StoryChange(text, files)
        change_story(story, change, by=editor, kind=Revision.Kind.REPAIR, version=story.version)
        for photo, one in zip(story.photos.order_by("order"), drawn, strict=True):
            set_focus(photo, one.focus, by=editor)


def _account(name: str, password: str) -> User:
    user, _made = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.set_password(password)
    user.save()
    return user
