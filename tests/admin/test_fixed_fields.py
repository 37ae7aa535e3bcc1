"""A form that takes nothing of what was posted does not say that it has changed something."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Contributor
from audit.models import AuditEntry
from issues.models import Issue, Publication
from tests.admin.forms import fields_of
from tests.make import make_byline, make_member, make_story

pytestmark = pytest.mark.django_db
DONE, NOTHING = "changed successfully", "Nothing differed, so nothing was saved."


@pytest.fixture
def client() -> Client:
    """Return the desk of a superuser: what even he finds fixed, is fixed."""
    client = Client()
    client.force_login(User.objects.create_superuser("chief"))
    return client


def named_contributor() -> Contributor:
    return make_byline(make_story(published=True)).contributor


def nameless_contributor() -> Contributor:
    paper = make_story().page.issue.publication
    found: Contributor = Contributor.objects.create(publication=paper, name="曹文倩")
    return found


def issue() -> Issue:
    return make_story(published=True).page.issue


def paper() -> Publication:
    found: Publication = make_story().page.issue.publication
    return found


def account() -> User:
    return make_member("wang", Role.EDITOR)


def address_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def press(client: Client, row: Model, **forged: Any) -> tuple[Any, str, str]:
    """Send the form as it stands with ``forged`` values; return the answer and what it says."""
    data = fields_of(client.get(address_of(row)).content.decode(), "novalidate")
    response = client.post(address_of(row), data | forged, follow=True)
    said = " ".join(str(row) for row in response.context["messages"])
    return response, said, html.unescape(response.content.decode())


def values(row: Model) -> dict[str, Any]:
    found = type(row)._default_manager.get(pk=row.pk)
    return (
        model_to_dict(found)
        | {name: str(value) for name, value in vars(found).items()}
        | {"_state": None}
    )


FORGED: list[tuple[Callable[[], Model], dict[str, Any], str]] = [
    (named_contributor, {"name": "别人"}, "story by story"),
    (named_contributor, {"publication": "987"}, "story by story"),
    (issue, {"date": "2001-01-01"}, "relocating it"),
    (issue, {"printed_number": "9"}, "relocating it"),
    (issue, {"edition": "特刊", "page_count": "7"}, "relocating it"),
    (paper, {"reviews": "2"}, "second person"),
    (paper, {"fronts_site": "on", "hotline": "110"}, "second person"),
    (account, {"username": "li"}, "A name stays"),
    (account, {"password": "pbkdf2_sha256$1$a$b"}, "A name stays"),
    (account, {"is_superuser": "on", "last_name": "王"}, "A name stays"),
    (account, {"user_permissions": ["1", "2"]}, "A name stays"),
    (account, {"groups": ["1"]}, "A name stays"),
]


@pytest.mark.parametrize(("make", "forged", "why"), FORGED)
def test_another_value_for_what_is_only_shown_is_refused(
    client: Client, make: Callable[[], Model], forged: dict[str, Any], why: str
) -> None:
    row = make()
    before, told, logged = values(row), AuditEntry.objects.count(), LogEntry.objects.count()
    _response, said, text = press(client, row, **forged)
    assert DONE not in said
    assert "Not changed with this form" in text
    assert why in text
    assert values(row) == before
    assert (AuditEntry.objects.count(), LogEntry.objects.count()) == (told, logged)


@pytest.mark.parametrize("make", [nameless_contributor, named_contributor, issue, paper, account])
@pytest.mark.parametrize("button", ["_save", "_continue"])
def test_a_form_in_which_nothing_differs_says_so_and_leaves_no_entry(
    client: Client, make: Callable[[], Model], button: str
) -> None:
    row = make()
    before, told, logged = values(row), AuditEntry.objects.count(), LogEntry.objects.count()
    response, said, _text = press(client, row, **{button: "1"})
    assert said == NOTHING
    assert (response.request["PATH_INFO"] == address_of(row)) is (button == "_continue")
    assert values(row) == before
    assert (AuditEntry.objects.count(), LogEntry.objects.count()) == (told, logged)


@pytest.mark.parametrize(
    ("make", "changed"),
    [
        (nameless_contributor, {"name": "曹文青"}),
        (paper, {"hotline": "110"}),
        (account, {"last_name": "王"}),
    ],
)
def test_what_may_be_changed_is_changed_and_said(
    client: Client, make: Callable[[], Model], changed: dict[str, str]
) -> None:
    row = make()
    told = AuditEntry.objects.count()
    _response, said, _text = press(client, row, **changed)
    assert DONE in said
    assert {name: values(row)[name] for name in changed} == changed
    assert AuditEntry.objects.count() > told


def test_what_was_not_asked_for_comes_with_no_new_account(client: Client) -> None:
    address = reverse("admin:auth_user_add")
    data = {"username": "li", "is_superuser": "on"}
    assert "Not changed with this form" in client.post(address, data).content.decode()
    assert not User.objects.filter(username="li").exists()
    client.post(address, {"username": "li", "is_superuser": ""})
    assert User.objects.get(username="li").is_superuser is False


def test_a_page_s_name_is_not_changed_with_the_form_of_its_issue(client: Client) -> None:
    row = issue()
    name = row.pages.get().name
    _response, said, _text = press(client, row, **{"pages-0-name": "新版名"})
    assert said == NOTHING
    assert row.pages.get().name == name


def test_a_term_that_stands_so_already_is_not_kept_again(client: Client) -> None:
    from findings.answers import confirm_office
    from findings.models import Office

    chief = User.objects.get(username="chief")
    office = Office.objects.create(
        publication=make_story().page.issue.publication,
        place="平阳县",
        title="县委书记",
        holder="孟晓斌",
    )
    confirm_office(office, by=chief)
    address = reverse("admin:findings_office_term", args=[office.pk])
    data = {"since": "2024-01-01", "until": "", "rank": "1", "reason": "县委公告"}
    for said in ("The term is kept.", NOTHING):
        response = client.post(address, data, follow=True)
        assert [str(row) for row in response.context["messages"]] == [said]
