"""Plain helpers that make the rows a test needs, and the small cast that works with them."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import RoleGrant
from accounts.roles import Role
from articles.models import Article, Byline, Contributor, Photo
from audit import log as audit
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from importing.report import FileOutcome
from issues.models import Issue, Page, Publication, Source
from reading.document import Story
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
        edition=fields.pop("edition", ""),
        defaults={"number": number, "page_count": 8} | fields,
    )[0]


def make_page(issue: Issue | None = None, number: int = 1, text: str = "", **fields: Any) -> Page:
    page = Page.objects.create(issue=issue or make_issue(), number=number, **fields)
    make_source(page, text)
    return page


def make_source(page: Page, text: str = "", *, by: User | None = None) -> Source:
    """Keep what came for a page; ``by`` pasted or uploaded it."""
    data = text.encode()
    return Source.objects.create(
        page=page,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding="utf-8",
        file_name="page.txt",
        text=text,
        received_by=by,
    )


def make_story(page: Page | None = None, *, published: bool = False, **fields: Any) -> Article:
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
    publication = article.page.issue.publication
    contributor = Contributor.objects.get_or_create(publication=publication, name=name)[0]
    return article.bylines.create(contributor=contributor, role=role, order=article.bylines.count())


def make_read_story(page: Page, read: Story) -> Article:
    """Publish a story with the words and names that a reading has; its photos are the caller's."""
    story = make_story(
        page,
        published=True,
        kind=read.kind,
        section=read.section,
        kicker=read.kicker,
        headline=read.headline,
        deck=read.deck,
        dateline=read.dateline,
        body="\n".join(read.paragraphs),
        jump_to=read.jump_to,
        truncated=read.truncated,
    )
    for byline in read.bylines:
        make_byline(story, byline.name, byline.role)
    return story


def make_photo(
    article: Article, caption: str = "开工现场。", credit: str = "林鑫", alt: str = ""
) -> Photo:
    words = {"caption": caption, "credit": credit, "alt": alt}
    return article.photos.create(order=article.photos.count(), **words)


def put_image(photo: Photo, data: bytes = b"jpeg", name: str = "a.jpg") -> Photo:
    """Give a photo an image, as ``editorial.editing`` writes one."""
    photo.sha256 = hashlib.sha256(data).hexdigest()
    photo.image.save(name, ContentFile(data))
    return photo


def import_page(path: Path, data: bytes | None = None, **options: Any) -> FileOutcome:
    """Import one file, or ``data`` under its name, and return what became of it."""
    received = Received(path.name, path.read_bytes() if data is None else data)
    (outcome,) = import_all([received], ImportOptions(**options))
    return outcome


def make_user(username: str, *permissions: str, **fields: Any) -> User:
    """Return a member of staff with the named permissions, such as ``change_article``."""
    user = User.objects.create_user(username, password=PASSWORD, is_staff=True, **fields)
    held = Permission.objects.filter(codename__in=permissions)
    assert {row.codename for row in held} == set(permissions)
    user.user_permissions.set(held)
    return user


def make_member(username: str, *roles: Role) -> User:
    """Return a member of staff with ``roles`` that count."""
    user = make_user(username)
    give_roles(user, *roles)
    return user


def give_roles(user: User, *roles: Role) -> None:
    """Give a person roles that count, as if they had been confirmed long ago."""
    now = timezone.now()
    rows = RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, reason="test", confirmed_at=now) for role in roles
    )
    audit.note(*rows)


def make_administrator(username: str = "administrator") -> User:
    return User.objects.create_superuser(username, password=PASSWORD)
