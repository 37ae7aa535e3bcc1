"""Publishing and what follows, from the admin."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from articles.models import Article, Correction, PreviewLink, Redirect
from audit import log as audit
from audit.models import AuditEntry
from editorial.previews import make_link, token_of
from editorial.withdrawals import withdraw
from issues.models import Issue
from tests.make import (
    make_administrator,
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
    make_user,
)
from tests.proposing import agree
from tests.publishing.cast import make_day, make_public, make_publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher() -> User:
    return make_publisher()


@pytest.fixture
def desk(client: Client, publisher: User) -> Client:
    client.force_login(publisher)
    return client


def said(response: Any) -> str:
    return "\n".join(str(message) for message in get_messages(response.wsgi_request))


def at(name: str, row: Any) -> str:
    return reverse(f"admin:{name}", args=[row.pk])


def posted(response: Any) -> dict[str, Any]:
    """Return what a browser would send back of the story form that was answered."""
    edit = response.context["edit"]
    data: dict[str, Any] = {}
    for form in (
        edit.form,
        edit.bylines.management_form,
        edit.photos.management_form,
        *edit.bylines.forms,
        *edit.photos.forms,
    ):
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None or value is False else value
    return data | {f"{edit.prefix}-change_kind": "edit"}


class TestPublishing:
    def test_a_page_is_published_at_a_time_and_taken_off_again(self, desk: Client) -> None:
        story = make_story()
        form = desk.get(at("issues_page_publish", story.page)).content.decode()
        assert "Asia/Shanghai" in form
        response = desk.post(at("issues_page_publish", story.page), {"at": "2099-06-16T06:00"})
        assert "2099-06-16 06:00 (Asia/Shanghai)" in said(response)
        shown = desk.get(at("issues_page_change", story.page)).content.decode()
        assert "2099-06-16 06:00 CST" in shown
        # At the desk, in previews and from the home it is scheduled, with its time and a way back.
        opened = desk.get(at("desk", story.page)).content.decode()
        assert opened.count('class="state state-scheduled"') == 2
        assert "state-published" not in opened
        assert "2099-06-16 06:00 CST" in opened
        assert at("issues_page_unschedule", story.page) in opened
        for name, row in (("issues_page", story.page), ("articles_article", story)):
            preview = desk.get(at(f"{name}_preview", row)).content.decode()
            assert "Scheduled: readers see it from 2099-06-16 06:00 CST on, not yet." in preview
            assert "Not published" not in preview
        home = desk.get(reverse("admin:index")).content.decode()
        waits = home.partition("<h2>Scheduled</h2>")[2].partition("</ul>")[0]
        assert at("desk", story.page) in waits
        response = desk.post(at("issues_page_unschedule", story.page))
        assert "1 done" in said(response)
        # The record and the story's history say it as it was.
        User.objects.update(is_superuser=True)
        for name, row in (("review_record", story.page), ("articles_article_revisions", story)):
            told = re.sub(r"<[^>]+>", " ", desk.get(at(name, row)).content.decode())
            assert re.search(r"draft\s+scheduled for 2099-06-16 06:00 CST", told), name
            assert re.search(r"scheduled\s+draft", told), name
            assert "published" not in told.replace("unpublished", "")
        assert not Article.objects.scheduled().exists()

    def test_a_time_that_is_over_is_said_to_be(self, desk: Client) -> None:
        story = make_story()
        response = desk.post(at("issues_page_publish", story.page), {"at": "2020-06-16T06:00"})
        assert "is over" in said(response)
        response = desk.post(at("issues_page_publish", story.page), {"at": "soon"})
        assert response.status_code == 200
        assert not Article.objects.exclude(status="draft").exists()

    def test_one_story_is_published_at_a_time(self, desk: Client) -> None:
        story = make_story()
        address = reverse("admin:articles_article_state", args=[story.pk, "publish"])
        desk.post(address, {"at": "2099-06-16T06:00"})
        assert Article.objects.scheduled().get() == story
        desk.post(reverse("admin:articles_article_state", args=[story.pk, "unschedule"]))
        assert not Article.objects.scheduled().exists()

    def test_a_selection_of_stories_and_of_issues_is_published(self, desk: Client) -> None:
        one, _two = make_day()
        response = desk.post(
            reverse("admin:articles_article_changelist"),
            {"action": "publish_stories", "_selected_action": [one.pk]},
        )
        assert "1 done, 1 story" in said(response)
        User.objects.update(is_superuser=True)
        response = desk.post(
            reverse("admin:issues_issue_changelist"),
            {"action": "publish_issues", "_selected_action": [one.page.issue_id]},
        )
        assert "1 done, 1 story, 1 were so already" in said(response)
        assert Article.objects.published().count() == 2

    def test_a_whole_issue_is_published_from_its_form(self, desk: Client) -> None:
        one, two = make_day()
        Article.objects.filter(pk=two.pk).update(headline="", body="")
        User.objects.update(is_superuser=True)
        form = at("issues_issue_change", one.page.issue)
        address = at("issues_issue_publish", one.page.issue)
        assert f'href="{address}"' in desk.get(form).content.decode()
        assert "Asia/Shanghai" in desk.get(address).content.decode()
        told = said(desk.post(address, {"at": "2020-06-16T06:00"}))
        assert told.count("is over") == 2
        told = said(desk.post(address, {"at": "2099-06-16T06:00"}))
        assert (
            "publish from 2099-06-16 06:00 (Asia/Shanghai) on: 1 done, 1 story, 1 refused" in told
        )
        assert "2025-06-13 page 2: Story 1" in told
        assert Article.objects.scheduled().get() == one
        Article.objects.update(status="draft", published_at=None)
        assert desk.post(address, {"at": ""}).headers["Location"] == form
        assert Article.objects.published().get() == one

    def test_an_issue_without_pages_is_said_to_have_none(self, desk: Client) -> None:
        User.objects.update(is_superuser=True)
        address = at("issues_issue_publish", make_issue())
        assert "has no pages" in desk.get(address).content.decode()
        assert "has no pages" in said(desk.post(address, {"at": ""}))

    def test_only_who_may_publish_is_offered_the_issue(self, client: Client) -> None:
        issue = make_story().page.issue
        client.force_login(make_user("editor", "view_issue", "change_issue", "view_page"))
        address = at("issues_issue_publish", issue)
        assert address not in client.get(at("issues_issue_change", issue)).content.decode()
        assert client.post(address, {"at": ""}).status_code == 403
        assert not Article.objects.published().exists()


SEEN = "See it as readers do"


class TestWhereItLeads:
    @pytest.mark.parametrize(
        ("action", "public", "words", "linked"),
        [
            ("publish", None, {}, True),
            ("publish", None, {"at": "2099-06-16T06:00"}, False),
            ("unpublish", "published", {}, False),
            ("withdraw", "published", {"reason": "有误"}, False),
            ("restore", "withdrawn", {"reason": "属实"}, True),
        ],
    )
    def test_what_is_done_to_a_page_leads_to_its_desk(
        self, desk: Client, action: str, public: str | None, words: dict[str, str], linked: bool
    ) -> None:
        story = make_public() if public else make_story()
        if public == "withdrawn":
            withdraw(story, by=User.objects.get(), reason="有误")
        address, where = at(f"issues_page_{action}", story.page), at("desk", story.page)
        assert f'href="{where}">Back' in desk.get(address).content.decode()
        answer = desk.post(address, words)
        assert answer["Location"] == where
        told = said(answer)
        assert told
        assert (SEEN in told) == linked
        # Without a script it goes on to the plain form, but not before this was read.
        goes_on = 'content="0;url=?plain=1"'
        shown = [desk.get(where).content.decode() for _time in range(2)]
        assert [goes_on in one for one in shown] == [False, True]
        assert told.splitlines()[0][1:] in shown[0]

    def test_what_is_unscheduled_leads_to_its_desk(self, desk: Client) -> None:
        page = make_story().page
        desk.post(at("issues_page_publish", page), {"at": "2099-06-16T06:00"})
        assert desk.post(at("issues_page_unschedule", page))["Location"] == at("desk", page)

    def test_who_may_not_see_the_desk_is_led_to_the_form(self, client: Client) -> None:
        page = make_story().page
        client.force_login(make_user("clerk", "publish_article", "view_page"))
        assert client.get(at("desk", page)).status_code == 403
        answer = client.post(at("issues_page_publish", page))
        form = at("issues_page_change", page)
        assert answer["Location"] == form
        assert client.get(form).status_code == 200


class TestWithdrawing:
    def test_a_page_is_withdrawn_and_restored(self, desk: Client) -> None:
        story = make_public()
        address = at("issues_page_withdraw", story.page)
        assert "reason" in desk.get(address).content.decode()
        assert desk.post(address, {"reason": ""}).status_code == 200
        desk.post(address, {"reason": "有误", "notice": "本版撤回。"})
        assert "本版撤回。" in desk.get(story.get_absolute_url()).content.decode()
        desk.post(at("issues_page_restore", story.page), {"reason": "属实"})
        assert desk.get(story.get_absolute_url()).status_code == 200

    def test_a_story_is_withdrawn_with_a_notice_and_restored(self, desk: Client) -> None:
        story = make_public()
        address = reverse("admin:articles_article_state", args=[story.pk, "withdraw"])
        desk.post(address, {"reason": "有误", "notice": "此稿撤回。"})
        assert "此稿撤回。" in desk.get(story.get_absolute_url()).content.decode()
        desk.post(address.replace("withdraw", "restore"), {"reason": ""})
        assert desk.get(story.get_absolute_url()).status_code == 200


class TestCorrecting:
    def test_the_form_corrects_and_tells(self, desk: Client) -> None:
        story = make_public("误标题")
        make_photo(story)
        address = at("articles_article_correct", story)
        data = posted(desk.get(address))
        data |= {f"story-{story.pk}-headline": "正标题", "notice": "更正说明", "reason": "笔误"}
        response = desk.post(address, data)
        assert "stays as readers see it" in said(response)
        agree()
        assert "更正说明" in desk.get(story.get_absolute_url()).content.decode()

    def test_without_a_notice_nothing_is_saved_and_nothing_lost(self, desk: Client) -> None:
        story = make_public("误标题")
        address = at("articles_article_correct", story)
        data = posted(desk.get(address)) | {f"story-{story.pk}-headline": "正标题"}
        response = desk.post(address, data)
        assert "正标题" in response.content.decode()
        assert "Nothing was saved" in said(response)
        response = desk.post(address, posted(desk.get(address)) | {"notice": "x", "reason": "y"})
        assert "Nothing differs" in said(response)
        assert not Correction.objects.exists()

    def test_a_conflict_keeps_both_texts_and_lets_one_choose(self, desk: Client) -> None:
        story = make_public("误标题")
        address = at("articles_article_correct", story)
        data = posted(desk.get(address))
        data |= {f"story-{story.pk}-headline": "我的标题", "notice": "更正", "reason": "误"}
        Article.objects.filter(pk=story.pk).update(version=1, headline="他的标题")
        response = desk.post(address, data)
        text = response.content.decode()
        assert "他的标题" in text
        assert "我的标题" in text
        data |= {f"story-{story.pk}-seen": 1, f"story-{story.pk}-resolve": "mine"}
        desk.post(address, data)
        agree()
        assert Article.objects.get().headline == "我的标题"
        data |= {f"story-{story.pk}-headline": "又一个", f"story-{story.pk}-resolve": "theirs"}
        desk.post(address, data)
        assert not agree()
        assert Article.objects.get().headline == "我的标题"

    def test_a_draft_is_edited_not_corrected(self, desk: Client) -> None:
        story = make_story()
        assert "Edit this one" in said(desk.get(at("articles_article_correct", story)))

    def test_an_edit_of_a_public_story_on_its_own_form_is_sent_to_correct(
        self, desk: Client
    ) -> None:
        story = make_public("误标题")
        form = desk.get(at("articles_article_change", story))
        assert at("articles_article_correct", story) in form.content.decode()


class TestMoving:
    def test_pages_stories_and_issues_move(self, desk: Client) -> None:
        User.objects.update(is_superuser=True)
        story = make_public()
        where = {"date": "2025-06-16", "number": 2, "reason": "日期错了"}
        assert desk.get(at("issues_page_relocate", story.page)).status_code == 200
        response = desk.post(at("issues_page_relocate", story.page), where)
        assert "Proposed (" in said(response)
        agree()
        assert desk.get("/issues/2025-06-13/1/").headers["Location"] == "/issues/2025-06-16/2/"
        make_page(make_issue("2025-06-16"), 3)
        desk.post(at("articles_article_relocate", story), where | {"number": 3})
        agree()
        assert Article.objects.get().page.number == 3
        issue = Issue.objects.get(date="2025-06-16")
        assert (
            at("issues_issue_relocate", issue)
            in desk.get(at("issues_issue_change", issue)).content.decode()
        )
        desk.post(at("issues_issue_relocate", issue), {"date": "2025-06-18", "reason": "错"})
        agree()
        assert Redirect.objects.count() == 5

    def test_what_cannot_move_is_said(self, desk: Client) -> None:
        story = make_public()
        make_page(number=2)
        where = {"date": "2025-06-13", "number": 2, "reason": "错"}
        assert "already" in said(desk.post(at("issues_page_relocate", story.page), where))
        same = where | {"number": 1}
        assert "already" in said(desk.post(at("issues_page_relocate", story.page), same))
        nowhere = where | {"number": 9}
        assert "no such page" in said(desk.post(at("articles_article_relocate", story), nowhere))

    def test_what_nobody_sees_moves_at_once(self, desk: Client) -> None:
        User.objects.update(is_superuser=True)
        page = make_story().page
        where = {"date": "2025-06-16", "number": 2, "reason": "日期错了"}
        moved = desk.post(at("issues_page_relocate", page), where)
        assert moved["Location"] == at("desk", page)
        assert "now stands here: 2025-06-16" in said(moved)
        page.refresh_from_db()
        assert page.number == 2

    def test_a_story_that_moves_leads_back_to_the_page_s_desk_and_to_its_new_one(
        self, desk: Client
    ) -> None:
        User.objects.update(is_superuser=True)
        story, other = make_story(headline="开镰"), make_page(number=2)
        page, where = story.page, {"date": "2025-06-13", "number": 2, "reason": "错版"}
        address = at("articles_article_relocate", story)
        assert at("desk", page) in desk.get(address).content.decode()
        # What was written stays where it is refused.
        refused = desk.post(address, where | {"number": 9, "reason": "本该在九版"})
        assert "本该在九版" in refused.content.decode()
        moved = desk.post(address, where)
        assert moved["Location"] == at("desk", page)
        assert f'href="{at("desk", other)}#story-a{story.pk}"' in said(moved)


class TestPreviewLinks:
    def test_a_link_is_made_seen_and_closed(self, desk: Client) -> None:
        story = make_story(headline="还没见报")
        for name, row in (("issues_page", story.page), ("articles_article", story)):
            address = at(f"{name}_links", row)
            desk.post(address, {"note": "审读", "hours": 2})
            shown = desk.get(address).content.decode()
            link = PreviewLink.objects.latest("pk")
            found = re.search(r'href="http://testserver(/preview/[^"]+)"', shown)
            assert found
            assert found[1] == reverse("preview", args=[token_of(link)])
            assert "还没见报" in Client().get(found[1]).content.decode()
            assert "<summary>when</summary>" in desk.get(address).content.decode()
            desk.post(address, {"revoke": link.pk})
            assert Client().get(found[1]).status_code == 410
            assert "closed by publisher" in desk.get(address).content.decode()

    def test_who_looks_at_a_preview_in_the_admin_stands_in_the_log(self, desk: Client) -> None:
        story = make_story(headline="还没见报")
        for name, row in (("issues_page", story.page), ("articles_article", story)):
            assert "还没见报" in desk.get(at(f"{name}_preview", row)).content.decode()
        seen = AuditEntry.objects.filter(action="view-preview").values_list("actor", "kind")
        assert set(seen) == {("publisher", "issues.page"), ("publisher", "articles.article")}

    def test_a_stranger_closes_nothing(self, client: Client, publisher: User) -> None:
        link = make_link(make_story().page, by=publisher, note="审读")
        client.force_login(make_user("other", "add_previewlink", "view_article"))
        address = at("issues_page_links", link.page)
        assert "ask publisher" in said(client.post(address, {"revoke": link.pk}))
        assert client.post(address, {"revoke": "x"}).status_code == 404


class TestTheLists:
    NAMES = (
        "articles_correction",
        "articles_withdrawal",
        "articles_redirect",
        "articles_previewlink",
        "audit_auditentry",
    )

    def test_each_opens_shows_and_changes_nothing(self, client: Client, publisher: User) -> None:
        client.force_login(make_administrator())
        story = make_public()
        withdraw(story, by=publisher, reason="有误")
        link = make_link(story.page, by=publisher, note="审读")
        paper = story.page.issue.publication
        Redirect.objects.create(
            publication=paper,
            date="2025-06-16",
            number=1,
            page=story.page,
            reason="错",
            by=publisher,
        )
        Correction.objects.create(article=story, version=1, notice="甲", reason="乙", by=publisher)
        for name in self.NAMES:
            address = reverse(f"admin:{name}_changelist")
            assert client.get(address, {"q": "x"}).status_code == 200
            assert client.get(address).status_code == 200
            row = client.get(address).context["cl"].result_list[0]
            form = reverse(f"admin:{name}_change", args=[row.pk])
            assert client.get(form).status_code == 200
            assert client.post(form, {}).status_code == 403
            assert client.get(reverse(f"admin:{name}_add")).status_code == 403
        story_link = make_link(story, by=publisher, note="审读")
        text = client.get(reverse("admin:articles_previewlink_changelist")).content.decode()
        assert at("articles_article_change", story_link.article) in text
        assert at("issues_page_change", link.page) in text

    @pytest.mark.looks
    def test_a_list_costs_the_same_for_any_number_of_rows(
        self, client: Client, publisher: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        client.force_login(make_administrator())
        counts: dict[str, int] = {}
        for number in (1, 2, 3):
            page = make_page(number=number)
            for _ in range(number):
                story = make_public(page=page)
                withdraw(story, by=publisher, reason="有误")
                make_link(story, by=publisher, note="审读")
                Correction.objects.create(
                    article=story, version=1, notice="甲", reason="乙", by=publisher
                )
            make_link(page, by=publisher, note="审读")
            Redirect.objects.create(
                publication=page.issue.publication,
                date="2025-06-16",
                number=number,
                page=page,
                reason="错",
                by=publisher,
            )
            for name in self.NAMES:
                address = reverse(f"admin:{name}_changelist")
                if number == 1:
                    client.get(address)
                    with CaptureQueriesContext(connection) as asked:
                        client.get(address)
                    counts[name] = len(asked)
                else:
                    with django_assert_num_queries(counts[name]):
                        client.get(address)

    def test_the_log_is_proved_by_a_button(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        audit.record("note", None, by=None)
        client.force_login(make_administrator())
        count, _hash = audit.chain_head()
        address = reverse("admin:audit_auditentry_prove")
        assert f"All {count} entries hold" in said(client.post(address))
        monkeypatch.setattr(audit, "digest", lambda entry: "x")
        assert "was changed" in said(client.post(address))
        assert client.get(address).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        "issues_page_withdraw",
        "issues_page_restore",
        "issues_page_unschedule",
        "issues_page_relocate",
        "issues_page_links",
        "articles_article_correct",
        "articles_article_relocate",
        "articles_article_links",
    ],
)
def test_who_only_looks_can_do_none_of_it(client: Client, name: str) -> None:
    story = make_public()
    client.force_login(make_user("reader", "view_page", "view_article"))
    row = story.page if name.startswith("issues") else story
    assert client.get(at(name, row)).status_code == 403
    assert client.post(at(name, row), {"reason": "x"}).status_code == 403


def test_what_was_published_is_one_click_away_and_a_preview_leads_back(
    client: Client,
) -> None:
    client.force_login(make_administrator("boss"))
    make_publication(reviews=0)
    story = make_story()
    page = reverse("admin:issues_page_change", args=[story.page_id])
    publish = reverse("admin:issues_page_publish", args=[story.page_id])
    public = f'<a href="{story.page.get_absolute_url()}">See it as readers do</a>'
    assert public not in client.get(page).content.decode()
    assert public in client.post(publish, {}, follow=True).content.decode()
    assert public in client.get(page).content.decode()
    other = make_story(make_page(story.page.issue, number=2)).page
    chosen = {"action": "publish_pages", "_selected_action": [other.pk]}
    told = client.post(reverse("admin:issues_page_changelist"), chosen, follow=True)
    assert f'<a href="{other.get_absolute_url()}">See it as readers do</a>' in told.content.decode()
    preview = reverse("admin:issues_page_preview", args=[story.page_id])

    def back(came_from: str) -> str:
        shown = client.get(preview, headers={"Referer": came_from}).content.decode()
        return shown.partition("Readers see what of this is published.")[2].partition("</p>")[0]

    review = reverse("admin:review_page", args=[story.page_id])
    desk = reverse("admin:desk", args=[story.page_id])
    assert f'href="{desk}"' in back("")
    assert f'href="{review}"' in back(f"http://testserver{review}")
    assert f'href="{desk}"' in back(f"http://elsewhere.example{review}")


def test_a_preview_says_whether_readers_see_it(client: Client) -> None:
    client.force_login(make_administrator("boss"))
    story, other = make_story(), make_story(make_page(number=2), published=True)
    for row, told in ((story, "Readers cannot see this yet."), (other, "Readers see what of this")):
        for address in (
            reverse("admin:issues_page_preview", args=[row.page_id]),
            reverse("admin:articles_article_preview", args=[row.pk]),
        ):
            assert told in client.get(address).content.decode()


@pytest.mark.parametrize("public", [True, False])
def test_a_preview_leads_nowhere_that_is_not_there(client: Client, public: bool) -> None:
    client.force_login(make_administrator("boss"))
    story = make_story(section="要闻")
    make_story(story.page, headline="又一篇")
    if public:
        make_story(make_page(story.page.issue, number=2), published=True)
    previews = [
        reverse("admin:issues_page_preview", args=[story.page_id]),
        reverse("admin:articles_article_preview", args=[story.pk]),
    ]
    for preview in previews:
        shown = client.get(preview).content.decode()
        links = set(re.findall(r'<a [^>]*href="(/[^"#]*)', shown))
        assert {*previews} & links
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_what_a_page_s_withdrawal_reaches_is_listed_first(desk: Client) -> None:
    public = make_public("甲稿")
    page = public.page
    make_story(page, headline="乙稿")
    shown = desk.get(reverse("admin:issues_page_withdraw", args=[page.pk])).content.decode()
    listed = shown.partition('<ol class="story-list"')[2].partition("</ol>")[0]
    assert "甲稿" in listed
    assert "乙稿" not in listed
    assert "<h1>Withdraw page</h1>" in shown
