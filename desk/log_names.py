"""What a line of Django's log is about, in the language of who reads it.

The log keeps the name that a row had in the language of who wrote. Only pages have a name of more
than their own words: that it is a page.
"""

from __future__ import annotations

import re

from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _

# ``Page.__str__`` in the languages of the desk.
_PAGE = re.compile(r"(\d{4}-\d\d-\d\d)\s*(?:page|第)\s*(\S+?)\s*版?(?: (.+))?")


def name_of(entry: LogEntry) -> str:
    """Return the name of what was done something with."""
    kept = entry.object_repr
    found = _PAGE.fullmatch(kept)
    if found is None:
        return kept
    day, number, name = found.groups()
    return _("%(date)s page %(number)s%(name)s") % {
        "date": day,
        "number": number,
        "name": f" {name}" if name else "",
    }
