"""``python -m tests.reviews.soak --minutes N``: the random actions for as long as you like."""

from __future__ import annotations

import argparse
import os
import sys
import time

import django


def main() -> None:
    """Run in a test database of its own and print how many actions were walked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    minutes = parser.parse_args().minutes
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.conf import settings as django_settings
    from django.test.utils import setup_databases, teardown_databases
    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.reviews.machine import ReviewMachine

    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    old = setup_databases(verbosity=0, interactive=False)
    rounds, end = 0, time.monotonic() + minutes * 60
    try:
        while time.monotonic() < end:
            run_state_machine_as_test(
                ReviewMachine,
                settings=settings(
                    max_examples=25, stateful_step_count=60, deadline=None, database=None,
                    derandomize=False, suppress_health_check=list(HealthCheck),
                ),
            )  # fmt: skip
            rounds += 25
    finally:
        teardown_databases(old, verbosity=0)
    sys.stdout.write(f"{rounds} stories, {ReviewMachine.steps} actions, no rule broken\n")


if __name__ == "__main__":
    main()
