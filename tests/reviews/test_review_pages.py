"""``review_pages``: the command round the same functions."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import Article
from tests.reviews.cast import make_cast, make_reviewed_page

pytestmark = pytest.mark.django_db
Status = Article.Status
DAY = "2025-06-13"


@pytest.fixture
def cast() -> dict[str, User]:
    return make_cast()


def run(*arguments: str, verbosity: int = 1) -> tuple[str, str]:
    """Return what the command printed on both streams."""
    out, err = StringIO(), StringIO()
    call_command("review_pages", *arguments, stdout=out, stderr=err, verbosity=verbosity)
    return out.getvalue(), err.getvalue()


def test_a_page_is_submitted_approved_and_returned(cast: dict[str, User]) -> None:
    page = make_reviewed_page()
    out, _err = run("submit", DAY, "--by", "editor")
    assert "2025-06-13/1: 2 stories" in out
    assert "1 of 1 pages moved" in out
    run("approve", f"{DAY}/1", "--by", "first", "--publication", "三审报")
    assert set(page.articles.values_list("status", flat=True)) == {Status.SECOND_REVIEW}
    run("return", DAY, "--by", "second", "--reason", "核对数字")
    assert set(page.articles.values_list("status", flat=True)) == {Status.DRAFT}


def test_quiet_at_verbosity_nought(cast: dict[str, User]) -> None:
    make_reviewed_page()
    assert run("submit", DAY, "--by", "editor", verbosity=0) == ("", "")


def test_a_refused_page_is_named_and_fails_the_command(cast: dict[str, User]) -> None:
    make_reviewed_page()
    err = StringIO()
    with pytest.raises(CommandError, match="0 of 1"):
        call_command("review_pages", "approve", DAY, "--by", "editor", stderr=err)
    assert "2025-06-13/1: editor may not approve" in err.getvalue()


def test_a_return_needs_its_reason_and_the_user_must_exist(cast: dict[str, User]) -> None:
    make_reviewed_page()
    with pytest.raises(CommandError, match="--reason"):
        run("return", DAY, "--by", "second")
    with pytest.raises(CommandError, match="no user"):
        run("submit", DAY, "--by", "nobody")
    with pytest.raises(CommandError, match="no page"):
        run("submit", "2025-06-14", "--by", "editor")
