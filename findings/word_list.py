"""The one home of what happens to the words of a paper: they are added and ended, never changed.

The log says who, when and why. A page is checked against the words that are in force then.
"""

from __future__ import annotations

import re

from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import journal
from audit import log as audit
from findings.answers import DecisionRefused
from findings.knowledge import PaperWord
from issues.models import Publication

ADD = "findings.add_paperword"
END = "findings.change_paperword"
Kind = PaperWord.Kind
LIMITS = {"text": 60, "reason": 300, "others": 500}


def add_word(
    kind: Kind,
    text: str,
    *,
    by: User,
    reason: str,
    publication: Publication | None = None,
    others: str = "",
) -> PaperWord:
    """Put a word into the table, for one paper or for all. Raises ``DecisionRefused``."""
    _check_may(by, ADD)
    text, reason = text.strip(), reason.strip()
    forms = list(dict.fromkeys(filter(None, map(str.strip, others.splitlines()))))
    check_word(kind, text, forms, reason)
    row = PaperWord(
        publication=publication, kind=kind, text=text, others="\n".join(forms), reason=reason, by=by
    )
    there = PaperWord.objects.in_force().filter(publication=publication, kind=kind, text=text)
    with audit.chained():
        if there.exists():
            raise DecisionRefused(_("“%(word)s” is in the table already.") % {"word": text})
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise DecisionRefused(
                _("“%(word)s” is in the table already.") % {"word": text}
            ) from None
        audit.note(row)
        told = {"word": text, "of": str(kind), "others": forms, "reason": reason}
        audit.record("add-word", row, by=by, paper=publication and publication.name, **told)
        journal.write(by, [row], ADDITION, "%(reason)s", reason=reason)
    return row


def end_word(word: PaperWord, *, by: User, reason: str) -> bool:
    """Take a word out of force; return whether it was in force. Raises ``DecisionRefused``."""
    _check_may(by, END)
    if not reason.strip():
        raise DecisionRefused(_("Say why the word is taken out."))
    with audit.chained():
        now = timezone.now()
        ended = PaperWord.objects.in_force().filter(pk=word.pk)
        if not ended.update(ended_at=now, ended_by=by):
            return False
        audit.note_change(PaperWord, [word.pk], ended_at=now, ended_by_id=by.pk)
        audit.record("end-word", word, by=by, word=word.text, reason=reason.strip())
        journal.write(by, [word], CHANGE, "%(reason)s", reason=reason.strip())
    return True


def check_word(kind: Kind, text: str, forms: list[str], reason: str) -> None:
    """Raise ``DecisionRefused`` for a word that the table does not take."""
    if not reason:
        raise DecisionRefused(_("Say why the word is in the table."))
    if not text or re.search(r"[\x00-\x1f]", text):
        raise DecisionRefused(_("Write the word, on one line."))
    if len(text) == 1 and kind != Kind.FORBIDDEN:
        raise DecisionRefused(_("A word has two characters at least, or it stands everywhere."))
    if text in forms or any(text in form for form in forms if kind != Kind.FORBIDDEN):
        raise DecisionRefused(_("A wrong form must not hold the right one."))
    for name, value in (("text", text), ("reason", reason), ("others", "\n".join(forms))):
        if len(value) > LIMITS[name]:
            raise DecisionRefused(_("“%(text)s…” is too long.") % {"text": value[:20]})


def _check_may(by: User, permission: str) -> None:
    if not (by.is_active and by.has_perm(permission)):
        raise DecisionRefused(
            _("%(user)s may not do this. Ask somebody with the permission %(permission)s.")
            % {"user": by, "permission": permission}
        )
