"""What was tried to get words past the reviewers, from outside, and what holds against it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from desk.roles import Role
from editorial.editing import reorder
from editorial.relocation import relocate_story
from editorial.selections import publish
from editorial.workflow import NotAllowed, publish_page, submit_page
from findings.models import Finding
from issues.models import Issue, Page
from reviews import approvals
from reviews.models import Approval, Notice, Stage, Voiding
from tests.admin.forms import open_form
from tests.admin.test_import_screens import confirm, upload
from tests.make import (
    make_member,
    make_page,
    make_photo,
    make_publication,
    make_source,
    make_story,
    put_image,
)
from tests.reviews.cast import REVIEWERS, edit, fresh, make_cast, make_reviewed_page, sign_off

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.fixture
def cast() -> dict[str, User]:
    return make_cast()


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen_in(client: Client, page: Page) -> list[str]:
    """Return what the form of the review screen carries along as it stands now."""
    shown = client.get(reverse("admin:review_page", args=[page.pk])).content.decode()
    return re.findall(r'name="seen" value="([^"]+)"', shown)


def press(client: Client, page: Page, act: str, **data: Any) -> str:
    address = reverse("admin:review_act", args=[page.pk])
    return client.post(address, {"act": act, **data}, follow=True).content.decode()


def states(page: Page) -> list[str]:
    return list(page.articles.order_by("order").values_list("status", flat=True))


def signed_off(cast: dict[str, User], stories: int = 2) -> Page:
    page = make_reviewed_page(stories)
    for story in page.articles.all():
        sign_off(fresh(story), cast)
    return page


def save_page_form(client: Client, page: Page, **changed: Any) -> None:
    address = reverse("admin:issues_page_change", args=[page.pk])
    response = client.post(address, open_form(client, address) | changed)
    assert response.status_code == 302


# What was on the screen is what is approved.


def test_an_old_form_does_not_approve_a_story_that_came_later(cast: dict[str, User]) -> None:
    page, first = make_reviewed_page(), as_user(cast["first"])
    submit_page(page, by=cast["editor"])
    seen = seen_in(first, page)
    late = make_story(page, headline="后来的一篇")
    submit_page(page, by=cast["editor"])
    told = press(first, page, "approve", stage="first-review", seen=seen)
    assert "You have not seen: 后来的一篇" in told
    assert states(page) == [Status.FIRST_REVIEW] * 3
    assert "You have not seen: 后来的一篇" in press(first, page, f"approve:{late.pk}", seen=seen)
    assert not Approval.objects.exists()


@pytest.mark.parametrize("act", ["approve", "approve:{story}"])
@pytest.mark.parametrize("seen", [[], ["nonsense", "1:", ":1", "page-1:x", "²:" + "0" * 64]])
def test_a_form_without_hashes_approves_nothing_and_names_each_story(
    cast: dict[str, User], act: str, seen: list[str]
) -> None:
    page = make_reviewed_page()
    submit_page(page, by=cast["editor"])
    story = page.articles.get(order=0)
    told = press(as_user(cast["first"]), page, act.format(story=story.pk), seen=seen)
    assert "You have not seen: 第1篇" in told
    assert ("第1篇; 第2篇" in told) == (act == "approve")
    assert not Approval.objects.exists()


def test_the_hash_of_another_story_or_page_stands_for_none(cast: dict[str, User]) -> None:
    page, first = make_reviewed_page(), as_user(cast["first"])
    submit_page(page, by=cast["editor"])
    place, one, two = seen_in(first, page)
    crossed = [f"{a.partition(':')[0]}:{b.partition(':')[2]}" for a, b in ((one, two), (two, one))]
    assert "was changed since you read it" in press(first, page, "approve", seen=[place, *crossed])
    other = place.replace("page-", "page-9")
    assert "What stands round" in press(first, page, "approve", seen=[other, one, two])
    assert "Approved 2 stories" in press(first, page, "approve", seen=[place, one, two])


def test_the_reviewer_sees_the_picture_and_the_masthead_that_he_approves(
    cast: dict[str, User],
) -> None:
    page = make_reviewed_page(1, hotline="0577-12345", licence="CN33-0001", mottoes="实事求是")
    photo = put_image(make_photo(page.articles.get()))
    Page.objects.filter(pk=page.pk).update(name="要闻")
    Issue.objects.update(number=4403)
    address = reverse("admin:review_page", args=[page.pk])
    shown = as_user(cast["first"]).get(address).content.decode()
    assert f'<img src="{reverse("photo", args=[photo.pk])}"' in shown
    for words in (
        "三审报",
        "中共海口县委机关报",
        "0577-12345",
        "CN33-0001",
        "实事求是",
        "要闻",
        "2025-06-13",
        "总第4403期",
        "今日8版",
    ):
        assert words in shown


# What stands round the text is approved with it.


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


# An author is whoever wrote words.


def both(name: str = "both") -> User:
    return make_member(name, Role.EDITOR, Role.FIRST_REVIEWER)


PASTED = (
    "2025年6月13日 星期五\n2 要闻\n\n防汛工作全面部署\n\n"
    "本报讯（记者 王奔）昨天，县里召开防汛会议。会议部署了工作。\n\n各乡镇认真落实，严防死守。\n"
)


def test_who_pasted_the_page_reviews_none_of_it(cast: dict[str, User]) -> None:
    make_publication("三审报", reviews=3)
    importer = both()
    client = as_user(importer)
    confirm(client, upload(client, ("page.txt", PASTED.encode())))
    page = Page.objects.get()
    assert page.articles.exists()
    told = press(client, page, "submit")
    if word := re.search(r'name="confirmed" value="(\w+)"', told):
        press(client, page, "submit", confirmed=word[1])
    told = press(client, page, "approve", seen=seen_in(client, page))
    assert "both wrote words of" in told
    assert not Approval.objects.exists()
    queue = client.get(reverse("admin:reviews")).context
    assert queue["mine"] == []
    first = as_user(cast["first"])
    assert [row.page for row in first.get(reverse("admin:reviews")).context["mine"]] == [page]
    assert "Approved" in press(first, page, "approve", seen=seen_in(first, page))


def test_an_author_stays_one_when_another_changes_something_after_him(
    cast: dict[str, User],
) -> None:
    author, page = both(), make_reviewed_page(1)
    story = edit(page.articles.get(), author, headline="作者自己的标题")
    edit(story, cast["editor"], headline="作者自己的标题。")
    submit_page(page, by=cast["editor"])
    client = as_user(author)
    told = press(client, page, "approve", seen=seen_in(client, page))
    assert "both wrote words of" in told
    assert client.get(reverse("admin:reviews")).context["mine"] == []
    assert states(page) == [Status.FIRST_REVIEW]


def test_who_brought_a_table_in_reviews_none_of_its_stories(
    cast: dict[str, User], tmp_path: Path
) -> None:
    page = make_reviewed_page(1)
    importer = both("importer")
    table = tmp_path / "stories.csv"
    table.write_text(
        "publication,date,page,order,headline\n三审报,2025-06-13,1,0,表里来的\n",
        encoding="utf-8",
    )
    call_command("import_table", "articles", str(table), by="importer", verbosity=0)
    brought = page.articles.get(headline="表里来的")
    edit(brought, cast["editor"], headline="表里来的。")
    submit_page(page, by=cast["editor"])
    client = as_user(importer)
    told = press(client, page, f"approve:{brought.pk}", seen=seen_in(client, page))
    assert "importer wrote words of" in told


def test_who_brought_the_page_is_the_author_also_where_the_story_stands_now(
    cast: dict[str, User],
) -> None:
    page, importer = make_reviewed_page(1), both()
    make_source(page, by=importer)
    story = fresh(page.articles.get())
    other = make_page(page.issue, 2)
    make_story(other, headline="那一版自己的")
    relocate_story(story, page=other, by=cast["editor"], reason="错版")
    submit_page(other, by=cast["editor"])
    client = as_user(importer)
    seen = seen_in(client, other)
    assert "both wrote words of" in press(client, other, f"approve:{story.pk}", seen=seen)
    own = other.articles.get(headline="那一版自己的")
    assert "second review" in press(client, other, f"approve:{own.pk}", seen=seen)
    others = client.get(reverse("admin:reviews")).context["others"]
    assert [row.stories for row in others if row.stage == Stage.FIRST] == [[story]]


# Facts are settled with a reason, and what is known of a page is confirmed.


def decide(client: Client, finding: Finding, **data: str) -> str:
    address = reverse("admin:findings_finding_decide", args=[finding.pk])
    client.post(address, data)
    finding.refresh_from_db()
    return finding.state


def test_a_click_alone_settles_no_question_of_fact(cast: dict[str, User]) -> None:
    page, client = make_reviewed_page(1), as_user(cast["final"])
    fact = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    form = Finding.objects.create(page=page, code="unpaired", fingerprint="y")
    assert decide(client, fact, state="settled") == "open"
    assert decide(client, fact, state="settled", reason="  ") == "open"
    listed = reverse("admin:findings_finding_changelist")
    client.post(listed, {"action": "settle", "_selected_action": [str(fact.pk)]})
    fact.refresh_from_db()
    assert fact.state == "open"
    assert decide(client, form, state="settled") == "settled"
    assert decide(client, fact, state="settled", reason="原报如此，已加注") == "settled"


def test_a_change_of_its_words_settles_a_question_of_fact(cast: dict[str, User]) -> None:
    page = make_reviewed_page(1)
    story = edit(page.articles.get(), cast["editor"], paragraphs=["昨天是13月45日，会议召开。"])
    finding = Finding.objects.get(code="date-impossible")
    edit(story, cast["editor"], paragraphs=["昨天是6月12日，会议召开。"])
    finding.refresh_from_db()
    assert finding.state == "gone"


def test_what_is_known_of_a_page_is_asked_before_it_is_submitted(cast: dict[str, User]) -> None:
    page, client = make_reviewed_page(3), as_user(cast["editor"])
    stories = page.articles.order_by("order")
    Article.objects.filter(pk=stories[0].pk).update(headline="")
    Article.objects.filter(pk=stories[1].pk).update(truncated=True)
    Finding.objects.create(page=page, code="weekday", fingerprint="x")
    told = press(client, page, "submit")
    for words in ("Story 1 of", "has no headline", "“第2篇” breaks off", "Check date and weekday"):
        assert words in told
    assert states(page) == [Status.DRAFT] * 3
    word = re.search(r'name="confirmed" value="(\w+)"', told)
    assert word
    # What came up since is asked about, too.
    late = Finding.objects.create(page=page, code="lunar-date", fingerprint="y")
    assert "Check date and lunar date" in press(client, page, "submit", confirmed=word[1])
    assert states(page) == [Status.DRAFT] * 3
    late.delete()
    assert "Submitted 3 stories" in press(client, page, "submit", confirmed=word[1])


def test_one_story_is_asked_about_too_and_a_sound_one_is_not(cast: dict[str, User]) -> None:
    page, client = make_reviewed_page(2), as_user(cast["editor"])
    one, two = page.articles.order_by("order")
    Article.objects.filter(pk=one.pk).update(headline="")
    told = press(client, page, f"submit:{one.pk}")
    assert "has no headline" in told
    assert f'value="submit:{one.pk}"' in told
    press(client, page, f"submit:{two.pk}")
    assert states(page) == [Status.DRAFT, Status.FIRST_REVIEW]
    word = re.search(r'name="confirmed" value="(\w+)"', told)
    assert word
    press(client, page, f"submit:{one.pk}", confirmed=word[1])
    assert states(page) == [Status.FIRST_REVIEW] * 2


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_question_before_the_review_is_for_who_submits(role: Role, method: str) -> None:
    page = make_reviewed_page(1)
    Article.objects.filter(page=page).update(headline="")
    client = as_user(make_member("somebody", role))
    address = reverse("admin:review_act", args=[page.pk])
    response = getattr(client, method)(address, {"act": "submit"})
    if method == "get":
        assert response.status_code in (403, 405)
        return
    shown = response.status_code == 200 and "has no headline" in response.content.decode()
    assert shown == (role in (Role.REPORTER, Role.EDITOR))
    assert states(page) == [Status.DRAFT]
