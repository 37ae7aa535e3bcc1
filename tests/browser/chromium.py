"""Where Chromium is and how it is started, for the tests and the pictures in the documents."""

from __future__ import annotations

import os
import shutil

# The shell is the same engine without the windows of the whole browser, of which each new one
# costs a second of the processor.
NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
