"""Random actions of random people against a plain model. The longest run is ``make soak``."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.choice import by_length
from tests.reviews.newsroom_machine import NewsroomMachine


@pytest.mark.long
@pytest.mark.django_db
def test_no_rule_is_ever_broken() -> None:
    run_state_machine_as_test(
        NewsroomMachine,
        settings=settings(
            max_examples=by_length(4, 12),
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
