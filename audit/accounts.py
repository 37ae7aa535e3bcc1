"""Accounts and roles tell of themselves: Django's own forms and commands write them, too.

``createsuperuser``, ``changepassword`` and a login that takes over a stronger hash know nothing of
the log, so here, and only here, a signal notes what was written. A membership is a value of its
own (``group 3``, ``permission articles.publish_article``): what was added past the log does not
enter it when somebody is given another role.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from audit import log
from audit.written import Values, values_of

KINDS: tuple[type[Model], ...] = (User, Group)
TOLD_BY_THEMSELVES = {kind._meta.label_lower for kind in KINDS}
Names = Callable[[Iterable[int]], dict[int, str]]


def group_names(keys: Iterable[int]) -> dict[int, str]:
    """Return the values' names for memberships: by key, for a role may be renamed."""
    return {key: f"group {key}" for key in keys}


def permission_names(keys: Iterable[int]) -> dict[int, str]:
    rows = Permission.objects.filter(pk__in=keys).select_related("content_type").order_by()
    return {row.pk: f"permission {row.content_type.app_label}.{row.codename}" for row in rows}


def connect() -> None:
    """Listen to every writer of accounts and roles. Called once, when the app is ready."""
    for kind in KINDS:
        pre_save.connect(_look, sender=kind, dispatch_uid=f"audit-look-{kind.__name__}")
        post_save.connect(_tell, sender=kind, dispatch_uid=f"audit-tell-{kind.__name__}")
        post_delete.connect(_tell_gone, sender=kind, dispatch_uid=f"audit-gone-{kind.__name__}")
    pre_delete.connect(_leave_members, sender=Group, dispatch_uid="audit-leave-members")
    for owner, through, names in (
        (User, User.groups.through, group_names),
        (User, User.user_permissions.through, permission_names),
        (Group, Group.permissions.through, permission_names),
    ):
        # Held by the closure alone, so not by a weak reference.
        m2m_changed.connect(
            _members(owner, names), sender=through, weak=False, dispatch_uid=f"audit-{through}"
        )


def _look(
    sender: type[Model], instance: Any, update_fields: Iterable[str] | None = None, **_: object
) -> None:
    """See what the save will change; what it leaves as it is, it does not tell of."""
    new = values_of(instance, list(update_fields or ()))
    old = sender._default_manager.filter(pk=instance.pk).first() if new and instance.pk else None
    known = values_of(old) if old else {}
    instance.noted = {name: value for name, value in new.items() if not old or known[name] != value}


def _tell(sender: type[Model], instance: Any, **_: object) -> None:
    _note(sender, instance.pk, instance.__dict__.pop("noted", {}))


def _tell_gone(sender: type[Model], instance: Any, **_: object) -> None:
    _note(sender, instance.pk, {"deleted": True})


def _leave_members(instance: Group, **_: object) -> None:
    """A role that is deleted leaves its members one by one, so that each is told of."""
    instance.user_set.remove(*instance.user_set.all())


def _members(owner: type[Model], names: Names) -> Callable[..., None]:
    def changed(
        instance: Any,
        action: str,
        reverse: bool,
        pk_set: set[int] | None,
        sender: type[Model],
        **_: object,
    ) -> None:
        if action == "pre_clear":
            pk_set = _cleared(sender, owner, instance, reverse=reverse)
        elif action not in ("post_add", "post_remove"):
            return
        others, held = pk_set or set(), action == "post_add"
        owners = others if reverse else {instance.pk}
        held_ones = names({instance.pk} if reverse else others)
        for key in owners:
            _note(owner, key, dict.fromkeys(held_ones.values(), held))

    return changed


def _cleared(
    through: type[Model], owner: type[Model], instance: Model, *, reverse: bool
) -> set[int]:
    """Return the other side of all that is about to be cleared."""
    (own,) = (row for row in through._meta.fields if row.related_model is owner)
    (other,) = (
        row for row in through._meta.fields if row.is_relation and row.related_model is not owner
    )
    mine, theirs = (other, own) if reverse else (own, other)
    rows = through._default_manager.filter(**{mine.attname: instance.pk})
    return set(rows.values_list(theirs.attname, flat=True))


def _note(kind: type[Model], key: int, values: Values) -> None:
    if values:
        log.note_values({kind._meta.label_lower: {str(key): values}})
