"""Strict readers for environment variables: a value that cannot be understood stops the start."""

from __future__ import annotations

import datetime as dt
import os

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def env_str(name: str, default: str = "") -> str:
    """Return the variable ``name`` stripped, or ``default`` where it is unset."""
    return os.environ.get(name, default).strip()


def env_bool(name: str, *, default: bool) -> bool:
    """Return the variable as a truth value; ``ImproperlyConfigured`` for any other word."""
    value = env_str(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: write one of true, false, 1, 0, yes, no.")
    return value in TRUE


def env_int(name: str, *, default: int) -> int:
    """Return the variable as a whole number; ``ImproperlyConfigured`` for anything else."""
    value = env_str(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number.") from None


def env_time(name: str, *, default: str) -> dt.time:
    """Return the variable as a time of day; ``ImproperlyConfigured`` for anything else."""
    value = env_str(name) or default
    try:
        return dt.time.fromisoformat(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: write a time as 08:00.") from None


def env_list(name: str) -> list[str]:
    """Return the variable's comma separated parts, empty parts left out."""
    return [part.strip() for part in env_str(name).split(",") if part.strip()]
