"""The three officers, and the ways in which they work: through the addresses of the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import RoleGrant
from accounts.roles import Role
from tests.make import make_member

OFFICERS = {"keeper": Role.ADMINISTRATOR, "security": Role.SECURITY, "auditor": Role.AUDITOR}


def make_officers() -> dict[str, User]:
    """Return one person for each office."""
    return {name: make_member(name, role) for name, role in OFFICERS.items()}


def as_user(user: User) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return client


def signed_in(name: str, password: str) -> Client:
    """Return the browser of somebody who has entered a name and a password, right or wrong."""
    client = Client()
    client.post(reverse("admin:login"), {"username": name, "password": password})
    return client


def said(response: Any) -> str:
    """Return what the page says on top."""
    return "\n".join(str(message) for message in get_messages(response.wsgi_request))


def ask_for(user: User, role: Role, *, by: User, reason: str = "新任") -> str:
    """Ask for a role and return what the browser shows."""
    address = reverse("admin:accounts_rolegrant_add")
    data = {"user": user.pk, "role": role.value, "reason": reason}
    response = as_user(by).post(address, data, follow=True)
    return response.content.decode()


def decide(grant: RoleGrant, act: str, *, by: User, reason: str = "") -> Any:
    """Press a button on a role."""
    address = reverse("admin:accounts_rolegrant_decide", args=[grant.pk])
    return as_user(by).post(address, {"act": act, "reason": reason})
