"""Who has which role, and which role may do what, against the log and the table of roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model


def held_by(model: type[Model], keys: Iterable[int]) -> dict[int, set[str]]:
    """Return what each account or role holds, under the names that the log has for it."""
    found: dict[int, set[str]] = defaultdict(set)
    if model is User:
        rows = User.groups.through._default_manager.filter(user__in=keys)
        for user, group in rows.values_list("user", "group"):
            found[user].add(f"group {group}")
        own = User.user_permissions.through._default_manager.filter(user__in=keys)
        _add(found, own.values_list("user", *PERMISSION))
    elif model is Group:
        given = Group.permissions.through._default_manager.filter(group__in=keys)
        _add(found, given.values_list("group", *PERMISSION))
    return found


def permission_names() -> set[str]:
    """Return every permission that there is, under the name that the log has for it."""
    rows = Permission.objects.order_by().values_list("content_type__app_label", "codename")
    return {f"permission {app}.{name}" for app, name in rows}


PERMISSION = ("permission__content_type__app_label", "permission__codename")


def _add(found: dict[int, set[str]], rows: Iterable[tuple[int, str, str]]) -> None:
    for key, app, name in rows:
        found[key].add(f"permission {app}.{name}")
