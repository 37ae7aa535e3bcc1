"""The days on which a paper comes out, and what is not asked about again, in the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from findings.answers import Scope, ignore
from findings.models import Finding, Waiver
from findings.page_check import recheck
from issues.models import DayException
from tests.make import make_administrator, make_issue, make_publication, make_story

pytestmark = pytest.mark.django_db


def test_a_holiday_is_written_down_with_the_paper(client: Client) -> None:
    paper = make_publication()
    client.force_login(make_administrator())
    inlines = {
        f"{prefix}-{name}": value
        for prefix in ("patterns", "exceptions")
        for name, value in {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}.items()
    }
    form = {"name": paper.name, "organ": paper.organ, "sponsor": paper.sponsor}
    form |= {"weekdays": "135"}
    holiday = {
        "exceptions-TOTAL_FORMS": "1",
        "exceptions-0-date": "2025-05-02",
        "exceptions-0-kind": "closed",
        "exceptions-0-note": "劳动节",
        "exceptions-0-publication": str(paper.pk),
    }
    address = reverse("admin:issues_publication_change", args=[paper.pk])
    response = client.post(address, form | inlines | holiday)
    assert response.status_code == 302, response.context["errors"]
    assert str(DayException.objects.get().date) == "2025-05-02"


def test_an_issue_shows_the_number_that_the_days_foretell(client: Client) -> None:
    make_issue("2025-06-11", 4402)
    issue = make_issue("2025-06-16", 4405)
    client.force_login(make_administrator())
    page = client.get(reverse("admin:issues_issue_change", args=[issue.pk])).content.decode()
    assert "Number that follows from the publication days" in page
    assert '<div class="readonly">4404</div>' in page


def test_a_waiver_is_listed_with_its_reason_and_ended(client: Client) -> None:
    boss = make_administrator()
    story = make_story(body="全县召开“动员会。")
    recheck(story.page)
    finding = Finding.objects.get()
    ignore(finding, by=boss, reason="原文如此", scope=Scope.PAPER)
    client.force_login(boss)
    address = reverse("admin:findings_waiver_changelist")
    assert "原文如此" in client.get(address).content.decode()
    waiver = Waiver.objects.get()
    client.post(address, {"action": "end", "_selected_action": [waiver.pk]})
    finding.refresh_from_db()
    assert finding.state == Finding.State.OPEN
    assert not Waiver.objects.in_force().exists()
