"""Findings are answered with buttons; who, when and why stays."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article
from findings.models import Finding
from tests.admin.forms import fields_of, open_form
from tests.make import APRIL, import_page, make_page, make_user


@pytest.fixture
def finding(db: None) -> Finding:
    return Finding.objects.create(
        page=make_page(text="甲乙丙"),
        code="unassigned",
        params={"text": "乙"},
        fingerprint="1",
        span_start=1,
        span_end=2,
    )


def decide(desk: Client, finding: Finding, state: str, reason: str = "", **headers: str) -> object:
    address = reverse("admin:findings_finding_decide", args=[finding.pk])
    data = {"state": state, "reason": reason, "next": "/admin/issues/page/#findings"}
    return desk.post(address, data, headers=headers)


def test_a_finding_is_settled_and_opened_again(
    desk: Client, editor: User, finding: Finding
) -> None:
    response = decide(desk, finding, "settled", "已补上")
    assert response.headers["Location"] == "/admin/issues/page/#findings"  # type: ignore[attr-defined]
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by, finding.reason) == ("settled", editor, "已补上")
    assert finding.decided_at
    decide(desk, finding, "open")
    finding.refresh_from_db()
    assert finding.state == "open"
    assert finding.decided_by_id is None
    assert finding.decided_at is None


def test_to_ignore_needs_a_reason(desk: Client, finding: Finding) -> None:
    decide(desk, finding, "ignored", "  ")
    finding.refresh_from_db()
    assert finding.state == "open"
    decide(desk, finding, "ignored", "版面装饰")
    finding.refresh_from_db()
    assert finding.state == "ignored"


def test_ignoring_may_reach_the_whole_paper(desk: Client, finding: Finding) -> None:
    address = reverse("admin:findings_finding_decide", args=[finding.pk])
    desk.post(address, {"state": "ignored", "reason": "专栏装饰", "scope": "paper"})
    finding.refresh_from_db()
    assert finding.state == "ignored"
    assert finding.waiver is not None


@pytest.mark.parametrize(
    ("scope", "reach"),
    [
        ("once", "ignored · only this finding ·"),
        ("paper", "ignored · in this paper ·"),
        ("ever", "ignored · in all papers, for ever ·"),
    ],
)
def test_an_ignored_finding_says_how_far_it_is_ignored(
    desk: Client, finding: Finding, scope: str, reach: str
) -> None:
    address = reverse("admin:findings_finding_decide", args=[finding.pk])
    desk.post(address, {"state": "ignored", "reason": "专栏装饰", "scope": scope})
    shown = desk.get(reverse("admin:issues_page_change", args=[finding.page_id]))
    assert reach in shown.content.decode()


def test_no_open_finding_is_no_alarm(desk: Client, finding: Finding) -> None:
    address = reverse("admin:issues_page_change", args=[finding.page_id])
    assert '<span class="count" data-open-count>1<' in desk.get(address).content.decode()
    decide(desk, finding, "settled")
    assert '<span class="count plain" data-open-count>0<' in desk.get(address).content.decode()


def test_the_answer_is_logged_on_finding_and_page(desk: Client, finding: Finding) -> None:
    decide(desk, finding, "settled", "已补上")
    logged = LogEntry.objects.filter(change_message__contains="已补上")
    kinds = sorted(row.content_type.model for row in logged if row.content_type)
    assert kinds == ["finding", "page"]


def test_a_script_gets_the_row_back(desk: Client, finding: Finding) -> None:
    response = decide(desk, finding, "settled", **{"X-Requested-With": "fetch"})
    assert b"is-settled" in response.content  # type: ignore[attr-defined]
    response = decide(desk, finding, "settled", **{"X-Requested-With": "fetch"})
    assert response.status_code == 409  # type: ignore[attr-defined]
    assert b"Somebody else has just answered" in response.content  # type: ignore[attr-defined]


def test_an_unknown_answer_changes_nothing(desk: Client, finding: Finding) -> None:
    decide(desk, finding, "gone")
    finding.refresh_from_db()
    assert finding.state == "open"


def test_the_way_back_leads_to_this_site_only(desk: Client, finding: Finding) -> None:
    address = reverse("admin:findings_finding_decide", args=[finding.pk])
    response = desk.post(address, {"state": "settled", "next": "https://evil.example/"})
    assert response.headers["Location"].startswith("/admin/issues/page/")


def test_an_answer_is_posted(desk: Client, finding: Finding) -> None:
    address = reverse("admin:findings_finding_decide", args=[finding.pk])
    assert desk.get(address).status_code == 405


def test_several_are_settled_at_once(desk: Client, finding: Finding) -> None:
    other = Finding.objects.create(
        page=finding.page, code="unpaired", fingerprint="2", params={"mark": "“"}
    )
    desk.post(
        reverse("admin:findings_finding_changelist"),
        {"action": "settle", "_selected_action": [finding.pk, other.pk]},
    )
    assert not Finding.objects.open().exists()


def test_who_may_only_look_has_no_buttons(client: Client, finding: Finding) -> None:
    client.force_login(make_user("looker", "view_finding", "view_page"))
    address = reverse("admin:findings_finding_change", args=[finding.pk])
    assert "data-decide" not in client.get(address).content.decode()
    form = client.get(reverse("admin:issues_page_change", args=[finding.page_id]))
    assert "data-decide" not in form.content.decode()
    assert decide(client, finding, "settled").status_code == 403  # type: ignore[attr-defined]


def test_the_finding_stands_in_the_source(desk: Client, finding: Finding) -> None:
    html = desk.get(reverse("admin:issues_page_change", args=[finding.page_id])).content.decode()
    assert f'data-finding="{finding.pk}">乙</span>' in html


def test_an_answer_without_a_script_leaves_what_was_typed_round_it(desk: Client) -> None:
    page = import_page(APRIL).page_id or 0
    form = reverse("admin:issues_page_change", args=[page])
    data = open_form(desk, form)
    name = next(name for name in data if name.endswith("-headline"))
    (one,) = Finding.objects.open().filter(page=page)
    # No check takes it back when the page is saved.
    other = Finding.objects.create(page_id=page, code="from-file-name", fingerprint="x")
    typed = {name: "改了一半", f"reason:{one.pk}": "核过", f"reason:{other.pk}": "再核"}
    address = reverse("admin:findings_finding_decide", args=[one.pk])
    data |= typed | {"state": "settled"}
    answer = desk.post(address, data)
    assert (answer.status_code, answer.headers["Location"]) == (307, f"{form}?shown=1")
    one.refresh_from_db()
    assert (one.state, one.reason) == ("settled", "核过")
    # The browser sends the same to the form, which shows it and saves nothing.
    shown = desk.post(answer.headers["Location"], data).content.decode()
    assert f'action="{form}"' in shown
    assert fields_of(shown)[name] == "改了一半"
    assert f'name="reason:{other.pk}" value="再核"' in shown
    assert not Article.objects.filter(headline="改了一半").exists()
    # Saved, the other reason stays once more.
    data.pop("state")
    shown = desk.post(form, data, follow=True).content.decode()
    assert Article.objects.filter(headline="改了一半").exists()
    assert f'name="reason:{other.pk}" value="再核"' in shown
    assert f'name="reason:{other.pk}" value="再核"' not in desk.get(form).content.decode()
    # To another page nothing is sent on.
    data |= {"state": "open", "form": "/admin/"}
    assert desk.post(address, data).status_code == 302
