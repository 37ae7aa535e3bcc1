"""Every finding's code: its message in both languages and how much it weighs.

A message is a full sentence, what was found and what to do; a finding's ``params`` fill it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.sentences import sentence_of
from findings.reading_codes import READING_CODES, Code, Weight

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


CODES: dict[str, Code] = READING_CODES | {
    "weekday": Code(
        _("Weekday differs"),
        _("Printed %(printed)s, but %(date)s is %(expected)s. Check date and weekday."),
        Weight.FACT,
    ),
    "lunar-date": Code(
        _("Lunar date differs"),
        _(
            "Printed %(printed)s, but %(date)s is %(expected)s: %(part)s differs. Check date and"
            " lunar date."
        ),
        Weight.FACT,
    ),
    "jump-beyond": Code(
        _("Jump beyond the last page"),
        _("It points to page %(target)s of a paper of %(page_count)s pages. Check the jump."),
        Weight.FACT,
    ),
    "number-order": Code(
        _("Running number out of order"),
        _(
            "Number %(number)s of %(date)s does not fit number %(other)s of %(other_date)s."
            " Check both mastheads."
        ),
        Weight.FACT,
    ),
    "number-taken": Code(
        _("Running number used twice"),
        _(
            "Number %(number)s already belongs to the issue of %(other_date)s."
            " The number of %(date)s stays empty until you decide."
        ),
        Weight.FACT,
    ),
    "issue-differs": Code(
        _("Pages of one issue differ"),
        _(
            "This page prints %(printed)s as %(field)s, the issue has %(expected)s."
            " Check both pages."
        ),
        Weight.FACT,
    ),
    "masthead-differs": Code(
        _("Masthead differs"),
        _(
            "This page prints %(printed)s as %(field)s, the paper has %(expected)s."
            " Change the paper if it is new, or settle this as a misread."
        ),
        Weight.FORM,
    ),
    "not-filled": Code(
        _("Not filled in before readers"),
        _(
            "This page prints %(printed)s as %(field)s; readers see none, and an import changes"
            " nothing that they see. Propose it on the form of the issue or the paper."
        ),
        Weight.FORM,
    ),
    "similar-contributor": Code(
        _("Two names one character apart"),
        _(
            "%(name)s is one character away from %(other)s (%(other_date)s)."
            " Is it the same person, misread once?"
        ),
        Weight.FACT,
    ),
    "name-slip": Code(
        _("Name one character off"),
        _(
            "“%(text)s” in “%(context)s” is one character away from %(title)s%(name)s, who is named"
            " on this page. Put the name right, unless they are two people."
        ),
        Weight.FACT,
    ),
    "name-near-leader": Code(
        _("Name one character off a leader's"),
        _(
            "“%(text)s” in “%(context)s” is one character away from %(name)s, %(title)s. Put the"
            " name right, unless somebody else is meant."
        ),
        Weight.FACT,
    ),
    "name-differs": Code(
        _("Name differs from the last months'"),
        _(
            "%(title)s is %(text)s here and was %(name)s on %(other_date)s. Is one of them a slip,"
            " or has the office changed hands?"
        ),
        Weight.FACT,
    ),
    "leaders-order": Code(
        _("Leaders out of order"),
        _(
            "“%(text)s” names %(other)s before %(name)s, who comes first in the order of leaders."
            " Put them in order."
        ),
        Weight.FACT,
    ),
    "office-out-of-term": Code(
        _("Office outside its time"),
        _(
            "%(holder)s is %(place)s %(title)s here on %(date)s, but held it %(term)s. Check name,"
            " office and the ledger."
        ),
        Weight.FACT,
    ),
    "forbidden-word": Code(
        _("Forbidden word"),
        _("“%(text)s” in “%(context)s” may not stand (%(reason)s). Write: %(right)s."),
        Weight.FACT,
    ),
    "paper-term": Code(
        _("Not as the paper writes it"),
        _("“%(text)s” in “%(context)s” is written %(right)s here (%(reason)s). Put it right."),
        Weight.FORM,
    ),
    "lunar-unclear": Code(
        _("Lunar date unclear"),
        _("“%(printed)s” cannot be read as a lunar date. %(date)s is %(expected)s. Check it."),
        Weight.HINT,
    ),
    "jump-to-itself": Code(
        _("Jump to its own page"),
        _("“%(headline)s” points to page %(target)s, the page it stands on. Check the jump."),
        Weight.FACT,
    ),
    "number-jump": Code(
        _("Running number grows too fast"),
        _(
            "From number %(other)s of %(other_date)s to %(number)s of %(date)s it grows by"
            " %(grown)s, but the publication days allow at most %(most)s. Check both mastheads, or"
            " enter the extra issues."
        ),
        Weight.FACT,
    ),
    "number-differs": Code(
        _("Running number does not fit the publication days"),
        _(
            "After number %(other)s of %(other_date)s the issue of %(date)s should be number"
            " %(expected)s, not %(number)s. Check both mastheads, or the publication days."
        ),
        Weight.FACT,
    ),
    "office-two-holders": Code(
        _("One office, two names"),
        _(
            "%(place)s %(title)s is %(holder)s here and %(other)s on %(other_date)s. Is one of them"
            " a slip, or has the office changed hands?"
        ),
        Weight.FACT,
    ),
    "holder-two-offices": Code(
        _("One name, two offices"),
        _(
            "%(holder)s is %(place)s %(title)s here and %(other_place)s %(other_title)s on"
            " %(other_date)s. Check name, place and office."
        ),
        Weight.FACT,
    ),
    "unpaired": Code(
        _("Mark without its other half"),
        _("“%(mark)s” has no “%(other)s” in “%(context)s”. Add it or take this one out."),
        Weight.FORM,
    ),
    "doubled-character": Code(
        _("Doubled character"),
        _("“%(text)s” stands in “%(context)s”. Take one out, unless it is meant."),
        Weight.FORM,
    ),
    "doubled-word": Code(
        _("Doubled word"),
        _("“%(word)s” stands twice in “%(context)s”. Take one out, unless it is meant."),
        Weight.FORM,
    ),
    "doubled-mark": Code(
        _("Doubled punctuation"),
        _("“%(text)s” stands in “%(context)s”. Leave one mark."),
        Weight.FORM,
    ),
    "doubled-sentence": Code(
        _("Doubled sentence"),
        _("“%(text)s” stands in the story before. Take one out."),
        Weight.FORM,
    ),
    "doubled-paragraph": Code(
        _("Doubled paragraph"),
        _("“%(text)s” stands on the page before as a whole paragraph. Take one out."),
        Weight.FORM,
    ),
    "list-count": Code(
        _("List and number differ"),
        _("“%(row)s” lists %(listed)s but says %(said)s. Check the list and the number."),
        Weight.FACT,
    ),
    "date-after-issue": Code(
        _("Date after the issue's"),
        _("“%(text)s” is %(date)s, told as past in the paper of %(issue)s. Check the date."),
        Weight.FACT,
    ),
    "date-impossible": Code(
        _("No such date"),
        _("“%(text)s” is in no calendar. Check month and day."),
        Weight.FACT,
    ),
    "mixed-digits": Code(
        _("Digits of two widths"),
        _(
            "“%(text)s” in “%(context)s” has other digits (full or half width) than the rest. Use"
            " one width."
        ),
        Weight.FORM,
    ),
    "missing-verb": Code(
        _("Missing verb in a row"),
        _(
            "“%(text)s” has no verb after “%(head)s”, unlike “%(others)s”. Add the verb that is"
            " missing."
        ),
        Weight.FORM,
    ),
    "leftover-mark": Code(
        _("Mark left from the layout"),
        _("“%(text)s” in “%(context)s” belongs to the layout, not the text. Take it out."),
        Weight.FORM,
    ),
    "odd-character": Code(
        _("Unprintable character"),
        _("%(character)s stands at “%(context)s”. Put the right character in its place."),
        Weight.FORM,
    ),
    "look-alike": Code(
        _("Look-alike characters"),
        _(
            "%(count)s characters only look like usual ones or are not seen at all (%(text)s, first"
            " at “%(context)s”). Put the usual ones, or nothing, in their place: %(usual)s."
        ),
        Weight.FORM,
    ),
    "unread-byline": Code(
        _("Byline not read"),
        _("“%(text)s” may name who made the story. Put the names into the bylines, or ignore it."),
        Weight.FORM,
    ),
    "half-width-mark": Code(
        _("Half-width punctuation"),
        _("“%(text)s” in “%(context)s” is half-width. Use the full-width mark."),
        Weight.FORM,
    ),
    "space-in-text": Code(
        _("Space in the text"),
        _("A space stands between Chinese characters in “%(context)s”. Take it out."),
        Weight.HINT,
    ),
    "merge-conflict": Code(
        _("Reading and edit differ"),
        _(
            "Reader %(reader)s now reads “%(theirs)s” where a person wrote “%(mine)s” (%(part)s)."
            " The person’s words stay. Compare with the print."
        ),
        Weight.FACT,
    ),
}
# Questions that no check asks again: only an answer ends them.
ASKED_ONCE = frozenset({"from-file-name", "merge-conflict"})
# What asks if two names are one person's: two over stories, or two in the text.
SIMILAR = "similar-contributor"
NAMES = ("name-slip", "name-differs", "name-near-leader")
TWO_NAMES = frozenset({SIMILAR, *NAMES})

# Evidence names a part of the page by its key; people read its name.
PARTS: dict[str, StrPromise] = {
    "date": _("date"),
    "page": _("page"),
    "number": _("running number"),
    "page_count": pgettext_lazy("how many", "pages"),
    "hotline": _("hotline"),
    "organ": _("organ line"),
    "sponsor": _("sponsor"),
    "kind": _("kind"),
    "section": _("section"),
    "kicker": _("kicker"),
    "headline": _("headline"),
    "deck": _("deck"),
    "dateline": _("dateline"),
    "bylines": _("bylines"),
    "paragraphs": _("text"),
    "photos": _("photos"),
    "jump_to": _("continued on page"),
    "jump_from": _("continued from page"),
    "truncated": _("breaks off"),
    "story": _("article"),
}


# The names of what stands in a sentence.
GAPS = re.compile(r"%\((\w+)\)")


class _Shown(dict[str, Any]):
    """Evidence as it is shown; what an older finding lacks stays a question mark."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if key in ("place", "other_place"):
            return _before(str(value), str(self[key.replace("place", "title")]))
        return PARTS.get(value, value) if key in ("part", "field") else value

    def __missing__(self, key: str) -> str:
        return "?"


def _before(place: str, title: str) -> str:
    """Return ``place`` as it stands before ``title``: 平阳县委书记, but 平阳县县长."""
    return place.removesuffix(title[0]) if title[1:2] == "委" else place


def message_of(code: str, params: dict[str, Any]) -> str:
    """Return the sentence for ``code`` in the active language, filled with ``params``."""
    known = CODES.get(code)
    if known is None:
        return code
    sentence, shown = sentence_of(known.message), _Shown(params)
    return sentence % {name: shown[name] for name in GAPS.findall(sentence)}


def title_of(code: str) -> str:
    """Return what kind of question ``code`` is, in the active language."""
    known = CODES.get(code)
    return str(known.title) if known else code


def weight_of(code: str) -> Weight:
    """Return how much a finding of this kind matters; one that is no longer made is a hint."""
    known = CODES.get(code)
    return known.weight if known else Weight.HINT
