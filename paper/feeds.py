"""The newest stories as an Atom feed, with their whole text."""

from __future__ import annotations

import datetime as dt
import re
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from xml.sax.xmlreader import AttributesImpl

from django.contrib.sites.shortcuts import get_current_site
from django.contrib.syndication.views import Feed
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import format_html_join
from django.utils.xmlutils import SimplerXMLGenerator

from articles.models import Article, Correction, Transition
from articles.presence import seen_among, with_one
from editorial.withdrawals import withdrawals_in_force
from issues.models import Publication
from paper.queries import current_paper
from paper.templatetags.paper_tags import title

if TYPE_CHECKING:
    StoryFeed = Feed[Article, Publication | None]
else:
    StoryFeed = Feed

NEWEST = 30
# Of so many stories that were taken from their readers last it is asked whether they came back.
LATELY = 300
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FullTextFeed(Atom1Feed):
    """Atom with ``content`` and an ``author`` for each name."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write what Django's class has no words for."""
        item = {key: _allowed(value) for key, value in item.items()}
        super().add_item_elements(handler, item)
        for name in item["names"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["text"], {"type": "html"})


class TombstoneFeed(FullTextFeed):
    """Says of each withdrawn story that it is gone (RFC 6721), so that readers' copies go too."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the feed last changed: a story that went is such a change, too."""
        newest: dt.datetime = super().latest_post_date()
        for _ref, when, _words in self.feed["gone"]:
            newest = max(newest, when)
        return newest

    def root_attributes(self) -> dict[str, str]:
        """Name the vocabulary of the tombstones."""
        return {**super().root_attributes(), "xmlns:at": "http://purl.org/atompub/tombstones/1.0"}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Write the tombstones over the entries."""
        super().add_root_elements(handler)
        for ref, when, words in self.feed["gone"]:
            attributes = AttributesImpl({"ref": ref, "when": rfc3339_date(when)})
            handler.startElement("at:deleted-entry", attributes)
            handler.addQuickElement("at:comment", str(_allowed(words)))
            handler.endElement("at:deleted-entry")


class NewestStories(StoryFeed):
    """Stories that readers were told of last; teasers have no text of their own and are left out.

    An entry's id is its permanent address.
    """

    feed_type = TombstoneFeed
    language = "zh-Hans"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Publication | None:
        """Return the paper whose name the feed bears."""
        return current_paper()

    def get_feed(self, obj: Publication | None, request: HttpRequest) -> Any:
        """Add the stories that readers have no more, the newest first, under the ids they had."""
        feed = super().get_feed(obj, request)
        host = f"{request.scheme}://{get_current_site(request).domain}"
        feed.feed["gone"] = [(host + ref, when, words) for ref, when, words in _gone()]
        return feed

    def title(self, paper: Publication | None) -> str:
        return str(_allowed(paper.name)) if paper else "报纸"

    def subtitle(self, paper: Publication | None) -> str:
        """Return the organ line, unless it is the name already."""
        return str(_allowed(paper.organ)) if paper and paper.organ != paper.name else ""

    def link(self, paper: Publication | None) -> str:
        return reverse("front-page")

    def items(self, paper: Publication | None) -> list[Article]:
        """Return the stories that were published, corrected or given back last."""
        told = _told_last()
        stories = Article.objects.filter(pk__in=told).with_page().with_parts().with_corrections()
        return sorted(stories, key=lambda story: told[story.pk], reverse=True)

    def item_title(self, item: Article) -> str:
        return title(item)

    def item_description(self, item: Article) -> str:
        """Return what stands over and under the headline."""
        return "　".join(filter(None, (item.kicker, item.deck)))

    def item_pubdate(self, item: Article) -> dt.datetime | None:
        """Return when readers could first see it."""
        return item.published_at

    def item_updateddate(self, item: Article) -> dt.datetime:
        return max(filter(None, (item.updated_at, item.published_at)))

    def item_categories(self, item: Article) -> list[str]:
        return [item.section] if item.section else []

    def item_extra_kwargs(self, item: Article) -> dict[str, Any]:
        authors = [byline.contributor.name for byline in item.bylines.all()]
        paper = item.page.issue.publication.name
        return {"names": authors or [paper], "text": _text(item)}


def _told_last() -> dict[int, tuple[dt.datetime, int, int]]:
    """Return the newest stories and what sorts them: when readers were told, then the place.

    A correction of an old story, and one that came back, are news to who reads only the feed.
    """
    stories = Article.objects.published().exclude(kind=Article.Kind.TEASER)
    place = ("page__number", "order")
    corrected = with_one(Correction.objects.all(), stories.filter(pk=OuterRef("article")))
    rows = [
        *_published_last().values_list("pk", "published_at", *place),
        *_came_back(),
        *corrected.order_by("-at").values_list(
            "article", "at", *(f"article__{name}" for name in place)
        )[:NEWEST],
    ]
    told: dict[int, tuple[dt.datetime, int, int]] = {}
    for pk, at, number, order in rows:
        # Of one moment the front page comes first.
        told[pk] = max(told.get(pk, (at, -number, -order)), (at, -number, -order))
    newest = sorted(told, key=lambda pk: told[pk], reverse=True)[:NEWEST]
    return {pk: told[pk] for pk in newest}


def _published_last() -> QuerySet[Article]:
    """Return the newest stories, with all of the last one's moment: an issue may have one."""
    stories = seen_among(Article.objects.filter(published_at__isnull=False))
    stories = stories.exclude(kind=Article.Kind.TEASER).order_by("-published_at")
    moments = list(stories.values_list("published_at", flat=True)[:NEWEST])
    return stories.filter(published_at__gte=moments[-1]) if moments else stories.none()


