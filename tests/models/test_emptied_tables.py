"""Tests with real transactions empty the tables; the next test finds what the migrations left."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import IntegrityError
from django.db.models import QuerySet

from accounts.roles import ROLES
from audit import log as audit
from audit.models import AuditEntry
from paper.models import Generation
from tests.make import make_member

pytestmark = pytest.mark.django_db(transaction=True)
Names = set[tuple[str, str]]


def names_of(permissions: QuerySet[Permission]) -> Names:
    return set(permissions.values_list("content_type__app_label", "codename"))


def what_the_migrations_left() -> tuple[Names, dict[str, Names]]:
    """Every permission, and those of every group."""
    groups = {group.name: names_of(group.permissions.all()) for group in Group.objects.all()}
    return names_of(Permission.objects.all()), groups


def empty_the_tables() -> None:
    call_command("flush", interactive=False, verbosity=0)


def test_permissions_and_roles_come_back() -> None:
    before = what_the_migrations_left()
    assert set(before[1]) == {role.value for role in ROLES}
    make_member("somebody", *ROLES)
    empty_the_tables()
    assert what_the_migrations_left() == before


def test_new_rows_come_behind_those_that_come_back() -> None:
    empty_the_tables()
    last = Permission.objects.latest("pk")
    new = Permission.objects.create(content_type=last.content_type, codename="x", name="x")
    assert new.pk > last.pk


def test_what_readers_see_has_a_generation_again() -> None:
    empty_the_tables()
    assert Generation.objects.get().pk == 1


def test_rows_that_are_kept_for_ever_go_and_their_guard_stays() -> None:
    audit.record("note", None, by="somebody")
    empty_the_tables()
    assert not AuditEntry.objects.exists()
    audit.record("note", None, by="somebody")
    with pytest.raises(IntegrityError, match="kept"):
        AuditEntry.objects.all()._raw_delete("default")
    assert AuditEntry.objects.count() == 1
