"""The one writer of focal points: no part of a text, but in the log with who chose them.

Where a photo is cut, in lists, is a matter of setting, as columns and sizes are: no approval is
asked for it and none ends by it. From the sign-off on only who may publish changes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.focal_points import Point
from articles.models import Article, Photo
from audit import journal
from audit import log as audit

# What was approved as it is, and what readers have.
SIGNED = (Article.Status.SIGNED_OFF, Article.Status.PUBLISHED)


class FocusRefused(Exception):
    """A rule forbids it; the message says which and what to do instead."""


def may_set_focus(article: Article, user: User) -> bool:
    """Whether ``user`` may choose the focal points of a story's photos."""
    name = "publish_article" if article.status in SIGNED else "change_article"
    return user.is_active and user.has_perm(f"articles.{name}")


def set_focus(photo: Photo, point: Point | None, *, by: User, image: str | None = None) -> bool:
    """Give a photo its focal point, ``None`` for the one that follows from its shape.

    ``image`` is the hash of what was looked at, where that is not what ``photo`` says. Returns
    whether it had another point. Raises ``FocusRefused`` when ``by`` may not, and when the photo
    has another image by now.
    """
    looked_at = photo.sha256 if image is None else image
    with audit.chained():
        # In the order of every other writer: first the story, then what belongs to it.
        article = Article.objects.select_for_update().get(pk=photo.article_id)
        if not may_set_focus(article, by):
            raise FocusRefused(_refusal(article))
        row = article.photos.filter(pk=photo.pk, sha256=looked_at).exclude(image="").first()
        if row is None:
            raise FocusRefused(
                _("The photo has another image by now, or none. Look at it again, then choose.")
            )
        if row.focus == point:
            return False
        before, number = row.focus, row.order + 1
        row.focus_x, row.focus_y = point or (None, None)
        row.save(update_fields=["focus_x", "focus_y"])
        audit.note(row, only=["focus_x", "focus_y"])
        told = {"photo": number, "image": row.sha256, "before": _told(before)}
        public = article.is_published
        audit.record("set-focus", article, by=by, **told, after=_told(point), published=public)
        line = gettext_noop("Focal point of photo %(number)s: %(point)s.")
        said = point.told if point else gettext_noop("as it is set without one")
        gaps = {"number": number, "point": said if point else journal.sentence(said)}
        journal.write_sentence(by, [article], CHANGE, journal.sentence(line, **gaps))
    return True


def forget_focus(photos: Iterable[Photo], *, deleted: bool) -> None:
    """Tell the log that photos with a focal point go, or lose it with their image."""
    keys = [photo.pk for photo in photos if photo.focus]
    if deleted:
        audit.note_change(Photo, keys, deleted=True)
    else:
        audit.note_change(Photo, keys, focus_x=None, focus_y=None)


def _told(point: Point | None) -> str:
    return point.written if point else ""


def _refusal(article: Article) -> str:
    if article.status in SIGNED:
        text = _(
            "“%(story)s” is signed off, scheduled or before its readers. Ask somebody who may"
            " publish to choose the focal point."
        )
        return text % {"story": article}
    return _("You may not change this story.")
