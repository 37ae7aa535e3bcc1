"""``doctor`` finds what is wrong with the machine and says what to do."""

from __future__ import annotations

import datetime as dt
import json
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts.roles import OFFICES, Role
from archive import fitness
from archive.verification import verify_files
from articles.models import Article, Revision
from audit import log as audit
from editorial.editing import change_story
from editorial.proposals import propose
from issues.models import Publication
from reviews.models import Proposal
from tests.make import (
    JUNE,
    make_administrator,
    make_member,
    make_photo,
    make_story,
    put_image,
)
from tests.wishes import PhotoWish, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(settings: Settings, tmp_path: Path) -> Settings:
    settings.DEBUG = False
    settings.SECRET_KEY = "".join(chr(65 + number) for number in range(60))
    settings.ALLOWED_HOSTS = ["paper.example"]
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader/reader.css").touch()
    return settings


def found() -> dict[str, fitness.Check]:
    return {row.name: row for row in fitness.examine()}


def test_a_healthy_machine_is_told_so_check_by_check(healthy: Settings) -> None:
    call_command("import_pages", str(JUNE), verbosity=0)
    out = StringIO()
    call_command("doctor", stdout=out)
    text = out.getvalue()
    assert "✗" not in text
    assert "✓ zone: Asia/Shanghai" in text
    assert "1 received files looked at" in text
    assert "– search: There is no search yet" in text
    assert not Publication.objects.filter(name__startswith="doctor").exists()


def test_it_is_quiet_when_told_to(healthy: Settings) -> None:
    out = StringIO()
    call_command("doctor", stdout=out, verbosity=0)
    assert not out.getvalue()


def test_programs_get_json_and_an_exit_code(healthy: Settings) -> None:
    healthy.TIME_ZONE = "UTC"
    out = StringIO()
    with pytest.raises(CommandError, match="zone"):
        call_command("doctor", "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert not document["ok"]
    zone = next(row for row in document["checks"] if row["name"] == "zone")
    assert "TIME_ZONE" in zone["advice"]


def test_people_get_the_advice(healthy: Settings) -> None:
    healthy.DEBUG = True
    err = StringIO()
    with pytest.raises(CommandError, match="settings"):
        call_command("doctor", stdout=StringIO(), stderr=err)
    assert "DEBUG=false" in err.getvalue()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"SECRET_KEY": "short"}, "settings"),
        ({"ALLOWED_HOSTS": ["*"]}, "settings"),
        ({"USE_TZ": False}, "zone"),
        ({"STATIC_ROOT": "/nowhere"}, "static"),
        ({"MEDIA_ROOT": "/dev/null"}, "media"),
    ],
)
def test_a_wrong_setting_is_found(healthy: Settings, values: dict[str, Any], name: str) -> None:
    for key, value in values.items():
        setattr(healthy, key, value)
    assert found()[name].ok is False


def test_a_clock_that_went_back_is_found(healthy: Settings) -> None:
    make_story()
    Article.objects.update(updated_at=timezone.now() + dt.timedelta(hours=1))
    assert "gone back" in found()["clock"].found


def test_two_clocks_apart_are_found(healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    now = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=3)
    monkeypatch.setattr(fitness, "_now", lambda: now)
    assert "180 seconds apart" in found()["clock"].found


def test_a_lost_guard_and_a_changed_file_are_found(healthy: Settings) -> None:
    call_command("import_pages", str(JUNE), verbosity=0)
    on = "" if connection.vendor == "sqlite" else " ON issues_source"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER issues_source_kept{on}")
        cursor.execute("UPDATE issues_source SET sha256 = 'x'")
    checks = found()
    assert "issues_source_kept" in checks["guards"].found
    assert "verify" in checks["hashes"].advice


