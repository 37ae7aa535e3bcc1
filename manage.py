#!/usr/bin/env python3
"""Django's command line entrance."""

import os
import sys

import django
from django.core.management import execute_from_command_line
from django.utils import translation

from newsroom.language import terminal_language

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # Requests choose their own language; this one is for what commands print.
    translation.activate(terminal_language(os.environ))
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        told = translation.gettext("Stopped. What was done stays; the same command does the rest.")
        print(f"\n{told}", file=sys.stderr)
        # As shells count what an interrupt ended.
        sys.exit(130)
