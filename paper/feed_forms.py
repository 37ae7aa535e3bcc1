"""A feed as Atom, RSS 2.0 or JSON Feed, each with the whole text and with tombstones.

Withdrawn stories are told of in the words of RFC 6721, in RSS as an extension, in JSON Feed under
``_deleted``, so that readers' copies go, too.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import ABC, abstractmethod
from typing import IO, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.xmlutils import SimplerXMLGenerator

from paper.json_text import json_text

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
RFC_6721 = "https://www.rfc-editor.org/rfc/rfc6721"
TOMBSTONES = {"xmlns:at": "http://purl.org/atompub/tombstones/1.0"}


def allowed(value: Any) -> Any:
    """Leave out what XML cannot hold: one stray control character would break the whole feed."""
    if isinstance(value, (list, tuple)):
        return [allowed(part) for part in value]
    return FORBIDDEN.sub("", value) if isinstance(value, str) else value


class _XmlFeed(SyndicationFeed, ABC):
    """What Atom and RSS have in common: when the feed changed, tombstones, names and whole text."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the feed last changed: a story that went is such a change, too."""
        changed: dt.datetime = self.feed["changed"]
        return changed

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """Write the tombstones over the entries."""
        super().add_root_elements(handler)
        for key, at, words in self.feed["deleted"]:
            told = AttributesImpl({"ref": key, "when": rfc3339_date(at)})
            handler.startElement("at:deleted-entry", told)
            handler.addQuickElement("at:comment", allowed(words))
            handler.endElement("at:deleted-entry")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write what Django's class has no words for."""
        item = {key: allowed(value) for key, value in item.items()}
        super().add_item_elements(handler, item)
        for name in item["names"]:
            self.add_name(handler, name)
        self.add_text(handler, item["content"])

    @abstractmethod
    def add_name(self, handler: SimplerXMLGenerator, name: str) -> None:
        """Write one of the names under an item."""

    @abstractmethod
    def add_text(self, handler: SimplerXMLGenerator, html: str) -> None:
        """Write the whole text of an item."""


class AtomFeed(_XmlFeed, Atom1Feed):
    """Atom with ``content`` and an ``author`` for each name."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **TOMBSTONES}

    def add_name(self, handler: SimplerXMLGenerator, name: str) -> None:
        handler.startElement("author", AttributesImpl({}))
        handler.addQuickElement("name", name)
        handler.endElement("author")

    def add_text(self, handler: SimplerXMLGenerator, html: str) -> None:
        handler.addQuickElement("content", html, {"type": "html"})


class RssFeed(_XmlFeed, Rss201rev2Feed):
    """RSS 2.0 with ``content:encoded`` and a ``dc:creator`` for each name."""

    content_type = "application/rss+xml; charset=utf-8"

    def rss_attributes(self) -> dict[str, str]:
        content = {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
        creator = {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}
        return {**super().rss_attributes(), **content, **creator, **TOMBSTONES}

    def add_name(self, handler: SimplerXMLGenerator, name: str) -> None:
        handler.addQuickElement("dc:creator", name)

    def add_text(self, handler: SimplerXMLGenerator, html: str) -> None:
        handler.addQuickElement("content:encoded", html)


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        """Write the feed; members that hold nothing are left out."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["subtitle"],
            "language": self.feed["language"],
            "_deleted": _tombstones(self.feed["deleted"]),
        }
        items = [_json_item(item) for item in self.items]
        outfile.write(json_text(_held(feed) | {"items": items}))


AnyForm = type[AtomFeed] | type[RssFeed] | type[JsonFeed]
FORMS: dict[str, AnyForm] = {"atom": AtomFeed, "rss": RssFeed, "json": JsonFeed}


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    return _held(
        {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["description"],
            "content_html": item["content"],
            "image": item["picture"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": [{"name": name} for name in item["names"]],
            "tags": item["categories"],
        }
    )


def _tombstones(lost: list[tuple[str, dt.datetime, str]]) -> dict[str, Any]:
    """Return the extension that tells of them; one must be an object, and may say what it is."""
    rows = [
        {"id": key, "date_deleted": rfc3339_date(at), "notice": words} for key, at, words in lost
    ]
    return {"about": RFC_6721, "items": rows} if rows else {}


def _held(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}
