"""What one process changes no other goes on showing, though each keeps answers of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from tests.attacks.test_restored import newsroom
from tests.databases import Databases
from tests.make import make_story
from tests.processes import start

OTHER = """
import django; django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment(debug=False)
from articles.models import Article
def ask(): return Client().get("/").content.decode()
assert "两个进程" in ask() and "两个进程" in ask()
Article.objects.update(status=Article.Status.WITHDRAWN)
assert "两个进程" not in ask()
"""


@pytest.mark.untraced
def test_what_one_process_takes_back_is_gone_from_the_other(
    databases: Databases, django_db_blocker: DjangoDbBlocker, settings: Settings, tmp_path: Path
) -> None:
    url = databases.new()
    settings.KEEP_ANSWERS = True
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "two"}
    }
    with django_db_blocker.unblock(), newsroom(url, tmp_path, settings):
        story, client = make_story(published=True, headline="两个进程"), Client()
        for _time in range(2):
            assert "两个进程" in client.get("/").content.decode()
        other = start(
            ("-c", OTHER),
            {
                "DATABASE_URL": url,
                "DATA_DIR": str(tmp_path),
                "REDIS_URL": "",
                "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            },
        )
        _out, errors = other.communicate()
        assert other.returncode == 0, errors
        assert "两个进程" not in client.get("/").content.decode()
        assert client.get(story.get_absolute_url()).status_code == 410
