"""``python -m tests.reviews.soak --minutes N``: the random actions for as long as you like."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable

import django

AT_ONCE = 10
EVERY = 5 * 60


def main() -> None:
    """Run in a test database of its own and print how many actions were walked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    minutes = parser.parse_args().minutes
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.conf import settings
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    # That an address answers 404 or 410 is no news here.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    # Without DEBUG, or Django would remember every query.
    setup_test_environment(debug=False)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    old = setup_databases(verbosity=0, interactive=False)
    try:
        _soak(time.monotonic() + minutes * 60, _round())
    finally:
        teardown_databases(old, verbosity=0)
        teardown_test_environment()


def _round() -> Callable[[], int]:
    """Return what walks some stories and says how many actions there were by then."""
    from hypothesis import HealthCheck, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.reviews.newsroom_machine import NewsroomMachine

    options = settings(
        max_examples=AT_ONCE,
        stateful_step_count=60,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )

    def walk() -> int:
        run_state_machine_as_test(NewsroomMachine, settings=options)
        return NewsroomMachine.steps

    return walk


def _soak(end: float, walk: Callable[[], int]) -> None:
    """Walk until the time is over, or until a rule is broken; say how far it came in any case."""
    stories, actions, told = 0, 0, time.monotonic()
    verdict = "a rule was BROKEN"
    try:
        while time.monotonic() < end:
            actions = walk()
            stories += AT_ONCE
            if time.monotonic() > told + EVERY:
                told = time.monotonic()
                sys.stderr.write(f"{stories} stories, {actions} actions …\n")
        verdict = "no rule broken"
    except KeyboardInterrupt:
        verdict = "no rule broken until it was stopped"
    finally:
        sys.stdout.write(f"{stories} stories, {actions} actions, {verdict}\n")


if __name__ == "__main__":
    main()
