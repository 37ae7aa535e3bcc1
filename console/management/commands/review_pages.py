"""``review_pages``: list, submit, approve or return pages and stories from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.models import Article
from articles.page_text import PageText
from articles.text import StoryText
from console.arguments import add_thing_arguments, chosen_things, named_user, tell
from editorial.selections import Thing, review
from editorial.workflow import Action
from issues.models import Page
from issues.page_names import address
from reviews.seen import Seen, asked, open_on

LIST = "list"
ACTIONS = (LIST, Action.SUBMIT.value, Action.APPROVE.value, Action.RETURN.value)


class Command(BaseCommand):
    """The command line round ``editorial.workflow``. Its listing is the operator's screen."""

    help = (
        "List issues, pages or single stories as they stand, submit them for review, approve them "
        "in the stage that the user may review, or return them. What is approved is what a listing "
        "showed: list it into a file, read it, and give the file with --seen. Each page in its own "
        "transaction. Says of each what was done or why not; exits with 1 when one was refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=ACTIONS)
        add_thing_arguments(parser, by="who does it")
        parser.add_argument("--reason", default="", help="why they are returned")
        parser.add_argument(
            "--seen", metavar="FILE", help="the listing that was read before approving; - for stdin"
        )
        parser.add_argument(
            "--confirm",
            action="append",
            default=[],
            metavar="WORD",
            help="the word that a refused submission ends with; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take each page or story on, tell of each, and fail at the end when one was refused."""
        by = named_user(options["by"])
        if options["action"] == LIST:
            self.stdout.write("\n".join(_listing(chosen_things(options))))
            return
        action = Action(options["action"])
        if action == Action.RETURN and not options["reason"].strip():
            raise CommandError(_("To return pages, give a --reason."))
        if action == Action.APPROVE and not options["seen"]:
            raise CommandError(
                _(
                    "Read first what you approve: write “review_pages list …” into a file and give"
                    " the file with --seen."
                )
            )
        report = review(
            chosen_things(options),
            action,
            by=by,
            reason=options["reason"],
            seen=_read(options["seen"]),
            confirmed=options["confirm"],
        )
        tell(self, report, options)


def _read(name: str | None) -> Seen:
    """Return what a listing showed. Raises ``CommandError`` for a file that is not there."""
    if not name:
        return Seen()
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            _("%(file)s cannot be read: %(error)s.") % {"file": name, "error": error}
        ) from error
    # A mark stands alone on its line: what a story's text says is none.
    return Seen.parse(line for line in text.splitlines() if line == line.strip())


def _listing(things: Iterable[Thing]) -> Iterator[str]:
    """Yield the lines that show pages and stories whole, each with the mark that approves it."""
    for thing in things:
        page = thing if isinstance(thing, Page) else thing.page
        rows = page.articles.on_page() if isinstance(thing, Page) else _only(thing)
        stories = list(rows.with_page().with_parts().order_by("order"))
        place = PageText.of(page)
        yield f"== {address(page)}"
        yield from _shown(place.to_dict())
        yield from Seen(pages={page.pk: place.sha256}).marks
        for question in open_on(stories):
            yield f"  ? {' '.join(question.message.split())}"
            yield from Seen(questions={question.pk: asked(question)}).marks
        for story in stories:
            text = StoryText.of(story)
            yield f"-- {address(page)}#{story.pk} {story.get_status_display()}"
            yield from _shown(text.to_dict())
            yield from Seen({story.pk: text.sha256}).marks


def _only(story: Article) -> Any:
    return Article.objects.filter(pk=story.pk)


def _shown(parts: dict[str, Any]) -> Iterator[str]:
    """Yield every part that says something, indented, so that no text passes for a mark."""
    for name, value in parts.items():
        rows = value if isinstance(value, list) else [value]
        for row in rows:
            said = " ".join(map(str, row.values())) if isinstance(row, dict) else str(row)
            lines = said.splitlines() if value not in ("", None, False) else []
            yield from (f"  {name}: {line}" for line in lines)