def _came_back() -> list[tuple[int, dt.datetime, int, int]]:
    """Return the stories that readers have again after they were taken away."""
    taken = Transition.objects.filter(old=Article.Status.PUBLISHED).order_by("-pk")
    away = dict(taken.values_list("article", "pk")[:LATELY])
    back = Transition.objects.filter(article=OuterRef("pk"), new=Article.Status.PUBLISHED)
    last = {name: Subquery(back.order_by("-pk").values(name)[:1]) for name in ("pk", "at")}
    stories = seen_among(Article.objects.filter(pk__in=list(away)))
    rows = stories.exclude(kind=Article.Kind.TEASER)
    found = rows.annotate(back=last["pk"], back_at=last["at"]).values_list(
        "pk", "back", "back_at", "page__number", "order"
    )
    # ``away`` has the first of the moves that took it away: one that came back twice is one.
    came = [(pk, at, *place) for pk, key, at, *place in found if key and key > away[pk]]
    return sorted(came, key=itemgetter(1), reverse=True)[:NEWEST]


def _allowed(value: Any) -> Any:
    """Leave out what XML cannot hold: one stray control character would break the whole feed."""
    if isinstance(value, (list, tuple)):
        return [_allowed(part) for part in value]
    return FORBIDDEN.sub("", value) if isinstance(value, str) else value


def _gone() -> list[tuple[str, dt.datetime, str]]:
    """The stories that readers lost last: their address, when that was, what readers are told."""
    taken = Transition.objects.filter(old=Article.Status.PUBLISHED).order_by("-pk")
    lost = [key for (key,) in taken.values_list("article")[:LATELY]]
    last = Transition.objects.filter(article=OuterRef("pk")).order_by("-pk")
    notice = withdrawals_in_force().filter(article=OuterRef("pk"))
    gone = Article.objects.once_public().filter(pk=OuterRef("pk"))
    stories = with_one(Article.objects.filter(pk__in=lost), gone).annotate(
        gone_at=Subquery(last.values("at")[:1]), why=Subquery(notice.values("notice")[:1])
    )
    rows = stories.exclude(kind=Article.Kind.TEASER)
    newest = rows.order_by("-gone_at").values_list("pk", "gone_at", "why")[:NEWEST]
    return [
        (reverse("article", args=[pk]), gone_at, why or "这篇稿件已撤稿。")
        for pk, gone_at, why in newest
    ]


def _text(article: Article) -> str:
    """The story as HTML, every character of it escaped."""
    lines = article.paragraphs
    if lines and article.dateline:
        lines[0] = f"{article.dateline}　{lines[0]}"
    lines += [photo.caption for photo in article.photos.all() if photo.caption]
    if article.truncated:
        lines.append("（原文至此中断）")
    for correction in article.corrections.all():
        day = timezone.localtime(correction.at)
        lines.append(f"【更正 {day.year}年{day.month}月{day.day}日】{correction.notice}")
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
