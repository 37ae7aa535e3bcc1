"""Errors in the paper's own dress."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views import defaults
from django.views.csrf import csrf_failure
from pytest_django.fixtures import DjangoAssertNumQueries

from paper.errors import server_error
from tests.make import make_story, make_user

PLATE = 'class="notice__plate"'


@pytest.mark.django_db
def test_what_is_not_there_is_a_404_in_the_papers_name(client: Client) -> None:
    make_story(published=True)
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert PLATE in response.content.decode()
    assert "海口县报" in response.content.decode()
    assert "no-cache" in response.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place",
    [
        "papers/{}/",
        "authors/{}/",
        "articles/{}/",
        "articles/{}/cite.ris",
        "photos/{}/",
        "photos/{}/480.webp",
        "preview/forged/photos/{}/",
    ],
)
def test_a_key_longer_than_any_is_a_404(client: Client, place: str) -> None:
    assert client.get("/" + place.format(2**63)).status_code == 404
    assert client.get("/" + place.format("9" * 30)).status_code == 404


@pytest.mark.django_db
def test_a_paper_that_has_published_nothing_is_not_named(client: Client) -> None:
    make_story()
    assert "海口县报" not in client.get("/nothing/here/").content.decode()


def test_a_broken_page_asks_no_database(rf: RequestFactory) -> None:
    # Without the mark, pytest-django refuses every query.
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert PLATE in response.content.decode()


@pytest.mark.django_db
def test_an_exception_in_a_view_is_answered_with_that_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("paper.page_views.all_papers", broken)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert PLATE in response.content.decode()


def test_what_is_forbidden_or_malformed_wears_it_too(rf: RequestFactory) -> None:
    request = rf.get("/")
    answers = {
        403: defaults.permission_denied(request, PermissionDenied()),
        400: defaults.bad_request(request, SuspiciousOperation()),
    }
    for status, response in answers.items():
        assert response.status_code == status
        assert PLATE in response.content.decode()
    assert PLATE in csrf_failure(request).content.decode()


@pytest.mark.django_db
def test_a_locked_login_says_how_long_it_lasts(client: Client, settings: object) -> None:
    make_user("editor")
    assert User.objects.count() == 1
    wrong = {"username": "editor", "password": "wrong"}
    responses = [client.post(reverse("admin:login"), wrong) for _ in range(6)]
    assert responses[-1].status_code == 429
    assert PLATE in responses[-1].content.decode()


@pytest.mark.django_db
def test_a_404_costs_one_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get("/nothing/here/")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sections/%00/", "/html/%00.htm", "/admin/%00/", "/%00"])
def test_no_address_has_a_nul(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
