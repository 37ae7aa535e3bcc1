"""An import fills in nothing that readers see: what a public issue lacks is asked about."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article
from editorial.proposals import propose_values
from editorial.workflow import publish_page
from findings.models import Finding
from findings.page_check import check_page
from issues.models import Issue, Page, Publication
from reviews.models import Approval, Voiding
from tests.keeping.cast import INNER, run
from tests.make import JUNE, make_administrator, make_member, make_publication
from tests.proposing import approved
from tests.reviews.cast import make_cast, sign_off

pytestmark = pytest.mark.django_db
# What an inner page does not print and readers of the day see beside it.
EMPTY: dict[str, Any] = {
    "number": None,
    "page_count": None,
    "organ": "中共平阳县委机关报",
    "sponsor": "",
}


def by_command(path: Any) -> str:
    return run("import_pages", path)


def by_form(path: Any) -> str:
    desk = Client()
    desk.force_login(make_member("importer", Role.EDITOR))
    file = SimpleUploadedFile(path.name, path.read_bytes())
    address = desk.post(reverse("admin:issues_page_import"), {"files": [file]}).headers["Location"]
    shown = desk.get(address)
    assert "Not filled in before readers" in shown.content.decode()
    key = shown.context["rows"][0][1].file.pk
    data = {"_confirm": "1", f"file-{key}-take": "on"}
    return str(desk.post(address, data, follow=True).content.decode())


def told() -> dict[str, Any]:
    issue = Issue.objects.select_related("publication").get()
    paper = issue.publication
    values = {name: getattr(issue, name) for name in ("number", "page_count")}
    return values | {"organ": paper.organ, "sponsor": paper.sponsor}


@pytest.fixture
def public_inner(tmp_path: Any) -> Page:
    """Return page 2 of a day whose front page is still to come, before its readers."""
    make_publication("平阳报", organ=EMPTY["organ"], sponsor="")
    (tmp_path / "inner.txt").write_text(INNER)
    run("import_pages", tmp_path / "inner.txt")
    page = Page.objects.get()
    publish_page(page, by=make_administrator())
    return page


@pytest.mark.parametrize("brought", [by_command, by_form])
def test_a_front_page_fills_in_nothing_of_a_public_issue_and_says_so(
    public_inner: Page, brought: Any
) -> None:
    assert told() == EMPTY
    said = brought(JUNE)
    assert "Propose it on the form of the issue or the paper" in said
    assert told() == EMPTY
    asked = Finding.objects.open().filter(code="not-filled")
    missing = {row.params["field"]: row.params["printed"] for row in asked}
    assert missing == {"number": 4403, "page_count": 8, "sponsor": "平阳县融媒体中心"}
    # What is only kept beside it for the record is kept.
    assert Issue.objects.get().printed_number == 4403


def test_a_question_goes_when_what_it_asks_for_was_proposed_and_approved(
    public_inner: Page,
) -> None:
    run("import_pages", JUNE)
    editor = make_member("proposer", Role.EDITOR)
    issue = Issue.objects.get()
    approved(propose_values(issue, {"number": 4403, "page_count": 8}, by=editor))
    check_page(Page.objects.select_related("issue__publication").get(number=1))
    left = Finding.objects.open().filter(code="not-filled")
    assert [row.params["field"] for row in left] == ["sponsor"]


def test_a_line_that_the_paper_lacked_voids_what_was_approved_under_its_masthead() -> None:
    cast = make_cast()
    make_publication("平阳报", organ=EMPTY["organ"], sponsor="", reviews=3)
    page = Page.objects.create(
        issue=Issue.objects.create(publication=Publication.objects.get(), date="2025-06-11"),
        number=1,
    )
    story = sign_off(page.articles.create(order=0, headline="题", body="文。"), cast)
    run("import_pages", JUNE)
    assert Publication.objects.get().sponsor == "平阳县融媒体中心"
    assert Approval.objects.count() == Voiding.objects.filter(cause="place").count() == 3
    assert Article.objects.get(pk=story.pk).status == Article.Status.FIRST_REVIEW