def test_a_broken_chain_is_found(healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    audit.record("note", None, by=None)
    monkeypatch.setattr(audit, "digest", lambda entry: "x")
    assert "was changed" in found()["audit"].found


def test_a_pending_migration_is_found(healthy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Row:
        app_label, name = "articles", "9999_later"

    plan = "archive.fitness.MigrationExecutor.migration_plan"
    monkeypatch.setattr(plan, lambda self, leaves: [(Row, False)])
    assert "articles.9999_later" in found()["migrations"].found


class Visited(LocMemCache):
    """A cache that another doctor comes to while the first waits for its answer."""

    visitors = 1

    def get(self, key: str, *args: Any, **options: Any) -> Any:
        """Let the other begin and end, then answer the first."""
        if self.visitors:
            self.visitors -= 1
            assert found()["cache"].ok
        return super().get(key, *args, **options)


def test_two_doctors_at_once_do_not_take_each_other_s_words(healthy: Settings) -> None:
    healthy.CACHES = {"default": {"BACKEND": f"{__name__}.Visited"}}
    checked = found()["cache"]
    assert checked.ok, checked.found


class Silent(BaseCache):
    """A cache that keeps nothing."""

    def __init__(self, *args: Any) -> None:
        super().__init__({})

    def set(self, *args: Any, **options: Any) -> None:
        """Forget it."""

    def get(self, *args: Any, **options: Any) -> None:
        """Know nothing."""

    def delete(self, *args: Any, **options: Any) -> bool:
        return False


class Broken(Silent):
    """A cache that does not answer."""

    def set(self, *args: Any, **options: Any) -> None:
        raise ConnectionError("refused")


@pytest.mark.parametrize(("cache", "words"), [(Silent, "forgets"), (Broken, "refused")])
def test_a_cache_that_does_not_work_is_found(
    healthy: Settings, cache: type[BaseCache], words: str
) -> None:
    healthy.CACHES = {"default": {"BACKEND": f"{__name__}.{cache.__name__}"}}
    assert words in found()["cache"].found


def test_what_waits_for_its_time_is_told(healthy: Settings) -> None:
    later = timezone.now() + dt.timedelta(days=1)
    make_story(status="published", published_at=later)
    assert "1 stories wait" in found()["schedule"].found


def test_a_superuser_beside_the_officers_is_named(healthy: Settings) -> None:
    make_administrator("root")
    assert "root" in found()["superusers"].found
    assert found()["superusers"].ok
    for role in OFFICES:
        make_member(role.value, role)
    assert found()["superusers"].ok is False
    assert "take “active” away" in found()["superusers"].advice
    User.objects.filter(username="root").update(is_active=False)
    assert found()["superusers"].found == "None is active."


def test_two_offices_in_one_hand_are_named(healthy: Settings) -> None:
    make_member("wang", Role.SECURITY, Role.PUBLISHER, Role.EDITOR)
    make_member("li", Role.FINAL_REVIEWER, Role.PUBLISHER)
    checked = found()["offices"]
    assert checked.ok is False
    assert "wang: security administrator, publisher." in checked.found
    healthy.SEPARATE_OFFICES = False
    checked = found()["offices"]
    assert checked.ok
    assert "SEPARATE_OFFICES is off" in checked.found
    assert "wang" in checked.found
    User.objects.update(is_active=False)
    healthy.SEPARATE_OFFICES = True
    assert found()["offices"].ok


def test_missing_and_foreign_files_are_found_proposed_ones_too(healthy: Settings) -> None:
    story = make_story(published=True)
    photo = put_image(make_photo(story))
    change = wish(story, photos=[PhotoWish("图", pk=photo.pk, image=ContentFile(b"new", "b.jpg"))])
    by = make_member("maker", Role.EDITOR)
    words: dict[str, Any] = {"reason": "x", "notice": "y", "version": story.version}
    made = propose(story, change, by=by, kind=Proposal.Kind.CORRECTION, **words)
    assert found()["photos"].ok
    assert not list(verify_files())
    image = made.images.get().image
    beside = Path(default_storage.path(str(image.name))).with_name("beside.jpg")
    beside.write_bytes(b"x")
    old = timezone.now().timestamp() - 7200
    os.utime(beside, (old, old))
    assert "beside.jpg" in found()["photos"].found
    assert [row.kind for row in verify_files()] == ["file-untold"]
    beside.unlink()
    default_storage.delete(str(image.name))
    checked = found()["photos"]
    assert str(image.name) in checked.found
    assert "backup" in checked.advice


def test_the_file_of_an_earlier_text_that_is_gone_is_found(healthy: Settings) -> None:
    story, by = make_story(), make_member("editor", Role.EDITOR)
    photo = put_image(make_photo(story))
    for version, name in enumerate(("b.jpg", "c.jpg")):
        image = ContentFile(name.encode(), name)
        change = wish(story, photos=[PhotoWish("图", pk=photo.pk, image=image)])
        change_story(story, change, by=by, kind=Revision.Kind.EDIT, version=version)
    assert not list(verify_files())
    (first,) = Revision.objects.earliest("pk").images or []
    default_storage.delete(first)
    assert [(row.kind, row.expected) for row in verify_files()] == [("image", first)]
    assert "missing" in found()["photos"].found
