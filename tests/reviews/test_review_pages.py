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
    assert "1 done, 2 stories" in out
    run("approve", f"{DAY}/1", "--by", "first", "--publication", "三审报")
    assert set(page.articles.values_list("status", flat=True)) == {Status.SECOND_REVIEW}
    run("return", DAY, "--by", "second", "--reason", "核对数字")
    assert set(page.articles.values_list("status", flat=True)) == {Status.DRAFT}


def test_a_story_goes_alone(cast: dict[str, User]) -> None:
    page = make_reviewed_page()
    one, other = page.articles.order_by("order")
    for action, name in (("submit", "editor"), ("approve", "first")):
        out, _err = run(action, "--story", str(one.pk), "--by", name)
        assert f"2025-06-13/1#{one.pk}: 1 stories" in out
    assert [row.status for row in page.articles.order_by("order")] == ["second-review", "draft"]
    run("return", "--story", str(one.pk), "--by", "second", "--reason", "核对")
    one.refresh_from_db()
    assert (one.status, other.status) == ("draft", "draft")


def test_who_may_not_do_this_review_is_told_where_the_page_is(cast: dict[str, User]) -> None:
    make_reviewed_page()
    run("submit", DAY, "--by", "editor")
    # Submitted twice is submitted once; approved by the wrong one is not approved.
    assert "1 were so already" in run("submit", DAY, "--by", "editor")[0]
    err = StringIO()
    with pytest.raises(CommandError, match="1 refused"):
        call_command("review_pages", "approve", DAY, "--by", "second", stderr=err)
    assert "are “first review”. Nothing was changed" in err.getvalue()


def test_quiet_at_verbosity_nought(cast: dict[str, User]) -> None:
    make_reviewed_page()
    assert run("submit", DAY, "--by", "editor", verbosity=0) == ("", "")


def test_a_refused_page_is_named_and_fails_the_command(cast: dict[str, User]) -> None:
    make_reviewed_page()
    err = StringIO()
    with pytest.raises(CommandError, match="1 refused"):
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
