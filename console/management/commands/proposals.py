"""``proposals``: list, approve, refuse and take back changes of what readers see."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from articles.diff import Op, difference
from articles.text import PARTS, StoryText
from console.arguments import named_user
from editorial.assent import next_stage, open_proposals
from editorial.proposals import approve, refuse, take_back, why_stale
from editorial.transitions import NotAllowed
from reviews.models import Proposal
from reviews.seen import Seen, open_about

ACTIONS = ("list", "show", "approve", "refuse", "take-back")
MARKS = {Op.EQUAL: "{}", Op.DELETE: "[-{}-]", Op.INSERT: "{{+{}+}}"}


class Command(BaseCommand):
    """The command line round ``editorial.proposals``."""

    help = (
        "List the changes of what readers see that wait for an approval, show one with what "
        "differs, what is asked about it and the marks of that, approve it (with the marks that "
        "were shown), refuse it with a reason, or take it back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=ACTIONS)
        parser.add_argument("number", nargs="?", type=int, metavar="N", help="which proposal")
        parser.add_argument("--by", metavar="USER", help="who decides; not needed to look")
        parser.add_argument(
            "--seen", nargs="+", default=[], metavar="MARK", help="the marks that were shown"
        )
        parser.add_argument("--reason", default="", help="why it is refused")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, or decide and say what became of it."""
        action = options["action"]
        if action == "list":
            self.stdout.write("\n".join(map(_line, open_proposals())) or _("No proposal is open."))
            return
        proposal = _named(options["number"])
        if action == "show":
            self.stdout.write("\n".join([_line(proposal), *_shown(proposal)]))
            return
        if not options["by"]:
            raise CommandError(_("Say who decides: --by USER."))
        try:
            done = self._decide(proposal, action, options)
        except NotAllowed as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["verbosity"] >= 1:
            self.stdout.write(done)

    def _decide(self, proposal: Proposal, action: str, options: dict[str, Any]) -> str:
        by = named_user(options["by"])
        if action == "refuse":
            refuse(proposal, by=by, reason=options["reason"])
        elif action == "take-back":
            take_back(proposal, by=by)
        else:
            approve(proposal, by=by, seen=Seen.parse(options["seen"]))
        return _line(Proposal.objects.get(pk=proposal.pk))


def _named(number: int | None) -> Proposal:
    found = Proposal.objects.filter(pk=number or 0).first()
    if found is None:
        raise CommandError(_("There is no proposal %(number)s. List them.") % {"number": number})
    one: Proposal = found
    return one


def _line(row: Proposal) -> str:
    stage = next_stage(row)
    if hasattr(row, "end"):
        state = str(row.end.get_outcome_display())
    else:
        state = _("waits for: %(stage)s") % {"stage": stage.label if stage else "–"}
    return f"{row.pk} {row.get_kind_display()} {row.subject} ({row.by}): {state}"


def _shown(row: Proposal) -> list[str]:
    """Return what differs, why it cannot be applied, what is asked, and the marks of it all."""
    if row.kind == Proposal.Kind.SURROUNDINGS:
        pairs = [(name, str(row.before[name]), str(row.after[name])) for name in row.after]
    else:
        old, new = StoryText.from_dict(row.before), StoryText.from_dict(row.after)
        pairs = [(name, str(getattr(old, name)), str(getattr(new, name))) for name in PARTS]
    lines = [f"{name}: {_marked(old, new)}" for name, old, new in pairs if old != new]
    stale, questions = ("", []) if hasattr(row, "end") else (why_stale(row), list(open_about(row)))
    lines += [row.reason, row.notice, *([stale] if stale else [])]
    lines += [f"  ? {' '.join(one.message.split())}" for one in questions]
    return [*lines, f"--seen {' '.join(Seen.of_proposal(row, questions).marks)}"]


def _marked(old: str, new: str) -> str:
    return "".join(MARKS[run.op].format(run.text) for run in difference(old, new))
