"""With ``REDIS_URL`` the workers share one cache."""

from __future__ import annotations

import os
import subprocess
import sys
from uuid import uuid4

import pytest
from django.core.cache import cache

from tests.make import FIXTURES

WORKER = """
import sys, django
django.setup()
from django.core.cache import cache
cache.set(*sys.argv[1:], 60)
"""


@pytest.mark.skipif(
    not os.environ.get("REDIS_URL"),
    reason="The cache is in memory: set REDIS_URL to share one.",
)
def test_what_one_worker_keeps_another_finds() -> None:
    key = f"test-{uuid4()}"
    subprocess.run([sys.executable, "-c", WORKER, key, "here"], cwd=FIXTURES.parent, check=True)
    assert cache.get(key) == "here"
    cache.delete(key)
