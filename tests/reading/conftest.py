"""What reads many pages again, or looks at the clock, is long."""

from __future__ import annotations

import pytest

AGAIN = {
    "test_a_page_that_came_another_way_is_read_the_same",
    "test_the_cost_grows_in_line_with_the_length",
}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark them."""
    if getattr(item, "originalname", None) in AGAIN:
        item.add_marker("long")
