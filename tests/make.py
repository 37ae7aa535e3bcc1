"""Plain helpers that make the rows a test needs, and the small cast that works with them."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.utils import timezone

from articles.models import Article, Byline, Contributor, Photo
from desk.roles import Role
from issues.models import Issue, Page, Publication, Source
from tests.samples import APRIL, FIXTURES, JUNE

__all__ = ["APRIL", "FIXTURES", "JUNE"]
PASSWORD = "a long enough passphrase"


def make_publication(name: str = "海口县报", **fields: Any) -> Publication:
    """Return a paper; it asks for no reviews unless told to, most tests are not about them."""
    fields = {"organ": "中共海口县委机关报", "sponsor": "海口县融媒体中心", "reviews": 0} | fields
    return Publication.objects.get_or_create(name=name, defaults=fields)[0]


def make_issue(date: str = "2025-06-13", number: int | None = None, **fields: Any) -> Issue:
    """Return an issue of ``date`` in the paper, made when there is none."""
    publication = fields.pop("publication", None) or make_publication()
    return Issue.objects.get_or_create(
        publication=publication,
        date=dt.date.fromisoformat(date),
        defaults={"number": number, "page_count": 8} | fields,
    )[0]


def make_page(issue: Issue | None = None, number: int = 1, text: str = "", **fields: Any) -> Page:
    """Return a page with its source."""
    page = Page.objects.create(issue=issue or make_issue(), number=number, **fields)
    data = text.encode()
    Source.objects.create(
        page=page,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding="utf-8",
        file_name="page.txt",
        text=text,
    )
    return page


def make_story(page: Page | None = None, *, published: bool = False, **fields: Any) -> Article:
    """Return a story at the end of ``page``."""
    page = page or make_page()
    defaults: dict[str, Any] = {
        "order": page.articles.count(),
        "headline": "全县掀起项目建设热潮",
        "dateline": "本报讯",
        "body": "昨天，全县重点项目集中开工。\n项目负责人介绍了情况。",
    }
    if published:
        defaults |= {"status": Article.Status.PUBLISHED, "published_at": timezone.now()}
    return Article.objects.create(page=page, **(defaults | fields))


def make_byline(article: Article, name: str = "曹文倩", role: str = "记者") -> Byline:
    """Return a byline at the end of the story's bylines."""
    publication = article.page.issue.publication
    contributor = Contributor.objects.get_or_create(publication=publication, name=name)[0]
    return article.bylines.create(contributor=contributor, role=role, order=article.bylines.count())


def make_photo(article: Article, caption: str = "开工现场。", credit: str = "林鑫") -> Photo:
    """Return a photo at the end of the story's photos."""
    return article.photos.create(caption=caption, credit=credit, order=article.photos.count())


def make_user(username: str, *permissions: str, **fields: Any) -> User:
    """Return a member of staff with the named permissions, such as ``change_article``."""
    user = User.objects.create_user(username, password=PASSWORD, is_staff=True, **fields)
    held = Permission.objects.filter(codename__in=permissions)
    assert {row.codename for row in held} == set(permissions)
    user.user_permissions.set(held)
    return user


def make_member(username: str, *roles: Role) -> User:
    """Return a member of staff in the groups of ``roles``."""
    user = make_user(username)
    groups = Group.objects.filter(name__in=[role.value for role in roles])
    assert {row.name for row in groups} == {role.value for role in roles}
    user.groups.set(groups)
    return user


def make_administrator(username: str = "administrator") -> User:
    """Return somebody who may do everything."""
    return User.objects.create_superuser(username, password=PASSWORD)
