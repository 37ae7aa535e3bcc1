#!/usr/bin/env python3
"""Django's command line entrance."""

import os
import sys

import django
from django.utils import translation

from newsroom.language import terminal_language

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # Requests choose their own language; this one is for what commands print.
    translation.activate(terminal_language(os.environ))
    from newsroom.command_line import run

    sys.exit(run(sys.argv))
