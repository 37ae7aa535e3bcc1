"""No sentence that the newsroom's pages may show speaks of the options of a command."""

from __future__ import annotations

import re

from tests.served import ROOT

CATALOG = ROOT / "newsroom" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# What only commands say: beside their own files, what finds places and files for them.
OF_COMMANDS = (
    "console/",
    "archive/fitness.py",
    "archive/restoration.py",
    "audit/heads.py",
    "issues/page_names.py",
    "newsroom/command_line.py",
    "newsroom/older_database.py",
)


def test_only_commands_name_options() -> None:
    said = []
    for entry in CATALOG.read_text(encoding="utf-8").split("\n\n"):
        english = "".join(re.findall(r'"(.*)"', entry.partition("msgstr")[0]))
        if re.search(r"(^|[^\w-])--[a-z]|manage\.py", english):
            said += re.findall(r"^#: (.+)$", entry, re.MULTILINE)
    files = " ".join(said).split()
    assert files
    assert [name for name in files if not name.startswith(OF_COMMANDS)] == []
