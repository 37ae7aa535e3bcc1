"""Permissions come from roles that count, and from no membership in a group."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User
from django.db.models import QuerySet

from accounts.models import RoleGrant


class RolesThatCount(ModelBackend):
    """Django's, but a role that waits for its confirmation gives nothing.

    Every ``has_perm`` in the code obeys, whichever page, command or link asks it.
    """

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        roles = RoleGrant.objects.counting().filter(user=user_obj)
        return Permission.objects.filter(group__name__in=roles.values("role"))
