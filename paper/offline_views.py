"""What makes the paper an app of its own that opens without a network: manifest and worker."""

from __future__ import annotations

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from paper.feed_stories import LATELY, FeedScope, lost_last
from paper.json_text import json_text
from paper.ready_rows import current_paper

# Of the paper's light dress, as in reader.css.
PAPER, PLATE = "#fdfcf8", "#b3111a"
WORKER, ICON = "reader/offline.js", "reader/icon.svg"
# The same, for telephones that draw no SVG on their screens.
TOUCHED = "reader/icon.png"


def manifest(request: HttpRequest) -> HttpResponse:
    """Tell a browser how the paper is installed."""
    paper = current_paper()
    name = paper.name if paper else "报纸"
    data = {
        "id": reverse("front-page"),
        "name": name,
        "short_name": name[:12],
        "lang": "zh-Hans",
        "start_url": reverse("front-page"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PLATE,
        "icons": [
            {"src": static(ICON), "sizes": "any", "type": "image/svg+xml"},
            {"src": static(TOUCHED), "sizes": "180x180", "type": "image/png"},
        ],
        "shortcuts": [
            {"name": "往期", "url": reverse("issues")},
            {"name": "搜索", "url": reverse("search")},
        ],
    }
    return HttpResponse(json_text(data), content_type="application/manifest+json; charset=utf-8")


def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps what was read: at the root, for it reaches all below its place."""
    return HttpResponse(_text_of(WORKER), content_type="text/javascript; charset=utf-8")


def gone(request: HttpRequest) -> HttpResponse:
    """Tell the worker the addresses of the stories that readers lost last: it keeps none."""
    paths = sorted(reverse("article", args=[row.pk]) for row in lost_last(FeedScope(), LATELY))
    return HttpResponse(json_text(paths), content_type="application/json; charset=utf-8")


def icon(request: HttpRequest) -> HttpResponse:
    """Give the paper's icon to a browser that shows a file alone, where no page names it."""
    return HttpResponse(_text_of(ICON), content_type="image/svg+xml")


def _text_of(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    with open(found, encoding="utf-8") as file:
        return file.read()
