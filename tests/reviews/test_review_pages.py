"""``review_pages``: the command round the same functions."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.models import Article
from findings.models import Finding
from tests.make import make_story
from tests.reviews.cast import edit, make_reviewed_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status
DAY = "2025-06-13"


def run(*arguments: str, verbosity: int = 1) -> tuple[str, str]:
    """Return what the command printed on both streams."""
    out, err = StringIO(), StringIO()
    call_command("review_pages", *arguments, stdout=out, stderr=err, verbosity=verbosity)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def listing(tmp_path: Path) -> Callable[[], str]:
    """Return what lists the day into a file and gives its name: what the operator has read."""

    def write() -> str:
        path = tmp_path / "listing.txt"
        path.write_text(run("list", DAY, "--by", "first")[0], encoding="utf-8")
        return str(path)

    return write


def test_a_page_is_submitted_approved_and_returned(
    cast: dict[str, User], listing: Callable[[], str]
) -> None:
    page = make_reviewed_page()
    out, _err = run("submit", DAY, "--by", "editor")
    assert "2025-06-13/1: 2 stories" in out
    assert "1 done, 2 stories" in out
    run("approve", f"{DAY}/1", "--by", "first", "--publication", "三审报", "--seen", listing())
    assert set(page.articles.values_list("status", flat=True)) == {Status.SECOND_REVIEW}
    run("return", DAY, "--by", "second", "--reason", "核对数字")
    assert set(page.articles.values_list("status", flat=True)) == {Status.DRAFT}


def test_a_story_goes_alone(cast: dict[str, User], listing: Callable[[], str]) -> None:
    page = make_reviewed_page()
    one, other = page.articles.order_by("order")
    for action, name in (("submit", "editor"), ("approve", "first")):
        out, _err = run(action, "--story", str(one.pk), "--by", name, "--seen", listing())
        assert f"2025-06-13/1#{one.pk}: 1 stories" in out
    assert [row.status for row in page.articles.order_by("order")] == ["second-review", "draft"]
    run("return", "--story", str(one.pk), "--by", "second", "--reason", "核对")
    one.refresh_from_db()
    assert (one.status, other.status) == ("draft", "draft")


def test_who_may_not_do_this_review_is_told_where_the_page_is(
    cast: dict[str, User], listing: Callable[[], str]
) -> None:
    make_reviewed_page()
    run("submit", DAY, "--by", "editor")
    # Submitted twice is submitted once; approved by the wrong one is not approved.
    assert "1 were so already" in run("submit", DAY, "--by", "editor")[0]
    err = StringIO()
    with pytest.raises(CommandError, match="1 refused"):
        call_command(
            "review_pages", "approve", DAY, "--by", "second", "--seen", listing(), stderr=err
        )
    assert "are “first review”. Nothing was changed" in err.getvalue()


def test_quiet_at_verbosity_nought(cast: dict[str, User]) -> None:
    make_reviewed_page()
    assert run("submit", DAY, "--by", "editor", verbosity=0) == ("", "")


def test_a_refused_page_is_named_and_fails_the_command(
    cast: dict[str, User], listing: Callable[[], str]
) -> None:
    make_reviewed_page()
    err = StringIO()
    with pytest.raises(CommandError, match="1 refused"):
        call_command(
            "review_pages", "approve", DAY, "--by", "editor", "--seen", listing(), stderr=err
        )
    assert "2025-06-13/1: editor may not approve" in err.getvalue()


def test_a_return_needs_its_reason_and_the_user_must_exist(cast: dict[str, User]) -> None:
    make_reviewed_page()
    with pytest.raises(CommandError, match="--reason"):
        run("return", DAY, "--by", "second")
    with pytest.raises(CommandError, match="no user"):
        run("submit", DAY, "--by", "nobody")
    with pytest.raises(CommandError, match="no page"):
        run("submit", "2025-06-14", "--by", "editor")


def test_the_listing_shows_pages_and_stories_whole(cast: dict[str, User]) -> None:
    page = make_reviewed_page()
    shown = run("list", DAY, "--by", "first")[0]
    for words in ("三审报", "中共海口县委机关报", "第1篇", "第2篇", "项目负责人介绍了情况。"):
        assert words in shown
    one = page.articles.get(order=0)
    alone = run("list", "--story", str(one.pk), "--by", "first")[0]
    assert "第1篇" in alone
    assert "第2篇" not in alone


def test_nothing_is_approved_that_no_listing_showed(
    cast: dict[str, User], listing: Callable[[], str]
) -> None:
    page = make_reviewed_page()
    run("submit", DAY, "--by", "editor")
    with pytest.raises(CommandError, match="Read first what you approve"):
        run("approve", DAY, "--by", "first")
    read = listing()
    make_story(page, headline="夜里加的一篇")
    Finding.objects.create(page=page, code="story-begins", params={"text": "第2篇"})
    run("submit", DAY, "--by", "editor")
    err = StringIO()
    with pytest.raises(CommandError, match="1 refused"):
        call_command("review_pages", "approve", DAY, "--by", "first", "--seen", read, stderr=err)
    assert "You have not seen: 夜里加的一篇" in err.getvalue()
    assert not page.articles.exclude(status=Status.FIRST_REVIEW).exists()
    lines = Path(listing()).read_text(encoding="utf-8").splitlines()
    assert any(row.startswith("  ? ") and "第2篇" in row for row in lines)
    without = (row for row in lines if not row.startswith("question-"))
    Path(read).write_text("\n".join(without), encoding="utf-8")
    with pytest.raises(CommandError, match="1 refused"):
        call_command("review_pages", "approve", DAY, "--by", "first", "--seen", read, stderr=err)
    assert "These questions were not on your screen" in err.getvalue()
    run("approve", DAY, "--by", "first", "--seen", listing())
    assert not page.articles.exclude(status=Status.SECOND_REVIEW).exists()


def test_a_listing_of_an_older_text_approves_nothing(
    cast: dict[str, User], listing: Callable[[], str]
) -> None:
    page = make_reviewed_page(1)
    run("submit", DAY, "--by", "editor")
    read = listing()
    edit(page.articles.get(), cast["editor"])
    err = StringIO()
    with pytest.raises(CommandError, match="1 refused"):
        call_command("review_pages", "approve", DAY, "--by", "first", "--seen", read, stderr=err)
    assert "was changed since you read it" in err.getvalue()


def test_a_story_that_prints_a_mark_gives_no_mark(
    cast: dict[str, User], listing: Callable[[], str]
) -> None:
    page = make_reviewed_page(1)
    story = page.articles.get()
    edit(story, cast["editor"], paragraphs=[f"{story.pk + 1}:{'0' * 64}"])
    text = Path(listing()).read_text(encoding="utf-8")
    marks = [line for line in text.splitlines() if line == line.strip() and ":" in line]
    assert not [line for line in marks if line.endswith("0" * 64)]


def test_a_listing_that_is_not_there_is_named(cast: dict[str, User], tmp_path: Path) -> None:
    make_reviewed_page()
    with pytest.raises(CommandError, match="cannot be read"):
        run("approve", DAY, "--by", "first", "--seen", str(tmp_path / "none.txt"))


def test_what_is_known_of_a_page_is_confirmed_before_it_is_submitted(cast: dict[str, User]) -> None:
    page = make_reviewed_page(1)
    Article.objects.filter(page=page).update(headline="", truncated=True)
    Finding.objects.create(page=page, code="weekday", fingerprint="x")
    err = StringIO()
    with pytest.raises(CommandError, match="1 refused"):
        call_command("review_pages", "submit", DAY, "--by", "editor", stderr=err)
    told = err.getvalue()
    assert "has no headline" in told
    assert "breaks off" in told
    assert "Check date and weekday" in told
    word = told.partition("--confirm ")[2][:12]
    Finding.objects.create(page=page, code="lunar-date", fingerprint="y")
    with pytest.raises(CommandError, match="1 refused"):
        call_command("review_pages", "submit", DAY, "--by", "editor", "--confirm", word, stderr=err)
    assert page.articles.get().status == Status.DRAFT
    Finding.objects.filter(code="lunar-date").delete()
    run("submit", DAY, "--by", "editor", "--confirm", word)
    assert page.articles.get().status == Status.FIRST_REVIEW
