"""The review pages of the admin, from outside."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from articles.models import Article
from articles.text import StoryText
from editorial.withdrawals import withdraw
from editorial.workflow import Action, approve_page, change_state, publish_page, submit_page
from findings.models import Finding
from issues.models import Page
from reviews import queue as review_queue
from reviews.models import Claim, Comment, Notice, SeenText, Stage
from tests.make import (
    give_roles,
    make_byline,
    make_page,
    make_photo,
    make_story,
    make_user,
)
from tests.proposing import correct, relocate_story
from tests.reviews.cast import (
    edit,
    fresh,
    make_reviewed_page,
    make_reviewed_story,
    seen_on,
    sign_off,
)
from tests.wishes import wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status


@pytest.fixture
def page(cast: dict[str, User]) -> Page:
    page = make_reviewed_page()
    submit_page(page, by=cast["editor"])
    return page


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def screen(client: Client, page: Page) -> str:
    response = client.get(reverse("admin:review_page", args=[page.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def act(client: Client, page: Page, name: str, **data: Any) -> str:
    """Press a button of the screen as it stands now; return the page that follows."""
    seen = re.findall(r'name="seen" value="([^"]+)"', screen(client, page))
    response = client.post(
        reverse("admin:review_act", args=[page.pk]),
        {"act": name, "seen": seen, "all_read": "1", **data},
        follow=True,
    )
    return str(response.content.decode())


def first_of(page: Page) -> Article:
    return Article.objects.with_page().with_parts().filter(page=page).order_by("order")[0]


def statuses(page: Page) -> set[str]:
    return set(Article.objects.filter(page=page).values_list("status", flat=True))


def test_four_people_take_a_page_to_its_readers(cast: dict[str, User]) -> None:
    page = make_reviewed_page()
    assert "Submitted 2 stories" in act(as_user(cast["editor"]), page, "submit")
    for name in ("first", "second", "final"):
        assert "Approved 2 stories" in act(as_user(cast[name]), page, "approve")
    assert statuses(page) == {Status.SIGNED_OFF}
    publish_page(page, by=cast["publisher"])
    assert Article.objects.published().count() == 2


def test_a_reader_of_an_older_text_does_not_approve_the_new_one(
    cast: dict[str, User], page: Page
) -> None:
    client = as_user(cast["first"])
    seen = re.findall(r'name="seen" value="([^"]+)"', screen(client, page))
    edit(first_of(page), cast["editor"])
    response = client.post(
        reverse("admin:review_act", args=[page.pk]),
        {"act": "approve", "seen": seen, "all_read": "1"},
        follow=True,
    )
    assert "was changed since you read it" in response.content.decode()
    assert statuses(page) == {Status.FIRST_REVIEW}


def test_a_form_without_the_texts_hash_approves_nothing(cast: dict[str, User], page: Page) -> None:
    story = first_of(page)
    as_user(cast["first"]).post(
        reverse("admin:review_act", args=[page.pk]), {"act": f"approve:{story.pk}"}
    )
    assert statuses(page) == {Status.FIRST_REVIEW}


def test_the_screen_opens_on_what_changed_since_this_reviewer_last_looked(
    cast: dict[str, User], page: Page
) -> None:
    first, second = as_user(cast["first"]), as_user(cast["second"])
    assert "not read yet" in screen(first, page)
    assert "Next time" in act(first, page, "read")
    assert "unchanged since you read it" in screen(first, page)
    edit(first_of(page), cast["editor"], headline="第1篇改了")
    shown = screen(first, page)
    assert "Changed since you last read it" in shown
    assert "<ins>改了</ins>" in shown or "<ins>改</ins>" in shown or "改了</ins>" in shown
    assert "Changed since you last read it" not in screen(second, page)
    assert SeenText.objects.filter(user=cast["first"]).count() == 2


def test_the_reviewer_sees_which_story_breaks_off_and_tells_stories_apart(
    cast: dict[str, User], page: Page
) -> None:
    assert "breaks off" not in screen(as_user(cast["first"]), page)
    for _place in range(7):
        make_story(page)
    Article.objects.filter(pk=first_of(page).pk).update(truncated=True)
    html = screen(as_user(cast["first"]), page)
    assert html.count('warn">breaks off<') == 1
    assert re.findall(r"review-story tint-(\d)", html) == list("012345670")


def test_opening_the_screen_writes_nothing(cast: dict[str, User], page: Page) -> None:
    screen(as_user(cast["first"]), page)
    assert not SeenText.objects.exists()
    assert not Claim.objects.exists()


def test_one_story_goes_alone(cast: dict[str, User], page: Page) -> None:
    story = first_of(page)
    assert "second review" in act(as_user(cast["first"]), page, f"approve:{story.pk}")
    assert statuses(page) == {Status.FIRST_REVIEW, Status.SECOND_REVIEW}
    answer = act(as_user(cast["second"]), page, f"return:{story.pk}", reason="")
    assert "give a reason" in answer
    act(as_user(cast["second"]), page, f"return:{story.pk}", **{f"reason-{story.pk}": "核对"})
    assert statuses(page) == {Status.FIRST_REVIEW, Status.DRAFT}
    act(as_user(cast["editor"]), page, f"submit:{story.pk}")
    assert statuses(page) == {Status.FIRST_REVIEW}


def test_a_page_is_returned_with_a_reason(cast: dict[str, User], page: Page) -> None:
    assert "Returned 2 stories" in act(as_user(cast["first"]), page, "return", reason="核对数字")
    home = as_user(cast["editor"]).get(reverse("admin:index")).content.decode()
    assert "核对数字" in home


def test_enter_with_no_reason_or_with_two_does_nothing(cast: dict[str, User], page: Page) -> None:
    first = as_user(cast["first"])
    story = first_of(page)
    assert "Nothing was done" in act(first, page, "enter")
    refused = act(first, page, "enter", **{"reason": "一", f"reason-{story.pk}": "二"})
    assert "Nothing was done" in refused
    # Refused, what was typed stands there again, without a script, too; and once.
    for place, reason in (("", "一"), (f"-{story.pk}", "二")):
        assert f'name="reason{place}" value="{reason}"' in refused
    assert 'value="一"' not in screen(first, page)
    # So does what was typed for another story, or before something else was pressed.
    assert 'value="三"' in act(first, page, f"approve:{story.pk}", reason="三", seen=[])
    assert 'name="reason" value="三"' in act(first, page, "claim", reason="三")
    assert 'name="reason" value="三"' not in act(first, page, "return", reason=" ")
    assert statuses(page) == {Status.FIRST_REVIEW}
    assert "draft" in act(first, page, "enter", **{f"reason-{story.pk}": "核对"})
    assert first_of(page).status == Status.DRAFT


def test_a_claim_keeps_others_off_until_it_is_released(cast: dict[str, User], page: Page) -> None:
    other = make_user("other")
    give_roles(other, Role.FIRST_REVIEWER)
    assert "It is yours" in act(as_user(cast["first"]), page, "claim")
    assert "has claimed" in act(as_user(other), page, "claim")
    assert "has claimed" in act(as_user(other), page, "approve")
    act(as_user(cast["first"]), page, "release")
    assert "Approved 2" in act(as_user(other), page, "approve")
    assert not Claim.objects.exists()


def test_a_claim_is_short_is_kept_by_its_window_and_can_be_taken_over(
    cast: dict[str, User], page: Page
) -> None:
    other = make_user("other")
    give_roles(other, Role.FIRST_REVIEWER)
    first, story = as_user(cast["first"]), first_of(page)
    here = reverse("admin:review_here", args=[page.pk])
    keys = [row.pk for row in page.articles.all()]
    act(first, page, "claim")
    assert screen(first, page).count("data-claimed") == 2
    late = timezone.now() - dt.timedelta(minutes=4)
    # It ends by itself; a window that is still open keeps it.
    Claim.objects.update(at=late)
    assert "Take over" not in screen(as_user(other), page)
    assert first.post(here, {"story": keys}).json() == {"taken": []}
    # All is another's: one line says so, and there is nothing to claim.
    shown = screen(as_user(other), page)
    assert "Take over the page" in shown
    assert shown.count("has claimed") == shown.count("has claimed 2 stories of this page") == 1
    assert not {'value="claim"', 'value="release"'} & set(re.findall(r'value="\w+"', shown))
    assert 'value="release"' in screen(first, page)
    assert "has claimed" in act(as_user(other), page, "claim")
    assert "Nothing here waits" in act(as_user(cast["second"]), page, "take")
    assert Claim.objects.filter(by=cast["first"]).count() == 2
    assert "first will be told" in act(as_user(other), page, f"take:{story.pk}")
    assert "other has taken over" in first.post(here, {"story": story.pk}).json()["taken"][0]
    assert "has claimed" in act(first, page, f"approve:{story.pk}")
    # What the first one typed is taken as before.
    assert "写错了" in comment(first, story, passage="headline-0", text="写错了")
    assert Claim.objects.get(article=story).by == other
    act(as_user(other), page, "take")
    assert first.post(here, {"story": keys}).json()["taken"] == [
        "other has taken over 2 stories of this page. What you typed is kept."
    ]
    # Who wrote words of it may not do this review, and takes it from nobody.
    assert "other will be told" in act(first, page, "take")
    give_roles(other, Role.EDITOR)
    edit(fresh(story), other, headline="另一个标题")
    assert "wrote words" in act(as_user(other), page, f"take:{story.pk}")
    assert Claim.objects.filter(by=cast["first"]).count() == 2


def test_who_reviews_nothing_claims_nothing(cast: dict[str, User], page: Page) -> None:
    assert "Nothing here waits" in act(as_user(cast["editor"]), page, "claim")
    assert not Claim.objects.exists()


def comment(client: Client, story: Article, **data: Any) -> str:
    sent = {f"{name}-{story.pk}": value for name, value in data.items()}
    response = client.post(reverse("admin:review_comment", args=[story.pk]), sent, follow=True)
    return str(response.content.decode())


def test_a_comment_on_a_passage_is_answered_and_resolved(cast: dict[str, User], page: Page) -> None:
    story, client = first_of(page), as_user(cast["first"])
    shown = comment(client, story, passage="paragraph-0", quote="集中开工", text="核对日期")
    assert '<a class="marked-comment"' in shown
    row = Comment.objects.get()
    assert (row.start, row.end, row.part, row.index) == (9, 13, "paragraph", 0)
    thread = reverse("admin:review_thread", args=[row.pk])
    editor = cast["editor"]
    editor.last_name, editor.first_name = "江", "望舒"
    editor.save()
    # What is typed stays in the browser until a message says that the server has it.
    long = "长" * 2001
    field = f"answer-{row.pk}"
    said = as_user(editor).post(thread, {"do": "answer", field: long}, follow=True)
    assert f'name="{field}" value="{long}"' in said.content.decode()
    said = as_user(editor).post(thread, {"do": "answer", field: "已核对"}, follow=True)
    assert "Your answer stands beside the text." in said.content.decode()
    assert re.search("已核对.{,80}江望舒", screen(client, page))
    client.post(thread, {"do": "resolve"})
    row.refresh_from_db()
    assert row.resolved_by == cast["first"]
    assert '<a class="marked-comment"' not in screen(client, page)
    client.post(thread, {"do": "open"})
    row.refresh_from_db()
    assert row.resolved_by is None


def test_every_button_keeps_what_was_written_for_others(cast: dict[str, User], page: Page) -> None:
    first, (story, other) = as_user(cast["first"]), page.articles.order_by("order")
    comment(first, story, passage="headline-0", text="第一条")
    row = Comment.objects.get()
    finding = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    written = {
        "review": str(page.pk),
        f"text-{other.pk}": "另一条",
        f"passage-{other.pk}": "headline-0",
        f"answer-{row.pk}": "答一句",
        f"reason:{finding.pk}": "与原报核对",
        f"reason-{other.pk}": "数字",
        "reason": "全版",
    }
    fields = {name: f'name="{name}" value="{text}"' for name, text in written.items()}
    fields[f"text-{other.pk}"] = ">\n另一条</textarea>"
    everything = set(written) - {"review", f"passage-{other.pk}"}
    act_at = reverse("admin:review_act", args=[page.pk])
    thread = reverse("admin:review_thread", args=[row.pk])
    decide = reverse("admin:findings_finding_decide", args=[finding.pk])
    at = reverse("admin:review_comment", args=[other.pk])
    for address, pressed, used in (
        (act_at, {"act": "claim"}, ""),
        (act_at, {"act": "enter"}, ""),
        (thread, {"do": "answer"}, f"answer-{row.pk}"),
        (decide, {"state": "settled"}, f"reason:{finding.pk}"),
        (at, {"do": "comment"}, f"text-{other.pk}"),
    ):
        shown = first.post(address, written | pressed, follow=True).content.decode()
        left = {name for name in everything if fields[name] in shown}
        # An answered question has no field any more.
        settled = {f"reason:{finding.pk}"} if address == at else set()
        assert left == everything - {used} - settled, (address, pressed)
    assert set(Comment.objects.values_list("text", flat=True)) == {"第一条", "答一句", "另一条"}
    finding.refresh_from_db()
    assert (finding.state, finding.reason) == ("settled", "与原报核对")
    # Who resolves a comment with a word written says that first.
    first.post(thread, {"do": "resolve", f"answer-{row.pk}": "办了"})
    row.refresh_from_db()
    assert row.resolved_at
    assert Comment.objects.filter(text="办了").exists()
    first.post(thread, {"do": "open"})
    # Enter takes the one thing that is written, with no button pressed.
    first.post(act_at, {"act": "enter", f"answer-{row.pk}": "再答"})
    assert Comment.objects.filter(text="再答").exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"passage": "paragraph-0", "quote": "没有这些字", "text": "x"}, "does not stand there"),
        ({"passage": "paragraph-99", "text": "x"}, "does not stand there"),
        ({"passage": "headline-0", "text": "  "}, "Write what you want to say"),
        ({"passage": "headline-0", "text": "长" * 2001}, "at most 2000"),
    ],
)
def test_a_comment_needs_a_passage_and_words(
    cast: dict[str, User], page: Page, data: dict[str, str], told: str
) -> None:
    shown = comment(as_user(cast["first"]), first_of(page), **data)
    assert told in shown
    assert not Comment.objects.exists()
    assert f">\n{data['text'].strip()}</textarea>" in shown
    assert f'data-part="quote" value="{data.get("quote", "")}"' in shown
    if data["passage"] == "headline-0":
        assert '<option value="headline-0" selected>' in shown


def test_an_auditor_looks_and_says_nothing(cast: dict[str, User], page: Page) -> None:
    client = as_user(cast["auditor"])
    shown = screen(client, page)
    assert 'value="approve"' not in shown
    assert "data-comment-form" not in shown
    assert "no part in reviews" in comment(
        client,
        first_of(page),
        passage="headline-0",
        text="x",
    )
    assert "may not" in act(client, page, "approve")
    assert statuses(page) == {Status.FIRST_REVIEW}


def test_somebody_without_a_role_sees_no_review(page: Page) -> None:
    client = as_user(make_user("visitor"))
    for name in ("review_page", "review_record"):
        assert client.get(reverse(f"admin:{name}", args=[page.pk])).status_code == 403
    assert client.get(reverse("admin:reviews")).status_code == 403
    assert client.get(reverse("admin:review_quality")).status_code == 403
    assert client.post(reverse("admin:review_act", args=[page.pk])).status_code == 403


def test_an_unknown_button_is_refused(cast: dict[str, User], page: Page) -> None:
    address = reverse("admin:review_act", args=[page.pk])
    assert as_user(cast["first"]).post(address, {"act": "delete"}).status_code == 403
    assert as_user(cast["first"]).get(address).status_code == 405


def test_a_queue_longer_than_anybody_looks_through_shows_what_came_first(
    cast: dict[str, User], page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_queue, "SHOWN", 1)
    (waiting,) = review_queue.all_waiting()
    first = page.articles.filter(status=Article.Status.FIRST_REVIEW).order_by("pk")[0]
    assert [story.pk for story in waiting.stories] == [first.pk]


def test_the_queue_has_what_waits_for_me_and_for_others(cast: dict[str, User], page: Page) -> None:
    queue = as_user(cast["first"]).get(reverse("admin:reviews"))
    assert [row.page for row in queue.context["mine"]] == [page]
    queue = as_user(cast["second"]).get(reverse("admin:reviews"))
    assert queue.context["mine"] == []
    assert [row.stage for row in queue.context["others"]] == [Stage.FIRST]


def test_findings_are_shown_and_those_that_hold_are_counted(
    cast: dict[str, User], page: Page
) -> None:
    Finding.objects.create(page=page, code="weekday", fingerprint="x")
    shown = screen(as_user(cast["final"]), page)
    assert "hold the page from being signed off" in shown
    assert 'name="state" value="settled"' in shown


def test_the_screen_asks_the_same_number_of_queries_for_more_of_anything(
    cast: dict[str, User], page: Page
) -> None:
    client, first = as_user(cast["first"]), as_user(cast["second"])
    address = reverse("admin:review_page", args=[page.pk])
    comment(first, fresh(first_of(page)), passage="headline-0", text="一条")
    make_photo(first_of(page))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    count()
    few = count()
    for number in range(5):
        story = make_story(page, status=Status.FIRST_REVIEW)
        make_byline(make_photo(story).article)
        comment(first, fresh(story), passage="headline-0", text=f"第{number}条")
        Finding.objects.create(page=page, article=story, code="weekday", fingerprint=str(number))
    assert count() == few


def test_the_record_tells_who_read_which_text_and_what_became_of_it(
    cast: dict[str, User], page: Page
) -> None:
    approve_page(page, by=cast["first"], seen=seen_on(page))
    old = fresh(first_of(page))
    before = StoryText.of(old).sha256
    comment(as_user(cast["second"]), old, passage="headline-0", text="题目太长")
    story = edit(old, cast["editor"], headline="改过的题目")
    # A check after the change would take a finding back that it does not find itself.
    finding = Finding.objects.create(page=page, code="weekday", fingerprint="x")
    as_user(cast["final"]).post(
        reverse("admin:findings_finding_decide", args=[finding.pk]),
        {"state": "ignored", "reason": "与原报核对"},
    )
    address = reverse("admin:review_record", args=[page.pk])
    auditor = as_user(cast["auditor"])
    auditor.cookies["django_language"] = "zh-hans"
    chinese = auditor.get(address).content.decode()
    assert re.search(r"<dd>[\d.]+（\d+/\d+；标准3）</dd>", chinese)
    assert "作废：" in chinese
    auditor.cookies["django_language"] = "en"
    shown = auditor.get(address).content.decode()
    for wanted in (
        before,
        StoryText.of(story).sha256,
        "改过的题目",
        "第1篇",
        "the text was changed",
        "题目太长",
        "与原报核对",
        "not resolved",
        "not approved in",
    ):
        assert wanted in shown
    assert "style=" not in shown


def test_the_record_tells_what_was_done_after_publication(cast: dict[str, User]) -> None:
    story = change_state(
        sign_off(make_reviewed_story(), cast), Action.PUBLISH, by=cast["publisher"]
    )
    correct(
        story,
        wish(story, headline="正"),
        by=cast["publisher"],
        reason="记者笔误",
        notice="标题更正。",
        version=0,
    )
    withdraw(fresh(story), by=cast["publisher"], reason="事实有误", notice="本报撤稿。")
    other = make_page(story.page.issue, 2)
    relocate_story(fresh(story), page=other, by=cast["publisher"], reason="版次错了")
    address = reverse("admin:review_record", args=[other.pk])
    shown = as_user(cast["auditor"]).get(address).content.decode()
    for wanted in ("标题更正。", "记者笔误", "本报撤稿。", "事实有误", "版次错了", f"→ {other}"):
        assert wanted in shown


def test_the_errors_are_counted_for_every_issue_with_a_chart(
    cast: dict[str, User], page: Page
) -> None:
    for number in range(4):
        Finding.objects.create(
            page=page, code="truncated", state="settled", fingerprint=f"{number}"
        )
    Finding.objects.create(page=page, code="lunar-date", state="settled", fingerprint="lunar")
    response = as_user(cast["auditor"]).get(reverse("admin:review_quality"))
    row = response.context["rows"][0]
    assert (row.quality.errors, row.quality.errors_of_form) == (4, 1)
    shown = response.content.decode()
    assert "beyond the limits" in shown
    assert '<rect class="over"' in shown
    assert "style=" not in re.search(r"<svg.*?</svg>", shown, re.DOTALL)[0]  # type: ignore[index]


def test_there_are_no_errors_without_a_paper(cast: dict[str, User]) -> None:
    assert as_user(cast["auditor"]).get(reverse("admin:review_quality")).status_code == 200


def test_a_notice_is_taken_off_by_whom_it_is_for(cast: dict[str, User], page: Page) -> None:
    approve_page(page, by=cast["first"], seen=seen_on(page))
    edit(first_of(page), cast["editor"])
    notice = Notice.objects.get(user=cast["first"])
    address = reverse("admin:review_notice", args=[notice.pk])
    as_user(cast["second"]).post(address)
    notice.refresh_from_db()
    assert notice.seen_at is None
    as_user(cast["first"]).post(address)
    notice.refresh_from_db()
    assert notice.seen_at is not None
