"""What ``celery -A newsroom worker`` starts."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

# Its jobs know models, which are there only now.
from desk.broker import app  # noqa: E402

__all__ = ["app"]
