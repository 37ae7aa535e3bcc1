"""What stands round a story is approved with it; a later change of it voids the approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from editorial.editing import reorder
from editorial.relocation import relocate_story
from editorial.selections import publish
from editorial.workflow import NotAllowed, publish_page, submit_page
from issues.models import Issue, Page
from reviews import approvals
from reviews.models import Approval, Notice, Voiding
from tests.admin.forms import open_form
from tests.make import (
    make_page,
    make_story,
)
from tests.reviews.cast import REVIEWERS, fresh, make_reviewed_page
from tests.reviews.desk import as_user, press, save_page_form, seen_in, signed_off, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status


def rename_page(page: Page, cast: dict[str, User]) -> None:
    save_page_form(as_user(cast["editor"]), page, **{"page-name": "编辑自己写的"})


def renumber(page: Page, cast: dict[str, User]) -> None:
    save_page_form(as_user(cast["editor"]), page, **{"page-number": "9999"})


def change_the_count(page: Page, cast: dict[str, User]) -> None:
    save_page_form(as_user(cast["editor"]), page, **{"page-page_count": "77"})


def renumber_the_issue(page: Page, cast: dict[str, User]) -> None:
    address = reverse("admin:issues_issue_change", args=[page.issue_id])
    data = {
        "number": "9999",
        "page_count": "8",
        "pages-TOTAL_FORMS": "0",
        "pages-INITIAL_FORMS": "0",
    }
    assert as_user(cast["editor"]).post(address, data).status_code == 302


def rewrite_the_masthead(page: Page, cast: dict[str, User]) -> None:
    paper = page.issue.publication
    own = {
        "name": paper.name,
        "organ": paper.organ,
        "sponsor": paper.sponsor,
        "weekdays": "135",
        "hotline": "0577-00000",
        "reviews": "3",
        "reviewers_differ": "on",
        "blocking_codes": "facts",
    }
    inlines = {
        f"{name}-{part}_FORMS": "0"
        for name in ("patterns", "exceptions")
        for part in ("TOTAL", "INITIAL")
    }
    address = reverse("admin:issues_publication_change", args=[paper.pk])
    assert as_user(cast["administrator"]).post(address, own | inlines).status_code == 302


def table_of_papers(page: Page, cast: dict[str, User], tmp: Path) -> None:
    table = tmp / "papers.csv"
    table.write_text("name,mottoes\n三审报,改过的口号\n", encoding="utf-8")
    call_command("import_table", "publications", str(table), verbosity=0)


def table_of_pages(page: Page, cast: dict[str, User], tmp: Path) -> None:
    table = tmp / "pages.csv"
    table.write_text("publication,date,number,name\n三审报,2025-06-13,1,别名\n", encoding="utf-8")
    call_command("import_table", "pages", str(table), verbosity=0)


def table_of_issues(page: Page, cast: dict[str, User], tmp: Path) -> None:
    table = tmp / "issues.csv"
    table.write_text("publication,date,number\n三审报,2025-06-13,9999\n", encoding="utf-8")
    call_command("import_table", "issues", str(table), verbosity=0)


def relocate_the_page(page: Page, cast: dict[str, User]) -> None:
    address = reverse("admin:issues_page_relocate", args=[page.pk])
    data = {"date": "2025-06-16", "number": "2", "reason": "错期"}
    assert as_user(cast["editor"]).post(address, data).status_code == 302


def relocate_the_issue(page: Page, cast: dict[str, User]) -> None:
    address = reverse("admin:issues_issue_relocate", args=[page.issue_id])
    data = {"date": "2025-06-16", "reason": "错期"}
    assert as_user(cast["editor"]).post(address, data).status_code == 302


def swap_the_stories(page: Page, cast: dict[str, User]) -> None:
    keys = list(page.articles.order_by("-order").values_list("pk", flat=True))
    reorder(page, keys, by=cast["editor"])


CHANGES: list[Callable[..., None]] = [
    rename_page,
    renumber,
    change_the_count,
    renumber_the_issue,
    rewrite_the_masthead,
    table_of_papers,
    table_of_pages,
    table_of_issues,
    relocate_the_page,
    relocate_the_issue,
    swap_the_stories,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_round_the_text_voids_what_was_approved(
    cast: dict[str, User], change: Callable[..., None], tmp_path: Path
) -> None:
    page = signed_off(cast)
    change(page, cast, *([tmp_path] if change.__name__.startswith("table") else []))
    assert states(page) == [Status.FIRST_REVIEW] * 2
    causes = set(Voiding.objects.values_list("cause", flat=True))
    assert causes == {Voiding.Cause.PLACE}
    assert {row.user.username for row in Notice.objects.filter(kind="voided")} == set(REVIEWERS)
    with pytest.raises(NotAllowed):
        publish_page(Page.objects.get(pk=page.pk), by=cast["publisher"])


def test_a_page_that_waits_for_its_time_is_voided_too(cast: dict[str, User]) -> None:
    page = signed_off(cast)
    publish([page], by=cast["publisher"], at=timezone.now() + dt.timedelta(hours=3))
    rename_page(page, cast)
    assert states(page) == [Status.FIRST_REVIEW] * 2
    assert not page.articles.exclude(published_at=None).exists()


def test_who_changes_the_page_is_told_whose_approvals_he_has_voided(cast: dict[str, User]) -> None:
    page, client = signed_off(cast, 1), as_user(cast["editor"])
    address = reverse("admin:issues_page_change", args=[page.pk])
    data = open_form(client, address) | {"page-name": "别名"}
    told = client.post(address, data, follow=True).content.decode()
    assert "voided the approvals of first (first review)" in told


def test_a_change_past_the_functions_is_found_when_it_is_published(cast: dict[str, User]) -> None:
    page = signed_off(cast)
    Page.objects.filter(pk=page.pk).update(name="绕过")
    with pytest.raises(NotAllowed, match="does not stand where it was approved"):
        publish_page(page, by=cast["publisher"])
    Page.objects.filter(pk=page.pk).update(name="")
    one, two = page.articles.order_by("order")
    for story, place in ((one, -1), (two, 0), (one, 1)):
        Article.objects.filter(pk=story.pk).update(order=place)
    with pytest.raises(NotAllowed, match="does not stand where it was approved"):
        publish_page(page, by=cast["publisher"])


def test_a_signed_off_story_does_not_go_to_another_day_s_public_page(cast: dict[str, User]) -> None:
    page = signed_off(cast, 1)
    other = make_page(Issue.objects.create(publication=page.issue.publication, date="2025-06-16"))
    make_story(other, published=True, headline="已见报")
    client, story = as_user(cast["editor"]), page.articles.get()
    address = reverse("admin:articles_article_relocate", args=[story.pk])
    data = {"date": "2025-06-16", "number": "1", "reason": "换个地方"}
    assert client.post(address, data).status_code == 302
    assert fresh(story).page == other
    assert not approvals.standing([story]).exists()
    report = publish([fresh(story)], by=cast["publisher"])
    assert report.refused
    assert not Article.objects.published().filter(pk=story.pk).exists()
    assert Article.objects.published().filter(page=other).count() == 1


def test_those_that_stay_keep_what_was_said_of_them(cast: dict[str, User]) -> None:
    page = signed_off(cast, 3)
    other = make_page(page.issue, 2)
    make_story(page, headline="加在最后的一篇")
    middle = fresh(page.articles.get(order=1))
    relocate_story(middle, page=other, by=cast["editor"], reason="错版")
    assert states(page) == [Status.SIGNED_OFF, Status.SIGNED_OFF, Status.DRAFT]
    assert fresh(middle).status == Status.FIRST_REVIEW
    kept = page.articles.exclude(status=Status.DRAFT)
    assert publish(list(kept), by=cast["publisher"]).stories == 2


def test_a_form_that_was_opened_before_the_page_was_renamed_approves_nothing(
    cast: dict[str, User],
) -> None:
    page, first = make_reviewed_page(), as_user(cast["first"])
    submit_page(page, by=cast["editor"])
    seen = seen_in(first, page)
    rename_page(page, cast)
    assert "What stands round" in press(first, page, "approve", seen=seen)
    assert not Approval.objects.exists()
    assert "Approved 2 stories" in press(first, page, "approve", seen=seen_in(first, page))


def test_what_readers_have_stays_before_them_when_the_masthead_is_another(
    cast: dict[str, User],
) -> None:
    page = signed_off(cast)
    publish_page(page, by=cast["publisher"])
    rewrite_the_masthead(page, cast)
    assert states(page) == [Status.PUBLISHED] * 2
    record = reverse("admin:review_record", args=[page.pk])
    shown = as_user(cast["auditor"]).get(record).content.decode()
    assert "does not stand where it was approved" not in shown
