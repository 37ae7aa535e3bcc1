"""What reviewers and editors do at their screens, from outside."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from issues.models import Page
from tests.admin.forms import open_form
from tests.reviews.cast import fresh, make_reviewed_page, sign_off


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
    data = {"act": act, "all_read": "1", **data}
    return client.post(address, data, follow=True).content.decode()


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
